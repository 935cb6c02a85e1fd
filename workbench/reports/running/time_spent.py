"""Where the time of a run went: its steps, its notebooks, their slowest cells."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import nbformat

NOTEBOOKS = "notebooks"  # the step of which cells are told
_CELLS_TOLD = 3
_SHORTEST_TOLD = 0.1  # seconds


@dataclass(kw_only=True)
class TimeSpent:
    """Seconds of a run, by the clock on the wall: notebooks that run side by side share them.

    Attributes
    ----------
    steps : dict of str to float
        In their order.
    cells : dict of str to list of (float, str)
        Notebook: seconds and last line of each of its code cells.
    """

    steps: dict[str, float] = field(default_factory=dict)
    cells: dict[str, list[tuple[float, str]]] = field(default_factory=dict)

    @contextmanager
    def on(self, step: str) -> Iterator[None]:
        """Count the time of a step."""
        begun = time.monotonic()
        try:
            yield
        finally:
            self.steps[step] = time.monotonic() - begun

    def add_notebook(self, name: str, node: nbformat.NotebookNode, seconds: Sequence[float]) -> None:
        """Count the code cells of a notebook, as far as they ran."""
        lines = [cell.source.strip().rpartition("\n")[2] for cell in node.cells if cell.cell_type == "code"]
        self.cells[name] = list(zip(seconds, lines, strict=False))

    def lines(self) -> list[str]:
        """Say it, a line for each step, notebook and slow cell."""
        told = ["Seconds, by the clock on the wall:"]
        for step, seconds in self.steps.items():
            told.append(f"{seconds:8.1f}  {step}")
            if step != NOTEBOOKS:
                continue
            for name, cells in sorted(self.cells.items()):
                told.append(f"{sum(seconds for seconds, _ in cells):12.1f}  {name}")
                slowest = [cell for cell in sorted(cells, reverse=True)[:_CELLS_TOLD] if cell[0] >= _SHORTEST_TOLD]
                told += [f"{seconds:16.1f}  {line}" for seconds, line in slowest]
        return told
