"""One schedule: a plan, when, and the command that whoever keeps the time calls."""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import unicodedata
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from workbench.disclosure.ledger import FOLDER_VARIABLE
from workbench.errors import ParameterError
from workbench.wording import say

MARK = "# workbench schedule: "  # begins the line that describes a schedule, in a unit file and in a crontab


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When a plan is run, and by whom.

    Attributes
    ----------
    plan : str
        Absolute path of the plan.
    every : str
        As it was asked for.
    cron : str
        The same as a cron expression.
    command : tuple of str
        Runs the plan from any folder, with an empty environment.
    added : str
        Local time, ISO 8601.
    keeper : {"systemd", "crontab"}
    active : bool
        Whether the keeper will start it.
    """

    plan: str
    every: str
    cron: str
    command: tuple[str, ...]
    added: str
    keeper: Literal["systemd", "crontab"]
    active: bool = True

    @property
    def words(self) -> str:
        """How often, in words."""
        words = {"month": say("every month"), "week": say("every week"), "day": say("every day")}
        return words[self.every] if self.every in words else say("at {times}", times=self.every)


def plan_key(plan: str) -> str:
    """Return a name for a plan that is a file name everywhere, and no other plan's."""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", Path(plan).stem).strip("-")[:40]
    return f"{stem or 'plan'}-{hashlib.sha256(os.fsencode(plan)).hexdigest()[:8]}"


def command_of(plan: str, *, when_changed: bool) -> tuple[str, ...]:
    """Return the command that runs a plan as `command_words` does, for whoever keeps the time.

    Raises
    ------
    ParameterError
        A path that no crontab or unit file can hold.
    """
    command = (*command_words(plan), *(["--when-changed"] if when_changed else []))
    for word in command:
        if "\\" in word or any(unicodedata.category(sign) in ("Cc", "Cs") for sign in word):
            raise ParameterError(
                f"The path {word!a} has a backslash, a line break or another sign that no scheduler can be told. "
                "Rename the file or folder."
            )
    return command


def command_words(plan: str) -> tuple[str, ...]:
    """Return the words that run a plan from any folder, with an empty environment.

    The ledger that is named now is named in them: with another one, a run would not know what was published.
    """
    ledger = os.environ.get(FOLDER_VARIABLE)
    environment = ["/usr/bin/env", f"{FOLDER_VARIABLE}={os.path.abspath(ledger)}"] if ledger else []
    return (*environment, sys.executable, "-P", "-m", "workbench.cli", "schedule", "run", plan)


def described(schedule: Schedule) -> str:
    """Return the line that describes a schedule where it is kept."""
    content = asdict(schedule)
    del content["keeper"], content["active"]
    return MARK + json.dumps(content)


def read_described(line: str, *, keeper: Literal["systemd", "crontab"], active: bool) -> Schedule | None:
    """Read such a line; None where it is another one."""
    if not line.startswith(MARK):
        return None
    try:
        content = json.loads(line.removeprefix(MARK))
        content["command"] = tuple(content["command"])
        return Schedule(**content, keeper=keeper, active=active)
    except (ValueError, TypeError, KeyError):
        return None
