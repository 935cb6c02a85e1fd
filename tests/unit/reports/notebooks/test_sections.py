"""Sections that a codebook adds to pages or leaves out of them."""

from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from workbench.errors import DataError
from workbench.intake.codebook.sections import Sections
from workbench.reports.notebooks import Notebook, check_sections, unmet, with_sections


def survey(**sections):
    return SimpleNamespace(codebook=SimpleNamespace(sections=Sections(**sections)))


@pytest.fixture
def notebook():
    node = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Toy\n\nWhat?"),
            nbformat.v4.new_code_cell("alpha = 1", metadata={"tags": ["parameters"]}),
            nbformat.v4.new_markdown_cell("## Shares\n\nHow many."),
            nbformat.v4.new_code_cell("shares()", metadata={"tags": ["report"]}),
            nbformat.v4.new_markdown_cell("## Curves"),
            nbformat.v4.new_code_cell("curves()"),
        ]
    )
    return Notebook(
        path=Path("01_toy.ipynb"), number="01", title="Toy", question="", requires=(), parameters=(), node=node
    )


def tags(notebook):
    return [cell.metadata.get("tags", []) for cell in notebook.node.cells if cell.cell_type == "code"]


def test_a_section_that_is_added_has_the_tag_of_the_report_and_the_file_stays_as_it_is(notebook):
    assert tags(with_sections(notebook, survey(add=["Curves"]))) == [["parameters"], ["report"], ["report"]]
    assert tags(notebook) == [["parameters"], ["report"], []]


def test_a_section_that_is_left_out_loses_it(notebook):
    assert tags(with_sections(notebook, survey(leave_out=["Shares"]))) == [["parameters"], ["left out"], []]


def test_simulations_run_in_a_validation_only(notebook):
    simulated = nbformat.v4.new_code_cell("simulate()", metadata={"tags": ["report", "validation"]})
    explained = nbformat.v4.new_markdown_cell("## Simulated", metadata={"tags": ["validation"]})
    notebook.node.cells += [explained, simulated]
    assert len(with_sections(notebook, survey()).node.cells) == 6
    assert tags(with_sections(notebook, survey(validation=True)))[-1] == ["report", "validation"]
    assert len(notebook.node.cells) == 8


def test_a_page_that_is_left_out_is_not_run_and_says_why(notebook):
    assert "leaves it out (`sections`)" in unmet(notebook, survey(leave_out=["Toy"]))
    assert unmet(notebook, survey(leave_out=["Shares"])) == ""


@pytest.mark.parametrize("sections", [{"add": ["Curvs"]}, {"leave_out": ["Share"]}, {"add": ["Toy"]}])
def test_a_section_that_no_page_has_is_refused_before_anything_runs(notebook, sections):
    with pytest.raises(DataError, match=r"is no section of a page.*“Curves”"):
        check_sections(survey(**sections), [notebook])


def test_a_section_cannot_be_added_and_left_out():
    with pytest.raises(ValueError, match="both adds and leaves out"):
        Sections(add=("Curves",), leave_out=("Curves",))
