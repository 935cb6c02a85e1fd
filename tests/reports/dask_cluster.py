"""A real Dask cluster on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.reports import batches

DASK = str(Path(sys.executable).with_name("dask"))


class DaskCluster:
    """A scheduler, and workers that are started one by one.

    Parameters
    ----------
    folder : Path
        Where its files and logs lie.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: list[subprocess.Popen] = []
        folder.mkdir()
        address = folder / "scheduler.json"
        # port 0: a free one, which the file says
        self.scheduler = self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(address))
        self.address = _waited_for(lambda: _address(address))

    def worker(self, name: str, **environment: str) -> subprocess.Popen:
        """Start a worker that nobody starts again, with one thread."""
        arguments = [self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--name", name]
        return self._start("worker", *arguments, "--local-directory", str(self._folder), **environment)

    def _start(self, kind: str, *arguments: str, **environment: str) -> subprocess.Popen:
        log = (self._folder / f"{kind}-{len(self._running)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [DASK, kind, "--host", "127.0.0.1", *arguments],
                cwd=self._folder,  # not the project: what workers need they are told
                env={**os.environ, "PYTHONPATH": str(Path(batches.__file__).parents[2]), **environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def close(self) -> None:
        """End what still runs."""
        for process in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextlib.contextmanager
def dask_cluster(folder: Path) -> Iterator[DaskCluster]:
    """Start a scheduler, and end it and its workers."""
    cluster = DaskCluster(folder)
    try:
        yield cluster
    finally:
        cluster.close()


def _address(file: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return json.loads(file.read_text(encoding="utf-8"))["address"]
    return ""


def _waited_for(found) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.1)
    raise TimeoutError("the scheduler did not start")
