"""Trends over ordered groups: closed forms; R's numbers stand in tests/reference/groups."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import compare_groups, inequality, trend

SRS = SurveyDesign()


@pytest.fixture
def sample():
    rng = np.random.default_rng(3)
    codes = rng.integers(0, 3, 200)
    group = pd.Series(pd.Categorical.from_codes(codes, ["a", "b", "c"], ordered=True), name="group")
    return pd.Series(60 + 4 * codes + rng.normal(0, 10, 200)), group


def test_two_levels_give_the_difference_of_their_means(sample):
    values, group = sample
    pair = group.cat.set_categories(["a", "c"])
    row = trend(values, pair, design=SRS).table.iloc[0]
    other = compare_groups(values, pair, design=SRS).table.iloc[1]
    assert row["n_respondents"] == pair.notna().sum()
    for name, counterpart in (("estimate", "difference"), ("std_error", "std_error"), ("p_value", "p_value")):
        assert row[name] == pytest.approx(other[counterpart], rel=1e-10)
    assert row["df"] == other["df"]


def test_a_straight_line_is_found_exactly_and_has_no_error(sample):
    _, group = sample
    row = trend(pd.Series(5.0 + 2.5 * group.cat.codes), group, design=SRS).table.iloc[0]
    assert row["estimate"] == pytest.approx(2.5)
    assert row[["std_error", "p_value", "conf_low"]].isna().all()


def test_numbers_are_the_scores_of_years(sample):
    values, group = sample
    years = group.cat.rename_categories({"a": "2015", "b": "2016", "c": "2020"})
    slope = trend(values, years, design=SRS, scores="numbers").table["estimate"][0]
    assert slope == pytest.approx(np.polyfit(years.astype(float), values, 1)[0])
    unordered = pd.Series(years.cat.as_unordered(), name="year")
    assert trend(values, unordered, design=SRS, scores="numbers").table["estimate"][0] == slope


def test_turning_the_order_turns_the_sign(sample):
    values, group = sample
    turned = group.cat.reorder_categories(["c", "b", "a"])
    one, other = (trend(values < 60, g, design=SRS).table.iloc[0] for g in (group, turned))
    assert one["estimate"] == pytest.approx(-other["estimate"])
    assert one["std_error"] == pytest.approx(other["std_error"])
    assert one["n_events"] == (values < 60).sum()


def test_no_ordered_variable_is_a_table_without_rows(sample):
    values, group = sample
    result = trend(values, group.to_frame()[[]], design=SRS)
    assert result.table.empty
    assert "p_value" in result.table


def test_the_method_says_where_there_is_no_standard_error():
    group = pd.Series(pd.Categorical(["a", "b", "c"] * 20, ["a", "b", "c"], ordered=True), name="group")
    values = pd.Series(np.arange(60) % 7, dtype=float)
    census = SurveyDesign(population_size=pd.Series(60.0, index=values.index))
    for found in (trend(values, group, design=census), inequality(values, group, design=census)):
        assert found.table["std_error"].isna().all()
        assert "none where all values lie on the line or the whole population is in the sample" in found.method
