"""Side by side the notebooks with the most cells begin first; one after the other they keep their order."""

from pathlib import Path

import nbformat
import pytest

from workbench.reports.notebooks import Notebook
from workbench.reports.running.side_by_side import run_notebooks


def notebook(name, n_cells):
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("a") for _ in range(n_cells)])
    return Notebook(
        path=Path(f"{name}.ipynb"), number="01", title=name, question="", requires=(), parameters=(), node=node
    )


NOTEBOOKS = [notebook(name, n_cells) for name, n_cells in (("a", 2), ("b", 5), ("c", 2), ("d", 9))]


def begun(width):
    order = []
    run_notebooks(NOTEBOOKS, lambda own: order.append(own.title), width=width, stop=lambda: None)
    return "".join(order)


def test_notebooks_one_after_the_other_keep_their_order():
    assert begun(1) == "abcd"


def test_side_by_side_the_longest_begins_first():
    order = []

    def run(own):
        order.append(own.title)
        raise ValueError(own.title)

    with pytest.raises(ValueError, match="d"):
        run_notebooks(NOTEBOOKS, run, width=2, stop=lambda: None)
    assert order[0] == "d"
    assert sorted(begun(2)) == ["a", "b", "c", "d"]
