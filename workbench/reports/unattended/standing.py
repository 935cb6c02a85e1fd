"""How every plan stands: its schedule, its last run, and what comes next."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from workbench.reports.unattended.run_records import GOING_ON, RunRecord, plans_with_runs, read_runs
from workbench.reports.unattended.schedules import Schedule, last_time, next_time, schedules
from workbench.wording import say

_LATE = timedelta(hours=1)  # after which a run that should have begun is missed


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A plan with its schedule, if it has one, and its last run, if there is one.

    Attributes
    ----------
    plan : str
        Absolute path.
    schedule : Schedule or None
    last : RunRecord or None
        What goes on, else what ended last.
    fault : str
        What is wrong with it in words; empty where nothing is.
    next : datetime or None
        Local time of the next run.
    """

    plan: str
    schedule: Schedule | None
    last: RunRecord | None
    fault: str
    next: datetime | None

    @property
    def name(self) -> str:
        """The file's name."""
        return Path(self.plan).name

    @property
    def status(self) -> str:
        """Of the last run, in words."""
        return "has not run yet" if self.last is None else self.last.status

    @property
    def last_words(self) -> str:
        """When the last run ended, or began if it goes on, and how long it took."""
        if self.last is None:
            return ""
        took = "" if self.last.seconds is None else f", {_span(self.last.seconds)}"
        return f"{_local(self.last.ended or self.last.started):%Y-%m-%d %H:%M}{took}"

    @property
    def when_words(self) -> str:
        """How often, when next, and who keeps the time."""
        if self.schedule is None:
            return say("no schedule")
        often, keeper = self.schedule.words, self.schedule.keeper
        if self.next is None:
            return say("{often}, but {keeper} does not start it any more", often=often, keeper=keeper)
        return say("{often}, next {when}, by {keeper}", often=often, when=f"{self.next:%Y-%m-%d %H:%M}", keeper=keeper)


def standings(project: Path) -> list[Standing]:
    """Return how the plans of this user's schedules, and those of which a project keeps runs, stand."""
    by_plan = {schedule.plan: schedule for schedule in schedules()}
    plans = list(dict.fromkeys([*by_plan, *plans_with_runs(project)]))
    return [_standing(plan, by_plan.get(plan)) for plan in plans]


def _standing(plan: str, schedule: Schedule | None) -> Standing:
    runs = read_runs(plan)
    active = schedule is not None and schedule.active
    return Standing(
        plan=plan,
        schedule=schedule,
        last=runs[0] if runs else None,
        fault=_fault(plan, schedule, runs),
        next=next_time(schedule.cron, datetime.now()) if schedule is not None and active else None,
    )


def _fault(plan: str, schedule: Schedule | None, runs: list[RunRecord]) -> str:
    """Say what is wrong with a plan; a run that goes on does not cover up how the one before ended."""
    if schedule is not None and not schedule.active:
        return say(
            "It is not started any more: {keeper} does not keep it. Add the schedule again.", keeper=schedule.keeper
        )
    if schedule is None and not os.path.isfile(plan):
        return ""  # given up: nobody can run it again
    ended = [run for run in runs if run.status != GOING_ON]
    if ended and not ended[0].good:
        return ended[0].message or ended[0].status
    if schedule is None:
        return ""
    due = last_time(schedule.cron, datetime.now() - _LATE)
    if due > max([datetime.fromisoformat(schedule.added), *(_local(run.started) for run in runs)]):
        return say(
            "It should have begun at {when} and did not. See whether the scheduler works.",
            when=f"{due:%Y-%m-%d %H:%M}",
        )
    return ""


def _local(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone().replace(tzinfo=None)


def _span(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 100 else f"{seconds / 60:.0f} min"
