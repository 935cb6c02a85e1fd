"""How much time and memory a notebook may take, and how much of its time is left."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Literal

from workbench.errors import ParameterError

DEFAULT_TIMEOUT = 1800.0  # seconds for one notebook
LEAST_MEMORY = 500  # megabytes; what notebooks import takes 300


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How much one notebook may take.

    Attributes
    ----------
    timeout : float
        Seconds for all of it.
    cell_timeout : float, optional
        Seconds for one of its cells; None: as many as the notebook has.
    memory : int, optional
        Megabytes of its process, where notebooks run in children of a warm process; None: no limit but the machine's.

    Raises
    ------
    ParameterError
        A limit that is not above 0.
    """

    timeout: float = DEFAULT_TIMEOUT
    cell_timeout: float | None = None
    memory: int | None = None

    def __post_init__(self) -> None:
        """Refuse what lets no notebook begin."""
        if not self.timeout > 0:
            raise ParameterError(
                f"`timeout` is {self.timeout!r}. Give the seconds that one notebook may take, e.g. 1800."
            )
        if self.cell_timeout is not None and not self.cell_timeout > 0:
            raise ParameterError(
                f"`cell_timeout` is {self.cell_timeout!r}. Give the seconds that one cell may take, e.g. 600."
            )
        if self.memory is not None and self.memory < LEAST_MEMORY:
            raise ParameterError(
                f"`memory` is {self.memory!r}, too little for what a notebook imports. Give at least "
                f"{LEAST_MEMORY} megabytes."
            )


class Clock:
    """Time of one notebook, from its beginning and from that of its cell."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.begin()

    def begin(self) -> None:
        """Let the time of the notebook run from now."""
        now = time.monotonic()
        self._notebook, self._cell = now + self._limits.timeout, math.inf

    def begin_cell(self) -> None:
        """Let the time of the next cell run from now."""
        if self._limits.cell_timeout is not None:
            self._cell = time.monotonic() + self._limits.cell_timeout

    def seconds_left(self) -> float:
        """Return the seconds until one of both is up."""
        return max(min(self._notebook, self._cell) - time.monotonic(), 0.0)

    @property
    def shorter(self) -> Literal["notebook", "cell"]:
        """Whose time is up first."""
        return "notebook" if self._notebook <= self._cell else "cell"
