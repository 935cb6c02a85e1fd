"""Windows, steps and bands: aligned, never finer than asked, the same for all numbers that they may not tell apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.disclosure.gate.steps import (
    band_of,
    in_first_window,
    share_of_counts,
    significant,
    step_of,
    to_decade,
    to_step,
    window_middle,
)

POSITIVE = st.floats(1e-6, 1e6)


@given(n=st.integers(0, 10**6), width=st.integers(5, 40))
def test_a_window_holds_as_many_counts_as_it_is_wide(n: int, width: int) -> None:
    start = n // width * width
    counts = np.arange(start, start + width)
    assert np.unique(window_middle(counts, width)).tolist() == [counts.mean()]
    assert window_middle(start + width, width) != window_middle(n, width)


def test_only_fewer_than_the_width_lie_in_the_first_window() -> None:
    n = np.arange(12)
    assert (in_first_window(window_middle(n, 5), 5) == (n < 5)).all()
    assert (in_first_window(window_middle(n, 10), 10) == (n < 10)).all()


@given(x=POSITIVE)
def test_a_step_is_not_finer_than_asked_and_at_most_half_as_coarse_again(x: float) -> None:
    step = float(step_of(x))
    assert x * (1 - 1e-9) <= step <= 1.5 * x * (1 + 1e-6)


@pytest.mark.parametrize("nothing", [0.0, -1.0, np.nan])
def test_there_is_no_step_of_nothing(nothing: float) -> None:
    assert np.isnan(step_of(nothing))


@given(x=st.floats(-1e4, 1e4), step=st.floats(1e-3, 100))
def test_rounding_moves_a_number_by_half_a_step_at_most(x: float, step: float) -> None:
    step = float(step_of(step))
    assert abs(float(to_step(x, step)) - x) <= step / 2 * (1 + 1e-6) + 1e-8


@given(x=POSITIVE)
def test_ten_numbers_to_a_decade_are_an_eighth_apart(x: float) -> None:
    near = float(to_decade(x))
    assert 0.86 < near / x < 1.16
    assert float(to_decade(near)) == pytest.approx(near)


def test_a_band_is_named_by_its_upper_end() -> None:
    p = [0, 0.000999, 0.001, 0.0099, 0.01, 0.0499, 0.05, 1, np.nan]
    assert np.array_equal(band_of(p), [0.001, 0.001, 0.01, 0.01, 0.05, 0.05, 1, 1, np.nan], equal_nan=True)


def test_significant_digits_keep_zero_and_what_is_missing() -> None:
    assert np.array_equal(
        significant([0, -123.4, 0.0456, np.nan, np.inf], 1), [0, -100, 0.05, np.nan, np.inf], equal_nan=True
    )


def test_a_share_is_told_to_be_that_of_the_counts_by_published_numbers_alone() -> None:
    shares = pd.DataFrame(
        {
            "n_respondents": [2402.0, 2402.0, 12.0, 7.0],
            "n_events": [757.0, 757.0, 2.0, np.nan],
            "estimate": [0.3152, 0.3162, 0.1667, np.nan],
            "bound": ["", "", "under", ""],
        }
    )
    assert share_of_counts(shares).tolist() == [True, False, False, False]
