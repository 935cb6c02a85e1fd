"""Notebooks of one report side by side, their outcomes in reading order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from workbench.reports.notebooks import Notebook
from workbench.reports.publishing import Outcome


def run_notebooks(notebooks: Sequence[Notebook], run: Callable[[Notebook], Outcome], *, width: int) -> list[Outcome]:
    """Run notebooks, `width` at a time.

    Parameters
    ----------
    notebooks : sequence of Notebook
    run : callable
        Runs one and returns its outcome; what it raises ends the whole.
    width : int
        One: in this thread, one after the other.
    """
    if width == 1:
        return [run(notebook) for notebook in notebooks]
    pool = ThreadPoolExecutor(width)  # its threads only wait for children
    try:
        return list(pool.map(run, notebooks))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
