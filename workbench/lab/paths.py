"""Paths that a page of the lab names: only what lies inside the project, and no more of it than a browser can hold."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import ParameterError, RunError
from workbench.wording import say

LARGEST_FILE = 64_000_000  # bytes


def inside(folder: Path, name: str) -> Path:
    """Return the file of that name below a folder, links followed.

    Raises
    ------
    ParameterError
        The name leads out of the folder, or there is no such file.
    """
    path = (folder / name).resolve() if "\0" not in name else folder
    if not path.is_relative_to(folder.resolve()):
        raise ParameterError(
            say(
                "`{name}` leads out of {folder}/, and the start page opens nothing outside it. Copy the file into the "
                "project, or name it to `workbench report` in a terminal.",
                name=name,
                folder=folder.name,
            )
        )
    if not path.is_file():
        raise ParameterError(
            say(
                "There is no file `{name}` in {folder}/. Load the start page again and choose anew.",
                name=name,
                folder=folder.name,
            )
        )
    return path


def small_enough(path: Path) -> Path:
    """Return the path of a file that may be sent to a browser.

    Raises
    ------
    RunError
        The file is larger than `LARGEST_FILE`.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise RunError(
            say(
                "{file} has more than {n} bytes, the most that the start page hands out. Open it from its folder.",
                file=path.name,
                n=LARGEST_FILE,
            )
        )
    return path
