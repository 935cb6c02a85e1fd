"""Adjusted shares: closed forms, and a bootstrap that knows nothing of the delta method."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq

from workbench.intake.sampling.design import SurveyDesign
from workbench.intake.sampling.sampling_variance import sampling_variance
from workbench.population.regression.logistic import fit_logistic

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


def by_hand(cells):
    """Adjusted shares (two of sex, two of illness), differences and log ratios from the counts of outcome, sex, ill."""
    nobody, events = cells.reshape(2, 4)
    n, sex, ill = nobody + events, np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
    x, beta = np.column_stack([np.ones(4), sex, ill]), np.zeros(3)
    for _ in range(8):  # Newton; the error squares each time
        p = 1 / (1 + np.exp(-x @ beta))
        beta += np.linalg.solve((x * (n * p * (1 - p))[:, None]).T @ x, x.T @ (events - n * p))

    def share(sex, ill):
        return n @ (1 / (1 + np.exp(-(beta[0] + beta[1] * sex + beta[2] * ill)))) / n.sum()

    by_sex, by_ill = ([share(0, ill), share(1, ill)], [share(sex, 0), share(sex, 1)])
    pairs = (by_sex, by_ill)
    differences = [share - pair[0] for pair in pairs for share in pair]
    ratios = [np.log(share / pair[0]) for pair in pairs for share in pair]
    return np.array([*by_sex, *by_ill, *differences, *ratios])


def test_bootstrap_spreads_as_the_delta_method_says():
    below, frame, _ = sample(1500)
    found = fit_logistic(below, frame, design=SRS)
    cells = np.bincount(below * 4 + (frame["sex"] == "w") * 2 + (frame["ill"] == "yes"), minlength=8)
    own = by_hand(cells)
    assert own[:4] == pytest.approx(found.adjusted_shares["estimate"].to_numpy(), rel=1e-8)
    # respondents who agree in everything are one cell: drawing respondents anew is drawing the counts of the cells
    rng = np.random.default_rng(8)
    drawn = [by_hand(counts) for counts in rng.multinomial(len(below), cells / len(below), 2000)]
    spread = np.std(drawn, axis=0, ddof=1)
    shares, effects = found.adjusted_shares, found.marginal_effects
    ratio_error = np.log(effects["risk_ratio_high"] / effects["risk_ratio"]) / 1.961
    errors = np.array([*shares["std_error"], *effects["std_error"].fillna(0), *ratio_error.fillna(0)])
    compared = errors > 0
    assert spread[compared] == pytest.approx(errors[compared], rel=0.06)  # 2000 draws: error of a spread 1.6 %


def test_fixed_covariates_under_the_model():
    """`variance="model"` leaves the sampling of the covariates out, so its errors are smaller."""
    below, frame, _ = sample()
    design, model = (fit_logistic(below, frame, design=SRS, variance=v) for v in ("design", "model"))
    assert "do not take the other predictors as fixed" in design.method
    assert "intervals take the other predictors as fixed" in model.method
    errors = [m.adjusted_shares["std_error"].to_numpy() for m in (design, model)]
    assert (errors[1] < errors[0] * 1.001).all()
