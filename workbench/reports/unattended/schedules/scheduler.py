"""Adding, finding and removing schedules, whoever keeps the time."""

from __future__ import annotations

import os
import shlex
import subprocess
from datetime import datetime
from pathlib import Path

from workbench.errors import ParameterError, RunError, did_you_mean
from workbench.reports.unattended.schedules import crontab, systemd_timer
from workbench.reports.unattended.schedules.schedule import Schedule, command_of
from workbench.reports.unattended.schedules.timing import cron_of


def add(plan: Path, *, every: str, when_changed: bool) -> Schedule:
    """Let a plan be run again and again; an earlier schedule of it is replaced.

    Parameters
    ----------
    plan : Path
    every : str
        ``"month"``, ``"week"``, ``"day"`` or a cron expression.
    when_changed : bool
        Whether a run does nothing where nothing has changed.

    Raises
    ------
    WorkbenchError
        Such a time never comes, or neither systemd nor cron is there; the command for another scheduler is told.
    """
    path = os.path.abspath(plan)
    cron, command = cron_of(every), command_of(path, when_changed=when_changed)
    keeper = systemd_timer if systemd_timer.is_there() else crontab
    if keeper is crontab and not crontab.is_there():
        raise RunError(
            "Neither a systemd of yours nor a crontab answers here. Let another scheduler call this command: "
            f"`{shlex.join(command)}`."
        )
    schedule = Schedule(
        plan=path,
        every=every if " " not in every else cron,
        cron=cron,
        command=command,
        added=datetime.now().isoformat(timespec="seconds"),
        keeper="systemd" if keeper is systemd_timer else "crontab",
    )
    _take_away(path)
    keeper.put(schedule)
    return schedule


def add_words(schedule: Schedule) -> list[str]:
    """Say what follows from a new schedule."""
    if schedule.keeper == "crontab":
        return ["It stands in your crontab. A run whose time comes while the computer is off is left out."]
    lines = ["It is a timer of your systemd. A run whose time comes while the computer is off is made afterwards."]
    if not systemd_timer.lingers():
        lines.append(
            "It waits while you are not logged in. Let it go on without you by `loginctl enable-linger`, once for all."
        )
    return lines


def schedules() -> list[Schedule]:
    """Return all schedules of this user."""
    return [*systemd_timer.timer_schedules(), *crontab.crontab_schedules()]


def find(plan: Path) -> Schedule:
    """Return the schedule of a plan, whose file may be gone.

    Raises
    ------
    ParameterError
        It has none.
    """
    path, known = os.path.abspath(plan), {schedule.plan: schedule for schedule in schedules()}
    if path not in known:
        raise ParameterError(
            f"The plan {path} has no schedule.{did_you_mean(path, known)} `workbench schedule list` names those that "
            "have one."
        )
    return known[path]


def remove(plan: Path) -> None:
    """Remove the schedule of a plan; its runs and reports stay.

    Raises
    ------
    ParameterError
        It has none.
    """
    _take_away(find(plan).plan)


def run_now(schedule: Schedule) -> None:
    """Run a plan as its schedule would, and wait for the end."""
    words = systemd_timer.start_words(schedule.plan) if schedule.keeper == "systemd" else list(schedule.command)
    subprocess.run(words, stdin=subprocess.DEVNULL, check=False)


def _take_away(plan: str) -> None:
    systemd_timer.take_away(plan)
    crontab.take_away(plan)
