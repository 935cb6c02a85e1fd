"""Labels as readers compare them, and as spreadsheets leave them alone."""

import unicodedata

import pytest

from workbench.wording.labels import folded, inert_text, spelled_alike, without_quote


@pytest.mark.parametrize("word", [unicodedata.normalize("NFD", "Jyväskylä"), " jyväskylä ", "JYVÄSKYLÄ"])
def test_what_looks_the_same_is_the_same(word):
    assert folded(word) == folded("Jyväskylä")


def test_another_letter_is_another_word():
    assert folded("Jyvaskyla") != folded("Jyväskylä")


@pytest.mark.parametrize(
    "text",
    [
        *['=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\tx", "\rx"],
        *[" =1+1", "\u00a0=1+1", "\u200b=1+1", "\ufeff @x"],
        *["\u3000\uff1d1+1", "\uff1d1+1", "\uff0b1", "\uff20SUM(A1)"],  # full-width
    ],
)
def test_what_a_spreadsheet_would_run_gets_a_quote(text):
    assert inert_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", " Men", "\u200bMen", "\uff11\uff18", "Men", "18–29", "a=b", "− 3", "'x", "<b>bold</b>"]
)
def test_other_text_stays_as_it_is(text):
    assert inert_text(text) == text


@pytest.mark.parametrize("text", ["-", "=x", "Men", "'quoted'", "", "''"])
def test_the_quote_comes_off_again(text):
    assert without_quote(inert_text(text)) == text


def test_labels_that_differ_in_accents_capitals_and_blanks_are_spelled_alike():
    labels = ["Jyväskylä", "jyvaskyla ", "Jyväs kylä", "Laukaa", "Lauka", "<18", "18+"]
    assert spelled_alike(labels) == [labels[:3]]


def test_labels_that_differ_by_one_word_more_are_spelled_alike_unless_several_have_one():
    labels = ["Lycksele", "Umeå", "lycksele kommun", "Married", "Married once", "Married again", "Low", "Low pay"]
    assert spelled_alike(labels) == [["Lycksele", "lycksele kommun"]]
    assert spelled_alike(["Area 1", "Area", "Umeå", "Umeå och Vännäs"]) == []
