"""Telling somebody that a run did not end as it should: by a command of the plan, and by mail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO

from workbench.errors import ParameterError
from workbench.reports.end_with_parent import end_with_parent
from workbench.reports.unattended.mail import PREFIX, mail_settings, send_mail

COMMAND_SECONDS = 60.0


def notify(command: Sequence[str], *, folder: Path, subject: str, text: str, log: Path) -> list[str]:
    """Tell of a failure in every way that is set up, and return what became of each, as sentences.

    Parameters
    ----------
    command : sequence of str
        Program and arguments, which no shell sees; empty: none.
    folder : Path
        Where it runs: that of the plan.
    subject, text : str
        The command reads `text`.
    log : Path
        Gets what the command prints.
    """
    told = []
    if command:
        with log.open("ab") as said:
            fault = _call(command, folder, text, said)
        told.append(f"`on_failure` {f'did not work: {fault}' if fault else 'was called'}.")
    try:
        settings = mail_settings(os.environ)
    except ParameterError as error:
        return [*told, f"No mail was sent. {error}"]
    if settings is not None:
        fault = send_mail(settings, subject=subject, text=text)
        told.append(f"No mail was sent: {fault}." if fault else f"A mail was sent to {', '.join(settings.recipients)}.")
    return told


def without_mail_settings() -> dict[str, str]:
    """Return the environment for processes that have no business with the password."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


def _call(command: Sequence[str], folder: Path, text: str, said: IO[bytes]) -> str:
    """Run the command; return why it did not work, or nothing."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=said,
            stderr=said,
            env=without_mail_settings(),
            start_new_session=True,
            preexec_fn=partial(end_with_parent, os.getpid()) if sys.platform == "linux" else None,
        )
    except (OSError, ValueError) as error:
        return f"it could not be started ({getattr(error, 'strerror', None) or type(error).__name__})"
    try:
        process.communicate(text.encode("utf-8", "replace"), timeout=COMMAND_SECONDS)
    except subprocess.TimeoutExpired:
        _end(process)
        return f"it took longer than {COMMAND_SECONDS:.0f} s and was ended"
    except BaseException:  # the run is stopped from outside
        _end(process)
        raise
    if process.returncode == 0:
        return ""
    ended = f"signal {-process.returncode}" if process.returncode < 0 else f"exit status {process.returncode}"
    return f"it ended with {ended}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the command with what it started."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
