"""The form shows the first of the texts by language, and keeps the others where somebody changes it."""

import pytest

from workbench.intake import Codebook
from workbench.lab.my_survey.drafts import Draft
from workbench.lab.my_survey.first_wordings import in_first_wording, with_all_wordings

WHOLE = {
    "schema_version": 1,
    "title": {"fi": "Kysely", "sv": "Enkät"},
    "instrument": "esis",
    "items": {},
    "background": {
        "language": {
            "column": "q",
            "label": "Kieli",
            "labels": {"fi": "suomi", "sv": {"fi": "ruotsi", "sv": "svenska"}},
        },
        "work": {
            "column": "w",
            "label": {"fi": "Työ", "sv": "Arbete"},
            "labels": {1: {"fi": "Työssä", "sv": "I arbete"}, 2: "B", 3: "C"},
            "merge": {"rest": {"label": {"fi": "Muut", "sv": "Övriga"}, "labels": ["B", "C"]}},
        },
    },
    "fieldwork": {"mode": {"fi": "verkossa", "sv": "på nätet"}},
    "blocks": {"one": {"label": {"fi": "Eka", "sv": "Första"}, "predictors": ["language"]}, "Toka": ["work"]},
}


def draft(content: dict) -> Draft:
    return Draft(survey="s.csv", codebook="s.yaml", content=content)


def test_the_form_sees_one_text_and_a_codebook_of_the_same_codes():
    Codebook.model_validate(WHOLE)
    content = in_first_wording(draft(WHOLE)).content
    assert content["title"] == "Kysely"
    assert content["background"]["language"]["labels"] == {"fi": "suomi", "sv": "ruotsi"}  # codes, not languages
    assert content["background"]["work"]["merge"] == {"Muut": ["B", "C"]}
    assert content["blocks"] == {"Eka": ["language"], "Toka": ["work"]}
    assert list(Codebook.model_validate(content).background["work"].levels) == ["Työssä", "Muut"]


def test_what_nobody_changes_stays():
    assert with_all_wordings(in_first_wording(draft(WHOLE)), draft(WHOLE)).content == WHOLE


@pytest.mark.parametrize(
    ("way", "typed", "kept"),
    [
        (("title",), "Uusi", {"fi": "Uusi", "sv": "Enkät"}),
        (("background", "work", "label"), "Ammatti", {"fi": "Ammatti", "sv": "Arbete"}),
        (("background", "work", "labels", 1), "Töissä", {"fi": "Töissä", "sv": "I arbete"}),
        (("background", "language", "label"), "Äidinkieli", "Äidinkieli"),
        (("title",), "", ""),
    ],
)
def test_a_change_is_of_the_first_text_alone(way, typed, kept):
    changed = in_first_wording(draft(WHOLE))
    place = changed.content
    for part in way[:-1]:
        place = place[part]
    place[way[-1]] = typed
    found = with_all_wordings(changed, draft(WHOLE)).content
    for part in way:
        found = found[part]
    assert found == kept


def test_a_joint_gets_other_labels_and_keeps_its_names():
    changed = in_first_wording(draft(WHOLE))
    changed.content["background"]["work"]["merge"] = {"Muut": ["B", "C", "D"], "uusi": ["E", "F"]}
    found = with_all_wordings(changed, draft(WHOLE)).content["background"]["work"]["merge"]
    assert found == {"rest": {"label": {"fi": "Muut", "sv": "Övriga"}, "labels": ["B", "C", "D"]}, "uusi": ["E", "F"]}
