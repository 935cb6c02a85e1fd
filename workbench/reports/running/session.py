"""One run from its first notebook to its last rename."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import nbformat

from workbench.errors import PublicationError, RunError
from workbench.intake import project_folder
from workbench.reports.notebooks import (
    CellError,
    Exhibits,
    Notebook,
    clean,
    extract_exhibits,
    first_error,
    parts_of,
    shorten,
    shows_nothing,
)
from workbench.reports.publishing import Outcome, Record, Status, commit, plan_mark, versions
from workbench.reports.running.audited import NOT_AUDITED, audit_run, problem_of, told_of
from workbench.reports.running.output_files import write_outputs
from workbench.reports.running.places import (
    Ending,
    Execution,
    Kernels,
    WarmPlaces,
    ending_in_words,
    execute,
    silent_libraries,
)
from workbench.reports.running.preparation import Prepared
from workbench.reports.running.side_by_side import run_notebooks
from workbench.reports.running.time_spent import NOTEBOOKS, TimeSpent
from workbench.reports.warm import Limits, OwnChildren, WarmProcess
from workbench.wording import say


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run that came to an end.

    Attributes
    ----------
    folder : Path
        ``reports/<run>``, or ``reports/<run>.failed``.
    whole : bool
        Whether it may be used as a report.
    outcomes : tuple of Outcome
    spent : TimeSpent
    problem : str
        Why it is not whole, if no single notebook is to blame.
    """

    folder: Path
    whole: bool
    outcomes: tuple[Outcome, ...]
    spent: TimeSpent
    problem: str = ""

    @property
    def page(self) -> Path:
        """The page to open: the index, or the record if nothing else may be kept."""
        index = self.folder / "index.html"
        return index if index.exists() else self.folder / "record.json"


class Shown(Protocol):
    """Where it is shown how far a run is."""

    def start(self, notebook: Notebook) -> Callable[[], None]:
        """Say that a notebook begins; return what to call after each of its cells."""

    def finish(self, outcome: Outcome) -> None:
        """Say how a notebook ended."""

    def close(self) -> None:
        """Say that all have ended, or that the run was interrupted."""


