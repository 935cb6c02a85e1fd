"""The ledger as it was before a run, in a folder of its own: whoever makes the run again must see what it saw."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from workbench.disclosure.ledger.entries import read_entries
from workbench.disclosure.ledger.ledger import ledger_folder
from workbench.disclosure.ledger.secret import SECRET_FILE, read_secret


def ledgers_before(run: str, folder: Path) -> Iterator[None]:
    """Fill a folder with the ledger as it was before a run was published, once for each time that it was.

    Parameters
    ----------
    run : str
        Name under which the ledger knows the run. A batch is published under one name as often as it is made.
    folder : Path
        Where the copies lie, one after the other, the last publication first; readable by its owner only. Nothing is
        written to the ledger itself. Of a run that the ledger does not know the copy is the whole ledger.

    Raises
    ------
    RunError
        The ledger is damaged.
    """
    ledger = ledger_folder()
    entries = read_entries(ledger, read_secret(ledger))
    published = [(entry.order, entry.day) for entry in entries if entry.run == run]
    times: list[tuple[int, date] | None] = [*sorted(published, reverse=True)] or [None]
    for time in times:
        before = [entry.file for entry in entries if time is None or (entry.order, entry.day) < time]
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        for name in [SECRET_FILE, *before] if entries else []:
            shutil.copyfile(ledger / name, folder / name)
        yield
