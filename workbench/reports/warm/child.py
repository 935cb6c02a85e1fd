"""A child of the warm process: runs one notebook, or another task, and ends; nothing that it does reaches another."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import random
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workbench.reports.end_with_parent import end_with_parent
from workbench.reports.guardian import adopt_orphans
from workbench.reports.warm.running_task import BEGUN


def run_in_child(conversation: int, *, parent: int) -> None:
    """Run what is asked for on a connection; never returns.

    Parameters
    ----------
    conversation : int
        File descriptor of the connection. A request comes in, ``{"folder", "environment", "memory", "task", …}``; what
        the task tells goes out, then ``{"ended": true}``. A task is the name of a module whose
        ``run(request, connection)`` does the work.
    parent : int
        Process id of the warm process, with which this one ends.
    """
    try:
        os.setsid()  # so that whatever a notebook starts can be killed with it
        end_with_parent(parent)
        adopt_orphans()  # as long as it lives, what it starts is its own
        connection = Connection(conversation)
        request: dict[str, Any] = json.loads(connection.recv_bytes())
        connection.send_bytes(BEGUN)
        _settle(request)
        importlib.import_module(request["task"]).run(request, connection)
        connection.send_bytes(b'{"ended": true}')
    finally:
        os._exit(0)  # no clean-up of the warm process runs here


def _settle(request: dict[str, Any]) -> None:
    """Take folder, environment, limits and chance of one's own, as a new process has them."""
    with contextlib.suppress(OSError):  # where memory is full, a notebook ends before those that wait for it
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    if megabytes := request.get("memory"):
        import resource  # not there on Windows, where this module is read too

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    tempfile.tempdir = None  # read anew from the environment
    random.seed()
    import numpy as np  # papermill imports this module with whatever notebook: it must cost nothing

    np.random.seed()  # a notebook may use the old generator: it must not repeat another's draws
