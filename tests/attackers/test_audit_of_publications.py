"""What plan and gate let pass of random surveys passes the audit, all tables together."""

from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.publishing import groups, models
from tests.attackers.surveys import Truth, draw
from workbench import intake, population
from workbench.disclosure.audit import audit


def survey_of(seed: int, n: int, *, missing: bool) -> Truth:
    """Sex × household with a small cell, and respondents who leave sex or, if `missing`, items unanswered."""
    truth, draws = draw(seed, n), np.random.default_rng([seed, n, 7])
    responses = truth.survey.responses.astype(float)
    if missing:
        responses.iloc[np.flatnonzero(draws.random(n) < 0.04), 0] = np.nan
        responses.iloc[np.flatnonzero(draws.random(n) < 0.01)] = np.nan
    codebook = truth.survey.codebook.model_copy(update={"predictors": ("sex", "household")})
    return Truth(survey=replace(truth.survey, responses=responses, codebook=codebook), people=truth.people)


def published(truth: Truth) -> dict[str, pd.DataFrame]:
    """Means, shares, their differences, response quality and regressions, as the gate lets them pass."""
    survey, plan = truth.survey, population.protection_plan(truth.survey)
    results = {**groups(truth), **models(truth, plan), "quality": intake.response_quality(survey)}
    for name, column in survey.background.items():
        results[f"difference {name}"] = population.compare_groups(truth.below, column, design=survey.design)
    shown = {name: population.protect(result, plan=plan).result for name, result in results.items()}
    return {
        f"{name}, {field.name}": frame
        for name, result in shown.items()
        for field in fields(result)
        if isinstance(frame := getattr(result, field.name), pd.DataFrame)
    }


def reasons(seed: int, n: int, *, missing: bool) -> list[str]:
    """What the audit finds."""
    truth = survey_of(seed, n, missing=missing)
    return audit(published(truth), survey=truth.survey).table["reason"].tolist()


@pytest.mark.parametrize("missing", [False, True])
@pytest.mark.parametrize(("seed", "n"), [(1, 200), (2, 600)])
def test_the_audit_finds_nothing(seed: int, n: int, missing: bool) -> None:
    assert reasons(seed, n, missing=missing) == []


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 600])
def test_the_audit_finds_nothing_in_ninety_nine_of_a_hundred_surveys(n: int) -> None:
    failed = [(seed, missing) for seed in range(50) for missing in (False, True) if reasons(seed, n, missing=missing)]
    assert len(failed) <= 1, failed
