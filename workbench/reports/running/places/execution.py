"""One notebook through papermill, and how it really ended."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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
from workbench.reports.warm import ChildDied, Clock, Limits, Starter, run_warm
from workbench.wording import numbers, say

Ending = Literal["finished", "stopped", "timed out", "died"]

_ENGINE = "workbench of a run"  # in this process alone; `workbench` is that of the command papermill
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
    limits: Limits
    on_cell: Callable[[], None]
    executed: nbformat.NotebookNode | None = None
    ending: Ending = "finished"
    status: int | None = None

    def __post_init__(self) -> None:
        """Take a clock; it begins again when the notebook does."""
        self.clock = Clock(self.limits)
        self.cell_seconds: list[float] = []
        self._last = time.monotonic()

    def end_cell(self) -> None:
        """Note how long a cell took; the first one's time is that of the start too."""
        now = time.monotonic()
        self.cell_seconds.append(now - self._last)
        self._last = now
        self.on_cell()

    def seconds_for_cell(self, _: object) -> float:
        """Let the time of a cell begin, and return what nbclient may wait for it."""
        self.clock.begin_cell()
        return max(self.clock.seconds_left(), 0.01)  # nbclient reads zero as "for ever"


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
            timeout_func=execution.seconds_for_cell,
            startup_timeout=_START_TIMEOUT,
            shutdown_kernel="immediate",
            on_cell_executed=lambda **_: execution.end_cell(),
        ).execute(cleanup_kc=True)


@dataclass(frozen=True, kw_only=True)
class WarmPlace:
    """A child of the warm process."""

    process: Starter
    environment: dict[str, str]
    folder: Path

    def run(self, nb_man: Any, execution: Execution) -> None:
        """Run the notebook in a forked child."""
        run_warm(
            nb_man,
            process=self.process,
            environment=self.environment,
            folder=self.folder,
            clock=execution.clock,
            memory=execution.limits.memory,
            described=True,
            on_cell=execution.end_cell,
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
        The place, the limits, and what to call after each cell.

    Returns
    -------
    tuple of NotebookNode and str
        The executed notebook with all outputs, never written to disk, and how it ended.
    """
    source = nbformat.from_dict(node)
    execution.clock.begin()
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


def ending_in_words(execution: Execution) -> str:
    """Say which time was up, or how the process of the notebook ended, as far as that is known."""
    limits, status = execution.limits, execution.status
    if execution.ending == "timed out" and execution.clock.shorter == "cell":
        return say(
            "A cell was stopped after {seconds} seconds. Give it more with `--cell-timeout`.",
            seconds=numbers.shortest(limits.cell_timeout or 0),
        )
    if execution.ending == "timed out":
        return say(
            "Stopped after {seconds} seconds. Give it more with `--timeout`.", seconds=numbers.shortest(limits.timeout)
        )
    if status is not None and status >= 0:
        return say(
            "A cell ended its process (exit status {status}). Find the cell that does so, and take it out.",
            status=status,
        )
    if status is not None and -status != signal.SIGKILL:
        return say(
            "Its process crashed (signal {signal}). Run it alone by `workbench run NOTEBOOK --engine kernel`; if it "
            "crashes again, report it.",
            signal=-status,
        )
    return say("Its process was ended; most often memory was full. Close other programs or take a larger machine.")


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
