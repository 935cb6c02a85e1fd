"""The form without a browser: what its pages send becomes a codebook that says what was chosen, and nothing is lost."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest
import yaml
from click.testing import CliRunner

from tests.reports import form_surveys, toys
from workbench.cli import main
from workbench.errors import DataError, ParameterError, RunError
from workbench.instruments import instrument_path, load_instrument
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


def test_a_number_is_cut_into_labelled_groups(project):
    frame = pd.read_csv(project / "data" / "toy.csv")
    frame["age"] = [20 + row % 60 for row in range(len(frame))]
    frame.to_csv(project / "data" / "toy.csv", index=False)
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    send(form, "background", **{"background.add": "age"})
    send(form, "background", **{"background.age.kind": "bands"})
    assert form.fault().sentence.startswith("“age” is not right: “Each group begins at” is empty")
    values = {"label": "Age", "groups": "20, 30 45", "highest": "90"}
    entry = send(form, "background", **{f"background.age.{k}": v for k, v in values.items()})["background"]["age"]
    assert entry == {"column": "age", "label": "Age", "groups": [20, 30, 45], "highest": 90}
    rows = {"code": ["20", "30", "45"], "text": ["under 30", "30–44", ""]}
    send(form, "background", **{f"background.age.{k}": v for k, v in (values | rows).items()})
    entry = form.draft().content["background"]["age"]
    assert entry["labels"] == {20: "under 30", 30: "30–44", 45: "45 or over"}
    moved = values | {"groups": "20, 35, 45", "code": ["20", "30", "45"], "text": ["under 30", "30–44", "45 or over"]}
    send(form, "background", **{f"background.age.{k}": v for k, v in moved.items()})
    assert form.draft().content["background"]["age"]["labels"] == {20: "under 30", 35: "35–44", 45: "45 or over"}
    shown = form.shown("background")
    assert [level.text for level in shown["variables"][-1].levels] == ["under 30", "35–44", "45 or over"]


def test_a_step_tells_its_own_empty_fields_whatever_others_lack(project):
    frame = pd.read_csv(project / "data" / "toy.csv")
    frame.assign(age=[20 + row % 60 for row in range(len(frame))]).to_csv(project / "data" / "toy.csv", index=False)
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook=None)
    send(form, "background", **{"background.add": "age"})
    assert form.fault("background").sentence == "“Unit” of “age” is missing. Add it."
    assert form.fault("sample") is not None  # its fault is of another step, where it is shown
    assert form.fault("sample").step == "background"
    send(form, "items", instrument="esis", wanted="scale")
    assert form.fault("items").sentence.startswith("Item esis1 has no column; 10 of 10 statements lack one.")
    assert (form.fault("items").step, form.fault("items").field) == ("items", "items.esis1")


def test_which_of_several_weights_is_meant_is_asked_and_none_is_an_answer(project):
    frame = pd.read_csv(project / "data" / "toy.csv")
    frame.assign(weight_a=0.5 + frame.index % 3, weight_b=0.5 + frame.index % 4).to_csv(
        project / "data" / "toy.csv", index=False
    )
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook=None)
    assert send(form, "sample", design__sampling_weights="?")["design"] == {"sampling_weights": "?"}
    assert form.fault("sample").sentence == "“Weights” is not filled in yet. Write or choose it."
    assert send(form, "sample", design__sampling_weights="")["design"] == {}
    assert form.fault("sample") is None


def test_a_label_of_the_file_that_no_row_has_is_no_level(project):
    frame = pd.DataFrame({"edu": [1.0, 2, 3] * 40, "q1": [1.0, 2, 3, 4] * 30})
    labels = {"edu": {0: "Not possible to harmonise", 1: "low", 2: "middle", 3: "high"}}
    pyreadstat.write_sav(frame, str(project / "data" / "own.sav"), variable_value_labels=labels)
    form = Form(project)
    form.begin(survey="data/own.sav", codebook=None)
    send(form, "background", **{"background.edu.kind": "out"})
    content = send(form, "background", **{"background.add": "edu"})
    assert content["background"]["edu"]["labels"] == {1: "low", 2: "middle", 3: "high"}
    assert [(one.code, one.text) for one in form.shown("background")["variables"][0].levels][-1] == ("0", "")


def test_levels_with_the_same_words_are_joined(project):
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    levels = {"code": ["1", "2"], "text": ["Women", "Men"], "place": ["1", "2"], "joined": ["All", "All"]}
    values = {f"background.sex.{key}": value for key, value in levels.items()} | {"background.sex.label": "Sex"}
    assert send(form, "background", **values)["background"]["sex"]["merge"] == {"All": ["Women", "Men"]}
    values["background.sex.joined"] = ["", ""]
    assert "merge" not in send(form, "background", **values)["background"]["sex"]


def test_a_number_may_have_the_name_of_its_groups(project):
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    book = form.draft().content
    number = {"column": "q1", "label": "Number", "unit": "1", "lowest": 0, "highest": 9}
    form.drafts.keep(replace(form.draft(), content=book | {"numeric": {"sex": number}}))
    content = send(
        form, "background", **{"background.sex (number).label": "Other", "background.sex (number).unit": "2"}
    )
    assert content["background"] == book["background"]
    assert (content["numeric"]["sex"]["label"], content["numeric"]["sex"]["unit"]) == ("Other", "2")


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
    with pytest.raises(ParameterError, match=r"`scale.highest` is 1, not above `scale.lowest`, which is 1. Write the"):
        send(
            form,
            "items",
            instrument="own",
            wanted="draft",
            **{f"scale.{k}": v for k, v in (answers | {"highest": "1"}).items()},
        )
    with pytest.raises(ParameterError, match="The points 1 to 4 do not hold the answers to `sym1`: the file holds 0–3"):
        send(form, "items", instrument="own", wanted="draft", **{f"scale.{k}": v for k, v in answers.items()})
    answers |= {"moved": "yes", "highest": "5"}
    with pytest.raises(ParameterError, match=r"`scale.highest`: the file has not as many"):
        send(form, "items", instrument="own", wanted="draft", **{f"scale.{k}": v for k, v in answers.items()})
    answers["highest"] = "4"
    content = send(form, "items", instrument="own", wanted="draft", **{f"scale.{k}": v for k, v in answers.items()})
    assert content["items"]["sym8"] == {"column": "sym8", "shift": 1}  # the file counts 0–3, the publication 1–4
    cutoff = {"limit": "7,5", "side": "at_or_above", "name": "high", "label": "high worry"}
    texts = {f"scale.items.{i}.statement": f"Statement {i}" for i in range(3)}
    texts["scale.items.1.reversed"] = "yes"
    texts |= {f"scale.options.{i}": f"Option {i}" for i in range(4)} | {"scale.items.2.merge": "3, 4"}
    send(
        form, "items", instrument="own", confirmed="yes", **texts, **{f"scale.cutoff.{k}": v for k, v in cutoff.items()}
    )
    send(form, "sample", design__sampling_weights="wgt")
    form.write()
    scale = yaml.safe_load((project / "data" / "instruments" / "worry.yaml").read_text(encoding="utf-8"))
    assert scale["language"] == "no"
    assert form.draft().content["items"]["sym10"]["merge"] == [[3, 4]]
    assert scale["cutoffs"] == {"high": {"at_or_above": 7.5, "label": "high worry"}}
    assert [item["statement"] for item in scale["items"]] == ["Statement 0", "Statement 1", "Statement 2"]
    assert form.findings().scale.startswith("The items were taken for Worry list: 3 of 3 by hand (confirmed")


def test_words_that_somebody_orders_become_the_options_of_an_own_scale(project):
    words = ["blue", "green", "red"]
    frame = pd.DataFrame({f"It is {what}": [words[(row + k) % 3] for row in range(60)] for k, what in enumerate("abc")})
    frame.to_csv(project / "data" / "words.csv", index=False)
    form = Form(project)
    form.begin(survey="data/words.csv", codebook=None)
    send(form, "items", instrument="own", wanted="scale")
    (alike,) = form.shown("items")["alike"]
    assert alike == list(frame.columns)
    answers = {"name": "colours", "title": "Colours", "language": "en", "lowest": "0", "highest": "2", "score": "sum"}
    answers |= {"higher_means": "more colour", "columns": alike}
    send(form, "items", instrument="own", wanted="draft", **{f"scale.{k}": v for k, v in answers.items()})
    assert [option["label"] for option in form.draft().scale["content"]["options"]] == ["0", "1", "2"]
    sent = {f"scale.items.{i}.statement": statement for i, statement in enumerate(alike)}
    sent |= {"scale.options.0": "0", "scale.options.1": "1", "scale.options.2": "a lot", "text.word": words}
    content = send(form, "items", instrument="own", **sent, **{"text.meaning": ["1", "0", "2"]})
    assert [option["label"] for option in form.draft().scale["content"]["options"]] == ["green", "blue", "a lot"]
    assert content["text"] == {"blue": 1, "green": 0, "red": 2}
    sent |= {"scale.options.0": "green", "scale.options.1": "blue"}
    send(form, "items", instrument="own", **sent, **{"text.meaning": ["0", "1", "2"]})  # the other way round
    assert [option["label"] for option in form.draft().scale["content"]["options"]] == ["blue", "green", "a lot"]


def own_scale(form):
    """A scale of one's own, drafted, with words for all that a publication tells."""
    send(form, "items", instrument="own", wanted="scale")
    answers = {"name": "worry", "title": "Worry list", "language": "fi", "lowest": "0", "highest": "3"}
    answers |= {"score": "sum", "higher_means": "more worry", "series": '["sym1", "sym8", "sym10"]'}
    send(form, "items", instrument="own", wanted="draft", **{f"scale.{k}": v for k, v in answers.items()})
    texts = {f"scale.items.{i}.statement": f"Statement {i}" for i in range(3)}
    return texts | {f"scale.options.{i}": f"Option {i}" for i in range(4)}


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"limit": "3,5", "name": "low"}, "cutoff.label", "“What the group is called” is empty."),
        ({"limit": "3,5", "name": "much worry", "label": "worried"}, "cutoff.name", "“Short name” is 'much worry'."),
        ({"label": "worried"}, "cutoff.limit", "“Score of the cut-off” is empty."),
        ({"limit": "4 or so", "label": "worried"}, "cutoff.limit", "“Score of the cut-off” is '4 or so', no number."),
        (
            {"limit": "10", "label": "worried"},
            "cutoff.limit",
            "“Score of the cut-off” is 10, outside the scores 0 to 9.",
        ),
    ],
)
def test_a_cutoff_that_is_not_whole_is_refused_at_its_field_and_stays(project, given, field, said):
    form_surveys.write_symptoms(project / "data" / "symptoms.csv")
    form = Form(project)
    form.begin(survey="data/symptoms.csv", codebook=None)
    texts = own_scale(form)
    send(form, "items", instrument="own", **texts, **{f"scale.cutoff.{k}": v for k, v in given.items()})
    fault = form.fault()
    assert (fault.step, fault.field) == ("items", f"scale.{field}")
    assert fault.sentence.startswith(said)
    (cutoff,) = form.draft().scale["content"]["cutoffs"].values()
    assert cutoff["label"] == given.get("label", "")
    assert form.shown("questions")["cutoffs"]
    with pytest.raises(ParameterError, match=field):
        form.write()


