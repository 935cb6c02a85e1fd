"""Calling the system's own schedulers, never by a shell and never for long."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

_PATIENCE = 10.0  # seconds; a scheduler that does not answer is none


@dataclass(frozen=True, kw_only=True)
class Done:
    """How a command ended; bytes that are no text stand in `said` and `complained` as they can be written back."""

    status: int
    said: str
    complained: str


def call(words: Sequence[str], *, given: str = "") -> Done | None:
    """Run a command and return what it said; None where it is not there or does not answer.

    Parameters
    ----------
    words : sequence of str
    given : str
        What it reads.
    """
    program = shutil.which(words[0])
    if program is None:
        return None
    try:
        done = subprocess.run(
            [program, *words[1:]],
            input=os.fsencode(given),
            capture_output=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return Done(status=done.returncode, said=os.fsdecode(done.stdout), complained=os.fsdecode(done.stderr))


def complaint(done: Done | None) -> str:
    """Return in one line why a command failed."""
    if done is None:
        return "it is not there or does not answer"
    said = done.complained.strip().splitlines()
    return ascii(said[-1])[1:-1].rstrip(".") if said else f"exit status {done.status}"
