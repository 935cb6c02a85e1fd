"""A process that ends at once when the one that started it is gone, be it killed: it holds answers in its memory."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_SIGNAL_AT_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


def end_with_parent(parent: int | None = None) -> None:
    """Have the system end this process with its parent.

    Linux only. Elsewhere ipykernel looks for its parent each second, between two steps of Python.

    Parameters
    ----------
    parent : int, optional
        Process id of the parent that is meant: if it is gone before this call, this process ends here.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_SIGNAL_AT_DEATH_OF_PARENT, signal.SIGKILL)
    if parent is not None and os.getppid() != parent:
        os._exit(1)
