"""A notebook is the same by what it computes, not by how it is typed."""

from tests.reports import toys
from workbench.reports.notebooks import load_notebook, normalised


def _of(folder, name, *cells):
    return normalised(load_notebook(toys.write_notebook(folder, name, *cells), position=1))


def test_comments_blanks_and_outputs_are_no_change(tmp_path):
    one = _of(tmp_path / "one", "01_a", "x = 1  # one", "y = [1,2]")
    assert _of(tmp_path / "two", "01_a", "# two\nx=1\n", "y = [\n    1,\n    2,\n]") == one
    assert _of(tmp_path / "three", "01_a", "x = 2", "y = [1,2]") != one
