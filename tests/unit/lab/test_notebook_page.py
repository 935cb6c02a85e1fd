"""Parameters of a notebook as questions, typed as its parameters cell says."""

from __future__ import annotations

from pathlib import Path

from workbench.lab.notebook_page import choices_of, questions
from workbench.reports.notebooks import load_notebook

PROJECT = Path(__file__).parents[3]


def asked(name):
    choices, problem = choices_of(PROJECT / "data" / "codebooks" / "synthetic-adult-survey.yaml")
    assert problem == ""
    notebook = load_notebook(PROJECT / "notebooks" / f"{name}.ipynb", position=1)
    return {question.name: question for question in questions(notebook, choices)}


def test_each_parameter_but_the_files_is_a_question():
    found = asked("05_subgroups")
    assert list(found) == ["published", "group", "cutoff", "conf_level"]
    assert [question.kind for question in found.values()] == ["text", "choice", "choice", "number"]
    assert found["conf_level"].value == "0.95"
    assert found["group"].value == ""
    assert ("labour_market", "Labour-market status") in found["group"].choices
    assert [name for name, _ in found["cutoff"].choices] == ["very_weak"]


def test_a_codebook_that_cannot_be_read_is_told():
    choices, problem = choices_of(PROJECT / "data" / "codebooks" / "absent.yaml")
    assert choices == {}
    assert problem.startswith("There is no codebook absent.yaml")
