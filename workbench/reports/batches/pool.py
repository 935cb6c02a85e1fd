"""Reports of a batch side by side on this machine, each in a child of one warm process."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any, Protocol

from workbench.errors import RunError, WorkbenchError
from workbench.intake import project_folder
from workbench.reports.batches.jobs import Job
from workbench.reports.batches.one_report import Ended, Ending, make_one, request_of
from workbench.reports.running import Prepared, check_files
from workbench.reports.warm import Limits, WarmProcess

PART_REPORT = "workbench.reports.batches.part_report"


class Maker(Protocol):
    """What makes the reports of a batch: this machine or a cluster."""

    def run(
        self,
        jobs: Iterable[Job],
        *,
        prepared: Prepared,
        limits: Limits,
        release: Callable[[str], None],
        on_page: Callable[[Job, Mapping[str, Any]], None],
        on_end: Callable[[Ended], None],
    ) -> None:
        """Make the reports; `on_end` is called in this thread as they end.

        Parameters
        ----------
        jobs : iterable of Job
        prepared : Prepared
            The report of everyone, of which all others are parts.
        limits : Limits
            How much one notebook may take.
        release : callable
            Called with its name before a report gets it, when its files are written; refuses by raising a
            WorkbenchError.
        on_page, on_end : callable
            Called as a page of a report and as a report ends.

        What is raised, or an interruption, ends all that run.
        """


class Pool:
    """Children of a warm process of this machine.

    Parameters
    ----------
    warm : WarmProcess
    workers : int
        Reports at the same time.
    """

    def __init__(self, warm: WarmProcess, *, workers: int) -> None:
        self._warm = warm
        self._workers = workers
        self._one_at_a_time = threading.Lock()
        self._released = False

    def run(
        self,
        jobs: Iterable[Job],
        *,
        prepared: Prepared,
        limits: Limits,
        release: Callable[[str], None],
        on_page: Callable[[Job, Mapping[str, Any]], None],
        on_end: Callable[[Ended], None],
    ) -> None:
        """Make the reports, as a Maker does."""

        def one(job: Job) -> Ended:
            if reason := self._files_changed(prepared):
                return Ended(job=job, ending=Ending(status="refused", reason=reason))
            scratch = prepared.scratch / job.name
            scratch.mkdir()
            try:
                ending = make_one(
                    self._warm,
                    request_of(job, limits=limits, folder=project_folder()),
                    task=PART_REPORT,
                    scratch=scratch,
                    on_page=lambda message: on_page(job, message),
                    refused=lambda: self._refused(release, job),
                )
            except RunError as error:  # the warm process died, and whatever waits for it cannot be made
                ending = Ending(status="died", reason=str(error))
            shutil.rmtree(scratch, ignore_errors=True)
            return Ended(job=job, ending=ending)

        self._warm.hand(prepared, to=PART_REPORT, scratch=prepared.scratch)
        threads = ThreadPoolExecutor(self._workers)  # they only wait for children
        try:
            for future in as_completed([threads.submit(one, job) for job in jobs]):
                on_end(future.result())
        except BaseException:
            self._warm.close()
            raise
        finally:
            threads.shutdown(cancel_futures=True)

    def _refused(self, release: Callable[[str], None], job: Job) -> str:
        with self._one_at_a_time:
            try:
                release(job.name)
            except WorkbenchError as error:
                return str(error)
            self._released = True
        return ""

    def _files_changed(self, prepared: Prepared) -> str:
        """Say why no report could get its name; once one has, all rest on the same copy, whatever happens to files."""
        try:
            if not self._released:
                check_files(prepared)
        except RunError as error:
            return str(error)
        return ""
