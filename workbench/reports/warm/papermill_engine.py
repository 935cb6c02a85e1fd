"""``papermill --engine workbench``: found by papermill itself, which imports this module whenever it is imported."""

from __future__ import annotations

import atexit
import os
import sys
from pathlib import Path
from typing import Any

from papermill.engines import Engine

from workbench.errors import RunError
from workbench.reports.warm.limits import Clock, Limits
from workbench.reports.warm.managed import ChildDied, run_warm
from workbench.reports.warm.warm_process import WarmProcess

_MODULES = tuple(f"workbench.{name}" for name in ("intake", "population", "psychometrics", "tables", "plots"))


class WarmEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs each notebook in a forked child of a process that has imported everything; one process for all calls.

    Errors are shown as an ordinary kernel shows them. Where there is no Linux, run papermill without this engine.
    """

    _process: WarmProcess | None = None

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, *, execution_timeout: float | None = None, **_: Any
    ) -> None:
        """Run the notebook that papermill manages."""
        if sys.platform != "linux":
            raise RunError("The engine `workbench` needs Linux. Run papermill without `--engine`.")
        try:
            run_warm(
                nb_man,
                process=cls._warm(),
                environment=dict(os.environ),
                folder=Path.cwd(),
                clock=Clock(Limits(timeout=float("inf"), cell_timeout=execution_timeout)),
                memory=None,
                described=False,
                on_cell=lambda: None,
            )
        except (ChildDied, TimeoutError) as death:
            _record(death, nb_man)
            raise

    @classmethod
    def _warm(cls) -> WarmProcess:
        if cls._process is None or not cls._process.alive:
            cls._process = WarmProcess(modules=_MODULES, environment=os.environ, folder=Path.cwd())
            atexit.register(cls._process.close)
        return cls._process


def _record(death: Exception, nb_man: Any) -> None:
    """Save in which cell a notebook died and how; papermill would call that cell running, and all others completed."""
    from nbformat.v4 import new_output

    code = [(place, cell) for place, cell in enumerate(nb_man.nb.cells) if cell.cell_type == "code"]
    at = [(place, cell) for place, cell in code if cell.metadata.papermill["status"] == nb_man.RUNNING]
    for place, cell in (at or code)[:1]:  # the first one, if the process died before it
        kind, words = type(death).__name__, str(death)
        cell.outputs.append(new_output("error", ename=kind, evalue=words, traceback=[f"{kind}: {words}"]))
        nb_man.cell_exception(cell, place)
        nb_man.cell_complete(cell, place)
