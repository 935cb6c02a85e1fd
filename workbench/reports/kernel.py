"""The kernel of a run: an ordinary IPython kernel that keeps the words of foreign errors to itself.

A library may quote data in its error message or traceback. So the message of an error is sent only if the error is one
of ours (their sentences never hold answers); of any other error, only its type and the lines of the workbench
that it passed leave this process.

It stands outside the rooms of reports, so that a kernel starts without importing the runner.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import signal
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from ipykernel.kernelapp import IPKernelApp

import workbench
from workbench.errors import WorkbenchError
from workbench.wording import is_sentence

_PACKAGE = Path(workbench.__file__).parent
_SIGNAL_AT_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_PRELOAD = "--preload="


def describe(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> str:
    """Say what may be told about an error, as JSON: its type, our classes above it, message if ours, and frames."""
    ours = issubclass(kind, WorkbenchError)
    message = error.in_report if isinstance(error, WorkbenchError) else ""
    message = message if is_sentence(message) else ""
    frames = [
        f"{Path(frame.filename).relative_to(_PACKAGE.parent).as_posix()}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(trace)
        if Path(frame.filename).is_relative_to(_PACKAGE)
    ]
    kinds = [base.__name__ for base in kind.__mro__ if issubclass(base, WorkbenchError)] if ours else []
    return json.dumps({"type": kind.__name__, "kinds": kinds, "message": message, "frames": frames})


def _end_with_runner() -> None:
    """Have the system end this kernel at once when its runner is gone, be it killed; it holds answers in its memory.

    Linux only. Elsewhere ipykernel looks for its parent each second, between two steps of Python.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_SIGNAL_AT_DEATH_OF_PARENT, signal.SIGKILL)
    if os.getppid() != int(os.environ.get("JPY_PARENT_PID", os.getppid())):  # gone before the line above
        os._exit(1)


def main() -> None:
    """Start the kernel with the arguments of ipykernel and, of ours, the modules to import before the first cell."""
    _end_with_runner()
    own = [argument for argument in sys.argv[1:] if argument.startswith(_PRELOAD)]
    app = IPKernelApp.instance()
    app.initialize([argument for argument in sys.argv[1:] if argument not in own])
    for name in own[0].removeprefix(_PRELOAD).split(",") if own else []:
        with contextlib.suppress(Exception):  # the import cell meets the same fault and shows it
            importlib.import_module(name)
    shell: Any = app.shell
    send = shell._showtraceback  # the one place through which every error leaves the kernel

    def send_described(kind: type[BaseException], error: BaseException | None, _: list[str]) -> None:
        described = describe(kind, error, getattr(error, "__traceback__", None))
        send(type(kind.__name__, (Exception,), {}), "", [described])

    shell._showtraceback = send_described
    app.start()


if __name__ == "__main__":
    main()
