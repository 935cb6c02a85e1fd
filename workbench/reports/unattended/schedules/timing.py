"""When: `month`, `week`, `day` or a cron expression, and the same for systemd."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime

from cronsim import CronSim, CronSimError

from workbench.errors import ParameterError

# Half past midnight: no clock of Europe is put forward or back over it.
_WORDS = {"month": "30 0 1 * *", "week": "30 0 * * 1", "day": "30 0 * * *"}
_DAYS = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")
# What every cron understands: no seconds, no L, W or #, and a step only behind * or a range.
_VALUE = r"(?:\d{1,2}|[A-Za-z]{3})"
_ITEM = rf"(?:\*(?:/\d+)?|{_VALUE}(?:-{_VALUE}(?:/\d+)?)?)"
_FIELD = re.compile(rf"{_ITEM}(?:,{_ITEM})*")


def cron_of(every: str) -> str:
    """Return the cron expression of a word, or a checked expression with single blanks.

    Raises
    ------
    ParameterError
        It is neither, it needs what not every cron understands, or such a moment never comes.
    """
    fields = _WORDS.get(every, every).split()
    try:
        if len(fields) != 5 or not all(map(_FIELD.fullmatch, fields)):
            raise CronSimError
        next(CronSim(" ".join(fields), datetime(2024, 1, 1)))
    except (CronSimError, StopIteration, RecursionError) as error:
        raise ParameterError(
            f"`--every` is {every[:60]!r}. Give month, week, day or five fields of a crontab that every cron "
            "understands: minute, hour, day of the month, month, day of the week, e.g. '0 22 * * 1-5'."
        ) from error
    return " ".join(fields)


def on_calendar(cron: str) -> list[str]:
    """Return what stands behind ``OnCalendar=`` for a checked cron expression; two entries count both.

    In cron, days of the month and of the week that are both restricted mean either of them; in systemd, both at once.
    """
    at = CronSim(cron, datetime(2024, 1, 1))
    weekdays = {day % 7 for day in at.weekdays if isinstance(day, int)}
    week = "" if len(weekdays) == 7 else ",".join(_DAYS[day] for day in sorted(weekdays)) + " "
    clock = f"{_listed(at.hours, 24)}:{_listed(at.minutes, 60)}:00"
    months, days = _listed(at.months, 12), _listed(at.days, 31)
    if at.day_and:
        return [f"{week}*-{months}-{days} {clock}"]
    return [f"*-{months}-{days} {clock}", f"{week}*-{months}-* {clock}"]


def next_time(cron: str, now: datetime) -> datetime:
    """Return when a checked cron expression comes next, as the clock on the wall shows."""
    return next(CronSim(cron, now))


def last_time(cron: str, now: datetime) -> datetime:
    """Return when a checked cron expression came last, as the clock on the wall showed."""
    return next(CronSim(cron, now, reverse=True))


def _listed(values: Collection[int], full: int) -> str:
    return "*" if len(values) == full else ",".join(f"{value:02d}" for value in sorted(values))
