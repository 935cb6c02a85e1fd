"""Every notebook is thin, and the checker finds what is not."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tests.architecture.thin_notebook import faults
from workbench import intake, population, psychometrics, tables

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").rglob("*.ipynb"))

PARAMETERS = 'survey: str = "data/s.sav"  # survey file\ngroup: str | None = None  # variable, a = b'
IMPORTS = "from workbench.page import intake, psychometrics, tables"
GOOD = "responses = intake.read_survey(survey, codebook=codebook)\ntables.items(responses, group=group)"


def notebook(cell: str = GOOD, *, parameters: str = PARAMETERS, imports: str = IMPORTS, title: str = "# T\n\nWhat?"):
    declared = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    return new_notebook(cells=[new_markdown_cell(title), declared, new_code_cell(imports), new_code_cell(cell)])


def test_a_thin_notebook_has_no_faults():
    assert faults(notebook()) == []


BAD_CELLS = {
    "def f():\n    return 1\ntables.items(f)": "a function",
    "class A:\n    x = survey.x\ntables.items(A)": "a class",
    "for g in survey.groups:\n    tables.items(g)\ntables.items(survey)": "a loop",
    "while survey.x:\n    tables.items(survey)": "a loop",
    "if survey.x:\n    y = survey.x\ntables.items(survey)": "a branch",
    "x = survey.a if survey.b else survey.c\ntables.items(x)": "a branch",
    "x = survey.f(group or survey.g)\ntables.items(x)": "a branch",
    "x = survey.f([g for g in survey.groups])\ntables.items(x)": "a comprehension",
    "x = survey.f(lambda g: g)\ntables.items(x)": "a lambda",
    "try:\n    x = survey.f()\nexcept ValueError:\n    pass\ntables.items(x)": "a try",
    "with survey.f() as x:\n    pass\ntables.items(x)": "a with",
    "x = survey.f(survey.score < survey.cutoff)\ntables.items(x)": "a comparison",
    "x = survey.f(survey.a * survey.b)\ntables.items(x)": "a calculation",
    "%matplotlib inline\ntables.items(survey)": "not plain Python",
    "!ls\ntables.items(survey)": "not plain Python",
    "import pandas as pd\ntables.items(survey)": "imports",
    "x = survey.f(0.05)\ntables.items(x)": "declare it as a parameter",
    'x = intake.read_survey("data/other.sav")\ntables.items(x)': "declare it as a parameter",
    "x = 5\ntables.items(x)": "not a call or a part of a result",
    "print(survey)\ntables.items(survey)": "not `name = call(…)`",
    "x = eval(survey.code)\ntables.items(x)": "neither imported nor a result",
    "tables.items(survey)\ntables.items(survey)": "not `name = call(…)`",
    "x = survey.f()": "does not end in one call",
    "x = survey.f()\nx": "does not end in one call",
    "\n".join(f"x{i} = survey.f()" for i in range(8)) + "\ntables.items(x1)": "at most 8",
}


@pytest.mark.parametrize("cell", BAD_CELLS, ids=list(BAD_CELLS.values()))
def test_a_cell_that_does_more_than_call_and_show_is_found(cell):
    assert any(BAD_CELLS[cell] in fault for fault in faults(notebook(cell)))


@pytest.mark.parametrize(
    ("imports", "parts"),
    [
        ("import numpy as np", {}),
        ("from workbench.reports import run", {}),
        ("from workbench import tables", {}),
        ("from workbench.page import numerics", {}),
        ("import workbench.tables", {}),
        ("from workbench.page import tables as t", {}),
    ],
)
def test_other_imports_are_found(imports, parts):
    assert any("may only say" in fault for fault in faults(notebook(imports=imports, **parts)))


@pytest.mark.parametrize(
    "parameters",
    [
        "survey = 'x'  # file",
        "survey: str = open('x')  # file",
        "survey: list = []  # file",
        "survey: str = 'x'",
        "x: int = 'a'  # n",
    ],
)
def test_a_parameter_that_is_not_typed_literal_and_explained_is_found(parameters):
    assert any("Code cell 1" in fault for fault in faults(notebook(parameters=parameters)))


def test_a_missing_title_question_or_parameters_tag_is_found():
    assert any("title" in fault for fault in faults(notebook(title="No title")))
    assert any("title" in fault for fault in faults(notebook(title="# Title without a question")))
    untagged = notebook()
    untagged.cells[1].metadata.clear()
    assert any("tagged `parameters`" in fault for fault in faults(untagged))


def test_stored_outputs_and_counts_are_found():
    stored = notebook()
    stored.cells[3].outputs = [new_output("stream", name="stdout", text="1")]
    stored.cells[3].execution_count = 4
    assert [fault for fault in faults(stored) if "stores" in fault] == [
        "Code cell 3 stores outputs.",
        "Code cell 3 stores an execution count.",
    ]


def test_there_are_notebooks():
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_notebook_is_thin(path):
    assert faults(nbformat.read(path, as_version=4)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_call_gets_the_coverage_and_the_cutoff_of_the_notebook(path):
    """A default in their place would show intervals of another coverage than the parameter says."""
    modules = {"intake": intake, "psychometrics": psychometrics, "population": population, "tables": tables}
    for cell in nbformat.read(path, 4).cells:
        for call in ast.walk(ast.parse(cell.source if cell.cell_type == "code" else "")):
            match call:
                case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)) if module in modules:
                    taken = inspect.signature(getattr(modules[module], name)).parameters
                    given = {keyword.arg for keyword in call.keywords}
                    assert {"conf_level", "cutoff"} & set(taken) <= given, ast.unparse(call)
