"""One notebook through papermill, and how it really ended."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

import nbformat
import papermill
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from workbench.reports.notebooks import Value
from workbench.reports.warm import ChildDied, WarmProcess, run_warm

Ending = Literal["finished", "stopped", "timed out", "died"]

_ENGINE = "workbench"
_START_TIMEOUT = 120  # seconds; a kernel on a busy machine needs ten


class Place(Protocol):
    """Where a notebook runs."""

    def run(self, nb_man: Any, execution: Execution) -> None:
        """Run the notebook that papermill manages; what goes wrong is raised as nbclient raises it."""


@dataclass(kw_only=True)
class Execution:
    """One execution: its place and limits before, the notebook and its ending after.

    `stopped` means that a cell showed an error; what error is for the caller to read. `status` is, of a child that
    died, its exit status or minus the signal.
    """

    place: Place
    timeout: float
    on_cell: Callable[[], None]
    executed: nbformat.NotebookNode | None = None
    ending: Ending = "finished"
    status: int | None = None
    deadline: float = field(default=float("inf"))

    def begin(self) -> float:
        """Let the time of the notebook run from now; return it."""
        self.deadline = time.monotonic() + self.timeout
        return self.timeout

    def seconds_left(self, _: object = None) -> float:
        """Seconds until the notebook, not the cell, has used up its time."""
        return max(self.deadline - time.monotonic(), 0.01)  # nbclient reads zero as "for ever"


@dataclass(frozen=True, kw_only=True)
class KernelPlace:
    """An ordinary kernel, started for one notebook."""

    kernel: AsyncKernelManager

    def run(self, nb_man: Any, execution: Execution) -> None:
        """Run the notebook through papermill's own client."""
        PapermillNotebookClient(
            nb_man,
            km=self.kernel,
            kernel_name="python3",
            timeout_func=execution.seconds_left,
            startup_timeout=_START_TIMEOUT,
            shutdown_kernel="immediate",
            on_cell_executed=lambda **_: execution.on_cell(),
        ).execute(cleanup_kc=True)


@dataclass(frozen=True, kw_only=True)
class WarmPlace:
    """A child of the warm process."""

    process: WarmProcess
    environment: dict[str, str]
    folder: Path

    def run(self, nb_man: Any, execution: Execution) -> None:
        """Run the notebook in a forked child."""
        run_warm(
            nb_man,
            process=self.process,
            environment=self.environment,
            folder=self.folder,
            seconds_left=execution.begin,
            described=True,
            on_cell=execution.on_cell,
        )


class _Engine(Engine):  # type: ignore[misc]  # papermill has no types
    """Papermill's frame, with our place, our deadline for the whole notebook and our progress."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, *, execution: Execution, **_: Any) -> None:
        execution.executed = nb_man.nb
        execution.place.run(nb_man, execution)


papermill_engines.register(_ENGINE, _Engine)


def execute(
    node: nbformat.NotebookNode, *, parameters: Mapping[str, Value], execution: Execution
) -> tuple[nbformat.NotebookNode, Ending]:
    """Run a notebook in its place, which is gone afterwards.

    Parameters
    ----------
    node : NotebookNode
        The notebook; it is copied.
    parameters : mapping
        Checked values, injected after the parameters cell.
    execution : Execution
        The place, seconds for the whole notebook, and what to call after each cell.

    Returns
    -------
    tuple of NotebookNode and str
        The executed notebook with all outputs, never written to disk, and how it ended.
    """
    source = nbformat.from_dict(node)
    execution.begin()
    try:
        papermill.execute_notebook(
            source,
            None,
            parameters=dict(parameters),
            engine_name=_ENGINE,
            kernel_name="python3",
            language="python",
            progress_bar=False,
            execution=execution,
        )
    except PapermillExecutionError:
        execution.ending = "stopped"
    except (CellTimeoutError, TimeoutError):
        execution.ending = "timed out"
    except ChildDied as death:
        execution.ending, execution.status = "died", death.status
    except (DeadKernelError, RuntimeError):  # RuntimeError: the kernel died before it was ready
        execution.ending = "died"
    executed = execution.executed if execution.executed is not None else source
    return executed, _true_ending(executed, execution.ending)


def _true_ending(executed: nbformat.NotebookNode, ending: Ending) -> Ending:
    """`finished` only if every cell ran and none shows an error (papermill takes `sys.exit(0)` for success)."""
    if ending != "finished":
        return ending
    code = [cell for cell in executed.cells if cell.cell_type == "code" and cell.source.strip()]
    errors = any(output.output_type == "error" for cell in code for output in cell.outputs)
    return "stopped" if errors or any(cell.execution_count is None for cell in code) else "finished"


@contextmanager
def silent_libraries() -> Iterator[None]:
    """Keep what papermill and its like log off the terminal: our own status says it, without quoting cells."""
    loggers = [logging.getLogger(name) for name in ("papermill", "traitlets", "asyncio")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    interrupted = False
    try:
        yield
    except KeyboardInterrupt:
        interrupted = True  # stay silent: asyncio complains at exit of the task that lost its kernel
        raise
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(logger.level if interrupted else level)
