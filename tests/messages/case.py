"""One user error: how to provoke it, and the whole message a user then reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import WorkbenchError


@dataclass(frozen=True)
class Case:
    title: str
    provoke: Callable[[Path], object]  # gets an empty folder to write its files to
    error: type[WorkbenchError]
    text: str
