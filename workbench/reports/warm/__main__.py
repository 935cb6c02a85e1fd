"""The warm process: imports what notebooks import once, then forks a child for each of them.

It talks with the one that started it on standard input, a socket of packets: ``run`` with two descriptors (the
conversation with the child, and a socket for its process descriptor and, later, its exit status) or ``take`` with a
module and the path of what it is given. Its guardian ends it when the other side closes, and all that descends from it.

A fork copies one thread only, and locks as they are, so nothing here may start another: no kernel, no pool, no solver.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import select
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from pathlib import Path

from workbench.reports.guardian import adopt_orphans, end_children, guarded
from workbench.reports.scratch_folder import remove_beside_own
from workbench.reports.warm.child import run_in_child
from workbench.wording import asked_languages, signs_of_numbers, speaking, translated

_STATUS = struct.Struct("i")


def warm_up(modules: Sequence[str]) -> None:
    """Import the shell and what the notebooks import, read the catalogues that they speak by, and load fonts."""
    for name in ("workbench.reports.warm.cells", *modules):
        with contextlib.suppress(Exception):  # the import cell meets the same fault and shows it
            importlib.import_module(name)
    for language in asked_languages():
        with speaking(language):
            translated("")  # reads the catalogue
            signs_of_numbers()
    if "workbench.plots" in sys.modules:  # by whichever import
        from workbench.plots import draw_once

        draw_once()


class _Children:
    """Children that run, and where their end is told."""

    def __init__(self) -> None:
        self._told: dict[int, socket.socket] = {}

    def start(self, control: socket.socket, conversation: int, told: int) -> None:
        """Fork a child for a conversation, and tell its process descriptor."""
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            for number in (signal.SIGCHLD, signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            signal.set_wakeup_fd(-1)
            control.close()
            os.close(told)
            for other in self._told.values():
                other.close()
            run_in_child(conversation, parent=parent)
        os.close(conversation)
        status = socket.socket(fileno=told)
        descriptor = os.pidfd_open(pid)
        with contextlib.suppress(OSError):  # the other side gave up meanwhile
            socket.send_fds(status, [str(pid).encode()], [descriptor])
        os.close(descriptor)
        self._told[pid] = status

    def reap(self) -> None:
        """Tell the exit status of those that ended, and end what these had started, which has come to this process."""
        some = False
        with contextlib.suppress(ChildProcessError):  # there is none any more
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                some = True
                if (told := self._told.pop(ended[0], None)) is not None:
                    with told, contextlib.suppress(OSError):
                        told.send(_STATUS.pack(os.waitstatus_to_exitcode(ended[1])))
        if some:
            end_children(but=self._told)


def main() -> None:
    """Serve until the other side closes."""
    starter, *modules = sys.argv[1:]
    # While this process imports, it does not listen.
    guarded(int(starter), at_end=remove_beside_own, hangs_up=sys.stdin.fileno())
    adopt_orphans()
    control = socket.socket(fileno=os.dup(sys.stdin.fileno()))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)  # else children hold the socket
    woken, wake = socket.socketpair()
    for end in (woken, wake):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    warm_up(modules)
    gc.collect()
    gc.freeze()  # so that collecting in a child does not copy every page
    children = _Children()
    while True:
        ready, _, _ = select.select([control, woken], [], [])
        if woken in ready:
            with contextlib.suppress(BlockingIOError):
                woken.recv(4096)
            children.reap()
        if control in ready:
            message, descriptors, _, _ = socket.recv_fds(control, 65536, 2)
            if not message:
                return
            kind, _, rest = message.partition(b" ")
            if kind == b"take":
                module, _, path = rest.partition(b" ")
                _take(module.decode(), Path(os.fsdecode(path)))
            else:
                children.start(control, *descriptors)


def _take(module: str, path: Path) -> None:
    importlib.import_module(module).take(pickle.loads(path.read_bytes()))  # written by the runner that started this one
    path.unlink()
    gc.collect()
    gc.freeze()


if __name__ == "__main__":
    main()
