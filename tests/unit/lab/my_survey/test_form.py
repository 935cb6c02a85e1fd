"""The form without a browser: what its pages send becomes a codebook that says what was chosen, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from tests.reports import form_surveys, toys
from workbench.errors import DataError, ParameterError, RunError
from workbench.intake import load_codebook
from workbench.lab.my_survey import Fields, Form

PROJECT = Path(__file__).parents[4]


@pytest.fixture
def project(tmp_path):
    folder = toys.write_project(tmp_path / "project")
    with toys.inside(folder):
        yield folder


def send(form, step, **values):
    form.take(
        step, Fields(values={name.replace("__", "."): [v] if isinstance(v, str) else v for name, v in values.items()})
    )
    return form.draft().content


def test_a_codebook_without_a_known_scale_is_told_at_the_scale(project):
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook=None)
    assert form.fault().step == "items"
    with pytest.raises(DataError, match="still `\\?`"):
        form.write()
    assert not (project / "data" / "private" / "toy.yaml").exists()


def test_a_codebook_of_somebody_is_read_and_never_written_over(project):
    form, before = Form(project), (project / "data" / "toy.yaml").read_bytes()
    (project / "data" / "private").mkdir()
    shutil.copy(project / "data" / "toy.yaml", project / "data" / "private" / "toy.yaml")
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    send(form, "questions", title="Another title", groups=["area"], predictors=["area", "sex"])
    form.write()
    written = load_codebook(project / "data" / "private" / "toy-2.yaml")
    assert (written.title, written.groups, written.predictors) == ("Another title", ("area",), ())
    assert (project / "data" / "toy.yaml").read_bytes() == before
    assert (project / "data" / "private" / "toy.yaml").read_bytes() == before
    (project / "data" / "private" / "toy-2.yaml").write_text("mine: now", encoding="utf-8")
    with pytest.raises(RunError, match="not as the form has written it"):
        form.write()


def test_columns_levels_and_order_become_keys(project):
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    sex = {"label": "Gender", "code": ["1", "2", "9"], "text": ["Women", "Men", ""], "place": ["2", "1", "3"]}
    values = {f"background.sex.{key}": value for key, value in sex.items()}
    values |= {"background.sex.missing": "9", "background.sex.ordered": "yes", "background.sex.reference": "1"}
    content = send(form, "background", **values, **{"background.area.kind": "out"})
    entry = {"column": "sex", "label": "Gender", "labels": {2: "Men", 1: "Women"}}
    assert content["background"] == {"sex": entry | {"missing": [9], "ordered": True, "reference": 1}}
    assert list(content["background"]["sex"]["labels"]) == [2, 1]


def test_another_scale_is_matched_anew_and_a_new_column_leaves_the_background(project):
    form_surveys.write_sav(project / "data" / "own.sav")
    form = Form(project)
    form.begin(survey="data/own.sav", codebook=None)
    assert send(form, "items", instrument="bfi-agreeableness", wanted="scale")["items"] == {}
    items = send(form, "items", instrument="esis", wanted="scale")["items"]
    assert items["esis3"] == {"column": "q3", "missing": [9]}
    content = send(form, "items", instrument="esis", items__esis1="sex")
    assert "sex" not in content["background"]
    assert content["items"] == {"esis1": {"column": "sex"}}


def test_a_scale_of_ones_own_is_asked_for_and_drafted(project):
    form_surveys.write_symptoms(project / "data" / "symptoms.csv")
    form = Form(project)
    form.begin(survey="data/symptoms.csv", codebook=None)
    send(form, "items", instrument="own", wanted="scale")
    answers = {"title": "Worry list", "language": "no", "lowest": "1", "highest": "4", "score": "sum"}
    answers |= {"higher_means": "more worry", "series": '["sym1", "sym8", "sym10"]'}
    with pytest.raises(ParameterError, match=r"`scale.name` is empty"):
        send(form, "items", instrument="own", wanted="draft", **{f"scale.{k}": v for k, v in answers.items()})
    assert form.draft().scale["facts"]["title"] == "Worry list"  # what was typed stays
    answers["name"] = "worry"
    content = send(form, "items", instrument="own", wanted="draft", **{f"scale.{k}": v for k, v in answers.items()})
    assert content["items"]["sym8"] == {"column": "sym8", "shift": 1}  # the file counts 0–3, the publication 1–4
    cutoff = {"limit": "7,5", "side": "at_or_above", "name": "high", "label": "high worry"}
    texts = {f"scale.items.{i}.statement": f"Statement {i}" for i in range(3)}
    texts["scale.items.1.reversed"] = "yes"
    texts |= {f"scale.options.{i}": f"Option {i}" for i in range(4)}
    send(
        form, "items", instrument="own", confirmed="yes", **texts, **{f"scale.cutoff.{k}": v for k, v in cutoff.items()}
    )
    form.write()
    scale = yaml.safe_load((project / "data" / "instruments" / "worry.yaml").read_text(encoding="utf-8"))
    assert scale["language"] == "no"
    assert scale["cutoffs"] == {"high": {"at_or_above": 7.5, "label": "high worry"}}
    assert [item["statement"] for item in scale["items"]] == ["Statement 0", "Statement 1", "Statement 2"]
    assert form.findings().scale.startswith("The items were taken for Worry list: 3 of 3 by hand (confirmed")


def test_findings_tell_no_exact_number(project):
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    send(form, "questions", title="Toy", **{"crossings.0": ["sex", "area", ""]})
    form.write()
    found = form.findings()
    # all but the four of the small area are nearly everyone, who have an outcome
    assert [one.levels for one in found.coarse if one.variable == "area"] == ["Small", "Large"]
    assert found.crossings[0].startswith("sex × area: of ")
    assert not any(" 60 " in note for note in found.notes)


def test_what_the_data_refuse_stands_at_its_field(project):
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    values = {"label": "Sex", "code": ["1", "2"], "text": ["Women", ""], "place": ["1", "2"]}
    send(form, "background", **{f"background.sex.{key}": value for key, value in values.items()})
    form.write()
    fault = form.fault(with_data=True)
    assert (fault.step, fault.field) == ("background", "background.sex")
    assert "in about 32 rows" in fault.sentence
