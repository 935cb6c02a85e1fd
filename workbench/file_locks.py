"""Locks that the system lets go when a process ends, however it ends; where it knows none (Windows), nobody waits."""

from __future__ import annotations

import importlib
import importlib.util
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from workbench.errors import RunError

_NO_SUCH_LOCKS = importlib.util.find_spec("fcntl") is None


def try_lock(file: IO[Any] | int) -> bool:
    """Whether an open file or folder is now locked for this process; no, where the system knows no such locks."""
    if _NO_SUCH_LOCKS:
        return False
    try:
        _lock(file, "LOCK_EX", "LOCK_NB")
    except OSError:
        return False
    return True


@contextmanager
def alone(file: IO[str], what: str) -> Iterator[None]:
    """Hold a lock file that is open for reading and appending, and say in it who does; nobody waits.

    Parameters
    ----------
    file : text file
    what : str
        What goes on meanwhile, as ``run of the batch towns``.

    Raises
    ------
    RunError
        Another process holds it.
    """
    if not try_lock(file):
        file.seek(0)
        raise RunError(
            f"A {what} goes on already ({file.read().strip() or 'owner unknown'}). Wait until it ends, or end that "
            "process."
        )
    file.truncate(0)
    owner = f"process {os.getpid()} on {platform.node()}, since {datetime.now(UTC).isoformat(timespec='seconds')}\n"
    with suppress(OSError):  # on a full disk the lock holds, and its owner stays unknown
        os.write(file.fileno(), owner.encode())
    yield
    file.truncate(0)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Wait until no other process holds the lock file, and hold it meanwhile; only its owner can read it.

    Raises
    ------
    OSError
        The file cannot be written, or lies where the system cannot lock.
    """
    with path.open("w") as file:
        os.chmod(file.name, 0o600)
        if not _NO_SUCH_LOCKS:
            _lock(file, "LOCK_EX")
        yield


@contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a folder, as that of a run, while it goes on, for whoever asks `is_held`."""
    if _NO_SUCH_LOCKS:
        yield
        return
    place = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # where files cannot be locked, nobody can tell; no report fails for it
            _lock(place, "LOCK_EX")
        yield
    finally:
        os.close(place)


def is_held(path: Path) -> bool:
    """Whether a process holds a folder or a lock file; no, where the system knows no such locks."""
    if _NO_SUCH_LOCKS or not os.access(path, os.R_OK):
        return False
    place = os.open(path, os.O_RDONLY)
    try:
        _lock(place, "LOCK_SH", "LOCK_NB")
    except OSError as error:
        return isinstance(error, BlockingIOError)
    finally:
        os.close(place)
    return False


def _lock(file: IO[Any] | int, *how: str) -> None:
    fcntl = importlib.import_module("fcntl")
    fcntl.flock(file, sum(getattr(fcntl, name) for name in how))
