"""A batch: one survey, a report of everyone and one of each group, as one publication."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

from workbench.errors import ParameterError, RunError
from workbench.intake import project_folder
from workbench.reports.batches.batch_lock import batch_lock
from workbench.reports.batches.cluster import ATTEMPTS, cluster
from workbench.reports.batches.group_numbers import notation_of
from workbench.reports.batches.index_page import write_index
from workbench.reports.batches.jobs import OVERVIEW, Job, jobs_of, variables_of
from workbench.reports.batches.made_from import ACCEPTABLE, changed, in_words, made_from
from workbench.reports.batches.one_report import Ended
from workbench.reports.batches.part_report import part_prepared
from workbench.reports.batches.pool import PART_REPORT, Maker, Pool
from workbench.reports.batches.progress import BatchProgress
from workbench.reports.batches.state import WRITTEN, Report, State, left_reports, read_reports
from workbench.reports.notebooks import find_notebooks
from workbench.reports.pages import Follows
from workbench.reports.publishing import Edition, RunFolder
from workbench.reports.running import Prepared, prepare, refuse_unknown, release, started
from workbench.reports.scratch_folder import ScratchFolder
from workbench.reports.warm import Begun, Limits
from workbench.wording import by_language, say


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A batch that came to an end.

    Attributes
    ----------
    folder : Path
    reports : tuple of Report
        In the order of the codebook, everyone's first.
    made : frozenset of str
        Names of the reports that this run made; all others stood already.
    accepted : frozenset of str
        Names of those that stand although notebooks or program changed.
    left : tuple of Report
        Of earlier runs, for groups that have no report any more; they lie in the folder still.
    """

    folder: Path
    reports: tuple[Report, ...]
    made: frozenset[str]
    accepted: frozenset[str]
    left: tuple[Report, ...]

    @property
    def page(self) -> Path:
        """The page to open."""
        return self.folder / "index.html"

    @property
    def faulty(self) -> tuple[Report, ...]:
        """Reports that should be there and are not."""
        return tuple(report for report in self.reports if report.status not in ("whole", "not reported", "stands"))


def run_batch(  # noqa: PLR0913 – what the command can be asked for
    *,
    by: Sequence[str],
    notebooks: Sequence[Path] | None = None,
    parameters: Mapping[str, object] | None = None,
    assignments: Mapping[str, str] | None = None,
    name: str | None = None,
    output_folder: Path | None = None,
    workers: int | str | None = None,
    limits: Limits | None = None,
    force: bool = False,
    accept: bool = False,
    edition: Edition | None = None,
    begun: Begun | None = None,
    earlier: Callable[[Path, str], Follows | None] | None = None,
) -> Batch:
    """Make a report of everyone and of each group that is large enough; what is made already of the same stays.

    Parameters
    ----------
    by : sequence of str
        Background variables whose levels, crossed, are the groups.
    notebooks : sequence of Path, optional
        Default: all of the project's ``notebooks/``.
    parameters : mapping of str to object, optional
    assignments : mapping of str to str, optional
        The same as text.
    name : str, optional
        Of the batch, which the same command continues; default: data file and groups.
    output_folder : Path, optional
        Default: the project's ``reports/``.
    workers : int or str, optional
        Reports at the same time; default: as many as there are processors. A text is the address of a Dask scheduler
        whose workers make the reports, e.g. ``tcp://10.0.0.5:8786``.
    limits : Limits, optional
        How much one notebook may take.
    force : bool
        Make every report anew.
    accept : bool
        Let reports stand of which only notebooks or program changed, and remember them as made from these.
    edition : Edition, optional
        In which languages and how deep reports are written; default: all, in English.
    begun : Begun, optional
        What was started before this module was imported.
    earlier : callable, optional
        Finds what the report of a folder follows, given the folder and the codebook as records name it; default:
        no report follows another.

    Raises
    ------
    WorkbenchError
        The batch cannot begin; nothing has been changed then.
    """
    if force and accept:
        raise ParameterError("`force` and `accept` contradict each other. Give one of them.")
    paths = list(notebooks) if notebooks is not None else _notebooks()
    with _maker(paths, workers, begun) as (maker, scratch):
        prepared = prepare(
            notebooks=paths,
            parameters=parameters or {},
            assignments=assignments or {},
            name=name,
            output_folder=output_folder,
            scratch=scratch,
            parts=tuple(by),
            edition=edition,
        )
        refuse_unknown(prepared)
        prepared = replace(prepared, earlier=earlier)
        with batch_lock(prepared.folder.parent):
            return _Batch(prepared, force=force, accept=accept).run(maker, limits=limits or Limits())


def _notebooks() -> list[Path]:
    """All of the project's notebooks, and the one that sets the groups beside each other."""
    folder = project_folder() / "notebooks"
    overview = folder / "batch" / f"{OVERVIEW}.ipynb"
    return [*find_notebooks(folder), *([overview] if overview.is_file() else [])]


@contextmanager
def _maker(notebooks: Sequence[Path], workers: int | str | None, begun: Begun | None) -> Iterator[tuple[Maker, Path]]:
    """Yield what makes the reports, and the scratch folder of the batch."""
    if isinstance(workers, str):
        with cluster(workers, notebooks) as connected:
            yield connected, connected.scratch
        return
    at_once = _workers(workers)
    if begun is not None:
        yield Pool(begun.warm, workers=at_once), begun.scratch
        return
    with ScratchFolder() as scratch, started(notebooks, scratch, also=[PART_REPORT]) as warm:
        yield Pool(warm, workers=at_once), scratch


