"""Refusals of the start page of JupyterLab."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.messages.case import Case
from tests.reports import toys
from workbench.errors import ParameterError, RunError
from workbench.lab import paths
from workbench.lab.handlers import asked
from workbench.lab.my_survey import Drafts, Fields, Form, bringing, place_of
from workbench.lab.my_survey.own_scale import answers, new_scale
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


def _scale(folder: Path, **given: str) -> object:
    facts = {
        "name": "stress",
        "title": "Stress",
        "language": "en",
        "lowest": "0",
        "highest": "3",
        "higher_means": "more",
    }
    fields = {f"scale.{key}": [value] for key, value in (facts | given).items()}
    return new_scale(folder / "my.csv", answers(Fields(values=fields)))


def _changed_since(folder: Path) -> object:
    project = toys.write_project(folder / "project")
    (project / "data" / "private").mkdir()
    with toys.inside(project):
        form = Form(project)
        form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
        (project / "data" / "private" / "toy.yaml").touch()
        form.write()


def _brought_again(folder: Path) -> object:
    (folder / "data" / "private").mkdir(parents=True)
    (folder / "data" / "private" / "my.sav").touch()
    return place_of(folder, name="my.sav", length=1)


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
    Case(
        "Form sent without a survey file",
        lambda folder: Form(_project(folder)).begin(survey="", codebook=None),
        ParameterError,
        "No survey file is chosen. Choose one, or bring one from your computer.",
    ),
    Case(
        "Step of the form before a survey file was chosen",
        lambda folder: Form(_project(folder)).draft(),
        ParameterError,
        "No survey file is chosen yet. Choose one in the first step.",
    ),
    Case(
        "Undo in the form where nothing has been changed",
        lambda folder: Drafts(folder).undo(),
        RunError,
        "There is no change to undo. Choose a survey file first.",
    ),
    Case(
        "Codebook of the form that somebody has changed since",
        _changed_since,
        RunError,
        "`data/private/toy.yaml` exists, and it is not as the form has written it. Move it elsewhere, or begin again with it.",
    ),
    Case(
        "Question about a scale of one's own that is left open in the form",
        lambda folder: _scale(folder, title=""),
        ParameterError,
        "`scale.title` is empty. Write what pages call the scale.",
    ),
    Case(
        "Name of a scale of one's own that is no name of a file",
        lambda folder: _scale(folder, name="../stress"),
        ParameterError,
        "`scale.name` is '../stress'. Write letters, digits, hyphens and underscores only.",
    ),
    Case(
        "Points of a scale of one's own that are no number",
        lambda folder: _scale(folder, lowest="none"),
        ParameterError,
        "`scale.lowest` is 'none', no whole number. Write the points of the first answer option.",
    ),
    Case(
        "Survey file brought to the form under a name that leads elsewhere",
        lambda folder: place_of(folder, name="../my.sav", length=1),
        ParameterError,
        "`../my.sav` is no name of a survey file. Choose a file whose name has no slash.",
    ),
    Case(
        "File brought to the form that is no survey file",
        lambda folder: place_of(folder, name="my.docx", length=1),
        ParameterError,
        "`my.docx` has an ending that is not read. Save it as one of .csv, .dta, .parquet, .por, .sas7bdat, .sav, .xlsx, .zsav.",
    ),
    Case(
        "Empty file brought to the form",
        lambda folder: place_of(folder, name="my.sav", length=0),
        ParameterError,
        "`my.sav` is empty. Choose another file, or export it again from its source.",
    ),
    Case(
        "File that is too large for the form",
        lambda folder: place_of(folder, name="my.sav", length=bringing.LARGEST_SURVEY + 1),
        RunError,
        "`my.sav` has more than 256 MB, the most that a browser brings. Copy it into data/private/ of the project.",
    ),
    Case(
        "File brought to the form twice",
        _brought_again,
        RunError,
        "data/private/my.sav exists already. Choose it in the list, or give your file another name.",
    ),
]
