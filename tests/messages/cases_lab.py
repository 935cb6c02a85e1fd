"""Refusals of the start page of JupyterLab."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.messages.case import Case
from tests.reports import toys
from workbench.errors import ParameterError, RunError
from workbench.lab import paths, sent_forms
from workbench.lab.handlers import asked
from workbench.lab.my_survey import Draft, Drafts, Fields, Form, OutdatedPageError, bringing, place_of
from workbench.lab.my_survey.own_scale import answers, check_scale, new_scale
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


def _counted_otherwise(folder: Path, **given: str) -> object:
    (folder / "my.csv").write_text("a,b\n" + "0,1\n1,2\n2,3\n3,0\n" * 9, encoding="utf-8")
    facts = {"name": "stress", "title": "Stress", "language": "en", "lowest": "1", "highest": "4"}
    fields = {f"scale.{key}": [value] for key, value in (facts | {"higher_means": "more"} | given).items()}
    return new_scale(folder / "my.csv", answers(Fields(values=fields | {"scale.columns": ["a", "b"]})))


def _cutoff(*, name: str = "high", **given: object) -> None:
    cutoff = {"at_or_above": 15, "label": "high worry"} | given
    check_scale({"content": {"score": {"minimum": 0, "maximum": 30}, "cutoffs": {name: cutoff}}})


def _sent(limit: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sent_forms, limit, 1)
        return sent_forms.read_fields(b"title=x&wanted=next")


def _changed_since(folder: Path) -> object:
    project = toys.write_project(folder / "project")
    (project / "data" / "private").mkdir()
    with toys.inside(project):
        form = Form(project)
        form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
        (project / "data" / "private" / "toy.yaml").touch()
        form.write()


def _of_two_surveys(folder: Path) -> Drafts:
    drafts = Drafts(folder)
    for survey in ("data/a.sav", "data/b.sav"):
        drafts.keep(Draft(survey=survey, codebook="data/private/my.yaml", content={}))
    return drafts


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
        lambda folder: start_page(
            _project(folder), root=folder / "survey-project" / "notebooks", base_url="/", language_links={}
        ),
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
        "Undo in the form where another survey was described before",
        lambda folder: _of_two_surveys(folder).undo(),
        RunError,
        "There is no change of `data/b.sav` to undo. Go on with the survey before it in the step File.",
    ),
    Case(
        "Survey that was never described in the form, to be taken up again",
        lambda folder: _of_two_surveys(folder).take_up("data/c.sav"),
        RunError,
        "Nothing is kept of the survey `data/c.sav`. Choose the file, and begin with it.",
    ),
    Case(
        "Page of the form that another tab has overtaken",
        lambda folder: _of_two_surveys(folder).check_newest(version="1", survey="data/b.sav"),
        OutdatedPageError,
        "This page is older than the draft of `data/b.sav`, which has changed in another tab or window. Reload it, and make your last change again; nothing was written.",
    ),
    Case(
        "Page of the form while another tab has begun another survey",
        lambda folder: _of_two_surveys(folder).check_newest(version="1", survey="data/a.sav"),
        OutdatedPageError,
        "This page is of the survey `data/a.sav`, and the draft is now of `data/b.sav`, begun in another tab or window. Reload it to describe that one, or go on with `data/a.sav` in the step File; nothing was written.",
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
        "Language of a scale of one's own that is no code",
        lambda folder: _scale(folder, language="suomi"),
        ParameterError,
        "`scale.language` is 'suomi', no code of a language. Write one of two letters, such as fi, sv, en or de.",
    ),
    Case(
        "Points of a scale of one's own that do not hold the answers, in the form",
        _counted_otherwise,
        ParameterError,
        "The points 1 to 4 do not hold the answers to `a`: the file holds 0–3. Write 0 as `scale.lowest` and 3 as `scale.highest`; where the publication counts from another number, tick `scale.moved`.",
    ),
    Case(
        "Points of a scale of one's own that are more than the file has options, moved in the form",
        lambda folder: _counted_otherwise(folder, highest="5", moved="yes"),
        ParameterError,
        "The points 1 to 5 do not hold the answers to `a`: the file holds 0–3. Correct `scale.lowest` and `scale.highest`: the file has not as many options, so that `scale.moved` does not say which is which.",
    ),
    Case(
        "Cut-off of a scale of one's own without a score",
        lambda _: _cutoff(at_or_above=None),
        ParameterError,
        "`scale.cutoff.limit` is empty. Write the score of the publication.",
    ),
    Case(
        "Cut-off of a scale of one's own outside its scores",
        lambda _: _cutoff(at_or_above=31),
        ParameterError,
        "`scale.cutoff.limit` is 31, outside the scores 0 to 30. Write one of them.",
    ),
    Case(
        "Cut-off of a scale of one's own whose group has no name",
        lambda _: _cutoff(label=""),
        ParameterError,
        "`scale.cutoff.label` is empty. Write what pages call the group beyond the cut-off, such as high worry.",
    ),
    Case(
        "Short name of a cut-off that is more than one word",
        lambda _: _cutoff(name="very high"),
        ParameterError,
        "`scale.cutoff.name` is 'very high'. Write one word, such as high.",
    ),
    Case(
        "Statement of a scale of one's own without words",
        lambda _: check_scale({"content": {"items": [{"statement": " "}]}}),
        ParameterError,
        "`scale.items.0` is empty. Write the words of the questionnaire.",
    ),
    Case(
        "Page of the form that sends too many bytes",
        lambda _: _sent("LARGEST_FORM"),
        RunError,
        "The page has sent more than 1 bytes. Leave some background variables out, or describe them in the codebook file.",
    ),
    Case(
        "Page of the form that sends too many fields",
        lambda _: _sent("MOST_FIELDS"),
        RunError,
        "The page has sent more than 1 fields. Leave some background variables out, or describe them in the codebook file.",
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
        "data/private/my.sav exists already. Choose it in the list to take the earlier file, or give your file another name, such as one with its date, to take the new one.",
    ),
]
