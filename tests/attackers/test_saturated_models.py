"""Three questions of which at most one is yes: numbers about the whole of the model pin its four cells."""

import pytest

from tests.attackers.saturated_models import exclusive, left_below
from workbench import population
from workbench.intake import SurveyDesign

SEEDS = range(24)


@pytest.fixture(scope="module")
def attacked() -> list[tuple[int, set[int], set[int], set[int]]]:
    """Of each survey: how many were left out, and which numbers below fit windows alone, decimals, a report."""
    found = []
    for seed in SEEDS:
        truth = exclusive(seed)
        plan = population.protection_plan(truth.survey)
        model = population.fit_logistic(truth.below, truth.survey.predictors, design=SurveyDesign())
        by = population.share(truth.below, by=truth.survey.background, design=SurveyDesign())
        shares = population.protect(by, plan=plan).frame
        shares = shares[shares["level"].isin(["No", "Yes"])]
        if shares["n_events"].isna().any() or set(shares["n_events"] % 5) != {2}:
            continue  # windows of ten, or none: this attack reads windows of five
        published = population.protect(model, plan=plan).result.diagnostics
        told = [
            {},
            *(dict(zip(d["term"], d["estimate"].round(2), strict=True)) for d in (model.diagnostics, published)),
        ]
        found.append((int(truth.answers.isna().any(axis=1).sum()), *(left_below(truth, shares, one) for one in told)))
    return found


def _told(few: int, windows: set[int], fitting: set[int]) -> bool:
    """Whether somebody, or not everybody, is known to be below where windows alone say neither."""
    return any(end in windows and end not in fitting for end in (0, few))


def test_two_decimals_tell_of_those_who_left_a_question_out(attacked):
    """The intruder works: before, models of three predictors had these numbers."""
    assert len(attacked) > 12
    assert sum(_told(few, windows, exact) for few, windows, exact, _ in attacked) > len(attacked) / 8


def test_published_numbers_tell_nothing_beyond_windows(attacked):
    assert not any(_told(few, windows, published) for few, windows, _, published in attacked)
