"""Values that the form does not show, because few people have them, get a level or are no answers."""

from __future__ import annotations

import pandas as pd
import pytest

from workbench.errors import ParameterError
from workbench.intake.codebook import file_overview
from workbench.lab.my_survey import Draft, background_fields, fields, shown


@pytest.fixture
def overview(tmp_path):
    sex = ["Nainen"] * 30 + ["Mies"] * 28 + ["own words"] * 2
    pd.DataFrame({"sex": sex, "town": ["A", "B"] * 30}).to_csv(tmp_path / "my.csv", index=False)
    return file_overview(tmp_path / "my.csv")


def changed(overview, before, *sent):
    content = {"background": {"sex": before} if before else {}, "numeric": {}}
    return background_fields.chosen_background(content, fields.Fields.of(sent), overview)["background"]


def test_a_column_with_rare_values_waits_for_somebody_to_say_what_they_are(overview):
    added = changed(overview, None, ("background.add", "sex"), ("background.add", "town"))
    assert added["sex"]["others"] == "?"
    assert "others" not in added["town"]


@pytest.mark.parametrize(
    ("level", "tick", "before", "after"),
    [("Muu", "", "?", "Muu"), ("", "yes", "?", "missing"), ("", "", "?", "?"), ("", "", "Muu", None)],
)
def test_rare_values_are_joined_or_no_answers(overview, level, tick, before, after):
    entry = {"column": "sex", "label": "Sex", "labels": {"Nainen": "Nainen", "Mies": "Mies"}, "others": before}
    sent = [("background.sex.label", "Sex"), ("background.sex.others", level)]
    sent += [("background.sex.others_missing", tick)] if tick else []
    for place, code in enumerate(("Nainen", "Mies"), 1):
        sent += [
            (f"background.sex.{key}", value) for key, value in (("code", code), ("text", code), ("place", str(place)))
        ]
    assert changed(overview, entry, *sent)["sex"].get("others") == after


def test_values_that_are_both_a_level_and_no_answers_are_refused_where_they_stand(overview):
    entry = {"column": "sex", "label": "Sex", "labels": {"Nainen": "Nainen", "Mies": "Mies"}, "others": "?"}
    sent = [(f"background.sex.{key}", value) for key, value in (("label", "Sex"), ("others", "Muu"))]
    with pytest.raises(ParameterError, match=r"`background.sex.others` is 'Muu', and these values are ticked as no"):
        changed(overview, entry, *sent, ("background.sex.others_missing", "yes"))


def test_a_word_with_a_comma_among_the_numbers_stays_one_code(tmp_path):
    ages = ["don't know, sorry"] * 9 + [str(20 + place % 40) for place in range(91)]
    pd.DataFrame({"age": ages, "town": ["A", "B"] * 50}).to_csv(tmp_path / "my.csv", index=False)
    overview = file_overview(tmp_path / "my.csv")
    added = fields.Fields.of([("background.add", "age")])
    content = background_fields.chosen_background({"background": {}, "numeric": {}}, added, overview)
    (row,) = shown.variables(Draft(survey="my.csv", codebook="my.yaml", content=content), overview)
    sent = [("background.age.label", "Age"), ("background.age.missing", row.missing)]
    again = background_fields.chosen_background(content, fields.Fields.of(sent), overview)
    assert again["numeric"]["age"]["missing"] == content["numeric"]["age"]["missing"] == ["don't know, sorry"]


def test_labels_that_are_spelled_nearly_alike_are_proposed_as_one(tmp_path):
    towns = ["Lycksele kommun"] * 10 + ["Lycksele"] * 40 + ["Umeå"] * 50
    pd.DataFrame({"town": towns, "sex": ["A", "B"] * 50}).to_csv(tmp_path / "my.csv", index=False)
    overview = file_overview(tmp_path / "my.csv")
    added = fields.Fields.of([("background.add", "town")])
    content = background_fields.chosen_background({"background": {}, "numeric": {}}, added, overview)
    draft = Draft(survey="my.csv", codebook="my.yaml", content=content)
    (row,) = shown.variables(draft, overview)
    assert row.alike == (("Lycksele", "Lycksele kommun"),)
    content["background"]["town"]["merge"] = {"Lycksele": ["Lycksele", "Lycksele kommun"]}
    assert shown.variables(draft, overview)[0].alike == ()