class Session:
    """What a run does, and what it knows so far.

    Parameters
    ----------
    prepared : Prepared
    limits : Limits
        What one notebook may take.
    warm : WarmProcess or OwnChildren, optional
        Whose children run the notebooks; None: ordinary kernels.
    progress : Shown
    release : callable
        Called once the report is written, before it gets its name: refuses by raising, and remembers what is published.
    spent : TimeSpent, optional
        Where the time went before.
    """

    def __init__(
        self,
        prepared: Prepared,
        limits: Limits,
        *,
        warm: WarmProcess | OwnChildren | None,
        progress: Shown,
        release: Callable[[Prepared], None],
        spent: TimeSpent | None = None,
    ) -> None:
        self.prepared = prepared
        self.warm = warm
        self.limits = limits
        self.progress = progress
        self.release = release
        self.started = datetime.now(UTC)
        self.clock = time.monotonic()
        self.outcomes: list[Outcome] = []
        self.stopped = False
        self.spent = TimeSpent() if spent is None else spent
        self.code = commit(project_folder())  # of the code that runs, so before the first kernel
        self.versions = versions()

    def run(self) -> Run:
        """Execute, audit, write; whatever happens, the partial folder gets its last name."""
        try:
            with self.spent.on(NOTEBOOKS):
                self.execute()
            with self.spent.on("audit"):
                found = audit_run(self.outcomes, self.prepared)
            audit = told_of(found)
            if found["findings"]:
                self._forget_exhibits()
                return self._close("failed", audit, problem=problem_of(audit))
            with self.spent.on("pages and files"):
                write_outputs(self.prepared, self.outcomes, audit=found, code=self.code, versions=self.versions)
            whole = all(outcome.whole for outcome in self.outcomes)
            if whole:
                with self.spent.on("ledger"):
                    self.release(self.prepared)
        except (RunError, PublicationError) as error:
            return self._give_up("failed", problem=str(error))
        except BaseException as error:
            self._give_up("interrupted" if isinstance(error, KeyboardInterrupt) else "failed")
            raise
        return self._close("whole" if whole else "failed", audit)

    def execute(self) -> tuple[Outcome, ...]:
        """Run the notebooks, publish nothing; return how they ended, in reading order."""
        try:
            with silent_libraries(), self._places() as places:
                run_notebooks(
                    self.prepared.notebooks,
                    lambda notebook: self._run_one(notebook, places),
                    width=places.width,
                    stop=self._stop,
                )
        finally:
            self.outcomes.sort(key=lambda outcome: self.prepared.notebooks.index(outcome.notebook))
            self.progress.close()
        return tuple(self.outcomes)

    def _stop(self) -> None:
        self.stopped = True
        if self.warm is not None:
            self.warm.close()

    def _places(self) -> Kernels | WarmPlaces:
        prepared, runnable = self.prepared, self._runnable()
        folders: dict[str, Any] = {"cwd": project_folder(), "scratch": prepared.scratch}
        folders["private"] = self._private_folders()
        folders["languages"] = prepared.edition.languages
        if self.warm is None:
            return Kernels([notebook.node for notebook in runnable], **folders)
        self.warm.give(
            prepared.survey,
            prepared.plan,
            path=prepared.copy,
            codebook=prepared.codebook,
            scratch=prepared.scratch,
        )
        return WarmPlaces(self.warm, len(runnable), **folders)

    def _runnable(self) -> list[Notebook]:
        return [notebook for notebook in self.prepared.notebooks if not self.prepared.reasons[notebook.name]]

    def _private_folders(self) -> list[Path]:
        """Make the folders of full precision, if any were asked for: one per notebook that runs."""
        private = self.prepared.private
        if private is None:
            return []
        names = [notebook.name for notebook in self._runnable()]
        private.create(names)
        return [private.of(name) for name in names]

    def _run_one(self, notebook: Notebook, places: Kernels | WarmPlaces) -> None:
        self.prepared.folder.check_there()
        on_cell = self.progress.start(notebook)
        outcome = self._outcome(notebook, places, on_cell)
        if self.stopped:
            return
        self.outcomes.append(outcome)
        self.progress.finish(outcome)

    def _outcome(self, notebook: Notebook, places: Kernels | WarmPlaces, on_cell: Callable[[], None]) -> Outcome:
        if reason := self.prepared.reasons[notebook.name]:
            return Outcome(notebook=notebook, status="not run", reason=reason)
        started, clock = datetime.now(UTC), time.monotonic()
        values = self.prepared.values[notebook.name]
        place = places.take(self._runnable().index(notebook))
        execution = Execution(place=place, limits=self.limits, on_cell=on_cell)
        read = {**values, "survey": str(self.prepared.copy)}
        executed, ending = execute(notebook.node, parameters=read, execution=execution)
        error = first_error(executed)
        self.spent.add_notebook(notebook.name, executed, execution.cell_seconds)
        clean(executed, shown_parameters=self.prepared.shown(values), hidden=self.prepared.hidden)
        ran = Outcome(
            notebook=notebook,
            status="failed",
            parameters=self.prepared.shown({**notebook.default, **values}),
            started=started.isoformat(timespec="seconds"),
            seconds=time.monotonic() - clock,
        )
        try:
            exhibits = extract_exhibits(executed, number=notebook.number)
        except PublicationError as refusal:  # what cannot be exported cannot be audited: no page either
            return replace(ran, reason=str(refusal))
        status, reason = self._judge(execution, ending, error, executed)
        frames = error.frames if error and status != "refused" else ()
        return replace(ran, status=status, reason=reason, frames=frames, exhibits=exhibits, executed=executed)

    def _judge(
        self, execution: Execution, ending: Ending, error: CellError | None, executed: nbformat.NotebookNode
    ) -> tuple[Status, str]:
        """Say how a notebook ended, and why."""
        if ending == "finished":
            parts = parts_of(executed)
            refusals = [sentence for part in parts for sentence in part.refusals]
            return ("refused", refusals[0]) if refusals and shows_nothing(parts) else ("done", "")
        if ending != "stopped":
            return ending, ending_in_words(execution)
        if error is None:
            return "failed", say("It ended before its last cell.")
        status: Status = "refused" if "NotEstimable" in error.kinds else "failed"
        return status, shorten(error.sentence, self.prepared.hidden)

    def _forget_exhibits(self) -> None:
        """Nothing of what the notebooks show may stay readable, the headline numbers included."""
        self.outcomes = [replace(outcome, exhibits=Exhibits(), executed=None) for outcome in self.outcomes]
        self.prepared.folder.check_there()
        self.prepared.folder.empty()

    def _give_up(self, status: str, *, problem: str = "") -> Run:
        self._forget_exhibits()
        return self._close(status, NOT_AUDITED, problem=problem)

    def _close(self, status: str, audit: Mapping[str, Any], *, problem: str = "") -> Run:
        """Write the record last and rename once."""
        self.prepared.folder.check_there()
        Record(
            run=self.prepared.folder.name,
            source=self.prepared.source,
            parameters=self.prepared.shown(self.prepared.given),
            code=self.code,
            versions=self.versions,
            plan=plan_mark(self.prepared.plan),
            started=self.started.isoformat(timespec="seconds"),
            ended=datetime.now(UTC).isoformat(timespec="seconds"),
            seconds=time.monotonic() - self.clock,
            status=status,
            audit=audit,
            edition=self.prepared.edition,
            ledger_found=self.prepared.ledger_found,
        ).write(self.prepared.folder.partial, self.outcomes)
        whole = status == "whole"
        folder = self.prepared.folder.finish(whole=whole)
        return Run(folder=folder, whole=whole, outcomes=tuple(self.outcomes), spent=self.spent, problem=problem)
