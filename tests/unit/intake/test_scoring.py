"""Scores: the facts page's rule on hand-made answers, and exactness."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.instruments import Cutoff, load_instrument
from workbench.intake import below_cutoff, beyond_cutoff, score, score_bands

ESIS = load_instrument("esis")
BFI = load_instrument("bfi-agreeableness")


def answers(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=ESIS.item_ids)


def test_a_constant_3_scores_50_and_is_not_very_weak():
    values = score(answers([3] * 10, [1] * 10, [5] * 10, [3] * 9 + [2]), instrument=ESIS)
    assert values.tolist() == [50, 0, 100, 47.5]
    assert below_cutoff(values, instrument=ESIS).tolist() == [False, True, False, True]
    assert below_cutoff(values, instrument=ESIS, cutoff="very_weak").name == "very_weak"


def test_one_missing_answer_gives_no_score_by_default():
    incomplete = answers([np.nan] + [3] * 9, [np.nan, np.nan] + [3] * 8, [np.nan] * 10)
    assert score(incomplete, instrument=ESIS).isna().all()
    assert below_cutoff(score(incomplete, instrument=ESIS), instrument=ESIS).isna().all()


def test_the_sensitivity_run_replaces_one_answer_by_the_mean_of_the_others():
    incomplete = answers([np.nan] + [3] * 9, [np.nan] + [1] * 8 + [2], [np.nan, np.nan] + [3] * 8, [4] * 10)
    values = score(incomplete, instrument=ESIS, missing="one_missing")
    assert values[0] == 50
    assert not below_cutoff(values, instrument=ESIS)[0]
    assert values[1] == float((Fraction(10) + Fraction(10, 9) - 10) * Fraction(5, 2))
    assert np.isnan(values[2])
    assert values[3] == 75


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=9, max_size=9), st.sampled_from([1, 2, 3, 4, 5, None]))
def test_scores_are_the_nearest_float_to_the_exact_fraction(points, last):
    row = answers([*points, np.nan if last is None else last])
    total = Fraction(sum(points)) * Fraction(10, 9) if last is None else Fraction(sum(points) + last)
    assert score(row, instrument=ESIS, missing="one_missing")[0] == float((total - 10) * Fraction(5, 2))


def test_a_mean_score_at_the_cutoff_is_not_below_however_it_was_computed():
    low = BFI.model_copy(update={"cutoffs": {"low": ESIS.cutoffs["very_weak"].model_copy(update={"below": 3.4})}})
    points = pd.DataFrame([[3, 3, 3, 4, 4], [3, 3, 3, 3, 4]], columns=BFI.item_ids)
    exact = score(points, instrument=BFI)
    assert exact.tolist() == [3.4, 3.2]
    assert below_cutoff(exact, instrument=low).tolist() == [False, True]
    assert below_cutoff(pd.Series([3.4 - 4e-16]), instrument=low).tolist() == [False]


def test_a_symptom_scale_counts_scores_at_its_cutoff_and_above():
    high = BFI.model_copy(update={"cutoffs": {"high": Cutoff(at_or_above=3.4, label="high")}})
    found = beyond_cutoff(pd.Series([3.2, 3.4, 3.4 - 4e-16, 6, np.nan]), instrument=high)
    assert found.name == "high"
    assert found.tolist()[:4] == [False, True, True, True]
    assert found.isna().tolist() == [False] * 4 + [True]


def test_both_functions_agree_below_a_cutoff():
    values = pd.Series([0, 47.5, 50, 100, np.nan])
    assert beyond_cutoff(values, instrument=ESIS).equals(below_cutoff(values, instrument=ESIS))


def test_index_and_names_are_kept():
    frame = answers([3] * 10, [2] * 10).set_axis([7, 4])
    values = score(frame, instrument=ESIS)
    assert values.index.tolist() == [7, 4]
    assert values.name == "score"
    assert str(below_cutoff(values, instrument=ESIS).dtype) == "boolean"


@pytest.mark.parametrize("rows", [0, 1])
def test_few_rows(rows):
    assert len(score(answers([3] * 10).iloc[:rows], instrument=ESIS)) == rows


def test_bands_hold_their_lower_end_and_the_last_one_the_maximum():
    values = pd.Series([0, 9.99, 10, 47.5, 50, 97.5, 100, np.nan], name="score")
    bands = score_bands(values, instrument=ESIS)
    expected = ["0 to < 10", "0 to < 10", "10 to < 20", "40 to < 50", "50 to < 60", "90 to 100", "90 to 100"]
    assert bands[:-1].astype(str).tolist() == expected
    assert bands.isna().tolist() == [False] * 7 + [True]


def test_bands_of_a_mean_score_do_not_depend_on_rounding():
    rows = [[1] * 5, [2, 2, 2, 2, 2], [2, 2, 2, 2, 3], [6] * 5]
    means = score(pd.DataFrame(rows, columns=BFI.item_ids), instrument=BFI)
    assert score_bands(means, instrument=BFI).astype(str).tolist() == [
        "1 to < 1.4",
        "1.8 to < 2.2",
        "2.2 to < 2.6",
        "5.8 to 6",
    ]
