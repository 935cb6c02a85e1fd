"""What a report would not show, found by a process of its own while somebody looks at the check of the form."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError

LONGEST = 300.0  # seconds
_END_OF_REFUSED = 2


@dataclass(frozen=True, kw_only=True)
class Look:
    """How far the search is.

    Attributes
    ----------
    state : {"looking", "found", "late", "refused"}
    lost : dict of str to list of str
        Sentence → pages and parts that are lost for this reason.
    """

    state: str
    lost: dict[str, list[str]]


class Foresight:
    """The search for one survey and its codebook; one that is no longer asked for is ended."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self._mark: tuple[object, ...] = ()
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = 0.0
        self._folder = tempfile.TemporaryDirectory(prefix="workbench-foreseen-")
        atexit.register(self.close)

    def look(self, *, survey: str, codebook: str) -> Look:
        """Begin the search where these files have none yet, and say how far it is."""
        files = [self.project / survey, self.project / codebook]
        mark = tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files)
        if self._process is None or mark != self._mark:
            self._end()
            self._mark, self._begun = mark, time.monotonic()
            with self._said.open("wb") as said:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "workbench.lab.foreseen", survey, codebook],
                    cwd=self.project,
                    stdin=subprocess.DEVNULL,
                    stdout=said,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
        code = self._process.poll()
        if code is None and time.monotonic() - self._begun > LONGEST:
            code = self._end()
        if code is None:
            return Look(state="looking", lost={})
        if code not in (0, _END_OF_REFUSED):
            return Look(state="late", lost={})
        found: dict[str, list[str]] = json.loads(self._said.read_bytes())
        return Look(state="found" if code == 0 else "refused", lost=found)

    def close(self) -> None:
        """End the search."""
        self._end()
        self._folder.cleanup()

    @property
    def _said(self) -> Path:
        return Path(self._folder.name) / "said"

    def _end(self) -> int | None:
        if self._process is None:
            return None
        self._process.kill()  # does nothing to one that has ended
        return self._process.wait()


def foreseen(survey: str, codebook: str) -> dict[str, list[str]]:
    """Return each sentence of what cannot be estimated with the pages and parts that it is about."""
    from workbench.intake import read_survey
    from workbench.reports.running import foresee, report_values

    data, book = Path(survey).absolute(), Path(codebook).absolute()
    read = read_survey(data, codebook=book)
    values = report_values(read, parameters={"survey": str(data), "codebook": str(book)}, assignments={})
    places: dict[str, list[str]] = {}
    for one in foresee(read, values=values):
        places.setdefault(one.sentence, []).append(f"{one.page}: {one.part}" if one.part else one.page)
    return places


def main(arguments: list[str]) -> int:
    """Write what is foreseen for a survey and a codebook as JSON; whatever else is said goes nowhere."""
    answer: dict[str, Any]
    with contextlib.redirect_stdout(sys.stderr):
        try:
            answer, code = foreseen(*arguments), 0
        except WorkbenchError as error:
            answer, code = {str(error): []}, _END_OF_REFUSED
    sys.stdout.write(json.dumps(answer))
    return code


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(10)  # a run that somebody waits for goes first
    sys.exit(main(sys.argv[1:]))