def _workers(workers: int | None) -> int:
    if workers is None:
        return os.cpu_count() or 1
    if workers < 1:
        raise ParameterError(f"`workers` is {workers}. Give how many reports are made at the same time, e.g. 2.")
    return workers


class _Batch:
    """What a batch knows so far."""

    def __init__(self, prepared: Prepared, *, force: bool, accept: bool) -> None:
        self.prepared = prepared
        self.folder = prepared.folder.parent
        self.jobs = jobs_of(prepared.survey, prepared.plan)
        self.released = False
        self.accepted: set[str] = set()
        rmtree(self.folder / ATTEMPTS, ignore_errors=True)
        before = read_reports(self.folder)
        notation = notation_of(prepared)
        self.state = State(
            self.folder,
            about={
                "batch": prepared.folder.batch,
                "title": prepared.source.title,
                "words": {"title": by_language(prepared.source.title)},
                "by": list(prepared.survey.parts),
                "variables": variables_of(prepared.survey),
                "notation": None if notation is None else notation.model_dump(),
                "data": prepared.source.data,
                "data_sha256": prepared.source.data_sha256,
                "started": datetime.now(UTC).isoformat(timespec="seconds"),
            },
            reports=[self._begun(job, before.get(job.name), force=force, accept=accept) for job in self.jobs],
            left=left_reports(
                self.folder,
                before=before,
                names=[job.name for job in self.jobs if not job.reason or job.kept_from is not None],
            ),
        )

    def _begun(self, job: Job, before: Report | None, *, force: bool, accept: bool) -> Report:
        """Say how a report stands before anything is made."""
        report = Report(name=job.name, label=job.label, group=job.group)
        folder = self._folder_of(job)
        has_name = folder.final.is_dir() and not folder.partial.exists()
        folder.recover()
        if job.kept_from == folder.release and folder.final.is_dir():
            return replace(
                report, status="stands", reason=say("Its earlier report stands. {reason}", reason=job.reason)
            )
        if job.reason:
            return replace(report, status="not reported", reason=job.reason)
        prepared = part_prepared(self.prepared, job.group, name=job.name, scratch=self.prepared.scratch)
        now = made_from(prepared)
        if before is not None and before.status == WRITTEN and has_name:
            before = replace(before, status="whole")
        if before is None or before.status != "whole" or not folder.final.is_dir():
            return replace(report, made_from=now)
        parts = changed(now, before.made_from)
        if accept and parts and ACCEPTABLE.issuperset(parts):
            self.accepted.add(job.name)
            why = say("Accepted without a new run, though {parts} changed.", parts=in_words(parts))
            return replace(before, label=job.label, group=job.group, made_from=now, reason=why)
        if parts or force:
            why = (
                say("Made anew, since {parts} changed.", parts=in_words(parts))
                if parts
                else say("Made anew, as `--force` asks.")
            )
            return replace(report, made_from=now, reason=why)
        return replace(before, label=job.label, group=job.group)

    def _folder_of(self, job: Job) -> RunFolder:
        return RunFolder(parent=self.folder, name=job.name, batch=self.prepared.folder.batch)

    def run(self, maker: Maker, *, limits: Limits) -> Batch:
        """Make what is not there yet."""
        waiting = [job for job in self.jobs if self.state.reports[job.name].status == "waiting"]
        progress = BatchProgress(len(waiting))
        self.state.write("running")
        try:
            if waiting:
                maker.run(
                    waiting,
                    prepared=self.prepared,
                    limits=limits,
                    release=self._release,
                    on_page=progress.page,
                    on_end=lambda ended: self._end(ended, progress),
                )
            reports = tuple(self.state.reports.values())
            write_index(self.folder, prepared=self.prepared, reports=reports, left=self.state.left)
        except BaseException as error:
            for job in waiting:
                self._folder_of(job).recover()
            with suppress(RunError):  # of a full disk the first failure tells
                self.state.write("interrupted" if isinstance(error, KeyboardInterrupt) else "failed")
            raise
        finally:
            progress.close()
        batch = Batch(
            folder=self.folder,
            reports=reports,
            made=frozenset(job.name for job in waiting),
            accepted=frozenset(self.accepted),
            left=self.state.left,
        )
        self.state.write("failed" if batch.faulty else "whole")
        return batch

    def _release(self, name: str) -> None:
        """Before the first report gets its name: the files are those that were read, and the ledger knows the batch.

        Whoever is killed between the name of a report and its end finds by its state that it is whole.
        """
        if not self.released:
            release(self.prepared)
            self.released = True
        self.state.put(replace(self.state.reports[name], status=WRITTEN))

    def _end(self, ended: Ended, progress: BatchProgress) -> None:
        report, ending = self.state.reports[ended.job.name], ended.ending
        reason = ending.reason or report.reason
        now = datetime.now(UTC).isoformat(timespec="seconds")
        if ending.status == "died":
            self._folder_of(ended.job).recover()  # it could not leave its folder in order
        self.state.put(
            replace(report, status=ending.status, reason=reason, seconds=round(ending.seconds, 1), ended=now)
        )
        progress.end(ended)
