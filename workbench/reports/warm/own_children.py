"""Children forked by this very process, which must have one thread only, one after the other."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.reports.guardian import end_descendants
from workbench.reports.warm.child import run_in_child
from workbench.reports.warm.given import take
from workbench.reports.warm.running_task import RunningTask

if TYPE_CHECKING:
    from workbench.disclosure.plan import ProtectionPlan
    from workbench.intake import Survey


class OwnChildren:
    """Forks a child for each task, as the warm process does; what this process has imported and read, they have."""

    at_once = 1

    def start(self, request: Mapping[str, Any]) -> RunningTask:
        """Have a child do something."""
        conversation, theirs = socket.socketpair()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            conversation.close()
            run_in_child(theirs.detach(), parent=parent)
        theirs.close()
        return RunningTask(Connection(conversation.detach()), _Own(pid), request)

    def give(self, survey: Survey, plan: ProtectionPlan, *, path: Path, codebook: Path, scratch: Path) -> None:
        """Hand over what was read and computed already; nothing is written, since children share it."""
        take({"survey": survey, "plan": plan, "path": path, "codebook": codebook})

    def close(self) -> None:
        """Nothing is left: each child ended with its task."""


class _Own:
    def __init__(self, pid: int) -> None:
        self._pid = pid

    def end(self) -> int:
        """Kill what still runs of it, and return its exit status."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        status = os.waitpid(self._pid, 0)[1]
        end_descendants()  # whatever the notebook started has come to this process, which has no other children
        return os.waitstatus_to_exitcode(status)
