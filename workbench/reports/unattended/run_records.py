"""What is known of each run of a plan: its record and log in ``data/private/runs/``, readable by their owner only.

They lie there and not among reports, since a log may quote what is for the analyst alone.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from workbench.file_locks import is_held
from workbench.intake import project_folder
from workbench.reports.unattended.schedules import plan_key

RUNS = "data/private/runs"
RECORD, LOG, FAILURE_PAGE, FINGERPRINT = "run.json", "log.txt", "failure.html", "made_from.json"
GOING_ON, DIED = "going on", "died"
_UNSEEN = "Its process ended without a word."
GOOD = ("done", "nothing to do")


@dataclass(frozen=True, kw_only=True)
class RunRecord:
    """One run of a plan.

    Attributes
    ----------
    folder : Path
    plan : str
        Absolute path.
    status : str
        going on; done; nothing to do; refused (it could not begin); failed; timed out (what is missing ran out of
        time); died (its process ended without a word); interrupted.
    started, ended : str
        UTC, ISO 8601; `ended` is empty while it goes on, and of a run that died unseen the last sign of it.
    message : str
        Why, fit for a report.
    page : str
        First page of what was made.
    reports : tuple of (str, str, str)
        Label, status and reason of each report that should be there and is not.
    told : tuple of str
        What became of each notification.
    """

    folder: Path
    plan: str
    status: str = GOING_ON
    started: str = ""
    ended: str = ""
    message: str = ""
    page: str = ""
    reports: tuple[tuple[str, str, str], ...] = ()
    told: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether it ended as it should."""
        return self.status in GOOD

    @property
    def log(self) -> Path:
        """What the run said."""
        return self.folder / LOG

    @property
    def failure_page(self) -> Path:
        """Page about a run that did not end as it should, where one was written."""
        return self.folder / FAILURE_PAGE

    @property
    def seconds(self) -> float | None:
        """How long it took; None while it goes on, or where nobody saw its end."""
        if not (self.started and self.ended) or self.message == _UNSEEN:
            return None
        return (datetime.fromisoformat(self.ended) - datetime.fromisoformat(self.started)).total_seconds()

    def write(self) -> None:
        """Write the record, never half."""
        content = {key: value for key, value in asdict(self).items() if key != "folder"}
        new = self.folder / f"{RECORD}.new"
        try:
            new.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8", "surrogateescape")
            os.replace(new, self.folder / RECORD)
        except OSError:
            new.unlink(missing_ok=True)
            raise


def runs_folder(plan: str) -> Path:
    """Return where the runs of a plan are kept: in the project that the plan lies in."""
    return project_folder(Path(plan).parent) / RUNS / plan_key(plan)


def new_folder(plan: str) -> Path:
    """Make the folder of a new run."""
    parent = runs_folder(plan)
    parent.mkdir(parents=True, exist_ok=True)
    for private in (parent.parent, parent):
        private.chmod(0o700)
    folder = parent / datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    folder.mkdir(mode=0o700)
    return folder


def now() -> str:
    """Return the moment as records have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def read_runs(plan: str) -> list[RunRecord]:
    """Return the runs of a plan, the last one first: what goes on, then by their ends."""
    return _in(runs_folder(plan))


def plans_with_runs(project: Path) -> list[str]:
    """Return the plans of which a project keeps runs."""
    folders = sorted((project / RUNS).glob("*/"))
    return [records[0].plan for folder in folders if (records := _in(folder))]


def keep_last(plan: str, keep: int) -> None:
    """Remove records and logs of all but the last runs; reports stay."""
    for record in [run for run in read_runs(plan) if run.status != GOING_ON][keep:]:
        shutil.rmtree(record.folder, ignore_errors=True)


def _in(folder: Path) -> list[RunRecord]:
    records = [_read(path) for path in folder.glob(f"*/{RECORD}")]
    found = [record for record in records if record is not None]
    return sorted(found, key=lambda run: (run.status == GOING_ON, run.ended, run.folder.name), reverse=True)


def _read(path: Path) -> RunRecord | None:
    """Read a record; one that says that its run goes on while no process holds it is that of a run that died."""
    try:
        content = json.loads(path.read_text("utf-8", "surrogateescape"))
        content["reports"] = tuple(tuple(report) for report in content["reports"])
        record = RunRecord(folder=path.parent, **content | {"told": tuple(content["told"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None
    if record.status != GOING_ON or is_held(record.folder):
        return record
    return replace(record, status=DIED, ended=_last_sign(record), message=_UNSEEN)


def _last_sign(record: RunRecord) -> str:
    signs = [path.stat().st_mtime for path in _signs(record.folder)]
    return datetime.fromtimestamp(max(signs), UTC).isoformat(timespec="milliseconds") if signs else record.started


def _signs(folder: Path) -> Iterator[Path]:
    yield from (path for name in (RECORD, LOG) if (path := folder / name).exists())
