"""A notebook that papermill manages, run in a child of the warm process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from workbench.reports.warm.limits import Clock
from workbench.reports.warm.running_task import Starter

_START_TIMEOUT = 120  # seconds; importing on a busy machine takes twenty


class ChildDied(RuntimeError):
    """The process of a notebook ended before its last cell did.

    `status` is its exit status, or minus the signal that ended it.
    """

    def __init__(self, status: int) -> None:
        how = f"was ended by signal {-status}" if status < 0 else f"ended by itself (exit status {status})"
        super().__init__(f"The process of the notebook {how}.")
        self.status = status


def run_warm(
    nb_man: Any,
    *,
    process: Starter,
    environment: dict[str, str],
    folder: Path,
    clock: Clock,
    memory: int | None,
    described: bool,
    on_cell: Callable[[], None],
) -> None:
    """Run a notebook that papermill manages in a child of a warm process.

    Parameters
    ----------
    nb_man : papermill.engines.NotebookExecutionManager
        Hears of every cell, so that papermill's own record is right.
    process : Starter
        WarmProcess or OwnChildren.
    environment : dict of str to str
        Of the child.
    folder : Path
        Its working directory.
    clock : Clock
        Begins once the child has, and with each cell.
    memory : int, optional
        Megabytes that the child may take.
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
    running = process.start(
        {
            "task": "workbench.reports.warm.cells",
            "cells": notebook.cells,
            "folder": str(folder),
            "environment": environment,
            "described": described,
            "memory": memory,
        }
    )
    ended, place = False, 0
    try:
        if not running.wait(seconds=_START_TIMEOUT):
            raise ChildDied(running.end())
        clock.begin()
        for message in running.messages(seconds_left=clock.seconds_left):
            ended = ended or "ended" in message
            if "starts" in message:
                place = message["starts"]
                clock.begin_cell()
                nb_man.cell_start(notebook.cells[place], place)
            elif "ends" in message:
                _settle_cell(nb_man, message)
                on_cell()
    except TimeoutError:
        running.end()
        raise TimeoutError(f"Cell {place + 1} was stopped, as the time of the {clock.shorter} was up.") from None
    status = running.end()
    if not ended:
        raise ChildDied(status)


def _settle_cell(nb_man: Any, message: dict[str, Any]) -> None:
    """Write into a cell what it showed."""
    import nbformat  # a quarter of a second that the beginning of a run does without

    place = message["ends"]
    cell = nb_man.nb.cells[place]
    cell.outputs = [nbformat.from_dict(output) for output in message["outputs"]]
    cell.execution_count = message["count"]
    if not message["right"]:
        nb_man.cell_exception(cell, place)
    nb_man.cell_complete(cell, place)
