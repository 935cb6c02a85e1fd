"""The kernel of a run: an ordinary IPython kernel that keeps the words of foreign errors to itself.

It stands outside the rooms of reports, so that a kernel starts without importing the runner.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from typing import Any

from ipykernel.kernelapp import IPKernelApp

from workbench.reports.guardian import guarded
from workbench.reports.scratch_folder import remove_beside_own
from workbench.reports.told_errors import describe

_PRELOAD = "--preload="


def main() -> None:
    """Start the kernel with the arguments of ipykernel and, of ours, the modules to import before the first cell."""
    guarded(int(os.environ.get("JPY_PARENT_PID", os.getppid())), at_end=remove_beside_own)
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
