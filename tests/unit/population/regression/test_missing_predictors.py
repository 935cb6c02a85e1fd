"""Imputed covariates: recovery of known coefficients, and what is never imputed."""

import numpy as np
import pandas as pd
import pytest

from workbench.intake.sampling.design import SurveyDesign
from workbench.population import fit_linear, fit_logistic


def survey(n=4000, seed=1):
    """Health depends on age; who is ill and below answers the question about work less often."""
    rng = np.random.default_rng(seed)
    age = rng.integers(0, 3, n)
    work = (rng.random((n, 1)) > np.array([0.5, 0.8])).sum(axis=1)
    work = np.where(age == 2, np.minimum(work + (rng.random(n) < 0.4), 2), work)
    p = 1 / (1 + np.exp(-(-1.2 + 0.3 * age + 0.8 * (work == 1) + 1.4 * (work == 2))))
    below = rng.random(n) < p
    gap = rng.random(n) < np.where(below, 0.5, 0.1) * np.where(age == 2, 1.0, 0.6)
    frame = pd.DataFrame(
        {
            "age": pd.Categorical.from_codes(age, ["young", "middle", "old"]),
            "work": pd.Categorical.from_codes(np.where(gap, -1, work), ["yes", "partly", "no"]),
        }
    )
    full = frame.assign(work=pd.Categorical.from_codes(work, ["yes", "partly", "no"]))
    weights = pd.Series(rng.uniform(0.5, 2, n), name="w")
    design = SurveyDesign(sampling_weights=weights, strata=pd.Series(rng.integers(0, 4, n), name="stratum"))
    return pd.Series(below, name="below"), frame, full, design


def adjusted(model):
    table = model.table
    return table[(table["model"] == "adjusted") & (table["level"] != table["reference"])].reset_index(drop=True)


def test_imputation_recovers_what_complete_answers_miss():
    """Gaps depend on the outcome and on age: complete cases are biased in age, imputation is not."""
    errors = {"complete": [], "imputation": []}
    for seed in range(6):
        below, frame, full, design = survey(seed=seed)
        truth = adjusted(fit_logistic(below, full, design=design))["estimate"]
        for rule in errors:
            found = adjusted(fit_logistic(below, frame, design=design, missing=rule, n_imputations=5))["estimate"]
            errors[rule].append((found - truth).to_numpy())
    bias = {rule: np.abs(np.mean(e, axis=0)) for rule, e in errors.items()}
    assert (bias["imputation"] < 0.08).all()
    assert bias["complete"].max() > 3 * bias["imputation"].max()


def test_errors_lie_between_those_of_everybody_and_of_the_complete():
    below, frame, full, design = survey()
    everybody, imputed, complete = (
        adjusted(fit_logistic(below, x, design=design, missing=rule))["std_error"].to_numpy()
        for x, rule in ((full, "complete"), (frame, "imputation"), (frame, "complete"))
    )
    assert (everybody[:2] < imputed[:2]).all()
    assert (imputed[:2] < complete[:2]).all()


def test_missing_outcomes_stay_outside():
    below, frame, _, design = survey()
    known = below.astype("boolean").mask(np.arange(len(below)) < 300)
    model = fit_logistic(known, frame, design=design, missing="imputation", n_imputations=3)
    assert set(model.fit["n_respondents"]) == {len(below) - 300}
    assert any("300" in note and "the outcome" in note for note in model.notes)
    answered = frame["work"][300:].value_counts()
    counts = adjusted(model).set_index("level")["n_respondents"]
    assert counts["no"] == answered["no"]


def test_the_seed_decides_and_degrees_of_freedom_stay_below_those_of_the_design():
    below, frame, _, design = survey()
    once, again, other = (
        adjusted(fit_logistic(below, frame, design=design, missing="imputation", n_imputations=4, seed=s))
        for s in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(once, again)
    assert (once["estimate"] != other["estimate"]).all()
    assert (once["df"] <= len(below) - 4 + 1 - 5).all()


def test_linear_regression_takes_the_same_rules():
    below, frame, full, design = survey()
    score = 60 - 20 * below + np.random.default_rng(3).normal(0, 5, len(below))
    truth, found = (
        adjusted(fit_linear(score.rename("score"), x, design=design, missing=rule, n_imputations=5))
        for x, rule in ((full, "complete"), (frame, "imputation"))
    )
    assert found["estimate"].to_numpy() == pytest.approx(truth["estimate"].to_numpy(), abs=3 * truth["std_error"].max())
    levels = fit_linear(score.rename("score"), frame, design=design, missing="category").table["level"]
    assert "not answered" in set(levels)
