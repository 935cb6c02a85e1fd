"""Runs that the start page starts: `workbench report` as a process of its own, one at a time."""

from __future__ import annotations

import atexit
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import RunError
from workbench.lab.page_words import status_words
from workbench.lab.paths import inside
from workbench.reports.notebooks import find_notebooks, load_notebook
from workbench.reports.running import read_progress
from workbench.wording import asked_languages, heard, say, spoken_language, translated

_STATES = {None: "running", 0: "whole", 1: "failed", 2: "refused", 130: "interrupted"}
_GRACE = 20.0  # seconds that a stopped run may take to leave its folder in order


@dataclass(frozen=True, kw_only=True)
class StartedRun:
    """A process, what it was asked for, the command that does the same, its pages, and the files it writes to."""

    process: subprocess.Popen[bytes]
    asked: dict[str, str | None]
    command: str
    titles: dict[str, str]
    said: Path
    printed: Path


class Runs:
    """The last run that the start page has started; a second one waits, because each needs memory for the survey."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self._last: StartedRun | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="workbench-lab-")
        atexit.register(self.close)

    def start(
        self,
        *,
        survey: str | None,
        codebook: str | None,
        parameters: Mapping[str, str] | None = None,
        notebook: str | None = None,
    ) -> None:
        """Start a report on two files of the project, or on the example; of one notebook, or of all.

        Raises
        ------
        WorkbenchError
            A run is going on, or a file is not inside the project.
        """
        if self._last is not None and self._last.process.poll() is None:
            raise RunError(say("A run goes on: `{command}`. Wait for its end, or stop it.", command=self._last.command))
        words = ["report"] if notebook is None else ["run", notebook]
        for name, value in (("--data", survey), ("--codebook", codebook)):
            if value is not None:
                inside(self.project, value)
                words += [name, value]
        for parameter, value in (parameters or {}).items():
            words += ["-p", f"{parameter}={value}"]
        words += language_words()
        paths = [inside(self.project, notebook)] if notebook else find_notebooks(self.project / "notebooks")
        notebooks = [load_notebook(path, position=1) for path in paths]
        said, printed = (Path(self._folder.name) / name for name in ("said", "printed"))
        with said.open("wb") as error, printed.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "workbench.cli", *words],
                cwd=self.project,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=error,
                start_new_session=True,  # Ctrl-C in JupyterLab's terminal first asks; it must not end the run meanwhile
            )
        self._last = StartedRun(
            process=process,
            asked={"survey": survey, "codebook": codebook, "notebook": notebook},
            command=command_line(words),
            titles={notebook.name: notebook.title for notebook in notebooks},
            said=said,
            printed=printed,
        )

    def state(self) -> dict[str, object] | None:
        """Say how far the last run is, as the start page shows it; None before the first one."""
        run = self._last
        if run is None:
            return None
        code = run.process.poll()
        finished, rest = read_progress(run.said.read_text(encoding="utf-8", errors="replace"))
        ended = {page.name: page for page in finished}
        pages: list[dict[str, object]] = []
        for name, title in run.titles.items():
            page = ended.get(name)
            going_on = code is None and len(pages) == len(ended)
            status = page.status if page else "running" if going_on else "waiting" if code is None else "not reached"
            words = {"title": translated(title), "words": status_words()[status]}
            pages.append({**words, "status": status, "reason": heard(page.reason) if page else ""})
        return {
            "state": _STATES.get(code, "failed"),
            "asked": run.asked,
            "command": run.command,
            "pages": pages,
            "message": _message(code, rest),
            "report": self._report(run) if code in (0, 1) else None,
        }

    def stop(self) -> None:
        """Ask the run to end; it marks its folder as failed."""
        if self._last is not None and self._last.process.poll() is None:
            self._last.process.terminate()

    def close(self) -> None:
        """Stop the run and wait until its kernels are gone."""
        self.stop()
        if self._last is not None:
            try:
                self._last.process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self._last.process.kill()
        self._folder.cleanup()

    def _report(self, run: StartedRun) -> str | None:
        """Return the page that the run has printed, below ``reports/``; None where it kept none."""
        lines = run.printed.read_text(encoding="utf-8", errors="replace").splitlines()
        page, reports = Path(lines[-1] if lines else ""), self.project / "reports"
        if page.suffix != ".html" or not page.is_relative_to(reports):
            return None
        return page.relative_to(reports).as_posix()


def language_words() -> list[str]:
    """Return the option for a report in the language that is spoken; none where reports are made in it anyhow."""
    language = spoken_language()
    return [] if language == asked_languages()[0] else ["--lang", language]


def command_line(words: list[str]) -> str:
    """Return the command that does the same as a button, to be given in the project folder."""
    return shlex.join(["workbench", *words])


def _message(code: int | None, rest: str) -> str:
    """Return what a run that is not whole said at its end."""
    if code in (None, 0):
        return ""
    if code not in _STATES:
        return say(
            "The run was ended from outside (code {code}); most often memory was full. Close other programs and run it "
            "again.",
            code=code,
        )
    return heard(rest)
