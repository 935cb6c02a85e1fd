"""What a worker of a Dask cluster does for a batch; nothing of the survey comes to it over Dask or goes back."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from distributed import Reschedule, get_worker

from workbench.disclosure.ledger import FOLDER_VARIABLE
from workbench.errors import RunError, WorkbenchError
from workbench.reports.batches.made_from import program
from workbench.reports.batches.one_report import GIVEN_UP, make_one
from workbench.reports.running import process_environment
from workbench.reports.scratch_folder import ScratchFolder
from workbench.reports.warm import WarmProcess

APART_REPORT = "workbench.reports.batches.apart_report"
OTHER_PROGRAM = (
    "has another version of the workbench or of a package, so its numbers might be others. Bring all machines to the "
    "same state, and start the worker again."
)

_PROGRAM = program().hex()  # of the files that this process imports at this moment
_WARM: dict[tuple[str, ...], WarmProcess] = {}
_STARTING = threading.Lock()
_USE = os.R_OK | os.W_OK | os.X_OK


def unseen(worker: str, folder: str | Path) -> RunError:
    """Return what is said where a worker lacks a folder that the command has."""
    return RunError(
        f"Worker {worker} does not see {folder}, or may not write there. Share it between all machines at the same "
        "path, and start the workers as the same user."
    )


def readiness(scratch: str) -> dict[str, Any]:
    """Return which program this worker has, and whether it sees and may write the scratch folder of the batch."""
    return {"program": _PROGRAM, "sees": os.access(scratch, _USE)}


def make_apart(request: Mapping[str, Any]) -> dict[str, Any]:
    """Make one report in a folder of its own, where no other attempt at the same report writes.

    Parameters
    ----------
    request : mapping
        As `apart_report` takes it, with ``attempts``, the folder to make that folder in, ``program``, ``modules``
        that the warm process imports, and ``topic``, under which the end of each page is told.

    Returns
    -------
    dict
        The folder, and status, reason and seconds.

    Raises
    ------
    RunError
        This worker has another program, or lacks a folder.
    Reschedule
        The scheduler took the report away from this worker meanwhile.
    """
    worker = get_worker()
    key = worker.get_current_task()

    for folder in (request["attempts"], request["environment"][FOLDER_VARIABLE]):
        if not os.access(folder, _USE):
            raise unseen(worker.address, folder)

    def unwanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is None or task.state not in ("executing", "long-running")

    warm = _warm_process(request, Path(worker.local_directory), worker.address)
    try:
        with ScratchFolder() as scratch:
            apart = tempfile.mkdtemp(prefix=f"{request['name']}-", dir=request["attempts"])
            ending = make_one(
                warm,
                {**request, "apart": apart},
                task=APART_REPORT,
                scratch=scratch,
                on_page=lambda message: worker.log_event(request["topic"], {"name": request["name"], **message}),
                refused=lambda: "",  # asked by the command that began the batch, before it puts the report in its place
                unwanted=unwanted,
            )
    except (OSError, WorkbenchError) as error:
        said = str(error) if isinstance(error, WorkbenchError) else f"A worker could not write ({error.strerror})."
        return {"folder": "", "status": "failed", "reason": said, "seconds": 0.0}
    if ending.status == GIVEN_UP:
        raise Reschedule
    return {"folder": apart, "status": ending.status, "reason": ending.reason, "seconds": ending.seconds}


def _warm_process(request: Mapping[str, Any], scratch: Path, address: str) -> WarmProcess:
    """Return the warm process of this worker, which holds nothing of any survey: each child reads it, and ends."""
    with _STARTING:
        modules = (request["program"], *request["modules"])
        warm = _WARM.get(modules)
        if warm is None or not warm.alive:
            if {program().hex(), _PROGRAM} != {request["program"]}:
                raise RunError(f"Worker {address} {OTHER_PROGRAM}")
            warm = _WARM[modules] = WarmProcess(
                modules=[*request["modules"], APART_REPORT],
                environment=process_environment(scratch),
                folder=Path(request["folder"]),
            )
        return warm
