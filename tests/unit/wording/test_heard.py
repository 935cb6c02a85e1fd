"""Sentences of errors in another language: found by what is fixed in them, with what stands in their places."""

import pytest

from workbench.errors import did_you_mean
from workbench.wording import catalogue, heard, speaking
from workbench.wording.heard import _messages

FINNISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "refusal"
msgid "Column `{0}` holds text in {1}.{2} Write {{x: 1}}."
msgstr "Tekstiä ({1}) sarakkeessa `{0}`.{2} Kirjoita {{x: 1}}."

msgctxt "refusal"
msgid "Column `{0}` {1}."
msgstr "Sarake `{0}` {1}."

msgctxt "refusal"
msgid "{0} rows"
msgstr "{0} riviä"

msgctxt "refusal"
msgid " Did you mean `{0}`?"
msgstr " Tarkoititko `{0}`?"

msgctxt "refusal"
msgid "codes are twice there"
msgstr "koodit ovat siellä kahdesti"

msgctxt "refusal"
msgid "`{0}` is not right: {1} Correct it."
msgstr "`{0}` on väärin: {1} Korjaa se."

msgid "Men"
msgstr "Miehet"
"""


@pytest.fixture(autouse=True)
def only_these_messages(tmp_path, monkeypatch):
    (tmp_path / "fi.po").write_text(FINNISH, encoding="utf-8")
    monkeypatch.setattr(catalogue, "CATALOGUES", tmp_path)
    _messages.cache_clear()
    with speaking("fi"):
        yield
    _messages.cache_clear()


@pytest.mark.parametrize(
    ("english", "finnish"),
    [
        ("Column `q1` holds text in 12 rows. Write {x: 1}.", "Tekstiä (12 riviä) sarakkeessa `q1`. Kirjoita {x: 1}."),
        (
            f"Column `Men` holds text in 1 row.{did_you_mean('mem', ['men'])} Write {{x: 1}}.",
            "Tekstiä (1 row) sarakkeessa `Men`. Tarkoititko `men`? Kirjoita {x: 1}.",
        ),
        ("Column `{0}` is `{1}`.", "Sarake `{0}` is `{1}`."),
        (
            "`a` is not right: codes are twice there. Correct it.",
            "`a` on väärin: koodit ovat siellä kahdesti. Korjaa se.",
        ),
        ("Nobody knows this.\nColumn `a` b.", "Nobody knows this.\nSarake `a` b."),
    ],
)
def test_a_sentence_is_found_by_the_most_fixed_signs_and_labels_of_users_stay(english, finnish):
    assert heard(english) == finnish


def test_in_english_it_is_as_it_was():
    with speaking("en"):
        assert heard("Column `q1` b.") == "Column `q1` b."
