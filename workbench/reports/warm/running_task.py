"""What a child of this or the warm process does, as its starter sees it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping
from multiprocessing.connection import Connection
from typing import Any, Protocol

BEGUN = b"begun"


class Child(Protocol):
    """A child process."""

    def end(self) -> int:
        """Kill what still runs of it, and return the exit status as ``subprocess`` has it: minus the signal."""


class Starter(Protocol):
    """Something that has children."""

    def start(self, request: Mapping[str, Any]) -> RunningTask:
        """Have a child do something."""


class RunningTask:
    """A task that a child works at."""

    def __init__(self, connection: Connection, child: Child, request: Mapping[str, Any]) -> None:
        self._connection = connection
        self._child = child
        self.answer(request)

    def answer(self, message: Mapping[str, Any]) -> None:
        """Tell the child something; one that died is told nothing, and `messages` ends at once."""
        with contextlib.suppress(OSError):
            self._connection.send_bytes(json.dumps(message).encode())

    def wait(self, *, seconds: float) -> bool:
        """Wait until the child has begun: the warm process may still be importing. False: it has not, or it died."""
        try:
            return self._connection.poll(seconds) and self._connection.recv_bytes() == BEGUN
        except (EOFError, OSError):
            return False

    def messages(self, *, seconds_left: Callable[[], float]) -> Iterator[dict[str, Any]]:
        """Yield what the child tells, as it comes, until it has ended.

        Parameters
        ----------
        seconds_left : callable
            Asked before each message: for how long it is waited for; infinity: as long as it takes.

        Raises
        ------
        TimeoutError
            None came in that time.
        """
        while True:
            left = seconds_left()
            if not self._connection.poll(None if left == float("inf") else left):
                raise TimeoutError
            try:
                message = json.loads(self._connection.recv_bytes())
            except (EOFError, OSError):
                return
            yield message

    def end(self) -> int:
        """Kill what still runs of it, and return the exit status as ``subprocess`` has it: minus the signal."""
        self._connection.close()
        return self._child.end()
