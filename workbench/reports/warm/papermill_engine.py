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
from workbench.reports.warm.managed import run_warm
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

    @classmethod
    def _warm(cls) -> WarmProcess:
        if cls._process is None or not cls._process.alive:
            cls._process = WarmProcess(modules=_MODULES, environment=os.environ, folder=Path.cwd())
            atexit.register(cls._process.close)
        return cls._process
