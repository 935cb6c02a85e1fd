"""Starting and stopping the kernel processes of a run."""

from __future__ import annotations

import ast
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

from workbench.reports.running.places.execution import KernelPlace
from workbench.reports.running.places.process_environment import process_environment


class Kernels:
    """The kernels of a run, one per notebook; the next one starts and imports while the present one works.

    One notebook works at a time, in order.

    Parameters
    ----------
    nodes : sequence of NotebookNode
        The notebooks that will run, in order.
    cwd : Path
        Working directory of the kernels.
    scratch : Path
        Folder for connection files and whatever the kernels write in passing, readable by its owner only.
    private : sequence of Path
        Where each notebook writes its tables with full precision; empty: nowhere.
    languages : sequence of str
        In which they make their tables and figures.
    """

    width = 1  # notebooks that work at the same time

    def __init__(
        self,
        nodes: Sequence[nbformat.NotebookNode],
        *,
        cwd: Path,
        scratch: Path,
        private: Sequence[Path] = (),
        languages: Sequence[str] = (),
    ) -> None:
        self._nodes = list(nodes)
        self._private: list[Path | None] = [*private] or [None] * len(self._nodes)
        self._cwd = cwd
        self._scratch = scratch
        self._languages = languages
        self._started: list[AsyncKernelManager] = []

    def __enter__(self) -> Kernels:
        """Start the first kernel."""
        self._start_next()
        return self

    def __exit__(self, *_: object) -> None:
        """Kill what still runs."""
        for manager in self._started:
            if manager.has_kernel:
                run_sync(manager.shutdown_kernel)(now=True)

    def take(self, notebook: int) -> KernelPlace:
        """Return the kernel of a notebook, and start the one after it."""
        self._start_next()
        return KernelPlace(kernel=self._started[notebook])

    def _start_next(self) -> None:
        if len(self._started) < len(self._nodes):
            place = len(self._started)
            environment = process_environment(self._scratch, self._private[place], languages=self._languages)
            self._started.append(
                _start_kernel(self._nodes[place], cwd=self._cwd, scratch=self._scratch, environment=environment)
            )


def _start_kernel(
    node: nbformat.NotebookNode, *, cwd: Path, scratch: Path, environment: dict[str, str]
) -> AsyncKernelManager:
    """Start a kernel of this very interpreter, whatever kernels the user has installed; do not wait for it."""
    manager = AsyncKernelManager(connection_file=str(scratch / f"kernel-{uuid.uuid4().hex}.json"))
    preload = f"--preload={','.join(workbench_imports(node))}"
    arguments = ["-f", "{connection_file}", "--HistoryManager.enabled=False", preload]
    manager._kernel_spec = KernelSpec(
        argv=[sys.executable, "-P", "-m", "workbench.reports.kernel", *arguments],
        display_name="Python of the workbench",
        language="python",
    )
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}  # what C code prints may quote data
    run_sync(manager.start_kernel)(cwd=str(cwd), env=environment, **quiet)
    return manager


def workbench_imports(node: nbformat.NotebookNode) -> list[str]:
    """Names of the workbench's modules that the code cells of a notebook import."""
    found: dict[str, None] = {}
    for cell in node.cells:
        if cell.cell_type == "code":
            found |= dict.fromkeys(_imports(cell.source))
    return [name for name in found if name.split(".")[0] == "workbench"]


def _imports(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for statement in ast.walk(tree):
        if isinstance(statement, ast.ImportFrom) and statement.module == "workbench":
            yield from (f"workbench.{alias.name}" for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom):
            yield statement.module or ""
        elif isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names)