def test_a_language_is_its_code_and_a_statement_has_words(project):
    form_surveys.write_symptoms(project / "data" / "symptoms.csv")
    form = Form(project)
    form.begin(survey="data/symptoms.csv", codebook=None)
    texts = own_scale(form)
    send(form, "items", instrument="own", **(texts | {"scale.items.1.statement": ""}))
    assert form.fault().field == "scale.items.1.statement"
    assert form.fault().sentence == "“Statement 2” is empty. Write the words of the questionnaire."
    send(form, "items", instrument="own", wanted="anew")
    answers = form.draft().scale["facts"] | {"language": "suomi", "series": '["sym1", "sym8"]'}
    with pytest.raises(ParameterError, match=r"`scale.language` is 'suomi', no code"):
        send(form, "items", instrument="own", wanted="draft", **{f"scale.{k}": v for k, v in answers.items()})


def test_an_unreadable_file_of_a_scale_is_told_and_does_not_stop_another_survey(project):
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    (project / "data" / "instruments").mkdir()
    (project / "data" / "instruments" / "broken.yaml").write_text("id: broken\nitems: 3\n", encoding="utf-8")
    shown = form.shown("items")
    assert "Instrument file broken.yaml is not valid" in shown["unreadable"][0]
    assert shown["scale"].id == "esis"
    assert "broken" not in {scale.id for scale in shown["scales"]}
    form.drafts.keep(replace(form.draft(), content=form.draft().content | {"instrument": "broken"}))
    assert form.shown("items")["scale"] is None  # another one can be chosen


