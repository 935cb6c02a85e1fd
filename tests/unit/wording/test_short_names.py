"""Long names of items in figures and keys: short, and never two alike."""

import pytest

from workbench.wording import told_apart, without_common_beginning

TWINS = ["in_the_past_weeks_physically_exhausted", "in_the_past_weeks_mentally_exhausted"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (TWINS, ["physically_exhausted", "mentally_exhausted"]),
        (["mood_1", "mood_10"], ["1", "10"]),
        (["tired", "tiredness"], ["tired", "tiredness"]),
        (["low_mood", "low"], ["low_mood", "low"]),
    ],
)
def test_names_lose_whole_words_that_all_begin_with(names, expected):
    assert without_common_beginning(names) == expected


def test_names_that_are_short_enough_stay():
    assert told_apart(["esis1", "esis10"], 13) == ["esis1", "esis10"]


@pytest.mark.parametrize(
    "names",
    [
        TWINS,
        ["tired_of_all_the_work_today", "tired_of_all_that_work_today"],
        [f"a_name_longer_than_the_figure_{number}" for number in range(1, 31)],
        [f"beginning{number}and_the_same_end_for_all" for number in range(1, 31)],
    ],
)
def test_shortened_names_differ_and_fit(names):
    shown = told_apart(names, 13)
    assert len(set(shown)) == len(names)
    assert max(map(len, shown)) <= 13
