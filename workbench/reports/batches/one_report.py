"""One report of a batch as whoever waits for it sees it: what its child tells, and how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from workbench.reports.batches.jobs import Job
from workbench.reports.publishing import Status, status_words
from workbench.reports.running import process_environment
from workbench.reports.warm import Limits, RunningTask, WarmProcess
from workbench.wording import heard, joined, retold, say

GIVEN_UP = "given up"

_START_TIMEOUT = 600  # seconds; until the warm process has imported and taken the survey
_A_MOMENT = 1.0  # seconds; so often it is asked whether anybody still wants the report


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How a report ended, why, and how long it took.

    Attributes
    ----------
    status : str
        whole; failed; timed out (no page failed otherwise); refused; died; or given up, where nobody wants it any more.
    reason : str
    seconds : float
    """

    status: str
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A report of a batch and how it ended."""

    job: Job
    ending: Ending


def request_of(job: Job, *, limits: Limits, folder: Path) -> dict[str, Any]:
    """Return what a child is asked for, wherever it runs: names and limits, and nothing of the survey."""
    return {"group": job.group, "name": job.name, "limits": asdict(limits), "folder": str(folder)}


def make_one(
    warm: WarmProcess,
    request: Mapping[str, Any],
    *,
    task: str,
    scratch: Path,
    on_page: Callable[[Mapping[str, Any]], None],
    refused: Callable[[], str],
    unwanted: Callable[[], bool] = lambda: False,
) -> Ending:
    """Have a child of a warm process make a report, and wait until it has ended.

    Parameters
    ----------
    warm : WarmProcess
    request : mapping
        As of `request_of`, and what else the task asks for; its ``environment`` is added to that of the child.
    task : str
        Module that makes the report.
    scratch : Path
        Of this report.
    on_page : callable
        Called with what the child tells of the end of each notebook.
    refused : callable
        Called before the report gets its name; returns why it may not, empty where it may.
    unwanted : callable
        Whether nobody waits for the report any more; the child is ended then.
    """
    environment = {**process_environment(scratch), **request.get("environment", {})}
    running = warm.start({**request, "task": task, "scratch": str(scratch), "environment": environment})
    started = running.wait(seconds=_START_TIMEOUT)
    begun, said, given_up = time.monotonic(), dict[str, Any](), False
    while started and not given_up and not _told_all(running, said, on_page, refused):
        given_up = unwanted()
    status, seconds = running.end(), time.monotonic() - begun
    if given_up:
        return Ending(status=GIVEN_UP, seconds=seconds)
    ending, reason = _ending(said, status)
    return Ending(status=ending, reason=reason, seconds=seconds)


def _told_all(
    running: RunningTask,
    said: dict[str, Any],
    on_page: Callable[[Mapping[str, Any]], None],
    refused: Callable[[], str],
) -> bool:
    """Listen for a while; whether the child has said its last."""
    try:
        for message in running.messages(seconds_left=lambda: _A_MOMENT):
            if "written" in message:
                running.answer({"refused": refused()})
            elif "notebook" in message:
                on_page(message)
            else:
                said |= message
    except TimeoutError:
        return False
    return True


def _ending(said: Mapping[str, Any], status: int) -> tuple[str, str]:
    if said.get("whole"):
        return "whole", ""
    if "problem" in said:
        reason = str(said["problem"]) or joined([_page_ended(*page) for page in said.get("pages", ())])
        return "timed out" if said.get("timed out") else "failed", reason
    if "refused" in said:
        return "refused", str(said["refused"])
    if status < 0:
        return "died", say("Its process was ended by signal {signal}; most often memory was full.", signal=-status)
    return "died", say("Its process ended by itself (exit status {status}).", status=status)


@retold
def _page_ended(name: str, status: Status, reason: str) -> str:
    """Say how a page ended and why, in the language that is spoken."""
    ended = f"{name} {status_words()[status]}"
    return f"{ended}: {heard(reason)}" if reason else ended
