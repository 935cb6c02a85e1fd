"""The environment in which notebooks run: one thread, scratch files in our folder, nothing of the user's start-up."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workbench.disclosure import PRIVATE_FOLDER
from workbench.reports.warm import ONE_THREAD, own_environment
from workbench.wording import LANGUAGES_VARIABLE


def process_environment(scratch: Path, private: Path | None = None, *, languages: Sequence[str] = ()) -> dict[str, str]:
    """Return the environment of a process that runs notebooks.

    Parameters
    ----------
    scratch : Path
        For temporary files and the like, readable by its owner only.
    private : Path, optional
        Where the notebook writes its tables with full precision.
    languages : sequence of str
        In which it makes its tables and figures; empty: those of this process.
    """
    environment = own_environment(scratch) | ONE_THREAD
    environment.pop(PRIVATE_FOLDER, None)
    if private is not None:
        environment[PRIVATE_FOLDER] = str(private)
    if languages:
        environment[LANGUAGES_VARIABLE] = ",".join(languages)
    return environment
