"""Slope and relative index of inequality: closed forms; R's numbers stand in tests/reference/groups."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import inequality

SRS = SurveyDesign()


def ordered(codes, levels=("low", "middle", "high")):
    return pd.Series(pd.Categorical.from_codes(codes, list(levels), ordered=True), name="education")


def test_two_halves_lie_half_the_order_apart():
    """Ridits 1/4 and 3/4: the ends differ by twice the difference of the means."""
    values = pd.Series([40.0, 60.0, 70.0, 90.0])
    row = inequality(values, ordered([0, 0, 1, 1], ("low", "high")), design=SRS).table.iloc[0]
    assert row["estimate"] == pytest.approx(2 * (50 - 80))
    assert (row["predicted_lowest"], row["predicted_highest"]) == pytest.approx((35, 95))
    assert row["relative_index"] == pytest.approx(35 / 95)


def test_ridits_follow_the_population_and_not_the_sample():
    """Respondents of the lowest level stand for three times as many: as if they had answered three times."""
    values, codes = pd.Series([21.0, 22.0, 24.0, 23.0, 29.0, 25.0]), np.array([0, 0, 1, 1, 2, 2])
    times = np.where(codes == 0, 3, 1)
    weighted = inequality(values, ordered(codes), design=SurveyDesign(sampling_weights=pd.Series(times.astype(float))))
    repeated = inequality(pd.Series(np.repeat(values, times).to_numpy()), ordered(np.repeat(codes, times)), design=SRS)
    for name in ("estimate", "relative_index", "predicted_lowest"):
        assert weighted.table[name][0] == pytest.approx(repeated.table[name][0])


def test_no_inequality():
    rng = np.random.default_rng(1)
    half = rng.normal(70, 10, 50)
    row = inequality(pd.Series([*half, *half]), ordered([0] * 50 + [1] * 50, ("low", "high")), design=SRS).table.iloc[0]
    assert row["estimate"] == pytest.approx(0, abs=1e-10)
    assert row["relative_index"] == pytest.approx(1)
    assert row["conf_low"] == pytest.approx(-row["conf_high"])


def test_a_line_below_zero_has_no_relative_index_and_says_so():
    flags = pd.Series([True] * 6 + [False] * 14)
    result = inequality(flags, ordered([0] * 8 + [1] * 4 + [2] * 8), design=SRS)
    assert result.table["predicted_highest"][0] < 0
    assert result.table[["relative_index", "relative_index_low"]].isna().all(axis=None)
    assert any("`education`" in note for note in result.notes)
    assert result.table["conf_low"].notna().all()
