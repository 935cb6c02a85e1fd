"""Schedules in the user's crontab: a line that describes each, and one that cron reads; no other is touched."""

from __future__ import annotations

import shlex
from dataclasses import replace
from itertools import pairwise

from workbench.errors import ParameterError, RunError
from workbench.reports.unattended.schedules.called import call, complaint
from workbench.reports.unattended.schedules.schedule import Schedule, described, read_described
from workbench.reports.unattended.schedules.timing import cron_of

_LONGEST = 990  # characters that cron reads of a command


def is_there() -> bool:
    """Whether there is a crontab to be asked."""
    return (done := call(["crontab", "-l"])) is not None and (done.status == 0 or _empty(done.complained))


def crontab_schedules() -> list[Schedule]:
    """Return the schedules of the crontab; not active is one whose line for cron is gone."""
    lines = _lines() if is_there() else []
    described_ones = ((_described(line), following) for line, following in pairwise([*lines, ""]))
    return [_as_cron_has_it(schedule, following) for schedule, following in described_ones if schedule is not None]


def put(schedule: Schedule) -> None:
    """Add a schedule, in the place of an earlier one of its plan.

    Raises
    ------
    RunError
        The crontab cannot be read or written, or the command is too long for it.
    """
    job = job_line(schedule)
    if len(job.encode()) > _LONGEST:
        raise RunError(
            f"The command for {schedule.plan} has more than {_LONGEST} characters, which cron does not read. Move the "
            "plan to a folder with a shorter path."
        )
    _write([*_others(schedule.plan), described(schedule), job])


def take_away(plan: str) -> bool:
    """Remove the schedule of a plan, if there is one."""
    if not is_there():
        return False
    others = _others(plan)
    if len(others) == len(_lines()):
        return False
    _write(others)
    return True


def job_line(schedule: Schedule) -> str:
    """Return the line that cron reads."""
    return f"{schedule.cron} {_command(schedule)}"


def _command(schedule: Schedule) -> str:
    """Return the command as a crontab has it; cron would take a % for its end, and mail what is printed."""
    return f"{shlex.join(schedule.command)} >/dev/null".replace("%", r"\%")


def _as_cron_has_it(schedule: Schedule, line: str) -> Schedule:
    """Return a schedule with the time of its line, which somebody may have changed or taken away."""
    time = line.removesuffix(_command(schedule)).strip() if line.endswith(_command(schedule)) else ""
    if time == schedule.cron:
        return schedule
    try:
        cron = cron_of(time)
    except ParameterError:
        return replace(schedule, active=False)
    return replace(schedule, cron=cron, every=cron)


def _others(plan: str) -> list[str]:
    """Lines that are not about a plan."""
    kept: list[str] = []
    of_plan: Schedule | None = None
    for line in _lines():
        before, of_plan = of_plan, None
        if before is not None and line.endswith(_command(before)):
            continue
        schedule = _described(line)
        if schedule is not None and schedule.plan == plan:
            of_plan = schedule
        else:
            kept.append(line)
    return kept


def _described(line: str) -> Schedule | None:
    return read_described(line, keeper="crontab", active=True)


def _lines() -> list[str]:
    done = call(["crontab", "-l"])
    if done is None or (done.status != 0 and not _empty(done.complained)):
        raise RunError(f"The crontab cannot be read ({complaint(done)}). See what `crontab -l` says.")
    lines = done.said.split("\n")  # and not what else may end a line: it goes back as it was
    return lines[:-1] if not lines[-1] else lines


def _empty(said: str) -> bool:
    return "no crontab for" in said


def _write(lines: list[str]) -> None:
    done = call(["crontab", "-"], given="".join(f"{line}\n" for line in lines))
    if done is None or done.status != 0:
        raise RunError(f"The crontab cannot be written ({complaint(done)}). See whether `crontab -e` works for you.")
