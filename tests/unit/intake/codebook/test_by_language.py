"""The words of a codebook by language: exchanged where a language is spoken, and named where they lack one."""

import pandas as pd
import pytest
from pydantic import ValidationError

from workbench.intake.codebook import (
    Codebook,
    has_other_words,
    in_one_wording,
    in_spoken_words,
    lacking,
    languages_of,
    level_in_spoken_words,
    levels_in_code,
    table_in_spoken_words,
)
from workbench.wording import speaking, spoken

SEX = {
    "column": "s",
    "label": {"fi": "Sukupuoli", "sv": "Kön", "en": "Sex"},
    "labels": {1: {"fi": "Miehet", "sv": "Män", "en": "Men"}, 2: {"fi": "Naiset", "sv": "Kvinnor"}},
}
WORK = {
    "column": "w",
    "label": "Work",
    "labels": {1: {"fi": "Hyvä", "sv": "God"}, 2: {"fi": "Keskitaso", "sv": "Medelgod"}, 3: "C"},
    "ordered": True,
    "merge": {"rest": {"label": {"fi": "Muut", "sv": "Övriga"}, "labels": ["Keskitaso", "C"]}},
}
BANDS = {"column": "a", "label": "Age", "groups": [18, 65], "highest": 99}


def book(**keys: object) -> Codebook:
    given = {"title": {"fi": "Kysely", "en": "Survey"}, "background": {"sex": SEX, "work": WORK, "age": BANDS}}
    return Codebook.model_validate({"schema_version": 1, "instrument": "esis", "items": {}} | given | keys)


def test_a_codebook_in_a_language_is_one_with_plain_words_of_it():
    with speaking("sv"):
        own = in_spoken_words(book())
    assert (own.title, own.background["sex"].label) == ("Kysely", "Kön")  # the title lacks Swedish
    assert own.background["sex"].levels == ("Män", "Kvinnor")
    assert own.background["work"].levels == ("God", "Övriga")
    assert own.background["work"].label_of(3) == "Övriga"
    assert own.background["age"].levels == ("18–64", "65 eller mer")


def test_data_carry_the_first_words_whatever_is_spoken_when_the_codebook_is_read():
    with speaking("sv"):
        own = book()
    assert own.background["sex"].levels == ("Miehet", "Naiset")
    assert own.background["age"].levels == ("18–64", "65 or over")


@pytest.mark.parametrize(
    ("variable", "level", "said"),
    [
        ("sex", "Miehet", "Män"),
        ("sex × work", "Miehet × Hyvä", "Män × God"),
        ("work × sex", "Miehet", "Män"),  # a reference, of the last variable alone
        ("work", "Hyvä + Muut", "God + Övriga"),  # neighbours that a model joined
        ("sex", "not answered", "not answered"),
        ("all", "all", "all"),
    ],
)
def test_levels_are_exchanged_by_their_variable(variable, level, said):
    with speaking("sv"):
        assert level_in_spoken_words(level, variable, book()) == said


def test_a_table_keeps_its_numbers_and_gets_the_words():
    entry = {"population": "adults", "year": 2019, "label": {"fi": "aikuiset", "sv": "vuxna"}}
    blocks = {"first": {"label": {"fi": "Eka", "sv": "Första"}, "predictors": ["sex", "work", "age"]}}
    table = pd.DataFrame(
        {
            "model": ["crude", "Eka"],
            "variable": ["sex", "sex"],
            "level": ["Miehet", None],
            "reference": ["Naiset", "rest"],
            "population": ["aikuiset", "others"],
            "estimate": [1.0, 2.0],
        }
    )
    with speaking("sv"):
        said = table_in_spoken_words(table, book(blocks=blocks, compare_with=[entry]))
    assert list(said["model"]) == ["crude", "Första"]
    assert said["level"].tolist()[0] == "Män"
    assert said["level"].isna().tolist() == [False, True]
    assert list(said["reference"]) == ["Kvinnor", "rest"]
    assert list(said["population"]) == ["vuxna", "others"]
    assert list(said["estimate"]) == [1.0, 2.0]


def test_levels_that_a_sentence_marks_are_exchanged():
    with speaking("sv"):
        assert levels_in_code("Group `Miehet`: few in `x`.", ["sex"], book()) == "Group `Män`: few in `x`."


def test_words_that_lack_a_language_are_named_and_those_of_all_languages_too():
    assert languages_of(book()) == ("fi", "en", "sv")
    assert lacking(book(), ("sv", "en"))["en"] == [
        *("background.sex.labels.2", "background.work.labels.1", "background.work.labels.2"),
        "background.work.merge.Muut",
    ]
    assert lacking(book(), ("sv",)) == {"sv": ["title"]}
    assert in_one_wording(book()) == ["background.work.label", "background.age.label"]


def test_a_codebook_with_one_wording_is_the_same_in_all_languages():
    plain = {"sex": {"column": "s", "label": "Sex", "labels": {1: "Men"}}}
    with speaking("fi"):
        assert not has_other_words(book(title="t", background=plain))
        assert has_other_words(book(title="t", background={"age": BANDS}))  # the workbench's own words


def test_a_cut_off_of_a_survey_has_its_label_by_language():
    cutoff = book(cutoffs={"low": {"below": 40, "label": {"fi": "matala", "sv": "låg"}}}).cutoffs["low"]
    with speaking("sv"):
        assert cutoff.name == "låg"
    assert (cutoff.label, cutoff.name) == ("matala", "matala")


def test_fieldwork_and_its_like_are_said_in_the_language():
    own = book(fieldwork={"mode": {"fi": "verkossa", "sv": "på nätet"}}, source={"fi": "Arkisto", "sv": "Arkivet"})
    with speaking("sv"):
        assert (spoken(own.fieldwork.mode), spoken(own.source)) == ("på nätet", "Arkivet")


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (
            {"sex": SEX | {"labels": {1: {"fi": "a", "sv": "samma"}, 2: {"fi": "b", "sv": "Samma"}}}},
            "in `sv`, two codes share one label, `samma` and `Samma`",
        ),
        (
            {"sex": SEX, "kind": SEX | {"label": {"fi": "Laji", "sv": "kön"}}},
            "`sex` and `kind` share one label",
        ),
        (
            {"work": WORK | {"merge": {"rest": {"label": {"fi": "Muut"}}}}},
            "`rest` has the keys `label`; it needs `label` and `labels`, and no others",
        ),
        (
            {"work": WORK | {"merge": {"rest": {"label": {"de": "Rest"}, "labels": ["Keskitaso", "C"]}}}},
            "the label of `rest` is not right: it is given in the language `de`",
        ),
    ],
)
def test_words_that_readers_of_a_language_could_not_tell_apart_are_refused(keys, words):
    with pytest.raises(ValidationError, match=words):
        book(background=keys)
