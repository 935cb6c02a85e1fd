"""The group of all commands: what an error, an interruption and `--debug` mean."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click

from workbench.errors import WorkbenchError
from workbench.file_paths import typed_path


class _TypedPath(click.Path):
    """A path that a file can have; whether there is one is for the command to say."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return it."""
        return typed_path(str(super().convert(value, param, ctx)))


EXISTING = _TypedPath(path_type=Path)
FAILED, REFUSED = 1, 2
_INTERRUPTED, _READER_GONE = 130, 141  # as a shell says SIGINT and SIGPIPE


class Commands(click.Group):
    """Turns errors into one message on standard error; a traceback only with --debug."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; leave with 1 where it failed, 2 where it was refused, 130 interrupted, 141 unread."""
        signal.signal(signal.SIGTERM, _interrupt)  # a stopped timer or terminal leaves a `.failed` folder, no kernel
        try:
            return super().invoke(ctx)
        except click.ClickException:
            raise
        except click.exceptions.Exit:
            raise
        except WorkbenchError as error:
            words = "\n".join([str(error), *getattr(error, "__notes__", ())])
            _stop(words, code=REFUSED, debug=ctx.params["debug"])
        except click.Abort as error:
            if isinstance(error.__context__, KeyboardInterrupt):
                _stop("Interrupted.", code=_INTERRUPTED, debug=False)
            click.echo(err=True)  # behind the question
            _stop("The input ended at a question, so the command stopped.", code=FAILED, debug=ctx.params["debug"])
        except BrokenPipeError:  # the reader of the output, such as `head`, has gone
            _write_nowhere()
            raise SystemExit(_READER_GONE) from None
        except KeyboardInterrupt:
            _stop("Interrupted.", code=_INTERRUPTED, debug=False)
        except Exception as error:  # noqa: BLE001  # the message may quote data, so it is not shown unasked
            _stop(
                f"The workbench met an unexpected {type(error).__name__}. Run `workbench --debug …` to see where; "
                "the traceback may quote data, so read it before you pass it on.",
                code=FAILED,
                debug=ctx.params["debug"],
            )


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _write_nowhere() -> None:
    """Keep the end of the program from writing to a pipe that nobody reads."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # one that is no file has nothing to lose
            os.dup2(nowhere, stream.fileno())


def _stop(message: str, *, code: int, debug: bool) -> NoReturn:
    if debug:
        traceback.print_exc()
    click.echo(message, err=True)
    raise SystemExit(code)
