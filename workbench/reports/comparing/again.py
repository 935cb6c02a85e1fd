"""A finished report executed once more, in a scratch folder, with the ledger as it was; nothing of it is published."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from workbench.disclosure.ledger import FOLDER_VARIABLE, known_digest, ledger_folder, ledgers_before
from workbench.disclosure.plan import ProtectionPlan
from workbench.errors import PublicationError, RunError
from workbench.reports.batches import part_prepared
from workbench.reports.comparing.kept_report import KeptReport
from workbench.reports.comparing.sources import Sources, refuse_other_sources
from workbench.reports.notebooks import Notebook
from workbench.reports.publishing import PLAN, Outcome
from workbench.reports.running import (
    Prepared,
    PrivateFolder,
    Progress,
    Session,
    prepare,
    warm_process,
)
from workbench.reports.warm import Limits

_PATIENCE = 10  # times what a notebook took


@dataclass(frozen=True, kw_only=True)
class Again:
    """A report executed once more.

    Attributes
    ----------
    outcomes : tuple of Outcome
    private : Path or None
        Folder of its tables with full precision.
    width : int
        Of the windows of numbers of respondents.
    has_plan : bool
        Whether the protection plan is known to be that of the report: where its ledger is not, nobody can tell.
    """

    outcomes: tuple[Outcome, ...]
    private: Path | None
    width: int
    has_plan: bool


class Executions:
    """Executes reports of one run or batch once more.

    Parameters
    ----------
    scratch : Path
        Folder that is removed when all is done.
    """

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._ledger = ledger_folder()
        self._numbers = count()
        self._whole: Prepared | None = None  # of the batch, as the last report had it

    def execute(self, report: KeptReport, sources: Sources, *, private: bool, silent: bool) -> Again:
        """Execute a report.

        Raises
        ------
        RunError
            It cannot be made as it was: something that it rests on has changed, or a notebook ended badly.
        """
        scratch = self._new_folder()
        with self._prepared(report, sources) as prepared:
            prepared = replace(prepared, scratch=scratch)
            if private:
                prepared = replace(prepared, private=PrivateFolder(parent=scratch / "private", run=report.folder.name))
            prepared.folder.create()
            outcomes = self._outcomes(report, prepared, silent=silent)
        return Again(
            outcomes=outcomes,
            private=prepared.private.folder if prepared.private is not None else None,
            width=prepared.plan.thresholds.minimum_respondents,
            has_plan=self._mark(prepared.plan) is not None,
        )

    def _outcomes(self, report: KeptReport, prepared: Prepared, *, silent: bool) -> tuple[Outcome, ...]:
        seconds = max((float(noted["seconds"]) for noted in report.record["notebooks"]), default=0.0)
        progress = _Silent() if silent else Progress(len(prepared.notebooks))
        engine = "workbench" if report.part is not None else None  # a kernel would read the whole survey
        with warm_process(engine, [notebook.path for notebook in prepared.notebooks], prepared.scratch) as warm:
            limits = Limits(timeout=max(Limits().timeout, _PATIENCE * seconds))
            session = Session(prepared, limits, warm=warm, progress=progress, release=lambda _: None)
            outcomes = session.execute()
        check_ended(report, outcomes)
        return outcomes

    @contextmanager
    def _prepared(self, report: KeptReport, sources: Sources) -> Iterator[Prepared]:
        """Prepare a report with the ledger under which its plan is the one that it had."""
        ledger = self._scratch / "ledger"
        if self._whole is not None:
            with _ledger_in(ledger):
                prepared = self._of(report, self._whole)
                if prepared is not None:
                    yield prepared
                    return
        for _ in ledgers_before(report.release, ledger):
            with _ledger_in(ledger):
                prepared = self._tried(report, sources)
                if prepared is not None:
                    yield prepared
                    return
        raise no_plan(report)

    def _tried(self, report: KeptReport, sources: Sources) -> Prepared | None:
        """Prepare a report; None where its protection plan is another one."""
        scratch = self._new_folder()
        try:
            self._whole = prepare(
                notebooks=sources.notebooks,
                parameters={**sources.parameters, "survey": str(sources.data), "codebook": str(sources.codebook)},
                assignments={},
                name=report.release,
                output_folder=scratch / "again",
                scratch=scratch,
                parts=report.by if report.part is not None else None,
            )
        except PublicationError:  # beside a run that came later it could not be published
            return None
        return self._of(report, self._whole)

    def _of(self, report: KeptReport, whole: Prepared) -> Prepared | None:
        prepared = whole
        if report.part is not None:
            prepared = part_prepared(whole, report.part.group, name=report.part.name, scratch=whole.scratch)
        refuse_other_sources(report, prepared)
        return prepared if self._has_plan(report, prepared.plan) else None

    def _has_plan(self, report: KeptReport, plan: ProtectionPlan) -> bool:
        """Whether the plan is that of the report, as far as the ledger that published it is here."""
        return self._mark(plan) in (None, report.record["protection_plan"])

    def _mark(self, plan: ProtectionPlan) -> str | None:
        own = plan.fingerprint
        return own if plan.is_open else known_digest(self._ledger, PLAN, own.encode())

    def _new_folder(self) -> Path:
        folder = self._scratch / f"again-{next(self._numbers)}"
        folder.mkdir()
        return folder


def no_plan(report: KeptReport) -> RunError:
    """Say that a report cannot be verified without the ledger that it was published with."""
    return RunError(
        f"{report.name} cannot be verified, since no state of the ledger of published runs leads to its protection "
        "plan, by which numbers were rounded and withheld. Restore the ledger from a backup, and make sure that "
        "this is the version of the program that made the report."
    )


def check_ended(report: KeptReport, outcomes: Sequence[Outcome]) -> None:
    """Refuse to compare a report of which a notebook failed this time.

    Raises
    ------
    RunError
        Which one, and why.
    """
    for outcome in outcomes:
        if not outcome.whole:
            raise RunError(
                f"{report.name} cannot be verified, since {outcome.notebook.path.name} ended as `{outcome.status}` "
                f"this time. {outcome.reason}"
            )


@contextmanager
def _ledger_in(folder: Path) -> Iterator[None]:
    """Have this process, and those that it starts, look at the ledger of a folder."""
    before = os.environ.get(FOLDER_VARIABLE)
    os.environ[FOLDER_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[FOLDER_VARIABLE]
        else:
            os.environ[FOLDER_VARIABLE] = before


class _Silent:
    """Shows nothing of how far a report is."""

    def start(self, notebook: Notebook) -> Callable[[], None]:
        """Show nothing of a beginning."""
        return lambda: None

    def finish(self, outcome: Outcome) -> None:
        """Show nothing of an end."""

    def close(self) -> None:
        """Show nothing."""