@pytest.fixture
def places(tmp_path):
    years, towns = [2019, 2022, 2024] * 20, ["Espoo", "Vantaa"] * 30
    frame = pd.DataFrame({"Vuosi": years, "kunta": towns, "maakunta": ["U"] * 30 + ["P"] * 30, "note": range(60)})
    frame.to_csv(tmp_path / "my.csv", index=False)
    return file_overview(tmp_path / "my.csv")


def sent_of(overview, content, **sent):
    """The codebook after a page with these fields, on which nobody has touched the others."""
    shown_ = shown.year_and_areas(Draft(survey="my.csv", codebook="my.yaml", content=content), overview)
    fields_ = {"year": shown_["year"], "year.all": str(shown_["year_of_all"] or "")}
    fields_ |= {f"area.{place}": column for place, column in enumerate([*shown_["areas"], ""])}
    return background_fields.chosen_background(content, fields.Fields.of((fields_ | sent).items()), overview)


EMPTY = {"background": {}, "numeric": {}, "items": {}, "design": {}}


def test_columns_of_year_and_area_are_proposed_and_not_chosen(places):
    assert (places.with_role("year"), places.with_role("area")) == (["Vuosi"], ["kunta", "maakunta"])
    shown_ = shown.year_and_areas(Draft(survey="my.csv", codebook="my.yaml", content=EMPTY), places)
    assert [one.value for one in shown_["choices"]] == ["Vuosi", "kunta", "maakunta"]
    assert (shown_["year"], shown_["year_of_all"], shown_["areas"]) == ("", None, [])


def test_columns_of_year_and_areas_become_variables_and_keys(places):
    content = sent_of(places, EMPTY, **{"year": "Vuosi", "area.0": "maakunta"})
    content = sent_of(places, content, **{"area.1": "kunta"})
    assert (content["year"], content["area"]) == ("Vuosi", ["maakunta", "kunta"])
    assert content["background"]["Vuosi"]["labels"] == {2019: "2019", 2022: "2022", 2024: "2024"}
    assert list(content["background"]) == ["Vuosi", "maakunta", "kunta"]
    assert sent_of(places, content) == content
    gone = sent_of(places, content, **{"background.Vuosi.kind": "out", "background.maakunta.kind": "out"})
    assert "year" not in gone
    assert gone["area"] == ["kunta"]
    assert list(gone["background"]) == ["kunta"]
    assert "area" not in sent_of(places, content, **{"area.0": "", "area.1": ""})


def test_one_year_of_all_is_a_number_and_stands_alone(places):
    assert sent_of(places, EMPTY, **{"year.all": "2024"})["year"] == 2024
    assert "year" not in sent_of(places, EMPTY | {"year": 2024}, **{"year.all": ""})
    with pytest.raises(ParameterError, match=r"`year.all` is 'spring', no year. Write one such as 2024"):
        sent_of(places, EMPTY, **{"year.all": "spring"})
    with pytest.raises(ParameterError, match=r"`year.all` is 2024, and a column that holds the year is chosen too"):
        sent_of(places, EMPTY, **{"year.all": "2024", "year": "Vuosi"})


def test_a_page_without_these_fields_leaves_year_and_areas(places):
    content = EMPTY | {"year": 2024, "wave": 2}
    changed_ = background_fields.chosen_background(content, fields.Fields.of([("background.add", "kunta")]), places)
    assert (changed_["year"], changed_["wave"]) == (2024, 2)
