"""A sentence of the workbench stands at the field that it is about, and tells no exact number of rows."""

from __future__ import annotations

import pytest

from workbench.lab.my_survey import Draft, anchor, fault_of

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
        ("Column `q10` has the value 9, outside 1–5. Add 9 to `missing` in the codebook.", "items", "items.esis10"),
        ("Column `w`, named as `sampling_weights`, holds text.", "sample", "design.sampling_weights"),
        ("Column `class`, named as `clusters`, is missing.", "sample", "design.clusters"),
        ("Column `nr` has the same id twice.", "sample", "respondent_id"),
        ("Background variable `sex` has the label `Men` for code 1.", "background", "background.sex"),
        ("Codebook my.yaml: `crossings` has [['sex']]; cross two.", "questions", "crossings"),
        ("`scale.title` is empty. Write what pages call the scale.", "items", "scale.title"),
        ("Memory is full.", None, ""),
    ],
)
def test_the_field_is_found(sentence, step, field):
    fault = fault_of(sentence, DRAFT)
    assert (fault.step, fault.field) == (step, field)


def test_rows_are_told_as_windows():
    fault = fault_of("`q1` is 9 in 3 rows and 8 in 1 row of 123 rows.", DRAFT)
    assert fault.sentence == "`q1` is 9 in fewer than 5 rows and 8 in fewer than 5 rows of about 122 rows."


def test_an_anchor_is_an_id():
    assert anchor("background.age group") == "background_2eage_20group"
    assert anchor("items.esis1") != anchor("items_2eesis1 ")
