"""A process between a starter and what it starts, which sees to it that nothing is left when either of them ends.

A process that a notebook starts, in a session of its own say, would outlive a runner that is killed: nobody is there
any more to end it. Linux hands orphans to the nearest ancestor that asks for them; so all come to the guardian.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from workbench.reports.end_with_parent import end_with_parent

_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


def guarded(starter: int, *, at_end: Callable[[], None], hangs_up: int | None = None) -> None:
    """Go on in a child of this process, which stays behind as its guardian; Linux only, elsewhere do nothing.

    When the child ends, or the starter does, the guardian kills whatever descends from it, and ends as the child did.

    Parameters
    ----------
    starter : int
        Process id of the parent of this process: if it is gone already, this process ends here.
    at_end : callable
        What the guardian does when nothing that it guarded is left.
    hangs_up : int, optional
        Descriptor of a socket whose other side the starter closes when nothing is wanted any more.
    """
    if sys.platform != "linux":
        return
    adopt_orphans()
    guardian = os.getpid()
    child = os.fork()
    if child:
        _guard(child, starter=starter, at_end=at_end, hangs_up=hangs_up)
    end_with_parent(guardian)


def _guard(child: int, *, starter: int, at_end: Callable[[], None], hangs_up: int | None) -> NoReturn:
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupted cell is no end
        with suppress(ProcessLookupError):  # the starter is gone
            watched = select.poll()
            watched.register(os.pidfd_open(child), select.POLLIN)
            watched.register(os.pidfd_open(starter), select.POLLIN)
            if hangs_up is not None:
                watched.register(hangs_up, 0)  # tells of its hanging up alone
            if os.getppid() == starter:
                watched.poll()
        status = end_descendants(child)
        at_end()
    finally:
        os._exit(status & 0xFF)  # no clean-up of the child runs here


def adopt_orphans() -> None:
    """Have the system make this process the parent of its descendants whose own parent ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)


def end_descendants(child: int | None = None) -> int:
    """Kill the children of this process until there is none: those of a killed one come to it if it adopts orphans.

    Returns
    -------
    int
        Exit status of the child that is named, as ``subprocess`` has it.
    """
    found = 1
    while True:
        end_children()
        try:
            pid, status = os.waitpid(-1, 0)
        except ChildProcessError:
            return found
        if pid == child:
            found = os.waitstatus_to_exitcode(status)


def end_children(*, but: Collection[int] = ()) -> None:
    """Kill the children of this process but some; whoever wants to know how they ended waits for them."""
    own = os.getpid()
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            pid = int(status.parent.name)
            if pid not in but and int(status.read_bytes().rpartition(b")")[2].split()[1]) == own:
                os.kill(pid, signal.SIGKILL)
