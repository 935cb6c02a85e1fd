"""Which codes of a column are answers, and points that would lose some of them."""

import pandas as pd
import pyreadstat
import pytest

from tests.unit.intake.test_instrument_draft import facts
from workbench.errors import DataError
from workbench.intake import answers_outside, check_alike, check_points, draft_instrument, item_series

ITEMS = ["s1", "s2", "s3"]
LABELS = {0: "never", 1: "some", 2: "often", 3: "always", -9: "no answer"}


@pytest.fixture
def survey(tmp_path):
    """Three labelled items 0–3; nobody chose the last option of the third."""
    frame = pd.DataFrame({item: [0.0, 1, 2, 3, -9] * 20 for item in ITEMS})
    frame["s3"] = frame["s3"].replace(3, 2)
    path = tmp_path / "survey.sav"
    pyreadstat.write_sav(frame, str(path), variable_value_labels=dict.fromkeys(ITEMS, LABELS))
    return path


@pytest.mark.parametrize(("lowest", "highest"), [(1, 4), (1, 3), (0, 2)])
def test_points_that_lose_answers_are_refused(survey, lowest, highest):
    with pytest.raises(DataError, match="the file holds 0–3, with labels"):
        check_points(survey, columns=ITEMS, lowest=lowest, highest=highest)


@pytest.mark.parametrize(("lowest", "highest", "worded"), [(0, 3, ()), (0, 4, ()), (1, 4, (1, 2, 3, 4))])
def test_points_that_hold_all_answers_or_whose_words_are_given_are_taken(survey, lowest, highest, worded):
    check_points(survey, columns=ITEMS, lowest=lowest, highest=highest, worded=worded)


def test_an_option_that_nobody_chose_is_still_one(survey):
    assert [(one.lowest, one.highest) for one in item_series(survey)] == [(0, 3)]


def test_options_keep_their_labels_where_the_publication_counts_from_another_number(survey):
    text = draft_instrument(survey, columns=tuple(ITEMS), facts=facts(lowest=1, highest=4))
    assert '{points: 1, label: "never"}' in text
    assert '{points: 4, label: "always"}' in text


def test_a_refusal_of_points_says_that_there_are_codes_apart_from_the_answers(tmp_path):
    frame = pd.DataFrame({item: [0, 1, 2, 3] * 20 for item in ITEMS})
    frame.loc[:1, "s2"] = 9
    frame.to_csv(tmp_path / "survey.csv", index=False)
    with pytest.raises(DataError, match="the file holds 0–3 and codes apart from these"):
        check_points(tmp_path / "survey.csv", columns=["s2"], lowest=1, highest=3)


def test_the_codes_of_all_items_are_told_where_one_does_not_fit(tmp_path):
    frame = pd.DataFrame({"a": [0, 1, 2, 3] * 20, "b": [1, 2, 3, 4] * 20})
    frame.to_csv(tmp_path / "survey.csv", index=False)
    other = answers_outside(tmp_path / "survey.csv", columns=["a", "b"], lowest=1, highest=4)
    assert (other.lowest, other.highest) == (0, 4)
    assert answers_outside(tmp_path / "survey.csv", columns=["b"], lowest=1, highest=4) is None


@pytest.mark.parametrize(
    ("column", "values", "labels", "says"),
    [
        ("Gender", [1.0, 2, 1, 2, 7] * 20, {1: "Man", 2: "Woman", 7: "Other"}, r"\(Man, Woman, Other\)"),
        ("mood", [0.0, 4, 5, 6, 7] * 20, {}, r"\(4–7\) than the other items \(-9–3\)"),
    ],
)
def test_a_column_with_other_answers_is_no_item(survey, column, values, labels, says):
    frame, meta = pyreadstat.read_sav(str(survey))
    more = meta.variable_value_labels | ({column: labels} if labels else {})
    pyreadstat.write_sav(frame.assign(**{column: values}), str(survey), variable_value_labels=more)
    with pytest.raises(DataError, match=f"Column `{column}` has other answers {says}"):
        check_alike(survey, columns=[*ITEMS, column])


def test_items_may_count_backwards_or_lack_an_option(survey):
    frame, _ = pyreadstat.read_sav(str(survey))
    turned = {code: LABELS[3 - code] for code in range(4)}
    labels = dict.fromkeys(ITEMS[1:], LABELS) | {"s1": turned, "s4": {0: "never", 3: "always"}}
    pyreadstat.write_sav(frame.assign(s4=frame["s1"] % 2), str(survey), variable_value_labels=labels)
    check_alike(survey, columns=[*ITEMS, "s4"])


def test_words_of_another_question_are_other_answers(tmp_path):
    frame = pd.DataFrame({item: ["never", "some", "often"] * 20 for item in ITEMS}).assign(sex=["man", "woman"] * 30)
    frame.to_csv(tmp_path / "survey.csv", index=False)
    check_alike(tmp_path / "survey.csv", columns=ITEMS)
    with pytest.raises(
        DataError, match=r"Column `sex` has other answers \(man, woman\) than the other items \(never, "
    ):
        check_alike(tmp_path / "survey.csv", columns=[*ITEMS, "sex"])
