"""How far a run is: bars on a terminal, one line per notebook elsewhere."""

from __future__ import annotations

import sys

from tqdm import tqdm

from workbench.reports.notebooks import Notebook
from workbench.reports.publishing import Outcome


class Progress:
    """Shows a run on standard error; standard output stays free for the path of the report."""

    def __init__(self, n_notebooks: int) -> None:
        self._live = sys.stderr.isatty()
        self._all = tqdm(total=n_notebooks, desc="Report", unit="notebook", disable=not self._live, position=0)
        self._cells: tqdm | None = None

    def start(self, notebook: Notebook) -> None:
        """Open the bar of a notebook."""
        self._cells = tqdm(
            total=notebook.n_code_cells,
            desc=f"  {notebook.name}",
            unit="cell",
            disable=not self._live,
            position=1,
            leave=False,
        )

    def cell(self) -> None:
        """One more cell has run."""
        if self._cells is not None and self._cells.n < self._cells.total:  # papermill adds a cell of its own
            self._cells.update()

    def finish(self, outcome: Outcome) -> None:
        """Close the bar of a notebook and say how it ended."""
        if self._cells is not None:
            self._cells.close()
            self._cells = None
        self._all.update()
        line = f"{outcome.notebook.name}: {outcome.status}, {outcome.seconds:.1f} s"
        reason = f"\n  {outcome.reason}" if outcome.reason else ""
        tqdm.write(line + reason, file=sys.stderr)

    def close(self) -> None:
        """Close what is open, also after an interruption."""
        if self._cells is not None:
            self._cells.close()
        self._all.close()
