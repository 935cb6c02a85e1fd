"""Closed forms and edges of means and shares; the numbers of R stand in tests/reference/test_population.py."""

import time

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from workbench.intake.design import SurveyDesign
from workbench.population import mean, share

SRS = SurveyDesign()


@pytest.fixture
def sample():
    rng = np.random.default_rng(3)
    n = 400
    group = pd.Series(pd.Categorical.from_codes(rng.integers(0, 3, n), ["a", "b", "c"]), name="group")
    values = pd.Series(rng.normal(70, 20, n), name="score").mask(rng.random(n) < 0.1)
    return values, group, pd.Series(rng.uniform(0.5, 3, n), name="weight")


def test_unweighted_mean_has_the_textbook_error_and_t_interval():
    values = pd.Series([1.0, 2.0, 4.0, 7.0, 11.0])
    row = mean(values, design=SRS).table.iloc[0]
    standard = stats.t.interval(0.95, 4, loc=values.mean(), scale=values.std() / np.sqrt(5))
    assert row["std_error"] == pytest.approx(values.std() / np.sqrt(5), rel=1e-12)
    assert (row["conf_low"], row["conf_high"]) == pytest.approx(standard, rel=1e-12)
    assert row["std_dev"] == pytest.approx(values.std(), rel=1e-12)


def test_equal_weights_change_nothing(sample):
    values, group, _ = sample
    equal = SurveyDesign(sampling_weights=pd.Series(7.25, index=values.index))
    for function, data in [(mean, values), (share, values < 50)]:
        unweighted, weighted = (function(data, design=d, by=group).table for d in (SRS, equal))
        pd.testing.assert_frame_equal(unweighted, weighted, rtol=1e-12)


def test_integer_weights_give_the_mean_of_repeated_rows(sample):
    values, group, _ = sample
    times = pd.Series(np.random.default_rng(1).integers(1, 5, len(values)), index=values.index)
    weighted = mean(values, design=SurveyDesign(sampling_weights=times), by=group).table
    repeated = np.repeat(np.arange(len(values)), times)
    long = mean(
        values.iloc[repeated].reset_index(drop=True), design=SRS, by=group.iloc[repeated].reset_index(drop=True)
    )
    assert weighted["estimate"].tolist() == pytest.approx(long.table["estimate"].tolist(), rel=1e-12)


def test_scale_of_the_weights_does_not_matter(sample):
    values, group, weights = sample
    tables = [mean(values, design=SurveyDesign(sampling_weights=w), by=group).table for w in (weights, weights * 1000)]
    pd.testing.assert_frame_equal(*tables, rtol=1e-10)


def test_order_of_the_rows_does_not_matter(sample):
    values, group, weights = sample
    order = np.random.default_rng(2).permutation(len(values))
    tables = [
        share(v < 70, design=SurveyDesign(sampling_weights=w), by=g).table
        for v, g, w in [(values, group, weights), (values.iloc[order], group.iloc[order], weights.iloc[order])]
    ]
    pd.testing.assert_frame_equal(*tables, rtol=1e-10)


def test_groups_come_in_category_order_with_empty_levels_and_several_columns():
    group = pd.Categorical(["b", "a", "b", None], ["c", "b", "a"])
    table = mean(pd.Series([1.0, 2.0, 3.0, 4.0]), design=SRS, by=pd.DataFrame({"x": group, "y": group})).table
    assert table["variable"].tolist() == ["x"] * 3 + ["y"] * 3
    assert table["level"].tolist() == ["c", "b", "a"] * 2
    assert table["n_respondents"].tolist() == [0, 2, 1] * 2
    assert np.isnan(table["estimate"].iloc[0])


def test_one_respondent_has_a_mean_but_no_error():
    row = mean(pd.Series([5.0, np.nan, np.nan]), design=SRS).table.iloc[0]
    assert row["estimate"] == 5
    assert row[["std_error", "conf_low", "conf_high", "std_dev"]].isna().all()


def test_share_counts_events_and_leaves_the_domain_alone():
    flags = pd.Series([True, False, None, True], dtype="boolean")
    row = share(flags, design=SRS).table.iloc[0]
    assert (row["n_respondents"], row["n_events"], row["estimate"]) == (3, 2, pytest.approx(2 / 3))


def test_logit_interval_stays_inside_where_wald_does_not():
    flags = pd.Series([True] + [False] * 30)
    logit, wald = (share(flags, design=SRS, interval=i).table.iloc[0] for i in ("logit", "wald"))
    assert 0 < logit["conf_low"] < logit["conf_high"] < 1
    assert wald["conf_low"] < 0


def test_notes_count_who_is_left_out_and_hide_small_counts(sample):
    values, group, _ = sample
    notes = " ".join(mean(values, design=SRS, by=group.mask(np.arange(400) == np.flatnonzero(values.notna())[0])).notes)
    assert f"{values.isna().sum()} of 400 respondents" in notes
    assert "group (fewer than 5)" in notes


def test_unused_parts_of_the_design_are_named():
    values = pd.Series([1.0, 2.0, 3.0])
    design = SurveyDesign(strata=pd.Series([1, 1, 2]), clusters=pd.Series([1, 2, 3]))
    assert any("strata, clusters" in note for note in mean(values, design=design).notes)


def test_many_groups_of_many_respondents_take_seconds():
    rng = np.random.default_rng(5)
    n = 1_000_000
    area = pd.Series(pd.Categorical.from_codes(rng.integers(0, 300, n), [f"area {i}" for i in range(300)]), name="area")
    design = SurveyDesign(sampling_weights=pd.Series(rng.uniform(1, 9, n)))
    start = time.perf_counter()
    table = mean(pd.Series(rng.normal(size=n)), design=design, by=area).table
    assert len(table) == 300
    assert time.perf_counter() - start < 10  # a loop over the groups would need minutes
