"""Starting and stopping the kernel processes of a run."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.utils import run_sync

import workbench
from workbench.disclosure import PRIVATE_FOLDER

# One thread: sums then run in one order and give the same bytes on every run, and two kernels never fight for cores.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
# PYTHONWARNINGS=error would turn a letter that a font lacks into a failed notebook.
_NOT_INHERITED = ("PYTHONSTARTUP", "MPLBACKEND", "PYTHONWARNINGS", PRIVATE_FOLDER)


class Kernels:
    """The kernels of a run, one per notebook; the next one starts and imports while the present one works.

    Parameters
    ----------
    nodes : sequence of NotebookNode
        The notebooks that will run, in order; `take` gives the kernel of the next.
    cwd : Path
        Working directory of the kernels.
    scratch : Path
        Folder for connection files and whatever the kernels write in passing, readable by its owner only.
    private : sequence of Path
        Where each notebook writes its tables with full precision; empty: nowhere.
    """

    def __init__(
        self, nodes: Sequence[nbformat.NotebookNode], *, cwd: Path, scratch: Path, private: Sequence[Path] = ()
    ) -> None:
        self._nodes = list(nodes)
        self._private: list[Path | None] = [*private] or [None] * len(self._nodes)
        self._cwd = cwd
        self._scratch = scratch
        self._started: list[AsyncKernelManager] = []
        self._n_taken = 0

    def __enter__(self) -> Kernels:
        """Start the first kernel."""
        self._start_next()
        return self

    def __exit__(self, *_: object) -> None:
        """Kill what still runs."""
        for manager in self._started:
            if manager.has_kernel:
                run_sync(manager.shutdown_kernel)(now=True)

    def take(self) -> AsyncKernelManager:
        """Return the kernel of the next notebook, and start the one after it."""
        manager = self._started[self._n_taken]
        self._n_taken += 1
        self._start_next()
        return manager

    def _start_next(self) -> None:
        if len(self._started) < len(self._nodes):
            place = len(self._started)
            environment = _environment(self._scratch, self._private[place])
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


def _environment(scratch: Path, private: Path | None = None) -> dict[str, str]:
    """Environment of the kernel: scratch files in our folder, no start-up files of the user, one thread."""
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    environment |= dict.fromkeys(_THREADS, "1")
    paths = [str(Path(workbench.__file__).parents[1]), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))  # the very workbench that runs here
    environment |= {"IPYTHONDIR": str(scratch / "ipython"), "TMPDIR": str(scratch), "PYTHONHASHSEED": "0"}
    if not os.access(Path.home(), os.W_OK):
        environment["MPLCONFIGDIR"] = str(scratch / "matplotlib")
    if private is not None:
        environment[PRIVATE_FOLDER] = str(private)
    return environment
