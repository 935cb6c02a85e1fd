"""Drafting an instrument: which columns are items, which run against the rest, and what the score is."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from workbench.errors import DataError
from workbench.instruments import load_instrument
from workbench.intake import ScaleFacts, draft_instrument, item_series

COLUMNS = tuple(f"s{number}" for number in range(1, 13))


@pytest.fixture
def survey(tmp_path):
    """Twelve items 0–3, the second reversed, some answers 9; a shorter series; ages that are no items."""
    rng = np.random.default_rng(3)
    trait = rng.normal(size=(400, 1))
    points = np.digitize(0.8 * trait + rng.normal(size=(400, 12)), [-0.5, 0.5, 1.2])
    points[:, 1] = 3 - points[:, 1]
    frame = pd.DataFrame(points, columns=list(COLUMNS))
    frame.loc[:19, "s5"] = 9
    frame.loc[20:21, "s6"] = 7  # two typing errors
    other = pd.DataFrame(rng.integers(1, 6, (400, 4)), columns=[f"q{number}" for number in range(1, 5)])
    ages = pd.DataFrame({"age1": rng.integers(18, 90, 400), "age2": rng.integers(18, 90, 400)})
    path = tmp_path / "survey.csv"
    pd.concat([ages, other, frame], axis=1).to_csv(path, index=False)
    return path


def facts(**changes):
    known = {"name": "stress", "title": "Stress: invented", "language": "no", "lowest": 0, "highest": 3}
    return ScaleFacts(**(known | {"score": "sum", "higher_means": "more"} | changes))


def drafted(survey, columns=COLUMNS, **changes):
    text = draft_instrument(survey, columns=columns, facts=facts(**changes))
    (survey.parent / "stress.yaml").write_text(text, encoding="utf-8")
    return load_instrument("stress", folder=survey.parent)


def test_series_of_columns_with_the_same_options_are_found_in_numbers_order_the_longest_first(survey):
    series = item_series(survey)
    assert [one.columns for one in series] == [COLUMNS, ("q1", "q2", "q3", "q4")]
    assert [(one.lowest, one.highest) for one in series] == [(0, 3), (1, 5)]


def test_the_draft_loads_and_marks_the_item_that_runs_against_the_rest(survey):
    scale = drafted(survey)
    assert (scale.name, scale.language) == ("Stress: invented", "no")
    assert [item.id for item in scale.items if item.reversed] == ["s2"]
    assert scale.points == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("score", "reach", "factor"),
    [("sum", [0, 36], 1), ("mean", [0, 3], Fraction(1, 12)), ("0-100", [0, 100], Fraction(25, 9))],
)
def test_each_score_rule_reaches_its_ends(survey, score, reach, factor):
    rule = drafted(survey, score=score).score
    assert [rule.minimum, rule.maximum] == reach
    assert rule.factor == factor


def test_column_names_that_are_statements_become_statements(tmp_path):
    rng = np.random.default_rng(1)
    headers = ("I feel tense, often", "I worry: a lot", "I sleep badly?")
    frame = pd.DataFrame(rng.integers(1, 5, (50, 3)), columns=list(headers))
    frame.to_csv(tmp_path / "survey.csv", index=False)
    scale = drafted(tmp_path / "survey.csv", columns=headers, lowest=1, highest=4)
    assert [item.id for item in scale.items] == ["q1", "q2", "q3"]
    assert tuple(item.statement for item in scale.items) == headers


AGREEMENT = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")
IN_WORDS = ("I feel safe", "I want to leave", "I like it here", "I know people")


@pytest.fixture
def in_words(tmp_path):
    """Return a writer of four items answered in words, the second reversed."""

    def written(words):
        rng = np.random.default_rng(5)
        points = np.digitize(rng.normal(size=(300, 1)) + 0.8 * rng.normal(size=(300, 4)), [-1, -0.3, 0.3, 1])
        points[:, 1] = 4 - points[:, 1]
        frame = pd.DataFrame(np.array(words, dtype=object)[points], columns=list(IN_WORDS))
        frame.to_csv(tmp_path / "survey.csv", index=False)
        return tmp_path / "survey.csv"

    return written


def reversed_items(scale):
    return [item.statement for item in scale.items if item.reversed]


def test_of_answers_in_words_the_one_against_the_rest_is_found_by_the_order_of_the_options(in_words):
    words = ("nah", "meh", "so so", "well", "oh yes")
    options = dict(enumerate(words, start=1))
    scale = drafted(in_words(words), columns=IN_WORDS, lowest=1, highest=5, options=options)
    assert reversed_items(scale) == ["I want to leave"]


def test_answers_on_a_known_ladder_give_the_options_and_so_the_one_against_the_rest(in_words):
    scale = drafted(in_words(AGREEMENT), columns=IN_WORDS, lowest=1, highest=5)
    assert tuple(option.label for option in scale.options) == AGREEMENT
    assert reversed_items(scale) == ["I want to leave"]


@pytest.mark.parametrize("columns", [IN_WORDS, IN_WORDS[:2]])
def test_nothing_is_suggested_where_the_order_of_the_answers_is_not_known(in_words, columns):
    scale = drafted(in_words(("nah", "meh", "so so", "well", "oh yes")), columns=columns, lowest=1, highest=5)
    assert reversed_items(scale) == []


def test_of_two_items_against_each_other_neither_is_suggested(in_words):
    assert reversed_items(drafted(in_words(AGREEMENT), columns=IN_WORDS[:2], lowest=1, highest=5)) == []


def test_words_for_a_code_of_no_answer_are_no_option(survey):
    with pytest.raises(DataError, match=r"The option 9 is outside the points 0 to 3\. Take it out"):
        drafted(survey, options={0: "never", 9: "no answer"})


def test_long_columns_give_short_items_and_one_without_a_label_has_its_id_for_a_statement(tmp_path):
    rng = np.random.default_rng(6)
    columns = tuple(f"in_the_past_two_weeks_how_often_{word}" for word in ("exhausted", "sleepy", "rested"))
    pd.DataFrame(rng.integers(0, 4, (50, 3)), columns=list(columns)).to_csv(tmp_path / "survey.csv", index=False)
    scale = drafted(tmp_path / "survey.csv", columns=columns)
    assert [(item.id, item.statement) for item in scale.items] == [
        *(("exhausted", "exhausted"), ("sleepy", "sleepy"), ("rested", "rested")),
    ]
    (tmp_path / "numbered").mkdir()
    numbered = tuple(f"in_the_past_two_weeks_how_often_{number}" for number in range(1, 4))
    path = tmp_path / "numbered" / "survey.csv"
    pd.DataFrame(rng.integers(0, 4, (50, 3)), columns=list(numbered)).to_csv(path, index=False)
    assert [item.id for item in drafted(path, columns=numbered).items] == ["q1", "q2", "q3"]
