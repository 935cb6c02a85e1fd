"""From notebooks and a survey to a kept report, or to a folder that says it failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from workbench.disclosure.ledger import remember
from workbench.file_locks import holding
from workbench.intake import project_folder
from workbench.reports.notebooks import find_notebooks
from workbench.reports.pages import Follows
from workbench.reports.publishing import Edition, check_unchanged
from workbench.reports.running.places import warm_process
from workbench.reports.running.preparation import Prepared, prepare, refuse_unknown
from workbench.reports.running.progress import Progress
from workbench.reports.running.session import Run, Session
from workbench.reports.running.time_spent import TimeSpent
from workbench.reports.scratch_folder import ScratchFolder
from workbench.reports.warm import Begun, Limits, OwnChildren, WarmProcess


def run_report(  # noqa: PLR0913 – what the command can be asked for
    *,
    notebooks: Sequence[Path] | None = None,
    parameters: Mapping[str, object] | None = None,
    assignments: Mapping[str, str] | None = None,
    name: str | None = None,
    output_folder: Path | None = None,
    private: Path | None = None,
    limits: Limits | None = None,
    engine: str | None = None,
    edition: Edition | None = None,
    follows: Follows | None = None,
    begun: Begun | None = None,
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
    limits : Limits, optional
        How much one notebook may take.
    engine : {"workbench", "kernel"}, optional
        Notebooks run in forked children of one warm process, two at a time (default on Linux), or each in an ordinary
        kernel, one after the other.
    edition : Edition, optional
        In which languages and how deep it is written; default: all, in English.
    follows : Follows, optional
        The run whose main numbers stand beside those of this one on the first page.
    begun : Begun, optional
        What was started before this module was imported, in place of an engine.

    Returns
    -------
    Run

    Raises
    ------
    WorkbenchError
        The run cannot start; nothing has been written then.
    """
    paths = list(notebooks) if notebooks is not None else find_notebooks(project_folder() / "notebooks")
    with _begun(begun, engine, paths) as (scratch, warm):  # imports while we read and check
        spent = TimeSpent()
        with spent.on("reading and plan"):
            prepared = prepare(
                notebooks=notebooks,
                parameters=parameters or {},
                assignments=assignments or {},
                name=name,
                output_folder=output_folder,
                scratch=scratch,
                private=private,
                edition=edition,
            )
        refuse_unknown(prepared)
        prepared = replace(prepared, follows=follows)
        with holding(prepared.folder.create()):
            progress = Progress(len(prepared.notebooks))
            session = Session(prepared, limits or Limits(), warm=warm, progress=progress, release=release, spent=spent)
            return session.run()


@contextmanager
def _begun(
    begun: Begun | None, engine: str | None, notebooks: Sequence[Path]
) -> Iterator[tuple[Path, WarmProcess | OwnChildren | None]]:
    """Yield scratch folder and warm process of a run."""
    if begun is not None:
        yield begun
        return
    with ScratchFolder() as scratch, warm_process(engine, notebooks, scratch) as warm:
        yield scratch, warm


def check_files(prepared: Prepared) -> None:
    """Refuse to go on where survey file or codebook changed since they were read.

    Raises
    ------
    RunError
        They changed or are gone.
    """
    check_unchanged(prepared.data, prepared.source.data_sha256)
    check_unchanged(prepared.codebook, prepared.source.codebook_sha256)


def release(prepared: Prepared) -> None:
    """Refuse a report whose files changed while it was made, and remember what is published.

    Raises
    ------
    RunError
        Survey file or codebook changed or are gone, or the ledger cannot be written to.
    PublicationError
        Another run of nearly the same respondents was published meanwhile.
    """
    check_files(prepared)
    plan = prepared.plan
    remember(prepared.survey, run=prepared.folder.release, kept=plan.kept, without_outcome=plan.without_outcome)
