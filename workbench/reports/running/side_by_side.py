"""Notebooks of one report side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from workbench.reports.notebooks import Notebook


def run_notebooks(
    notebooks: Sequence[Notebook], run: Callable[[Notebook], None], *, width: int, stop: Callable[[], None]
) -> None:
    """Run notebooks, `width` at a time; side by side those with the most cells first, so that none is left at the end.

    Parameters
    ----------
    notebooks : sequence of Notebook
    run : callable
        Runs one; what it raises ends the whole.
    width : int
        One: in this thread, one after the other.
    stop : callable
        Makes those that run end, when one raised or the user interrupts.
    """
    if width == 1:
        for notebook in notebooks:
            run(notebook)
        return
    pool = ThreadPoolExecutor(width)  # its threads only wait for children
    try:
        longest_first = sorted(notebooks, key=lambda notebook: -notebook.n_code_cells)
        for future in [pool.submit(run, notebook) for notebook in longest_first]:
            future.result()
    except BaseException:
        stop()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
