"""One report of a batch in a child of a worker of a cluster: read from a file that only its owner can, written apart.

It gets its name from the command that began the batch, so a report that two workers made stands once, and whole.
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workbench.disclosure.ledger import keyed_digest
from workbench.errors import RunError
from workbench.reports.batches import part_report
from workbench.reports.publishing import RunFolder
from workbench.reports.running import Prepared


@dataclass(frozen=True, kw_only=True)
class _Apart(RunFolder):
    """The folder of a report that is not in its place yet."""

    among: Path

    @property
    def shelf(self) -> Path:
        """The folder of all reports, among which it will stand."""
        return self.among


def ledger_mark() -> str:
    """Return what tells the ledger of this process from others: the audit asks it for earlier reports."""
    return keyed_digest("ledger of a batch")


def run(request: Mapping[str, Any], connection: Connection) -> None:
    """Make the report that a request asks for, as `part_report` does.

    Its ``given`` is the file that holds what all reports have in common, ``digest`` the hexadecimal sha256 of it,
    ``ledger`` the mark of the ledger, and ``apart`` the folder to write in.
    """
    try:
        _check_ledger(request["ledger"])
        whole = _read(Path(request["given"]), request["digest"])
    except RunError as error:
        connection.send_bytes(json.dumps({"refused": str(error)}).encode())
        return
    before = str(whole.folder.parent / request["name"])
    folder = _Apart(
        parent=Path(request["apart"]), name=whole.folder.name, batch=whole.folder.batch, among=whole.folder.shelf
    )
    part_report.take(replace(whole, folder=folder))
    part_report.run({"before": before, **request}, connection)


def _check_ledger(mark: str) -> None:
    if ledger_mark() != mark:
        raise RunError(
            "A worker has another ledger of published runs under the same path. Share one between all machines."
        )


def _read(path: Path, digest: str) -> Prepared:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RunError(
            f"{path.name} of the batch cannot be read on a worker ({error.strerror}). Share the project between all "
            "machines at the same path, and start the workers as the same user."
        ) from error
    if hashlib.sha256(content).hexdigest() != digest:  # unpickling runs what a file says
        raise RunError(f"{path.name} is not the file that the batch was begun with. Run the batch again.")
    prepared: Prepared = pickle.loads(content)
    return prepared
