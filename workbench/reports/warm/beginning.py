"""The beginning of a run: what runs its notebooks imports, on another processor, while the command itself imports."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from workbench.reports.scratch_folder import ScratchFolder
from workbench.reports.warm.warm_process import WarmProcess

# PYTHONWARNINGS=error would turn a letter that a font lacks into a failed notebook.
_NOT_INHERITED = ("PYTHONSTARTUP", "MPLBACKEND", "PYTHONWARNINGS")
_PACKAGE = Path(__file__).parents[2]


class Begun(NamedTuple):
    """The scratch folder of a run, and the process that imports what its notebooks import."""

    scratch: Path
    warm: WarmProcess


@contextmanager
def beginning(modules: Sequence[str], *, languages: str = "") -> Iterator[Begun | None]:
    """Make a scratch folder and start a warm process, before this process imports anything of weight; end both.

    Parameters
    ----------
    modules : sequence of str
        That the warm process imports.
    languages : str
        In which notebooks will speak, ``fi,sv,en``: it reads their catalogues.

    Yields
    ------
    Begun or None
        None where the system is not Linux.
    """
    if sys.platform != "linux":
        yield None
        return
    with ScratchFolder() as scratch:
        environment = own_environment(scratch)
        if languages:
            from workbench.wording import LANGUAGES_VARIABLE  # a tenth of a second that English does not take

            environment[LANGUAGES_VARIABLE] = languages
        process = WarmProcess(modules=modules, environment=environment, folder=Path.cwd())
        try:
            yield Begun(scratch, process)
        finally:
            process.close()


def own_environment(scratch: Path) -> dict[str, str]:
    """Return the environment of a process of ours: the very workbench that runs here, temporary files in our folder."""
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    paths = [str(_PACKAGE.parent), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
    environment |= {"IPYTHONDIR": str(scratch / "ipython"), "TMPDIR": str(scratch), "PYTHONHASHSEED": "0"}
    if not os.access(Path.home(), os.W_OK):
        environment["MPLCONFIGDIR"] = str(scratch / "matplotlib")
    return environment