def test_what_is_lost_without_a_cutoff_is_told(project):
    toys.write_notebook(project / "notebooks", "01_beyond", toys.TABLE, requires=("cutoff",))
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    assert form.shown("items")["without_cutoff"] == ()
    send(form, "items", instrument="bfi-agreeableness", wanted="scale")
    assert len(form.shown("items")["without_cutoff"]) == 1


def test_words_of_the_file_stand_for_options_or_for_no_answer(project):
    form_surveys.write_form_service_csv(project / "data" / "service.csv")
    frame = pd.read_csv(project / "data" / "service.csv", sep=";", decimal=",")
    texts = {1: "Ei pidä paikkaansa", 2: "Jokseenkin eri mieltä", 3: "Siltä väliltä", 4: "Noin", 5: "Juuri noin"}
    items = frame.columns[2:]
    frame[items] = frame[items].replace(texts).astype(object)
    frame.loc[:9, items[0]] = "Ohitan"
    frame.to_csv(project / "data" / "service.csv", sep=";", decimal=",", index=False)
    form = Form(project)
    form.begin(survey="data/service.csv", codebook=None)
    shown = form.shown("items")
    assert {row.word for row in shown["words"]} == {*texts.values(), "Ohitan"} - {"Jokseenkin eri mieltä"}
    assert shown["meanings"][0][0] == "1"
    meanings = {text: str(points) for points, text in texts.items()} | {"Ohitan": "no answer"}
    sent = {
        "instrument": "esis",
        **{f"items.{k}": v["column"] if isinstance(v, dict) else v for k, v in form.draft().content["items"].items()},
    }
    words = {"text.word": list(meanings), "text.meaning": list(meanings.values()), "missing": "99"}
    content = send(form, "items", **sent, **words)
    assert content["text"] == {text: points for points, text in texts.items()}
    assert content["missing"] == [99, "Ohitan"]
    send(form, "sample", design__sampling_weights="Paino")
    form.write()
    assert form.findings() is not None


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


