"""A notebook that papermill manages, run in a child of the warm process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from workbench.reports.warm.warm_process import WarmProcess


class ChildDied(RuntimeError):
    """The process of a notebook ended before its last cell did."""


def run_warm(
    nb_man: Any,
    *,
    process: WarmProcess,
    environment: dict[str, str],
    folder: Path,
    deadline: float,
    described: bool,
    on_cell: Callable[[], None],
) -> None:
    """Run a notebook that papermill manages in a child of a warm process.

    Parameters
    ----------
    nb_man : papermill.engines.NotebookExecutionManager
        Hears of every cell, so that papermill's own record is right.
    process : WarmProcess
    environment : dict of str to str
        Of the child.
    folder : Path
        Its working directory.
    deadline : float
        Of ``time.monotonic()``, for the whole notebook.
    described : bool
        Whether errors are told without foreign words.
    on_cell : callable
        Called after each cell.

    Raises
    ------
    TimeoutError
        Time was up; the child is gone.
    ChildDied
        The child died.
    """
    notebook = nb_man.nb
    running = process.start(notebook.cells, folder=folder, environment=environment, described=described)
    ended, place = False, 0
    try:
        for message in running.messages(deadline=deadline):
            ended = ended or "ended" in message
            if "starts" in message:
                place = message["starts"]
                nb_man.cell_start(notebook.cells[place], place)
            elif "ends" in message:
                _settle_cell(nb_man, message)
                on_cell()
    except TimeoutError:
        running.end()
        raise TimeoutError(f"Cell {place + 1} was stopped, as the time of the notebook was up.") from None
    status = running.end()
    if not ended:
        raise ChildDied(f"The process of the notebook ended with status {status}.")


def _settle_cell(nb_man: Any, message: dict[str, Any]) -> None:
    """Write into a cell what it showed."""
    place = message["ends"]
    cell = nb_man.nb.cells[place]
    cell.outputs = [nbformat.from_dict(output) for output in message["outputs"]]
    cell.execution_count = message["count"]
    if not message["right"]:
        nb_man.cell_exception(cell, place)
    nb_man.cell_complete(cell, place)
