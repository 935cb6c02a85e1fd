"""The state of a batch, ``batch.json``: which reports there are, how each ended, and what each was made from."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.reports.batches.whole_file import write_whole
from workbench.reports.publishing import BATCH

SCHEMA_VERSION = 1
WRITTEN = "written"  # all files of the report are there, and it is about to get its name


@dataclass(frozen=True, kw_only=True)
class Report:
    """How one report of a batch stands.

    Attributes
    ----------
    name : str
        Of its folder.
    label : str
    group : dict of str to str
    status : str
        whole; failed; timed out; refused (it could not begin); died; not reported (there is none, as `reason`
        says); stands (that of an earlier run, in place of a new one, as `reason` says); waiting; written.
    reason : str
    seconds : float
    ended : str
        UTC, ISO 8601; empty while it waits.
    made_from : dict of str to str
        Keyed digest of each thing that its numbers follow from.
    """

    name: str
    label: str
    group: dict[str, str]
    status: str = "waiting"
    reason: str = ""
    seconds: float = 0.0
    ended: str = ""
    made_from: dict[str, str] = field(default_factory=dict)


class State:
    """What ``batch.json`` holds, written anew whenever a report ends, and never half.

    Where it cannot be written, as on a full disk, a RunError is raised.
    """

    def __init__(self, folder: Path, *, about: dict[str, Any], reports: list[Report]) -> None:
        self._path = folder / BATCH
        self._about = about
        self._one_at_a_time = threading.Lock()
        self.reports = {report.name: report for report in reports}

    def put(self, report: Report) -> None:
        """Put a report in the place of its earlier state."""
        with self._one_at_a_time:
            self.reports[report.name] = report
            self._write("running")

    def write(self, status: str) -> None:
        """Write the file."""
        with self._one_at_a_time:
            self._write(status)

    def _write(self, status: str) -> None:
        content = {
            "schema_version": SCHEMA_VERSION,
            "status": status,
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            **self._about,
            "reports": [asdict(report) for report in self.reports.values()],
        }
        write_whole(self._path, json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def read_reports(folder: Path) -> dict[str, Report]:
    """Return the reports of an earlier run of a batch by name; none where there is no state, or one that is damaged."""
    try:
        content = json.loads((folder / BATCH).read_text(encoding="utf-8"))
        return {entry["name"]: Report(**entry) for entry in content["reports"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
