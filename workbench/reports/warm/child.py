"""A child of the warm process: runs one notebook and ends; nothing that it does reaches another."""

from __future__ import annotations

import json
import os
import random
import tempfile
from multiprocessing.connection import Connection
from typing import Any

import numpy as np

from workbench.reports.end_with_parent import end_with_parent
from workbench.reports.warm.cells import new_shell, run_cells
from workbench.reports.warm.warm_process import BEGUN


def run_in_child(conversation: int, *, parent: int) -> None:
    """Run the notebook that is asked for on a connection; never returns.

    Parameters
    ----------
    conversation : int
        File descriptor of the connection. A request comes in, ``{"cells", "folder", "environment", "described"}``;
        what `run_cells` tells goes out, then ``{"ended": true}``.
    parent : int
        Process id of the warm process, with which this one ends.
    """
    try:
        os.setsid()  # so that whatever a notebook starts can be killed with it
        end_with_parent(parent)
        connection = Connection(conversation)
        request: dict[str, Any] = json.loads(connection.recv_bytes())
        connection.send_bytes(BEGUN)
        _settle(request)
        run_cells(
            request["cells"],
            shell=new_shell(described=request["described"]),
            tell=lambda message: connection.send_bytes(json.dumps(message).encode()),
        )
        connection.send_bytes(b'{"ended": true}')
    finally:
        os._exit(0)  # no clean-up of the warm process runs here


def _settle(request: dict[str, Any]) -> None:
    """Take folder, environment and chance of one's own, as a new process has them."""
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    tempfile.tempdir = None  # read anew from the environment
    random.seed()
    np.random.seed()  # a notebook may use the old generator: it must not repeat another's draws
