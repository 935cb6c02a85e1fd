"""A file of a batch written anew: never half, and an earlier one stays where there is no place for the new."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from workbench.errors import RunError


def write_whole(path: Path, text: str) -> None:
    """Write a file and put it in the place of the one that is there.

    Raises
    ------
    RunError
        The disk is full, or the folder cannot be written to.
    """
    new = path.with_suffix(".new")
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise RunError(
            f"{path.name} of the batch {path.parent.name} cannot be written ({error.strerror}). Free the disk, or let "
            "yourself write there, and run the same command again: reports that are whole stay."
        ) from error
