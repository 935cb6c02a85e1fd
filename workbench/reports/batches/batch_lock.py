"""The lock of a batch's folder: two runs of one batch cannot mix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import RunError
from workbench.file_locks import alone

_LOCK = "lock"


@contextmanager
def batch_lock(folder: Path) -> Iterator[None]:
    """Make the folder of a batch and hold it; the system lets it go when this process ends, however it ends.

    Raises
    ------
    RunError
        Another run of the batch goes on, or the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / _LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise RunError(
            f"Folder {folder.name}/ cannot be written to ({error.strerror}). Give another `--output-folder`."
        ) from error
    with file, alone(file, f"run of the batch {folder.name}"):
        yield
