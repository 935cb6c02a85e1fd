"""A notebook that papermill manages, run in a child of the warm process."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat

from workbench.reports.warm.warm_process import WarmProcess

_START_TIMEOUT = 120  # seconds; importing on a busy machine takes twenty


class ChildDied(RuntimeError):
    """The process of a notebook ended before its last cell did.

    `status` is its exit status, or minus the signal that ended it.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"The process of the notebook ended with status {status}.")
        self.status = status


def run_warm(
    nb_man: Any,
    *,
    process: WarmProcess,
    environment: dict[str, str],
    folder: Path,
    seconds_left: Callable[[], float],
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
    seconds_left : callable
        Asked once the child has begun: how many seconds the whole notebook may take.
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
        if not running.wait(seconds=_START_TIMEOUT):
            raise ChildDied(running.end())
        for message in running.messages(deadline=time.monotonic() + seconds_left()):
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
        raise ChildDied(status)


def _settle_cell(nb_man: Any, message: dict[str, Any]) -> None:
    """Write into a cell what it showed."""
    place = message["ends"]
    cell = nb_man.nb.cells[place]
    cell.outputs = [nbformat.from_dict(output) for output in message["outputs"]]
    cell.execution_count = message["count"]
    if not message["right"]:
        nb_man.cell_exception(cell, place)
    nb_man.cell_complete(cell, place)
