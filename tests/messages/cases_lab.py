"""Refusals of the start page of JupyterLab."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.messages.case import Case
from tests.reports import toys
from workbench.errors import ParameterError, RunError
from workbench.lab import paths
from workbench.lab.handlers import asked
from workbench.lab.paths import inside, small_enough
from workbench.lab.runs import Runs
from workbench.lab.start_page import start_page


def _project(folder: Path) -> Path:
    project = folder / "survey-project"
    project.mkdir()
    return project


def _large(folder: Path) -> object:
    (folder / "index.html").write_bytes(b"12")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "LARGEST_FILE", 1)
        return small_enough(folder / "index.html")


def _second_run(folder: Path) -> object:
    project = toys.write_project(folder / "project")
    toys.write_notebook(project / "notebooks", "01_sleeps", toys.SLEEPS)
    runs = Runs(project)
    try:
        with toys.inside(project):
            runs.start(survey="data/toy.csv", codebook="data/toy.yaml")
            runs.start(survey=None, codebook=None)
    finally:
        runs.close()
    return None


CASES: list[Case] = [
    Case(
        "Start page asked for a file outside the project",
        lambda folder: inside(_project(folder), "../my.sav"),
        ParameterError,
        "`../my.sav` leads out of survey-project/, and the start page opens nothing outside it. Copy the file into the project, or name it to `workbench report` in a terminal.",
    ),
    Case(
        "Start page asked for a file that is gone",
        lambda folder: inside(_project(folder), "data/my.sav"),
        ParameterError,
        "There is no file `data/my.sav` in survey-project/. Load the start page again and choose anew.",
    ),
    Case(
        "File that is too large for the start page",
        _large,
        RunError,
        "index.html has more than 1 bytes, the most that the start page hands out. Open it from its folder.",
    ),
    Case(
        "Second run from the start page",
        _second_run,
        RunError,
        "A run goes on: `workbench report --data data/toy.csv --codebook data/toy.yaml`. Wait for its end, or stop it.",
    ),
    Case(
        "JupyterLab opened on another folder than the project",
        lambda folder: start_page(_project(folder), root=folder / "survey-project" / "notebooks", base_url="/"),
        RunError,
        "JupyterLab shows the folder notebooks/ and not the project survey-project/. Close it, and start it in the project with `workbench lab`.",
    ),
    Case(
        "Request to the start page that is too long",
        lambda _: asked(b" " * 10_001),
        ParameterError,
        "The request has more than 10000 bytes. Send the paths of two files only.",
    ),
    Case(
        "Request to the start page that is no JSON object",
        lambda _: asked(b"[]"),
        ParameterError,
        'The request is no JSON object of texts. Send {"survey": "…", "codebook": "…"}, or {}.',
    ),
    Case(
        "Request to the start page that names something else",
        lambda _: asked(b'{"surveys": "data/my.sav"}'),
        ParameterError,
        "The request names `surveys`. Did you mean `survey`? Send survey and codebook.",
    ),
    Case(
        "Request to the start page with one file",
        lambda _: asked(b'{"survey": "data/my.sav"}'),
        ParameterError,
        "The request names survey alone. Choose a survey file and its codebook.",
    ),
]
