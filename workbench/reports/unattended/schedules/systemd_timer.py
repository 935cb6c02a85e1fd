"""Schedules as timers of the user's systemd: a service that runs the plan, and a timer that starts it."""

from __future__ import annotations

import os
from pathlib import Path

from workbench.errors import RunError
from workbench.reports.unattended.schedules.called import call, complaint
from workbench.reports.unattended.schedules.schedule import Schedule, described, plan_key, read_described
from workbench.reports.unattended.schedules.timing import on_calendar

_PREFIX = "workbench-"
_SERVICE = """\
{mark}
[Unit]
Description=Reports of {plan}

[Service]
Type=oneshot
ExecStart=/usr/bin/env {command}
KillMode=mixed
TimeoutStopSec=60
"""
_TIMER = """\
{mark}
[Unit]
Description=Reports of {plan}, {words}

[Timer]
{calendar}
Persistent=true

[Install]
WantedBy=timers.target
"""


def is_there() -> bool:
    """Whether this user has a systemd that answers."""
    return _told("show-environment")


def lingers() -> bool:
    """Whether the user's systemd goes on when nobody is logged in."""
    done = call(["loginctl", "show-user", str(os.getuid()), "--property=Linger", "--value"])
    return done is not None and done.said.strip() == "yes"


def timer_schedules() -> list[Schedule]:
    """Return the schedules that have a timer; not active is one that systemd does not keep."""
    found = []
    for path in sorted(_folder().glob(f"{_PREFIX}*.timer")):
        first = path.read_text(encoding="utf-8", errors="surrogateescape").partition("\n")[0]
        if (schedule := read_described(first, keeper="systemd", active=_told("is-active", path.name))) is not None:
            found.append(schedule)
    return found


def put(schedule: Schedule) -> None:
    """Write the two units of a schedule and start its timer.

    Raises
    ------
    RunError
        systemd does not take them.
    """
    folder, name = _folder(), _PREFIX + plan_key(schedule.plan)
    service, timer = units(schedule)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.service").write_text(service, encoding="utf-8", errors="surrogateescape")
        (folder / f"{name}.timer").write_text(timer, encoding="utf-8", errors="surrogateescape")
    except OSError as error:
        raise RunError(
            f"The timer {name}.timer cannot be written ({error.strerror}). Let yourself write to the folder of your "
            "systemd units."
        ) from error
    for words in (["daemon-reload"], ["enable", f"{name}.timer"], ["restart", f"{name}.timer"]):
        done = call(["systemctl", "--user", *words])
        if done is None or done.status != 0:
            take_away(schedule.plan)
            raise RunError(
                f"systemd does not take the timer {name}.timer ({complaint(done)}). See what `systemctl --user status` "
                "says."
            )


def take_away(plan: str) -> bool:
    """Remove the timer of a plan, if there is one."""
    folder, name = _folder(), _PREFIX + plan_key(plan)
    paths = [path for ending in ("timer", "service") if (path := folder / f"{name}.{ending}").exists()]
    if not paths:
        return False
    call(["systemctl", "--user", "disable", "--now", f"{name}.timer"])
    # else a schedule of the plan that is added later would at once make up for the times in between
    call(["systemctl", "--user", "clean", "--what=state", f"{name}.timer"])
    for path in paths:
        path.unlink()
    call(["systemctl", "--user", "daemon-reload"])
    return True


def start_words(plan: str) -> list[str]:
    """Return the command that starts the service of a plan and waits for its end."""
    return ["systemctl", "--user", "start", f"{_PREFIX}{plan_key(plan)}.service"]


def units(schedule: Schedule) -> tuple[str, str]:
    """Return the text of service and timer."""
    mark, plan = described(schedule), _plain(Path(schedule.plan).name)
    command = " ".join(_quoted(word) for word in schedule.command if word != "/usr/bin/env")
    calendar = "\n".join(f"OnCalendar={entry}" for entry in on_calendar(schedule.cron))
    return (
        _SERVICE.format(mark=mark, plan=plan, command=command),
        _TIMER.format(mark=mark, plan=plan, words=_plain(schedule.words), calendar=calendar),
    )


def _quoted(word: str) -> str:
    """Write a word for ``ExecStart=``, where % and $ stand for something else."""
    return '"' + _plain(word).replace('"', r"\"").replace("$", "$$") + '"'


def _plain(text: str) -> str:
    return text.replace("%", "%%")


def _folder() -> Path:
    configuration = os.environ.get("XDG_CONFIG_HOME", "")
    return (Path(configuration) if os.path.isabs(configuration) else Path.home() / ".config") / "systemd" / "user"


def _told(*words: str) -> bool:
    done = call(["systemctl", "--user", *words])
    return done is not None and done.status == 0
