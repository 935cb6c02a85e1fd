"""From notebooks and a survey to a kept report, or to a folder that says it failed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from workbench.errors import ParameterError
from workbench.intake import project_folder
from workbench.reports.notebooks import (
    find_notebooks,
)
from workbench.reports.running.preparation import prepare
from workbench.reports.running.scratch_folder import ScratchFolder
from workbench.reports.running.session import Run, Session
from workbench.reports.running.warm_places import warm_process

DEFAULT_TIMEOUT = 1800.0  # seconds for one notebook


def run_report(
    *,
    notebooks: Sequence[Path] | None = None,
    parameters: Mapping[str, object] | None = None,
    assignments: Mapping[str, str] | None = None,
    name: str | None = None,
    output_folder: Path | None = None,
    private: Path | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    engine: str | None = None,
) -> Run:
    """Run notebooks on one survey and keep what they publish.

    Parameters
    ----------
    notebooks : sequence of Path, optional
        Default: all of the project's ``notebooks/``, in reading order.
    parameters : mapping of str to object, optional
        Values for the declared parameters; `survey` and `codebook` name the files.
    assignments : mapping of str to str, optional
        The same as text, as the command line gives it.
    name : str, optional
        Name of the run; default: data file (or notebook), date and time.
    output_folder : Path, optional
        Default: the project's ``reports/``.
    private : Path, optional
        Folder for the tables of the run with full precision, which are not for publication.
    timeout : float
        Seconds that one notebook may take.
    engine : {"workbench", "kernel"}, optional
        Notebooks run in forked children of one warm process, two at a time (default on Linux), or each in an ordinary
        kernel, one after the other.

    Returns
    -------
    Run

    Raises
    ------
    WorkbenchError
        The run cannot start; nothing has been written then.
    """
    if not timeout > 0:
        raise ParameterError(f"`timeout` is {timeout!r}. Give the seconds that one notebook may take, e.g. 1800.")
    paths = list(notebooks) if notebooks is not None else find_notebooks(project_folder() / "notebooks")
    with ScratchFolder() as scratch, warm_process(engine, paths, scratch) as warm:  # imports while we read and check
        prepared = prepare(
            notebooks=notebooks,
            parameters=parameters or {},
            assignments=assignments or {},
            name=name,
            output_folder=output_folder,
            scratch=scratch,
            private=private,
        )
        prepared.folder.create()
        return Session(prepared, timeout, warm).run()
