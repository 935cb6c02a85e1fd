"""One run of a plan while nobody watches: another process makes the reports, this one says what became of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from workbench.errors import RunError, WorkbenchError
from workbench.file_locks import alone, holding
from workbench.reports.unattended.failure_report import failure_subject, failure_text, write_failure_page
from workbench.reports.unattended.notification import notify, without_mail_settings
from workbench.reports.unattended.plan import DEFAULT_KEEP, Plan, read_plan
from workbench.reports.unattended.run_records import (
    DIED,
    FINGERPRINT,
    RUNS,
    RunRecord,
    keep_last,
    new_folder,
    now,
    read_runs,
)
from workbench.wording import LANGUAGES, asked_languages, say, speaking

_ENDING, _LOCK = "ending.json", "lock"
# Before the seconds of imports, in which this process may be killed.
_ATTEMPT = """\
import sys
from workbench.reports.end_with_parent import end_with_parent
end_with_parent(int(sys.argv[1]))
from workbench.reports.unattended.attempt import main
main(sys.argv[2:])
"""
_STOPPED = say("It was stopped from outside.")
_GRACE = 30.0  # seconds that a stopped run may take to leave its folders in order


def run_plan(path: Path, *, when_changed: bool = False) -> RunRecord:
    """Make the reports of a plan, and keep a log and a record of it; tell of it if it does not end as it should.

    Parameters
    ----------
    path : Path
    when_changed : bool
        Do nothing where nothing has changed since the last report; a batch never does more.

    Raises
    ------
    RunError
        There is no place for log and record.
    """
    file = os.path.abspath(path)
    with _keeping(file):
        record = RunRecord(folder=new_folder(file), plan=file, started=now())
        try:
            record.write()
        except OSError:
            record.folder.rmdir()
            raise
    with holding(record.folder):
        plan: Plan | None = None
        with record.log.open("ab", buffering=0) as log:
            try:
                plan = read_plan(Path(file))
                record = _attempted(plan, record, log, when_changed=when_changed)
            except WorkbenchError as error:
                with suppress(OSError):  # the record says it too
                    log.write(f"{error}\n".encode("utf-8", "replace"))
                record = replace(record, status="refused", message=error.in_report)
            except KeyboardInterrupt:
                record = replace(record, status="interrupted", message=_STOPPED)
        record = replace(record, ended=now())
        with speaking(_language(plan)):
            with suppress(RunError):  # whoever waits for a mail is told on a full disk too
                _keep(record)  # before anybody is told, which may take a while
            record = replace(record, told=() if record.good else _tell(record, plan))
            _keep(record)
    keep_last(file, plan.keep if plan else DEFAULT_KEEP)
    return record


def _language(plan: Plan | None) -> str:
    """Return the first language of the plan's reports, which whoever waits for them reads."""
    asked = (*(plan.lang or ()), *asked_languages()) if plan else asked_languages()
    return next(language for language in asked if language in LANGUAGES)


def _keep(record: RunRecord) -> None:
    with _keeping(record.plan):
        if not record.good:
            write_failure_page(record)
        record.write()


@contextmanager
def _keeping(plan: str) -> Iterator[None]:
    """Say what stands in the way where the log and record of a run cannot be written."""
    try:
        yield
    except OSError as error:
        raise RunError(
            f"Log and record of the run cannot be kept in {RUNS}/ of the project of {Path(plan).name} "
            f"({error.strerror}). Free the disk, or let yourself write there."
        ) from error


def _tell(record: RunRecord, plan: Plan | None) -> tuple[str, ...]:
    """Tell of a failure; a plan that cannot be read names no command."""
    file = Path(record.plan)
    return tuple(
        notify(
            () if plan is None else plan.on_failure,
            folder=file.parent,
            subject=failure_subject(record),
            text=failure_text(record),
            log=record.log,
        )
    )


def _attempted(plan: Plan, record: RunRecord, log: IO[bytes], *, when_changed: bool) -> RunRecord:
    """Run the attempt as the only one of its plan, and return the record with its ending."""
    lock = record.folder.parent / _LOCK
    with lock.open("a+", encoding="utf-8") as own, alone(own, f"run of the plan {plan.file.name}"):
        good = [run for run in read_runs(record.plan) if run.good and Path(run.page).is_file()]
        last = good[0] if good else record  # whose fingerprint is not there yet
        ending = record.folder / _ENDING
        status = _ended(plan, ending, log, [str(last.folder / FINGERPRINT)] if when_changed else [])
        told = _told(ending)
    if told is not None:
        return replace(record, **{"page": last.page, **told} if told["status"] == "nothing to do" else told)
    if status is None:
        return replace(record, status="interrupted", message=_STOPPED)
    return replace(record, status=DIED, message=_death(status))


def _ended(plan: Plan, ending: Path, log: IO[bytes], fingerprint: list[str]) -> int | None:
    """Start the attempt and wait for its end; its exit status, None where it was stopped from outside."""
    process: subprocess.Popen[bytes] | None = None
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", _ATTEMPT, str(os.getpid()), str(plan.file), str(ending), *fingerprint],
            cwd=plan.file.parent,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=without_mail_settings(),
            start_new_session=True,  # Ctrl-C ends it by way of this process alone
        )
        return process.wait()
    except KeyboardInterrupt:
        if process is not None:
            _stop(process)
        return None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the attempt, which first leaves its folders in order; meanwhile nobody can stop this process."""
    handler = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    process.terminate()
    try:
        process.wait(_GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    signal.signal(signal.SIGTERM, handler)


def _told(ending: Path) -> dict[str, Any] | None:
    """Return what the attempt wrote at its end; None where it did not come so far."""
    try:
        told = json.loads(ending.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    ending.unlink()
    told["reports"] = tuple(tuple(report) for report in told.get("reports", ()))
    return dict(told)


def _death(status: int) -> str:
    if status < 0:
        return say("Its process was ended by signal {signal}; most often memory was full.", signal=-status)
    return say("Its process ended by itself (exit status {status}).", status=status)
