"""How far a run is: bars on a terminal, one line per notebook elsewhere, which other programs may read."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count, pairwise
from typing import get_args

from tqdm import tqdm

from workbench.reports.notebooks import Notebook
from workbench.reports.publishing import Outcome, Status

_LINE = re.compile(rf"(?P<name>\S+): (?P<status>{'|'.join(get_args(Status))}), (?P<seconds>\d+\.\d) s")


@dataclass(frozen=True, kw_only=True)
class FinishedPage:
    """What the line about a notebook says: its name, how it ended, after how many seconds, and why."""

    name: str
    status: str
    seconds: float
    reason: str


class Progress:
    """Shows a run on standard error; standard output stays free for the path of the report."""

    def __init__(self, n_notebooks: int) -> None:
        self._live = sys.stderr.isatty()
        self._all = tqdm(total=n_notebooks, desc="Report", unit="notebook", disable=not self._live, position=0)
        self._cells: dict[str, tqdm] = {}

    def start(self, notebook: Notebook) -> Callable[[], None]:
        """Open the bar of a notebook; return what to call after each of its cells."""
        taken = {-bar.pos for bar in self._cells.values()}
        bar = tqdm(
            total=notebook.n_code_cells,
            desc=f"  {notebook.name}",
            unit="cell",
            disable=not self._live,
            position=next(place for place in count(1) if place not in taken),
            leave=False,
        )
        self._cells[notebook.name] = bar

        def one_more() -> None:
            if bar.n < bar.total:  # papermill adds a cell of its own
                bar.update()

        return one_more

    def finish(self, outcome: Outcome) -> None:
        """Close the bar of a notebook and say how it ended."""
        if (bar := self._cells.pop(outcome.notebook.name, None)) is not None:
            bar.close()
        self._all.update()
        line = f"{outcome.notebook.name}: {outcome.status}, {outcome.seconds:.1f} s"
        reason = f"\n  {outcome.reason}" if outcome.reason else ""
        tqdm.write(line + reason, file=sys.stderr)

    def close(self) -> None:
        """Close what is open, also after an interruption."""
        for bar in self._cells.values():
            bar.close()
        self._all.close()


def read_progress(text: str) -> tuple[list[FinishedPage], str]:
    """Read back what a run has written to standard error.

    Parameters
    ----------
    text : str
        Whole lines; a last line that is still being written is not read.

    Returns
    -------
    tuple of list of FinishedPage and str
        The notebooks that have ended, in order, and everything else that was said.
    """
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines.pop()
    pages: list[FinishedPage] = []
    rest: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if found := _LINE.fullmatch(line.rstrip("\n")):
            reason = following.strip() if following.startswith("  ") else ""
            name, status, seconds = found.group("name", "status", "seconds")
            pages.append(FinishedPage(name=name, status=status, seconds=float(seconds), reason=reason))
        elif not (pages and line.startswith("  ") and line.strip() == pages[-1].reason):
            rest.append(line)
    return pages, "".join(rest).strip()
