"""What may be told about an error of a notebook: a library may quote data in its message or traceback.

So the message is told only of our own errors (their sentences never hold answers); of any other error, only its type
and the lines of the workbench that it passed. Imported by every process that runs cells, so it imports little.
"""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from types import TracebackType

import workbench
from workbench.errors import WorkbenchError
from workbench.wording import is_sentence

_PACKAGE = Path(workbench.__file__).parent


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
