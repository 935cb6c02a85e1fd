"""Where relative paths begin: the project folder, from wherever a notebook is run."""

from __future__ import annotations

import difflib
import os
from collections.abc import Collection
from pathlib import Path

from workbench.file_paths import typed_path

_MARK = "pyproject.toml"


def project_folder(at: Path | None = None) -> Path:
    """Return the nearest folder at or above `at` (the working directory) that holds pyproject.toml.

    Without one, it is the folder above the package, so an installed workbench still finds its example.
    """
    here = Path.cwd() if at is None else at
    for folder in (here, *here.parents):
        if (folder / _MARK).is_file():
            return folder
    return Path(__file__).resolve().parents[3]


def resolve(path: str | Path) -> Path:
    """Return an absolute path; a relative one is taken from the project folder, ``~`` is the home folder."""
    given = typed_path(path)
    return given if given.is_absolute() else project_folder() / given


def near_file(path: Path, endings: Collection[str]) -> str:
    """Return ``" Did you mean `x`?"`` for the file beside a missing one with nearly its name, or an empty string."""
    folder = path.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.R_OK):
        return ""
    beside = {other.stem.casefold(): other.name for other in folder.iterdir() if other.suffix.lower() in endings}
    near = difflib.get_close_matches(path.stem.casefold(), list(beside), n=1, cutoff=0.8)
    return f" Did you mean `{beside[near[0]]}`?" if near else ""


def folder_words(path: Path) -> str:
    """Return the folder of a path as messages name it: inside the project from its folder on, else whole."""
    folder, project = path.absolute().parent, project_folder()
    if not folder.is_relative_to(project):
        return f"{folder.as_posix().rstrip('/')}/"
    inside = folder.relative_to(project).as_posix()
    return "the project folder" if inside == "." else f"{inside}/ of the project folder"
