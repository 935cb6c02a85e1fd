"""Counts of answers in windows of ten; models of other people than the plan has laid show no number by level."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.reading import window
from tests.unit.surveys import build_survey, groups_of
from workbench import intake, population
from workbench.disclosure.audit import audit
from workbench.disclosure.gate.windows import windows_of
from workbench.intake import SurveyDesign

SRS = SurveyDesign()
N_WITHOUT_HOME = 7


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


@pytest.fixture(scope="module")
def survey_and_below():
    """Work is all but told by the town; a few do not answer it alone, and others do not say what their home is."""
    level, below = groups_of({"a": (120, 60), "b": (150, 50), "c": (140, 40)})
    at = np.arange(len(level))
    sex = pd.Series(pd.Categorical.from_codes(at % 2, ["Women", "Men"]))
    home = pd.Series(pd.Categorical.from_codes(at // 2 % 2, ["rented", "owned"])).where(at % 83 != 5)
    work = level.cat.rename_categories({"a": "one", "b": "two", "c": "three"}).where(at % 61 != 0)
    assert home.isna().sum() == N_WITHOUT_HOME
    survey = build_survey(
        {"sex": sex, "town": level, "home": home, "work": work},
        below,
        crossings=(("sex", "town"), ("sex", "work")),
        predictors=("sex", "town", "home", "work"),
    )
    return survey, below


def test_who_lacks_only_a_predictor_that_a_model_leaves_out_is_in_no_window(survey_and_below):
    survey, below = survey_and_below
    plan = population.protection_plan(survey)
    crossed = population.fit_interactions(
        below, survey.predictors, crossings=survey.codebook.crossings, design=SRS, plan=plan
    )
    of_all = crossed.table[crossed.table["variable"] == "sex × town"]
    assert any("without `work`" in note for note in crossed.notes)
    assert of_all["n_respondents"].sum() == len(below) - N_WITHOUT_HOME, "who lacks the predictor left out is counted"
    shown = population.protect(crossed, plan=plan)
    assert shown.frame.loc[shown.frame["variable"] == "sex × town", "n_respondents"].isna().all()
    assert shown.frame.loc[shown.frame["variable"] == "sex × town", "estimate"].notna().any()
    assert audit({"04_simple_effects": shown}, survey=survey).passed
    apart = population.fit_logistic(below, survey.predictors[["sex", "town", "home"]], design=SRS)
    levels = population.protect(apart, plan=plan).result
    for frame in (levels.table, levels.adjusted_shares):
        told = frame["variable"] == "home"  # who says what their home is answered the others: all with a score
        assert frame.loc[~told, "n_respondents"].isna().all() and frame.loc[told, "n_respondents"].notna().all()
    assert levels.fit["n_respondents"].notna().all()


def test_models_of_all_who_answered_every_predictor_or_have_a_score_say_their_numbers(survey_and_below):
    survey, below = survey_and_below
    plan = population.protection_plan(survey)
    complete = survey.predictors[["sex", "town"]].where(survey.predictors.notna().all(axis=1))
    for predictors in (complete, survey.predictors[["town"]]):
        found = population.fit_logistic(below, predictors, design=SRS)
        assert population.protect(found, plan=plan).frame["n_respondents"].notna().all()


def test_events_at_another_cutoff_have_wide_windows_in_models(survey, plan):
    """At a cut-off of the survey tables show those of the levels; of another one nothing is laid."""
    scores = intake.score(survey.responses, instrument=survey.instrument)
    below = intake.beyond_cutoff(scores, instrument=survey.instrument)
    other = below.where(np.arange(len(below)) % 7 != 0, False)
    for outcome, wide in ((below, False), (other, True)):
        model = population.fit_logistic(outcome, survey.background, design=SRS)
        events = windows_of(model.table, plan).count("n_events")
        assert np.isclose(events % 10, 4.5).all() == wide