def test_the_sheet_of_a_workbook_is_kept_and_read_in_each_step(project):
    form_surveys.write_symptoms(project / "data" / "symptoms.csv")
    frame = pd.read_csv(project / "data" / "symptoms.csv")
    with pd.ExcelWriter(project / "data" / "years.xlsx") as workbook:
        frame.to_excel(workbook, sheet_name="2023", index=False)
        frame.rename(columns={"sex": "gender"}).to_excel(workbook, sheet_name="2024", index=False)
    form = Form(project)
    assert form.sheets("data/years.xlsx") == ("2023", "2024")
    assert form.sheets("data/toy.csv") == ()
    with pytest.raises(DataError, match="in several sheets: `2023`, `2024`"):
        form.begin(survey="data/years.xlsx", codebook=None)
    form.begin(survey="data/years.xlsx", codebook=None, sheet="2024")
    assert form.draft().content["sheet"] == "2024"
    assert "gender" in form.overview(form.draft()).columns
    send(form, "items", instrument="own", wanted="scale")
    assert len(form.shown("items")["series"][0].columns) == 10


def test_numbers_with_a_unit_are_not_offered_as_text_and_the_repair_is_said(project):
    frame = pd.read_csv(project / "data" / "toy.csv")
    frame["ika"] = [f"{20 + place} v" for place in range(30)] * 2
    frame.to_csv(project / "data" / "years.csv", index=False)
    form = Form(project)
    form.begin(survey="data/years.csv", codebook=None)
    shown = form.shown("background")
    assert "ika" not in [choice.value for choice in shown["further"]]
    assert shown["unread"] == {
        "ika": "numbers with a unit behind them: store the numbers alone, such as 34 in place of `34 y`"
    }


