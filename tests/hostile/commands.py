"""The command as a person gives it, hundreds of times: each in a process of its own that has imported it already.

`python -m tests.hostile.commands` reads a request a line, ``{"words", "folder", "environment"}``, and forks a child,
which takes the words for its `sys.argv` and runs `workbench.cli` as the main module, as the installed script does. Its
exit status and what it wrote come back. Only the seconds of the imports are saved; tests that give one command with
many values start a process in the ordinary way (`real`).
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import runpy
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

import nbformat

LONGEST_WORD = 2**17 - 1  # bytes of one word or variable that Linux hands to a program
_ROOT = Path(__file__).parents[2]
_AT_ONCE = 2
_NEEDED = [f"workbench.{name}" for name in ("cli", "reports.batches", "reports.comparing", "reports.unattended")]


class Done(NamedTuple):
    """How a command ended."""

    exit_code: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


def can_be_given(text: str) -> bool:
    """Whether the system hands such a word or variable to a program."""
    return "\0" not in text and len(os.fsencode(text)) < LONGEST_WORD


def real(words: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Done:
    """Start the command by the system, in the current folder."""
    around = {**os.environ, "PYTHONPATH": str(_ROOT), **(environment or {})}
    command = [sys.executable, "-P", "-m", "workbench.cli", *words]
    done = subprocess.run(command, env=around, capture_output=True, text=True, encoding="utf-8", check=False)
    return Done(done.returncode, done.stdout, done.stderr)


class Commands:
    """Processes that have imported the command and wait for words."""

    def __init__(self) -> None:
        one_thread = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"), "1")  # a fork copies no other
        self._waiting: queue.Queue[subprocess.Popen[str]] = queue.Queue()
        for _ in range(_AT_ONCE):
            process = subprocess.Popen(
                [sys.executable, "-m", __name__],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **one_thread},
                cwd=_ROOT,
                text=True,
            )
            self._waiting.put(process)

    def __call__(self, *words: str) -> Done:
        """Give a command in the current folder, with the environment of this process."""
        assert all(map(can_be_given, words))
        request = {"words": words, "folder": os.getcwd(), "environment": dict(os.environ)}
        process = self._waiting.get()
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            return Done(*json.loads(process.stdout.readline()))
        finally:
            self._waiting.put(process)

    def each(self, commands: Iterable[Sequence[str]]) -> list[Done]:
        """Give commands, some at the same time; return how they ended, in their order."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            return list(threads.map(lambda words: self(*words), commands))

    def close(self) -> None:
        for _ in range(_AT_ONCE):
            with self._waiting.get() as process:
                process.stdin.close()


@contextmanager
def commands() -> Iterator[Commands]:
    """Yield processes that wait, and end them."""
    waiting = Commands()
    try:
        yield waiting
    finally:
        waiting.close()


def _serve() -> None:
    for name in _NEEDED:
        importlib.import_module(name)
    nbformat.validate(nbformat.v4.new_notebook())  # makes the rules that it reads notebooks by
    assert threading.active_count() == 1
    for line in sys.stdin:
        request = json.loads(line)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            pid = os.fork()
            if pid == 0:
                _run(request, out, err)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            print(json.dumps([code, *(_text(file) for file in (out, err))]), flush=True)  # noqa: T201


def _run(request: Mapping[str, object], out: IO[bytes], err: IO[bytes]) -> None:
    code: object = 1
    try:
        with open(os.devnull, "rb") as nothing:
            for number, file in enumerate((nothing, out, err)):
                os.dup2(file.fileno(), number)
        os.environ.clear()
        os.environ.update(request["environment"])
        tempfile.tempdir = None
        os.chdir(request["folder"])
        sys.argv = ["workbench", *request["words"]]
        runpy.run_module("workbench.cli", run_name="__main__")
    except SystemExit as ending:
        code = ending.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8")


if __name__ == "__main__":
    _serve()
