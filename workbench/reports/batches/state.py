"""The state of a batch, ``batch.json``: which reports there are, how each ended, and what each was made from."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.errors import RunError
from workbench.reports.publishing import BATCH, RECORD, UNFINISHED, status_words
from workbench.wording import say

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
        says); stands (that of an earlier run, in place of a new one, as `reason` says); left (that of an earlier
        run, whose group has none any more); waiting; written.
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


def report_status_words() -> dict[str, str]:
    """Return how reports of a batch can stand, in the language that is spoken."""
    return {
        **{str(status): words for status, words in status_words().items()},
        "whole": say("whole"),
        "not reported": say("no report"),
        "stands": say("earlier report stands"),
        "left": say("left from an earlier run"),
        "waiting": say("waiting"),
        WRITTEN: say("being finished"),
    }


class State:
    """What ``batch.json`` holds, written anew whenever a report ends, and never half.

    Where it cannot be written, as on a full disk, a RunError is raised.
    """

    def __init__(
        self, folder: Path, *, about: dict[str, Any], reports: list[Report], left: tuple[Report, ...] = ()
    ) -> None:
        self._path = folder / BATCH
        self._about = about
        self.left = left
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
            "left": [asdict(report) for report in self.left],
        }
        write_whole(self._path, json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def write_whole(path: Path, text: str) -> None:
    """Write a file, never half, and put it in the place of the one that is there.

    Raises
    ------
    RunError
        The disk is full, or the folder cannot be written to.
    """
    new = path.with_suffix(".new")
    try:
        with new.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise RunError(
            f"{path.name} of the batch {path.parent.name} cannot be written ({error.strerror}). Free the disk, or let "
            "yourself write there, and run the same command again: reports that are whole stay."
        ) from error


def read_reports(folder: Path) -> dict[str, Report]:
    """Return the reports of an earlier run of a batch by name, with what is left from runs before.

    There are none where there is no state, or one that is damaged.
    """
    try:
        content = json.loads((folder / BATCH).read_text(encoding="utf-8"))
        reports = {entry["name"]: Report(**entry) for entry in content["reports"]}
        left = {entry["name"]: Report(**entry) for entry in content.get("left", ())}
        return reports | {name: report for name, report in left.items() if name not in reports}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def left_reports(folder: Path, *, before: Mapping[str, Report], names: Collection[str]) -> tuple[Report, ...]:
    """Find the reports of earlier runs that lie in the folder of a batch for groups that have none any more.

    Parameters
    ----------
    folder : Path
    before : mapping of str to Report
        Of the earlier run, by name.
    names : collection of str
        Of the reports that the batch has now.
    """
    found = sorted(path.parent.name for path in folder.glob(f"*/{RECORD}") if not path.parent.name.endswith(UNFINISHED))
    unknown = {name: Report(name=name, label=name, group={}) for name in found}
    return tuple(replace(before.get(name, unknown[name]), status="left") for name in found if name not in names)
