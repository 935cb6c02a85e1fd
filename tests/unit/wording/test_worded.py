"""Texts of users by language: the first stands for languages without one, and data carry it."""

import pickle

import pytest
from pydantic import TypeAdapter, ValidationError

from workbench.wording import WordedText, in_language, say, speaking, spoken, worded, wordings

AGE = worded({"fi": "Ikä", "sv": "Ålder"})


@pytest.mark.parametrize(("language", "text"), [("fi", "Ikä"), ("sv", "Ålder"), ("en", "Ikä")])
def test_the_spoken_language_has_its_text_or_the_first(language, text):
    with speaking(language):
        assert spoken(AGE) == text
        assert say("{variable}: {level}", variable=AGE, level="x") == f"{text}: x"
    assert (AGE, in_language(AGE, language)) == ("Ikä", text)


def test_it_is_said_again_in_a_third_language_after_a_second_and_in_another_process():
    with speaking("sv"):
        swedish = spoken(pickle.loads(pickle.dumps(AGE)))
    assert (swedish, spoken(swedish), wordings(swedish)) == ("Ålder", "Ikä", {"fi": "Ikä", "sv": "Ålder"})


def test_a_digest_sees_every_language():
    assert repr(AGE) != repr(worded({"fi": "Ikä", "sv": "Levnadsår"}))


def test_a_text_alone_is_that_of_all_languages():
    text = TypeAdapter(WordedText).validate_python("Age")
    assert (type(text), wordings(text)) == (str, {})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"de": "Alter"}, "it is given in the language `de`, and pages have `fi`, `sv`, `en` only"),
        ({False: "Alder"}, "it is given in the language `False`"),
        ({}, "it names no language"),
        ({"fi": "Ikä", "sv": " "}, "it shows nothing"),
        ({"fi": True}, "its text in `fi` is read as True; put it in quotes"),
    ],
)
def test_what_no_page_could_show_is_refused(given, words):
    with pytest.raises(ValidationError, match=words):
        TypeAdapter(WordedText).validate_python(given)
