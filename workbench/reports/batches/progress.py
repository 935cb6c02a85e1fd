"""How far a batch is: a bar on a terminal, a line per report elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from tqdm import tqdm

from workbench.reports.batches.jobs import Job
from workbench.reports.batches.one_report import Ended


class BatchProgress:
    """Shows a batch on standard error; standard output stays free for the path of its page."""

    def __init__(self, n_reports: int) -> None:
        self._n = n_reports
        self._begun = time.monotonic()
        self._done = self._failed = 0
        self._lock = threading.Lock()
        live = sys.stderr.isatty()
        self._bar = tqdm(total=n_reports, desc="Reports", unit="report", disable=not live)

    def page(self, job: Job, message: Mapping[str, Any]) -> None:
        """Show that a page of a report ended."""
        with self._lock:
            self._bar.set_postfix_str(f"{job.label}: {message['notebook']} {message['status']}")

    def end(self, ended: Ended) -> None:
        """Show that a report ended, and how long the others may take."""
        with self._lock:
            self._done += 1
            self._failed += ended.ending.status != "whole"
            self._bar.update()
            left = (time.monotonic() - self._begun) / self._done * (self._n - self._done)
            ending = ended.ending
            line = f"{ended.job.name}: {ending.status}, {ending.seconds:.1f} s ({self._done} of {self._n}"
            line += f", {self._failed} failed" if self._failed else ""
            line += f", about {_span(left)} left)" if self._done < self._n else ")"
            tqdm.write(line + (f"\n  {ending.reason}" if ending.reason else ""), file=sys.stderr)

    def close(self) -> None:
        """Close the bar."""
        self._bar.close()


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
