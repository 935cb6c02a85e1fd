"""What is read from a notebook file before it runs."""

from __future__ import annotations

from types import SimpleNamespace

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbench.errors import ParameterError, RunError
from workbench.reports.notebooks.notebook import REQUIREMENTS, find_notebooks, load_notebook, unmet
from workbench.reports.running.places.kernel_process import workbench_imports
from workbench.wording import speaking, spoken


def write(folder, first="# A title\n\nA *question*?\n\nMore.", name="07_x.ipynb", requires=(), tags=("parameters",)):
    cell = new_code_cell("seed: int = 1  # seed", metadata={"tags": list(tags)})
    node = new_notebook(cells=[new_markdown_cell(first), cell], metadata={"workbench": {"requires": list(requires)}})
    nbformat.write(node, folder / name)
    return folder / name


def test_title_question_and_parameters(tmp_path):
    notebook = load_notebook(write(tmp_path), position=1)
    assert (notebook.title, notebook.question, notebook.number, notebook.name) == (
        "A title",
        "A *question*?",
        "07",
        "07_x",
    )
    assert notebook.default == {"seed": 1}


@pytest.mark.parametrize(
    ("first", "title", "question"),
    [
        ("# A title\nA question?", "A title", "A question?"),
        ("# A title", "A title", ""),
        ("No title", "07 x", ""),
        ("", "07 x", ""),
    ],
)
def test_first_cells_of_other_shapes(tmp_path, first, title, question):
    notebook = load_notebook(write(tmp_path, first), position=1)
    assert (notebook.title, notebook.question) == (title, question)


def test_a_notebook_without_a_number_gets_its_position(tmp_path):
    assert load_notebook(write(tmp_path, name="x.ipynb"), position=3).number == "03"


def test_only_numbered_notebooks_are_found_in_order(tmp_path):
    for name in ("10_b.ipynb", "02_a.ipynb", "draft.ipynb", "3_c.ipynb"):
        write(tmp_path, name=name)
    (tmp_path / "04_folder.ipynb").mkdir()
    assert [path.name for path in find_notebooks(tmp_path)] == ["02_a.ipynb", "10_b.ipynb"]


def test_a_notebook_without_parameters_or_with_an_unknown_requirement_is_refused(tmp_path):
    with pytest.raises(ParameterError):
        load_notebook(write(tmp_path, tags=()), position=1)
    with pytest.raises(RunError):
        load_notebook(write(tmp_path, requires=("grup",)), position=1)


def _survey(**lacking):
    frame, nothing = pd.DataFrame({"a": [1]}), pd.DataFrame()
    codebook = {"crossings": (("a", "b"),), "wave": 1, "year": 2026, "area": ("a",)}
    parts = {"groups": frame, "predictors": frame, "weighted": True, "cutoffs": {"x": 1}} | codebook | lacking
    parts = {
        name: nothing if parts[name] is None and name in ("groups", "predictors") else part
        for name, part in parts.items()
    }
    return SimpleNamespace(
        groups=parts["groups"],
        predictors=parts["predictors"],
        design=SimpleNamespace(is_weighted=parts["weighted"]),
        instrument=SimpleNamespace(cutoffs=parts["cutoffs"]),
        codebook=SimpleNamespace(**{name: parts[name] for name in codebook}),
    )


@pytest.mark.parametrize(
    ("requirement", "lacking"),
    [
        ("group", {"groups": None}),
        ("predictors", {"predictors": None}),
        ("crossings", {"crossings": ()}),
        ("cutoff", {"cutoffs": {}}),
        ("weights", {"weighted": False}),
        ("wave", {"wave": None}),
        ("year", {"year": None}),
        ("area", {"area": ()}),
    ],
)
def test_each_requirement_is_unmet_where_the_survey_lacks_it_and_only_then(tmp_path, requirement, lacking):
    notebook = load_notebook(write(tmp_path, requires=tuple(REQUIREMENTS)), position=1)
    assert unmet(notebook, _survey()) == ""
    assert REQUIREMENTS[requirement][1] in unmet(notebook, _survey(**lacking))
    assert unmet(notebook, _survey(**lacking)).count(";") == 0
    with speaking("fi"):
        assert spoken(unmet(notebook, _survey(**lacking))).startswith("Ei ajettu, koska koodikirjassa ei ole ")


def test_imports_of_the_workbench_are_found_for_preloading():
    cells = [
        "from workbench import intake, tables\nimport pandas as pd",
        "import workbench.plots",
        "%magic",
        "from os import path",
    ]
    node = new_notebook(cells=[new_code_cell(cell) for cell in cells])
    assert workbench_imports(node) == ["workbench.intake", "workbench.tables", "workbench.plots"]
