"""Who starts a plan and when: a systemd user timer, else a line of the crontab; the schedules stand there alone."""

from workbench.reports.unattended.schedules.schedule import Schedule, command_of, command_words, plan_key
from workbench.reports.unattended.schedules.scheduler import add, add_words, find, remove, run_now, schedules
from workbench.reports.unattended.schedules.timing import last_time, next_time

__all__ = [
    "Schedule",
    "add",
    "add_words",
    "command_of",
    "command_words",
    "find",
    "last_time",
    "next_time",
    "plan_key",
    "remove",
    "run_now",
    "schedules",
]
