"""Adjusted shares: closed forms, and a bootstrap that knows nothing of the delta method."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq

from workbench.intake.design import SurveyDesign
from workbench.population.design_variance import sampling_variance
from workbench.population.regression import fit_logistic

SRS = SurveyDesign()


def sample(n=3000, seed=3):
    rng = np.random.default_rng(seed)
    sex = rng.integers(0, 2, n)
    ill = (rng.random(n) < 0.2 + 0.3 * sex).astype(int)
    eta = -1.5 + 0.4 * sex + 1.2 * ill
    frame = pd.DataFrame(
        {"sex": pd.Categorical.from_codes(sex, ["m", "w"]), "ill": pd.Categorical.from_codes(ill, ["no", "yes"])}
    )
    return pd.Series(rng.random(n) < 1 / (1 + np.exp(-eta)), name="below"), frame, pd.Series(rng.integers(1, 5, n))


def test_with_one_predictor_the_adjusted_share_is_the_share_itself():
    below, frame, weights = sample()
    found = fit_logistic(below, frame[["ill"]], design=SurveyDesign(sampling_weights=weights)).adjusted_shares
    shares = [np.average(below[frame["ill"] == g], weights=weights[frame["ill"] == g]) for g in ("no", "yes")]
    assert found["estimate"].tolist() == pytest.approx(shares, rel=1e-8)
    assert found["risk_ratio"].tolist() == pytest.approx([1, shares[1] / shares[0]], rel=1e-8)
    variance, inside = sampling_variance(SurveyDesign(sampling_weights=weights), below.index), frame["ill"] == "yes"
    w = (weights * inside).to_numpy(float)
    influence = (w * (below - shares[1]) / w.sum()).to_numpy()[:, None]
    error = np.sqrt(variance.covariance(influence, lambda weight: weight)[0, 0])
    assert found["std_error"].iloc[1] == pytest.approx(error, rel=1e-8)


def test_logit_of_independent_predictors_averages_over_the_other_one():
    """Saturated by hand: the adjusted share is the mean of the fitted cells over everybody's other answer."""
    below, frame, _ = sample()
    model = fit_logistic(below, frame, design=SRS)
    logits = model.table[model.table["model"] == "adjusted"].set_index(["variable", "level"])["estimate"]
    mean = below.mean()
    ill = (frame["ill"] == "yes").mean()

    # the intercept that gives the observed mean
    def cells(intercept):
        eta = intercept + logits["sex", "w"] * (frame["sex"] == "w") + logits["ill", "yes"] * (frame["ill"] == "yes")
        return 1 / (1 + np.exp(-eta))

    intercept = brentq(lambda b: cells(b).mean() - mean, -5, 5, xtol=1e-12)
    expected = [
        (1 - ill) / (1 + np.exp(-(intercept + s))) + ill / (1 + np.exp(-(intercept + s + logits["ill", "yes"])))
        for s in (0.0, logits["sex", "w"])
    ]
    shares = model.adjusted_shares
    assert shares[shares["variable"] == "sex"]["estimate"].tolist() == pytest.approx(expected, rel=1e-6)


def test_bootstrap_spreads_as_the_delta_method_says():
    below, frame, _ = sample(1500)
    found = fit_logistic(below, frame, design=SRS)
    rng, drawn = np.random.default_rng(8), []
    for _ in range(400):
        rows = rng.integers(0, len(below), len(below))
        again = fit_logistic(
            below.iloc[rows].reset_index(drop=True), frame.iloc[rows].reset_index(drop=True), design=SRS
        )
        effects = again.marginal_effects
        drawn.append([*again.adjusted_shares["estimate"], *effects["difference"], *np.log(effects["risk_ratio"])])
    spread = np.std(drawn, axis=0, ddof=1)
    shares, effects = found.adjusted_shares, found.marginal_effects
    ratio_error = np.log(effects["risk_ratio_high"] / effects["risk_ratio"]) / 1.961
    errors = np.array([*shares["std_error"], *effects["std_error"].fillna(0), *ratio_error.fillna(0)])
    compared = errors > 0
    assert spread[compared] == pytest.approx(errors[compared], rel=0.12)  # 400 draws: error of a spread 3.5 %


def test_fixed_covariates_under_the_model():
    """`variance="model"` leaves the sampling of the covariates out, so its errors are smaller."""
    below, frame, _ = sample()
    design, model = (fit_logistic(below, frame, design=SRS, variance=v) for v in ("design", "model"))
    assert "do not take the other predictors as fixed" in design.method
    assert "intervals take the other predictors as fixed" in model.method
    errors = [m.adjusted_shares["std_error"].to_numpy() for m in (design, model)]
    assert (errors[1] < errors[0] * 1.001).all()
