"""The warm process as its starter sees it."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import RunError
from workbench.reports.warm.running_task import RunningTask

if TYPE_CHECKING:  # papermill imports this with whatever notebook: it must cost nothing
    from workbench.disclosure.plan import ProtectionPlan
    from workbench.intake import Survey

# One thread: a fork copies no other; sums then run in one order and give the same bytes on every run; and two notebooks
# never fight for cores.
ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")
# Arrow's own memory pools work with a thread of their own.
_ARROW = {"ARROW_DEFAULT_MEMORY_POOL": "system", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
_STATUS = struct.Struct("i")
_KILLED = -int(signal.SIGKILL)
_END = 5  # seconds; for killing what notebooks started it takes less than one


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

    at_once = 2  # more children of one report take memory, and few machines of users have more idle cores

    def __init__(self, *, modules: Sequence[str], environment: Mapping[str, str], folder: Path) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "workbench.reports.warm", str(os.getpid()), *modules],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,  # what C code prints may quote data
                stderr=subprocess.DEVNULL,
                env={**environment, **ONE_THREAD, **_ARROW},
                cwd=folder,
                start_new_session=True,  # Ctrl-C is for the runner, which ends this process
            )
        self._lock = threading.Lock()
        self._has_children = False

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process, and with it its children and whatever they started."""
        self._control.close()  # its guardian sees that
        if self._has_children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_END)
        self._process.kill()
        self._process.wait()

    def give(self, survey: Survey, plan: ProtectionPlan, *, path: Path, codebook: Path, scratch: Path) -> None:
        """Hand over what was read and computed already, so that no notebook does it again."""
        given = {"survey": survey, "plan": plan, "path": path, "codebook": codebook}
        self.hand(given, to="workbench.reports.warm.given", scratch=scratch)

    def hand(self, content: object, *, to: str, scratch: Path) -> None:
        """Hand over something to the module ``to``, whose ``take`` keeps it for all children to come.

        Parameters
        ----------
        content : object
            What can be pickled.
        to : str
        scratch : Path
            Readable by its owner only.
        """
        handed = scratch / f"{to}.pickle"
        handed.write_bytes(pickle.dumps(content))
        self._send(b"take " + to.encode() + b" " + os.fsencode(handed))

    def start(self, request: Mapping[str, Any]) -> RunningTask:
        """Have a child do something; what the system's libraries read at their start stays as it is in this process.

        Parameters
        ----------
        request : mapping of str to value
            As `run_in_child` takes it.
        """
        self._has_children = True
        conversation, theirs = socket.socketpair()
        told, telling = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs, telling:
            self._send(b"run ", [theirs.fileno(), telling.fileno()])
        return RunningTask(Connection(conversation.detach()), _Told(told), request)

    def _send(self, message: bytes, descriptors: Sequence[int] = ()) -> None:
        try:
            with self._lock:
                socket.send_fds(self._control, [message], list(descriptors))
        except OSError as error:
            raise RunError(
                "The process that runs the notebooks ended by itself; most often memory was full. Close other "
                "programs or take a larger machine, and run the same command again."
            ) from error


class _Told:
    """A child of the warm process, as far as that tells of it."""

    def __init__(self, told: socket.socket) -> None:
        self._told = told

    def end(self) -> int:
        """Kill what still runs of it, and return its exit status."""
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
