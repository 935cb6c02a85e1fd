"""The process that makes the reports of a plan, and writes down at its very end how it ended."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

from workbench.errors import DataError, WorkbenchError
from workbench.reports.told_errors import describe
from workbench.reports.unattended.carry_out import carry_out
from workbench.reports.unattended.plan import read_plan
from workbench.reports.unattended.unchanged import is_unchanged
from workbench.wording import say, say_count

if TYPE_CHECKING:
    from workbench.reports.batches import Batch
    from workbench.reports.running import Run

Told = dict[str, Any]  # of a RunRecord: status, message, page, reports
_TIMED_OUT = "timed out"


def main(words: list[str]) -> None:
    """Make the reports of ``PLAN ENDING [LAST-FINGERPRINT]`` and write their ending; the log gets what is said.

    A fingerprint asks for nothing to be done where it is that of now.
    """
    plan, ending, *before = words
    signal.signal(signal.SIGTERM, _interrupt)
    told = attempt(Path(plan), Path(ending).parent, [Path(path) for path in before])
    new = Path(f"{ending}.new")
    new.write_text(json.dumps(told), encoding="utf-8")
    os.replace(new, ending)


def attempt(path: Path, folder: Path, before: Sequence[Path]) -> Told:
    """Make the reports of a plan, and return what its record says of the end.

    Parameters
    ----------
    path : Path
        The plan.
    folder : Path
        Of the run.
    before : sequence of Path
        What the last report was made from: where it is the same now, nothing is done. Empty: it is made in any case.
    """
    try:
        plan = read_plan(path)
        if before and not plan.by and is_unchanged(plan, folder, before[0]):
            return {"status": "nothing to do", "message": say("Nothing has changed since the last report.")}
        return _ending(carry_out(plan))
    except WorkbenchError as error:
        _say(str(error))
        return {"status": "refused", "message": told_of(error)}
    except KeyboardInterrupt:
        return {"status": "interrupted", "message": say("It was stopped from outside.")}
    except Exception as error:  # noqa: BLE001  # the message may quote data, so it stands nowhere
        message = say("The workbench met an unexpected {kind}.", kind=type(error).__name__)
        _say("\n".join([message, *json.loads(describe(type(error), error, error.__traceback__))["frames"]]))
        return {"status": "failed", "message": message}


def told_of(error: WorkbenchError) -> str:
    """Return what a mail may say of a refusal: messages about data name codes and how few rows have them."""
    if isinstance(error, DataError) and error.in_report == str(error):
        return say("The data or the codebook stand against it; the log says what is wrong and what to do.")
    return error.in_report


def _ending(finished: Batch | Run) -> Told:
    from workbench.reports.batches import Batch

    page = {"page": str(finished.page)}
    if isinstance(finished, Batch):
        if not finished.faulty:
            anew = say(
                "{n} of {all} reports were made, and the others stand.", n=len(finished.made), all=len(finished.reports)
            )
            status = "done" if finished.made else "nothing to do"
            return page | {"status": status, "message": anew if finished.made else say("Nothing has changed.")}
        faulty = [(own.label, own.status, own.reason) for own in finished.faulty]
        return page | _faulty(
            faulty, say("{n} of {all} reports could not be made.", n=len(faulty), all=len(finished.reports))
        )
    if finished.whole:
        return page | {"status": "done"}
    pages = [(own.notebook.name, own.status, own.reason) for own in finished.outcomes if not own.whole]
    return page | _faulty(
        pages,
        finished.problem or say_count("{n} page could not be made.", "{n} pages could not be made.", n=len(pages)),
    )


def _faulty(faulty: Sequence[tuple[str, str, str]], message: str) -> Told:
    late = bool(faulty) and all(status == _TIMED_OUT for _, status, _ in faulty)
    return {"status": _TIMED_OUT if late else "failed", "message": message, "reports": faulty}


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _interrupt(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
