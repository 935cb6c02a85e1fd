"""A sentence of the workbench stands at the field that it is about, and tells no exact number of rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from workbench.lab import page_words
from workbench.lab.my_survey import Draft, anchor, fault_of, field_words
from workbench.wording import speaking

PAGES = page_words.PAGES / "survey"

CONTENT = {
    "title": "Mine",
    "items": {"esis1": "q1", "esis10": {"column": "q10"}},
    "background": {"sex": {"column": "sukup"}, "age group": {"column": "ika"}},
    "numeric": {"age": {"column": "years"}},
    "design": {"sampling_weights": "w", "clusters": ["school", "class"]},
    "respondent_id": "nr",
}
DRAFT = Draft(survey="my.sav", codebook="my.yaml", content=CONTENT)


@pytest.mark.parametrize(
    ("sentence", "step", "field"),
    [
        ("Codebook my.yaml: `background.sex.labels.1` in line 5 is still `?`.", "background", "background.sex"),
        (
            "Codebook: `background.age group` is not right: a label is empty.",
            "background",
            "background.age group",
        ),
        ("Codebook my.yaml: `numeric.age.lowest` is missing. Add it.", "background", "background.age"),
        (
            "Column `q10` has the value 9, outside 1–5. Add 9 to `missing` in the codebook.",
            "items",
            "items.esis10.missing",
        ),
        ("Column `w`, named as `sampling_weights`, holds text.", "sample", "design.sampling_weights"),
        ("Column `class`, named as `clusters`, is missing.", "sample", "design.clusters"),
        ("Column `nr` has the same id twice.", "sample", "respondent_id"),
        ("Background variable `sex` has the label `Men` for code 1.", "background", "background.sex"),
        ("Codebook my.yaml: `crossings` has [['sex']]; cross two.", "questions", "crossings"),
        ("`scale.title` is empty. Write what pages call the scale.", "items", "scale.title"),
        ("Codebook my.yaml: `items.esis10.merge` has '1 2', no point of an option.", "items", "items.esis10.merge"),
        ("`missing` of item `esis10` has the code 3, one of its options.", "items", "items.esis10"),
        ("`merge` of item `esis1` has the point 6, outside 1–5.", "items", "items.esis1.merge"),
        (
            "`q10` is too rare. Join its answers (`merge` under the item in the codebook).",
            "items",
            "items.esis10.merge",
        ),
        ("Choose what stands together by `merge` of `sex` in the codebook.", "background", "background.sex"),
        ("Memory is full.", None, ""),
    ],
)
def test_the_field_is_found(sentence, step, field):
    fault = fault_of(sentence, DRAFT)
    assert (fault.step, fault.field) == (step, field)


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (
            "Codebook my.yaml: `background.sex.labels.1` in line 5 is still `?`, as the draft left it. Write what the "
            "questionnaire says, or remove the entry.",
            "“Label” of code 1 of “sex” is not filled in yet. Write or choose it.",
        ),
        (
            "Codebook my.yaml: `numeric.age.lowest` is missing. Add it.",
            "“Lowest possible value” of “age” is missing. Add it.",
        ),
        (
            "Codebook my.yaml: `background.age group` is not right: `groups` stands without `highest`. Correct it.",
            "“age group” is not right: “Each group begins at” stands without “Highest possible value”. Correct it.",
        ),
        ("Codebook my.yaml: `groups` names `x`. Correct it.", "“Groups to compare” names `x`. Correct it."),
        (
            "Column `q10` has the value 9. Add 9 to `missing`.",
            "Column `q10` has the value 9. Add 9 to “Codes that mean no answer”.",
        ),
        ("Column `w`, named as `sampling_weights`, holds text.", "Column `w`, named as “Weights”, holds text."),
        (
            "Codebook my.yaml: `items.esis10.merge` is not right.",
            "“Options joined in the ordinal steps” of item esis10 is not right.",
        ),
        (
            "Codebook my.yaml: `items.esis10.merge` has '1 2', no point of an option. Write the points of neighbouring "
            "options between commas, e.g. `[[1, 2]]`.",
            "“Options joined in the ordinal steps” of item esis10 has '1 2', no point of an option. Write the points "
            "of neighbouring options between commas, such as 1, 2.",
        ),
        (
            "Compared as one group – sex: Men. Choose what stands together by `merge` of `sex` in the codebook, or "
            "let the answer of few be none (`missing`, or `others: missing` where it has no label): then the others "
            "are compared.",
            "Compared as one group – sex: Men. Choose what stands together by “Joined as” of `sex`, or tick “No "
            "answer” of the small one, or that unlisted values are none: then the others are compared.",
        ),
        (
            "`q10` is too rare. Join its answers (`merge` under the item in the codebook).",
            "`q10` is too rare. Join its answers (“Options joined in the ordinal steps” of the item).",
        ),
        (
            "Column `sukup` has values too rare to be repeated here, neither labelled nor missing. Add a label or a "
            "missing code for it in the codebook, or say `others` there: the level that joins all such values, or "
            "`missing`.",
            "Column `sukup` has values too rare to be repeated here, neither labelled nor missing. Add a label or a "
            "missing code, or fill in “Level of values that are not listed”.",
        ),
        (
            "Column `q10` has the value 0 in 7 rows, outside 1–5. If its codes run 0–4, set `shift: 1` for it in the "
            "codebook; else add 0 to `missing` in the codebook or correct the data.",
            "Column `q10` has the value 0 in about 7 rows, outside 1–5. If its codes run 0–4, write 1 under “Added to "
            "each code” of it; else add 0 to “Codes that mean no answer” or correct the data.",
        ),
        (
            "`sex` is not ordered, so it has no steps. Set `ordered: true` in the codebook, with its levels from low "
            "to high.",
            "`sex` is not ordered, so it has no steps. Tick “The order of the levels means something” of it, with its "
            "levels from low to high.",
        ),
        (
            "Column `sukup` is used 2 times: for item `esis1` and background variable `sex`. Name the right column for "
            "each in the codebook; if it is the item, take out what else it is by `workbench set CODEBOOK "
            "background.sex=`.",
            "Column `sukup` is used 2 times: for item `esis1` and background variable `sex`. Name the right column for "
            "each; if it is the item, choose “leave it out” under “Type” of the other.",
        ),
        (
            "The workbook a.xlsx has no sheet `b`. Its sheets: `c`. Correct `--sheet`, or `sheet` in the codebook.",
            "The workbook a.xlsx has no sheet `b`. Its sheets: `c`. Choose it in the step File.",
        ),
        (
            "The workbook a.xlsx has a table in several sheets: `b`, `c`. Say which one is the survey: under Sheet in "
            "the form, by `sheet: NAME` in the codebook, or by `--sheet NAME` of `workbench codebook` or `workbench "
            "instrument new`.",
            "The workbook a.xlsx has a table in several sheets: `b`, `c`. Say which one is the survey: in the step "
            "File.",
        ),
        (
            "The sum of the items is the same for all respondents. Check in the codebook whether items are stored "
            "reversed.",
            "The sum of the items is the same for all respondents. Check “Codes run backwards in the file” and "
            "“Worded against the scale (reversed)” of the items.",
        ),
        (
            "The survey has no background variable to compare. Add it to the codebook if the file has it.",
            "The survey has no background variable to compare. Describe it in this form if the file has it.",
        ),
        (
            "Codebook my.yaml: `instrument` is missing. Name the scale, e.g. `esis`, or describe your own by "
            "`workbench instrument new DATA --name NAME`, and draft the codebook with it by `workbench codebook DATA "
            "--instrument NAME`.",
            "“Scale” is not filled in yet. Write or choose it.",
        ),
    ],
)
def test_keys_are_said_as_labels_of_fields(sentence, said):
    assert fault_of(sentence, DRAFT).sentence == said


def test_codes_of_no_answer_of_an_own_scale_stand_in_one_field_for_all_items():
    own = replace(DRAFT, scale={"content": {"items": [{"id": "esis1"}, {"id": "esis10"}]}})
    fault = fault_of("Column `q10` has the value 77. Add 77 to `missing` in the codebook or correct the data.", own)
    assert (fault.step, fault.field) == ("items", "missing")


DIRECTION = "Column `q1` correlates −0.32: is it reversed? "
TO_SCALE = "set `reversed: true` for it in instrument `mine` if its statement is worded against the scale"


@pytest.mark.parametrize(
    ("scale", "sentence", "said"),
    [
        (
            {},
            "Set `reversed: true` for it in the codebook if its codes run against the options, or correct it.",
            "Tick “Codes run backwards in the file” of it if its codes run against the options, or correct it.",
        ),
        (
            {},
            "Remove `reversed: true` of it from the codebook if its codes do not run backwards, or correct it.",
            "Untick “Codes run backwards in the file” of it if its codes do not run backwards, or correct it.",
        ),
        (
            {"content": {"items": [{"id": "esis1"}]}},
            f"{TO_SCALE}, in the codebook if only its codes run backwards, or correct its column.",
            "Tick “Worded against the scale (reversed)” of it if its statement is worded against the scale, or correct "
            "its column.",
        ),
    ],
)
def test_a_direction_is_mended_by_the_box_that_says_it(scale, sentence, said):
    fault = fault_of(DIRECTION + sentence, replace(DRAFT, scale=scale))
    assert fault.sentence == DIRECTION + said
    assert fault.field == ("scale.items.0.statement" if scale else "items.esis1")


@pytest.mark.parametrize(
    "sentence",
    [
        "Background variable `sex` has the label `x` for code 1, which occurs in 0 rows of column `sukup`. Remove "
        "the label from the codebook or correct its code; where the codebook serves several files, say "
        "`labels: all` in it.",
        "Column `q10` has the value 9, outside 1–5. Add 9 to `missing` in the codebook or correct the data.",
        "Name another `reference` in the codebook, or leave it out.",
        "The words differ. Compare each, write `confirmed: true` in the codebook, and if not, correct it.",
    ],
)
def test_no_fault_of_the_form_speaks_of_the_codebook(sentence):
    said = fault_of(sentence, DRAFT).sentence
    assert "codebook" not in said
    assert "labels: all" not in said


def test_the_labels_stand_in_the_pages():
    pages = "".join(path.read_text(encoding="utf-8") for path in PAGES.glob("*.j2"))
    labels = {*field_words.VARIABLE.values(), *field_words.ITEM.values(), *field_words.SURVEY.values()}
    labels |= {*field_words.SCALE.values(), "Worded against the scale (reversed)"}
    assert [label for label in labels if f'"{label}"' not in pages and f">{label}<" not in pages] == []


def test_a_key_that_is_set_is_a_field_in_every_language():
    sentence = (
        "Column `q10` has the value 0 in 7 rows, outside 1–5. If its codes run 0–4, set `shift: 1` for it; else add 0 "
        "to `missing` in the codebook or correct the data."
    )
    with speaking("fi"):
        fault = fault_of(sentence, DRAFT)
    said = fault.sentence
    assert fault.field == "items.esis10.missing"
    assert "aseta sille ”Lisätään jokaiseen koodiin”: 1; muuten lisää 0 kohtaan ”Koodit, jotka" in said
    assert "`shift" not in said


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize(
    "sentence",
    [
        "Codebook my.yaml: `instrument` in line 4 is still `?`, as the draft left it. Name the scale, e.g. `esis`, or "
        "describe your own by `workbench instrument new DATA --name NAME`, and draft the codebook with it by "
        "`workbench codebook DATA --instrument NAME`.",
        "Column `sukup` is used 2 times: for item `esis1` and background variable `sex`. Name the right column for "
        "each in the codebook; if it is the item, take out what else it is by `workbench set CODEBOOK "
        "background.sex=`.",
        "The workbook a.xlsx has no sheet `b`. Its sheets: `c`. Correct `--sheet`, or `sheet` in the codebook.",
        "Background variable `sex` has the label `Other` for code 3, which occurs in 0 rows of column `sukup`. Remove "
        "the label from the codebook or correct its code; where the codebook serves several files, say `labels: all` "
        "in it.",
    ],
)
def test_no_command_is_told_in_another_language_where_the_form_has_a_field(language, sentence):
    with speaking(language):
        said = fault_of(sentence, DRAFT).sentence
    assert said != fault_of(sentence, DRAFT).sentence
    assert not [words for words in ("workbench", "--sheet", "labels: all") if words in said]


def test_rows_are_told_as_windows():
    fault = fault_of("`q1` is 9 in 3 rows and 8 in 1 row of 123 rows.", DRAFT)
    assert fault.sentence == "`q1` is 9 in fewer than 5 rows and 8 in fewer than 5 rows of about 122 rows."


def test_an_anchor_is_an_id():
    assert anchor("background.age group") == "background_2eage_20group"
    assert anchor("items.esis1") != anchor("items_2eesis1 ")
