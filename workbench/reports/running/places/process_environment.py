"""The environment in which notebooks run: one thread, scratch files in our folder, nothing of the user's start-up."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import workbench
from workbench.disclosure import PRIVATE_FOLDER
from workbench.reports.warm import ONE_THREAD
from workbench.wording import LANGUAGES_VARIABLE

# PYTHONWARNINGS=error would turn a letter that a font lacks into a failed notebook.
_NOT_INHERITED = ("PYTHONSTARTUP", "MPLBACKEND", "PYTHONWARNINGS", PRIVATE_FOLDER)


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
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    environment |= ONE_THREAD
    paths = [str(Path(workbench.__file__).parents[1]), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))  # the very workbench that runs here
    environment |= {"IPYTHONDIR": str(scratch / "ipython"), "TMPDIR": str(scratch), "PYTHONHASHSEED": "0"}
    if not os.access(Path.home(), os.W_OK):
        environment["MPLCONFIGDIR"] = str(scratch / "matplotlib")
    if private is not None:
        environment[PRIVATE_FOLDER] = str(private)
    if languages:
        environment[LANGUAGES_VARIABLE] = ",".join(languages)
    return environment