def test_the_check_leaves_to_a_person_what_the_command_does_and_names_the_fields(project):
    toys.write_notebook(project / "notebooks", "01_any", toys.TABLE)
    towns = ["Äänekoski", "Aanekoski", "Kemi"]
    frame = pd.read_csv(project / "data" / "toy.csv").assign(town=towns * 20, asked=[2020, 2022] * 30)
    frame.to_csv(project / "data" / "toy.csv", index=False)
    form = Form(project)
    form.begin(survey="data/toy.csv", codebook="data/toy.yaml")
    content = form.draft().content
    content["background"]["sex"]["labels"] = {1: "1", 2: "2"}
    content["background"]["town"] = {"column": "town", "label": "Town", "labels": {town: town for town in towns}}
    content["background"]["asked"] = {"column": "asked", "label": "Asked", "labels": {2020: "2020", 2022: "2022"}}
    content["cutoffs"] = {"low": {"below": 30, "label": "low"}}
    content["title"] = {"fi": "Lelu", "sv": "Leksak"}
    content["background"]["area"]["label"] = {"fi": "Alue"}
    form.drafts.keep(replace(form.draft(), content=content))
    form.write()
    points = {one.sentence: (one.step, one.field) for one in form.findings().points}
    *of_fields, languages = points
    assert {sentence: points[sentence] for sentence in of_fields} == {
        "Reports show the cut-off `very_weak`. The field for this is “Outcome”.": ("questions", "cutoff"),
        "`Äänekoski` and `Aanekoski` of Town are spelled nearly alike, and may be one group. The field for this is "
        "“Joined as” of “Town”.": ("background", "background.town"),
        "Labels of Sex are bare codes. The field for this is “Label” of “Sex”.": ("background", "background.sex"),
        "Asked holds years, and no year of the survey is named. If it is that year, a report tells of changes once it "
        "is said. The field for this is “Column that holds the year”.": ("background", "year"),
    }
    assert languages.startswith("Words without a text in svenska")
    draft = form.draft()
    said = CliRunner().invoke(main, ["check", draft.survey, draft.codebook]).stdout
    assert all(sentence.partition(" The field for")[0] in said for sentence in points)
    form.drafts.keep(replace(draft, parameters={"cutoff": "low"}))
    assert not any("cut-off" in one.sentence for one in form.findings().points)


def test_several_scales_of_which_the_file_has_all_statements_are_named(project):
    form_surveys.write_form_service_csv(project / "data" / "service.csv")
    (project / "data" / "instruments").mkdir()
    esis = instrument_path("esis").read_text(encoding="utf-8")
    mood = esis.replace("id: esis", "id: mood", 1).replace(f"name: {load_instrument('esis').name}", "name: Mood", 1)
    (project / "data" / "instruments" / "mood.yaml").write_text(mood, encoding="utf-8")
    form = Form(project)
    form.begin(survey="data/service.csv", codebook=None)
    assert form.shown("items")["equal"] == ["Mood", load_instrument("esis").name]
    send(form, "items", instrument="mood", wanted="scale")
    assert form.shown("items")["equal"] == []


def test_statements_from_0_to_10_are_proposed_as_items_by_their_codes(project):
    names = ["I feel at home", "I trust them", "They help me"]
    frame = pd.DataFrame({name: [(row + k) % 11 for row in range(99)] for k, name in enumerate(names)})
    frame.assign(sex=[1, 2, 1] * 33).to_csv(project / "data" / "place.csv", index=False)
    form = Form(project)
    form.begin(survey="data/place.csv", codebook=None)
    send(form, "items", instrument="own", wanted="scale")
    shown = form.shown("items")
    assert (shown["series"], shown["alike"], shown["coded"]) == ((), [], [names])
