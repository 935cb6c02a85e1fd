"""The warm process as its starter sees it: ask for a notebook, hear of each cell, learn how it ended."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import RunError

if TYPE_CHECKING:  # papermill imports this with whatever notebook: it must cost nothing
    from workbench.disclosure.plan import ProtectionPlan
    from workbench.intake import Survey

# One thread: a fork copies no other; sums then run in one order and give the same bytes on every run; and two notebooks
# never fight for cores.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
# Arrow's own memory pools work with a thread of their own.
_ARROW = {"ARROW_DEFAULT_MEMORY_POOL": "system", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
_READING = "workbench.intake"
_STATUS = struct.Struct("i")
BEGUN = b"begun"
_PATIENCE = 2  # seconds; importing, it does not listen
_KILLED = -int(signal.SIGKILL)


class WarmProcess:
    """A process that has imported what notebooks import, and forks a child for each of them; Linux only.

    Parameters
    ----------
    modules : sequence of str
        What to import before the first notebook.
    environment : mapping of str to str
        Of the process.
    folder : Path
        Its working directory.
    """

    def __init__(self, *, modules: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "workbench.reports.warm", *modules],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,  # what C code prints may quote data
                stderr=subprocess.DEVNULL,
                env={**environment, **ONE_THREAD, **_ARROW},
                cwd=folder,
                start_new_session=True,  # Ctrl-C is for the runner, which ends this process
            )
        self._reads_surveys = _READING in modules
        self._lock = threading.Lock()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process and all its children."""
        self._control.close()
        try:
            self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def give(self, survey: Survey, plan: ProtectionPlan, *, path: Path, codebook: Path, scratch: Path) -> None:
        """Hand over what was read and computed already, so that no notebook that reads surveys does it again."""
        if not self._reads_surveys:
            return
        handed = scratch / "given.pickle"
        handed.write_bytes(pickle.dumps({"survey": survey, "plan": plan, "path": path, "codebook": codebook}))
        self._send(b"survey " + os.fsencode(handed))

    def start(
        self, cells: Sequence[Mapping[str, Any]], *, folder: Path, environment: Mapping[str, str], described: bool
    ) -> RunningNotebook:
        """Have a child run the code cells of a notebook.

        Parameters
        ----------
        cells : sequence of mapping
            As JSON.
        folder : Path
            Working directory of the child.
        environment : mapping of str to str
            Of the child; what the system's libraries read at their start stays as it is in the warm process.
        described : bool
            Whether errors are told without foreign words, for a report, or whole.
        """
        conversation, theirs = socket.socketpair()
        told, telling = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, telling:
            self._send(b"run ", [theirs.fileno(), telling.fileno()])
        request = {
            "cells": list(cells),
            "folder": str(folder),
            "environment": dict(environment),
            "described": described,
        }
        return RunningNotebook(Connection(conversation.detach()), told, request)

    def _send(self, message: bytes, descriptors: Sequence[int] = ()) -> None:
        try:
            with self._lock:
                socket.send_fds(self._control, [message], list(descriptors))
        except OSError as error:
            raise RunError(
                "The process that runs the notebooks ended by itself; most often memory was full. Close other "
                "programs, or run the report with `--engine kernel`."
            ) from error


class RunningNotebook:
    """A notebook that a child of the warm process runs."""

    def __init__(self, connection: Connection, told: socket.socket, request: Mapping[str, Any]) -> None:
        self._connection = connection
        self._told = told
        with contextlib.suppress(OSError):  # it died: `messages` then ends at once
            connection.send_bytes(json.dumps(request).encode())

    def wait(self, *, seconds: float) -> bool:
        """Wait until the child has begun: the warm process may still be importing. False: it has not, or it died."""
        try:
            return self._connection.poll(seconds) and self._connection.recv_bytes() == BEGUN
        except (EOFError, OSError):
            return False

    def messages(self, *, deadline: float) -> Iterator[dict[str, Any]]:
        """Yield what the child tells, as it comes, until it has ended.

        Parameters
        ----------
        deadline : float
            Of ``time.monotonic()``.

        Raises
        ------
        TimeoutError
            The deadline passed.
        """
        while True:
            left = max(deadline - time.monotonic(), 0.0)
            if not self._connection.poll(None if left == float("inf") else left):
                raise TimeoutError
            try:
                message = json.loads(self._connection.recv_bytes())
            except (EOFError, OSError):
                return
            yield message

    def end(self) -> int:
        """Kill what still runs of it, and return the exit status as ``subprocess`` has it: minus the signal."""
        self._connection.close()
        try:
            pid, descriptors, _, _ = socket.recv_fds(self._told, 32, 1)
            if not descriptors:
                return _KILLED  # the warm process is gone, and its children with it
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(descriptors[0], signal.SIGKILL)
            os.close(descriptors[0])
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(int(pid), signal.SIGKILL)  # whatever the notebook started
            status = self._told.recv(_STATUS.size)
            return int(_STATUS.unpack(status)[0]) if status else _KILLED
        finally:
            self._told.close()
