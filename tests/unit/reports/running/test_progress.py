"""The lines of a run, written and read back."""

from __future__ import annotations

from typing import get_args

import pytest

from tests.reports import toys
from workbench.reports.notebooks import load_notebook
from workbench.reports.publishing import Outcome, Status
from workbench.reports.running.progress import FinishedPage, Progress, read_progress


@pytest.mark.parametrize("status", get_args(Status))
def test_what_is_written_is_read_back(status, tmp_path, capsys):
    notebook = load_notebook(toys.write_notebook(tmp_path, "01_shows"), position=1)
    progress = Progress(1)
    progress.start(notebook)
    progress.finish(Outcome(notebook=notebook, status=status, reason="Too few. Choose more.", seconds=1.26))
    progress.close()
    pages, rest = read_progress(capsys.readouterr().err)
    assert pages == [FinishedPage(name="01_shows", status=status, seconds=1.3, reason="Too few. Choose more.")]
    assert rest == ""


def test_everything_else_is_left_and_a_half_written_line_waits():
    pages, rest = read_progress("01_a: done, 2.0 s\nThe run failed: 02_b (died).\n02_b: died, 3")
    assert [page.name for page in pages] == ["01_a"]
    assert rest == "The run failed: 02_b (died)."
