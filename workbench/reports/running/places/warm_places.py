"""Children of one warm process as the places of a run: several notebooks work at the same time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from workbench.errors import ParameterError, WorkbenchError
from workbench.intake import project_folder
from workbench.reports.notebooks import load_notebook
from workbench.reports.running.places.execution import WarmPlace
from workbench.reports.running.places.kernel_process import workbench_imports
from workbench.reports.running.places.process_environment import process_environment
from workbench.reports.warm import OwnChildren, WarmProcess

ENGINES = ("workbench", "kernel")


class WarmPlaces:
    """The places of a run in children of a warm process, or of this one.

    Parameters
    ----------
    process : WarmProcess or OwnChildren
    n_notebooks : int
        That will run.
    cwd, scratch : Path
        Working directory, and folder for whatever notebooks write in passing.
    private : sequence of Path
        Where each notebook writes its tables with full precision; empty: nowhere.
    languages : sequence of str
        In which they make their tables and figures.
    """

    def __init__(
        self,
        process: WarmProcess | OwnChildren,
        n_notebooks: int,
        *,
        cwd: Path,
        scratch: Path,
        private: Sequence[Path] = (),
        languages: Sequence[str] = (),
    ) -> None:
        self.width = min(process.at_once, os.cpu_count() or 1)
        self._process = process
        self._private: list[Path | None] = [*private] or [None] * n_notebooks
        self._cwd = cwd
        self._scratch = scratch
        self._languages = languages

    def __enter__(self) -> WarmPlaces:
        """Return itself: the process was started before."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, and what still runs in it."""
        self._process.close()

    def take(self, notebook: int) -> WarmPlace:
        """Return the place of a notebook."""
        environment = process_environment(self._scratch, self._private[notebook], languages=self._languages)
        return WarmPlace(process=self._process, environment=environment, folder=self._cwd)


@contextmanager
def warm_process(engine: str | None, notebooks: Sequence[Path], scratch: Path) -> Iterator[WarmProcess | None]:
    """Start a warm process, unless ordinary kernels are asked for, and end it.

    Parameters
    ----------
    engine : str or None
        "workbench" or "kernel"; None: the former where the system can fork and tell a child of its parent's end.
    notebooks : sequence of Path
        Whose imports it makes once.
    scratch : Path
        Folder of the run for temporary files.

    Raises
    ------
    ParameterError
        Another engine, or one that this system does not allow.
    """
    if engine is None:
        engine = ENGINES[0] if sys.platform == "linux" else ENGINES[1]
    if engine not in ENGINES:
        raise ParameterError(f"`engine` is {engine!r}. Choose {' or '.join(f'`{name}`' for name in ENGINES)}.")
    if engine == ENGINES[1]:
        yield None
        return
    with started(notebooks, scratch) as process:
        yield process


@contextmanager
def started(notebooks: Sequence[Path], scratch: Path, *, also: Sequence[str] = ()) -> Iterator[WarmProcess]:
    """Start a warm process that imports what notebooks, and `also` other modules, import; and end it.

    Raises
    ------
    ParameterError
        The system is not Linux.
    """
    if sys.platform != "linux":
        raise ParameterError("The engine `workbench` needs Linux. Run reports one by one, with `--engine kernel`.")
    process = WarmProcess(
        modules=[*imports_of(notebooks), *also], environment=process_environment(scratch), folder=project_folder()
    )
    try:
        yield process
    finally:
        process.close()


def imports_of(notebooks: Sequence[Path]) -> list[str]:
    """Modules of the workbench that notebooks import; a notebook that cannot be read is refused later."""
    found: dict[str, None] = {}
    for path in notebooks:
        with suppress(WorkbenchError):
            found |= dict.fromkeys(workbench_imports(load_notebook(path, position=1).node))
    return list(found)
