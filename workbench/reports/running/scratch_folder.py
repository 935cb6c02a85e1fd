"""The scratch folder of a run: its copy of the data, keys and temporary files, gone with the run, however it ends."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import IO, Any

_PREFIX = "workbench-run-"
_LOCK = "lock"


class ScratchFolder:
    """A folder that only its owner can read, held by a lock that the system lets go when the process ends.

    So the next run can tell what a killed one left behind, and removes it.
    """

    def __enter__(self) -> Path:
        """Remove what killed runs left, and make a new folder."""
        for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            _remove_if_left_behind(folder)
        self._folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self._lock = (self._folder / f"{_LOCK}.new").open("wb")
        _try_lock(self._lock)
        os.replace(self._folder / f"{_LOCK}.new", self._folder / _LOCK)  # none ever sees the lock before it is held
        return self._folder

    def __exit__(self, *_: object) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.close()


def _remove_if_left_behind(folder: Path) -> None:
    try:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
            return
        with (folder / _LOCK).open("rb+") as lock:
            if _try_lock(lock):
                shutil.rmtree(folder, ignore_errors=True)
    except OSError:  # being made or removed by another run at this moment
        return


def _try_lock(file: IO[Any]) -> bool:
    """Whether the file is now locked for this process; no, where the system knows no such locks."""
    if not importlib.util.find_spec("fcntl"):
        return False
    fcntl = importlib.import_module("fcntl")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
