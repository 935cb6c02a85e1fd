"""The scratch folder of a run: its copy of the data, keys and temporary files, gone with the run, however it ends."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path

from workbench.file_locks import try_lock

_PREFIX = "workbench-run-"
_LOCK = "lock"


class ScratchFolder:
    """A folder that only its owner can read, held by a lock that the system lets go when the process ends.

    So others can tell what a killed run left behind: its guardian, or the next run, removes it.

    Parameters
    ----------
    within : Path, optional
        Folder to make it in; default: that for temporary files.
    """

    def __init__(self, within: Path | None = None) -> None:
        self._within = within

    def __enter__(self) -> Path:
        """Remove what killed runs left, and make a new folder."""
        within = Path(tempfile.gettempdir()) if self._within is None else self._within
        _remove_left_behind(within)
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=within))
        self._lock = (self._folder / f"{_LOCK}.new").open("wb")
        try_lock(self._lock)
        os.replace(self._folder / f"{_LOCK}.new", self._folder / _LOCK)  # none ever sees the lock before it is held
        return self._folder

    def __exit__(self, *_: object) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.close()


def remove_beside_own() -> None:
    """Remove what killed runs left where the scratch folder of this process lies, which is its TMPDIR; else nothing."""
    own = Path(os.environ.get("TMPDIR", ""))
    if own.name.startswith(_PREFIX):
        _remove_left_behind(own.parent)


def _remove_left_behind(within: Path) -> None:
    for folder in within.glob(f"{_PREFIX}*"):
        _remove_if_left_behind(folder)


def _remove_if_left_behind(folder: Path) -> None:
    try:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
            return
        with (folder / _LOCK).open("rb+") as lock:
            if try_lock(lock):
                shutil.rmtree(folder, ignore_errors=True)
    except OSError:  # being made or removed by another run at this moment
        return
