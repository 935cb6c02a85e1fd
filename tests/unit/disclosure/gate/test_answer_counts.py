"""Counts of answers in windows of ten, beside numbers of respondents in those that the plan lays."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.reading import window
from tests.unit.surveys import build_survey, groups_of
from workbench import intake, population


@pytest.fixture(scope="module")
def survey():
    level, below = groups_of({"North": (70, 21), "South": (60, 18), "East": (40, 16)})
    survey = build_survey({"area": level}, below)
    rng = np.random.default_rng(4)
    return replace(survey, responses=survey.responses.mask(rng.random(survey.responses.shape) < 0.02))


@pytest.fixture(scope="module")
def plan(survey):
    return population.protection_plan(survey)


def is_wide(counts: pd.Series) -> bool:
    return bool(np.isclose(counts.dropna() % 10, 4.5).all())


def is_laid(counts: pd.Series) -> bool:
    return bool(np.isclose(counts.dropna() % 5, 2).all())


def test_answers_are_counted_in_wide_windows_and_respondents_in_those_of_the_plan(survey, plan):
    quality = population.protect(intake.response_quality(survey), plan=plan).result
    for table in (quality.table, quality.item_by_group):
        assert is_wide(table["n_missing"])
        assert is_laid(table["n_total"])
    assert is_wide(quality.table["n_floor"])
    assert is_wide(quality.table["n_ceiling"])
    assert is_laid(quality.table["n_complete"])
    for table in (quality.distribution, quality.n_missing[1:], quality.longest_run):
        assert is_wide(table["n_respondents"])
        assert is_laid(table["n_total"])
    assert is_wide(quality.by_group["n_unit_missing"])
    assert all(is_laid(quality.by_group[name]) for name in ("n_respondents", "n_complete", "n_dropped"))


def test_who_answered_everything_is_counted_as_everywhere(survey, plan):
    patterns = population.protect(intake.response_quality(survey), plan=plan).result.patterns.set_index("term")
    everything = patterns.pop("n_respondents")
    assert is_laid(everything[[intake.ALL_ITEMS]])
    assert is_wide(everything.drop(intake.ALL_ITEMS))
    none_missing = population.protect(intake.response_quality(survey), plan=plan).result.n_missing["n_respondents"][0]
    assert none_missing == everything[intake.ALL_ITEMS]


def test_bands_and_other_cutoffs_are_wide_and_the_cutoff_itself_as_everywhere(survey, plan):
    score = intake.score(survey.responses, instrument=survey.instrument)
    bands = population.distribution(intake.score_bands(score, instrument=survey.instrument), design=survey.design)
    shares = population.cutoff_shares(score, instrument=survey.instrument, design=survey.design)
    shown, near = (population.protect(of, plan=plan).frame.set_index("term") for of in (bands, shares))
    assert is_wide(shown["n_events"])
    assert is_laid(near.loc[["below 50"], "n_events"])
    assert is_wide(near["n_events"].drop("below 50"))
    assert is_laid(near["n_respondents"])
    told = near[near["bound"].eq("")]
    assert told["estimate"].tolist() == pytest.approx((told["n_events"] / told["n_respondents"]).tolist(), rel=1e-3)


def test_a_bound_of_few_answers_holds_for_all_of_their_window(survey, plan):
    score = pd.Series(np.where(np.arange(225) < 9, 20.0, 80.0))
    bands = population.distribution(intake.score_bands(score, instrument=survey.instrument), design=survey.design)
    row = population.protect(bands, plan=plan).frame.set_index("level").loc["20 to < 30"]
    assert (row["bound"], row["n_events"]) == ("under", 4.5)
    assert row["estimate"] >= 9 / 225


@pytest.mark.parametrize("width", [5, 10])
def test_everyone_less_the_other_groups_leaves_six_numbers_in_windows_of_ten(width):
    """Of windows of five it sometimes leaves two or one: the reason why these are not enough."""
    rng, fewest = np.random.default_rng(3), np.inf
    for _ in range(20_000):
        counts = rng.integers(0, 12, int(rng.integers(3, 9)))
        whole, *others = (
            window(float(n // width * width + (width - 1) / 2), width) for n in (counts.sum(), *counts[1:])
        )
        if counts[0] < 5:
            low = max(0, whole.low - sum(other.high for other in others))
            high = min(width - 1, whole.high - sum(other.low for other in others))
            assert low <= counts[0] <= high
            fewest = min(fewest, high - low + 1)
    assert fewest <= 2 if width == 5 else fewest >= 6
