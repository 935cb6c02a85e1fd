"""Texts in another language: sentences with values, plural forms, numbers, and what is not ours."""

import pickle

import pytest

from workbench.wording import (
    Unpublished,
    catalogue,
    counted,
    in_windows,
    joined,
    listed,
    numbers,
    say,
    say_count,
    speaking,
    spoken,
    where_few,
)

FINNISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "{share} of {group}"
msgstr "{group}: {share}"

msgid "{n} group"
msgid_plural "{n} groups"
msgstr[0] "{n} ryhmä"
msgstr[1] "{n} ryhmää"

msgid "{0} of {1} rows lack {what}."
msgstr "{1} rivistä puuttuu {what}: {0}."

msgid "{some} and {last}"
msgstr "{some} ja {last}"
"""


@pytest.fixture(autouse=True)
def finnish(tmp_path, monkeypatch):
    (tmp_path / "fi.po").write_text(FINNISH, encoding="utf-8")
    monkeypatch.setattr(catalogue, "CATALOGUES", tmp_path)
    catalogue._catalogue.cache_clear()
    yield
    catalogue._catalogue.cache_clear()


def test_a_sentence_is_said_again_with_its_values_in_the_other_language():
    sentence = say("{share} of {group}", share=numbers.percent(0.125), group="Men")
    assert sentence == "12.5 % of Men"
    with speaking("fi"):
        assert spoken(sentence) == "Men: 12,5 %"
        assert say("{share} of {group}", share="x", group="y") == "y: x"
    assert spoken(sentence) == sentence


def test_plural_forms_follow_the_number_and_lists_the_language():
    two = say_count("{n} group", "{n} groups", n=2)
    both = listed(["a", two])
    with speaking("fi"):
        assert spoken(two) == "2 ryhmää"
        assert say_count("{n} group", "{n} groups", n=1) == "1 ryhmä"
        assert spoken(both) == "a ja 2 ryhmää"


def test_lists_and_joined_sentences_are_said_again_part_by_part():
    one, two = (say_count("{n} group", "{n} groups", n=n) for n in (1, 2))
    both, clauses = listed([one, two, "x"]), joined([one, two], "; ", end=".")
    assert (both, clauses) == ("1 group, 2 groups and x", "1 group; 2 groups.")
    with speaking("fi"):
        assert spoken(both) == "1 ryhmä, 2 ryhmää ja x"
        assert spoken(clauses) == "1 ryhmä; 2 ryhmää."


def test_words_of_users_stay_as_they_are_even_with_braces():
    assert spoken("{share} of {group}") == "{share} of {group}"
    assert say("{share} of {group}", share="{group}", group="{0}") == "{group} of {0}"


def test_a_sentence_with_counts_is_said_again_exactly_or_with_their_windows():
    exact = counted("{0} of {1} rows lack {what}.", 8, 57, what=say("{n} group", n="x"))
    published = exact.published(5)
    assert (exact, published) == ("8 of 57 rows lack x group.", "About 7 of about 57 rows lack x group.")
    assert published.published(10) is published
    for again in (published, pickle.loads(pickle.dumps(published))):
        with speaking("fi"):
            assert spoken(exact).startswith("57 rivistä puuttuu")
            assert spoken(again).startswith("About 57 rivistä puuttuu")


def test_counts_inside_a_sentence_with_counts_are_windows_too():
    parts = tuple(counted("{what} ({0})", n, what=what) for n, what in ((3, "`a`"), (12, "`b`")))
    exact = counted("{0} lack an answer in {parts}.", 14, parts=parts)
    assert exact == "14 lack an answer in `a` (3), `b` (12)."
    assert exact.published(5) == "About 12 lack an answer in `b` (about 12)."
    with speaking("fi"):
        assert "3" not in spoken(exact.published(5))


@pytest.mark.parametrize("n", [0, 1, 4, 5])
def test_a_sentence_of_few_people_is_said_no_more_than_one_of_nobody(n):
    """That it is said would tell that somebody did it; a list says it of nine no more than of nobody."""
    sentences = (counted("{0} lack an answer.", n), Unpublished("Nobody."), say("{n} group", n="x"))
    assert in_windows(sentences, 5) == (*(["About 7 lack an answer."] if n == 5 else []), "x group")
    lists = counted("{0} lack an answer in {parts}.", 12, parts=(counted("`a` ({0})", 4 + n), counted("`b` ({0})", 9)))
    assert lists.published(5) is None


def test_a_sentence_for_the_researcher_alone_stays_so_in_another_language():
    private = Unpublished(say("{share} of {group}", share="x", group="Men"))
    with speaking("fi"):
        again = spoken(private)
    assert (again, type(again)) == ("Men: x", Unpublished)
    assert spoken(Unpublished("As it is.")) == "As it is."


def test_a_text_can_be_copied_to_another_process():
    copied = pickle.loads(pickle.dumps(say("{share} of {group}", share=numbers.percent(0.1), group="Men")))
    with speaking("fi"):
        assert spoken(copied) == "Men: 10,0 %"


@pytest.mark.parametrize(
    ("text", "finnish"),
    [(numbers.count(98600), "98\u00a0600"), (numbers.number(-1234.5, 1), "−1\u00a0234,5"),
     (numbers.p_value(0.0001), "< 0,001"), (numbers.p_band(0.01), "< 0,01"), (numbers.p_band(1.0), "≥ 0,05"),
     (numbers.interval(0.091, 0.112, 1, as_percent=True), "9,1–11,2 %"), (numbers.people(14.5, 5), "10–19")],
)  # fmt: skip
def test_numbers_have_the_signs_of_the_language(text, finnish):
    with speaking("fi"):
        assert spoken(text) == finnish


def test_whether_a_sentence_about_few_is_said_goes_by_windows_of_everyone():
    """Fewer than 50 of 300: with 45 to 49 below for certain, with 50 to 54 not, whatever the model says of its own."""

    def said(events: int, width: int) -> bool:
        sentence = where_few(say("x group"), fewer_than=50, respondents=300, events=events)
        return bool(in_windows([sentence], width))

    assert [said(events, 5) for events in range(45, 55)] == [True] * 5 + [False] * 5
    assert not any(said(events, 20) for events in range(40, 60))
    assert [said(300 - rarer, 5) for rarer in (45, 46, 49)] == [True, False, False], "windows of both leave 50 open"
    twice = [where_few(say("x group"), fewer_than=few, respondents=300, events=45) for few in (10, 50)]
    assert in_windows(dict.fromkeys(twice), 5) == ("x group",), "the first alone would not be said"
