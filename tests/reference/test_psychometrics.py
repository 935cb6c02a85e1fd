"""Five real scales, 25 items and two categories against R (bfi.R, factors.R; tolerances in psychometrics.VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from workbench import psychometrics

HERE = Path(__file__).parent
BFI = json.loads((HERE / "bfi_classical.json").read_text(encoding="utf-8"))
FACTORS = json.loads((HERE / "factors.json").read_text(encoding="utf-8"))

CLOSED_FORM = 1e-8
PSYCH_FA = 1e-5
LAVAAN = 2e-6
FACTANAL = 1e-7


def bfi() -> pd.DataFrame:
    frame = pd.read_csv(HERE.parents[1] / "data" / "example" / "bfi.csv")
    frame[BFI["reversed"]] = 7 - frame[BFI["reversed"]]
    return frame


@pytest.fixture(scope="module", params=list(BFI["scales"]))
def scale(request):
    """Reference and responses, complete on items and gender as in bfi.R."""
    reference = BFI["scales"][request.param]
    complete = bfi().dropna(subset=[*reference["items"], "gender"])
    assert len(complete) == reference["n"]
    return reference, complete[reference["items"]], complete["gender"]


@pytest.fixture(scope="module", params=["ten", "all25", "two_categories"])
def block(request):
    reference = FACTORS[request.param]
    responses = bfi()[reference["items"]].dropna()
    if request.param == "two_categories":
        responses = (responses >= 5).astype(int)
    assert len(responses) == reference["n"]
    return reference, responses


def close(ours, theirs, rtol=CLOSED_FORM):
    np.testing.assert_allclose(np.asarray(ours, float), np.asarray(theirs, float), rtol=rtol, atol=rtol)


def loadings(fitted, n_factors=1):
    return fitted.loadings["loading"].to_numpy().reshape(-1, n_factors)


def reflected(values):
    values = np.array(values)
    return values * np.where(values.sum(axis=0) < 0, -1, 1)


def test_item_analysis(scale):
    reference, responses, _ = scale
    analysis = psychometrics.item_analysis(responses)
    for column, key in {
        "mean": "mean", "std_dev": "sd", "skewness": "skew_type3", "kurtosis": "kurt_type3",
        "item_rest_correlation": "r_drop", "alpha_if_deleted": "alpha_drop",
    }.items():  # fmt: skip
        close(analysis.table[column], reference[key])
    close(analysis.correlations, reference["pearson"])
    close(analysis.covariances, reference["cov"])


def test_alpha_and_feldt(scale):
    reference, responses, _ = scale
    alpha = psychometrics.coefficient_alpha(responses)
    close(alpha.table.loc[0, ["estimate", "conf_low", "conf_high"]], [reference["raw_alpha"], *reference["feldt"]])
    close(alpha.standardized_alpha, reference["std_alpha"])
    close(alpha.items["item_rest_correlation"], reference["r_drop"])
    close(alpha.items["alpha_if_deleted"], reference["alpha_drop"])


def test_alpha_by_group(scale):
    reference, responses, gender = scale
    for code, expected in zip([1, 2], reference["alpha_by_group"].values(), strict=True):
        alpha = psychometrics.coefficient_alpha(responses[gender == code])
        row = alpha.table.loc[0]
        assert row["n_respondents"] == expected["n"]
        close(row["estimate"], expected["raw_alpha"])
        close(row[["conf_low", "conf_high"]], [expected["ci_feldt"]["lower"], expected["ci_feldt"]["upper"]])
        close(alpha.standardized_alpha, expected["std.alpha"])


def test_omega(scale):
    reference, responses, _ = scale
    for denominator in ("model", "observed"):
        omega = psychometrics.coefficient_omega(responses, denominator=denominator, n_bootstrap=100)
        close(omega.table["estimate"], [reference[f"omega_{denominator}"]], LAVAAN)
        close(omega.loadings["loading"], reference["lavaan_ml"], LAVAAN)


def test_sampling_adequacy(scale):
    reference, responses, _ = scale
    adequacy = psychometrics.sampling_adequacy(responses)
    row = adequacy.table.loc[0]
    close(row["sampling_adequacy"], reference["kmo"])
    close(adequacy.items["sampling_adequacy"], reference["kmo_items"])
    close(row[["chi_square", "p_value"]], [reference["bartlett"]["chisq"], reference["bartlett"]["p.value"]])
    assert row["df"] == reference["bartlett"]["df"]


def test_one_factor(scale):
    reference, responses, _ = scale
    minres = psychometrics.fit_exploratory_factors(responses, method="minres")
    ml = psychometrics.fit_exploratory_factors(responses, method="ml")
    close(loadings(minres)[:, 0], reference["minres"], PSYCH_FA)
    close(loadings(ml)[:, 0], reference["ml"], PSYCH_FA)
    close(loadings(ml)[:, 0], reference["factanal"], PSYCH_FA)
    close(loadings(ml)[:, 0], reference["lavaan_ml"], LAVAAN)
    close(minres.eigenvalues["eigenvalue"], reference["eigenvalues"])
    assert minres.largest_difference < 1e-5
    assert ml.largest_difference < 1e-5


@pytest.mark.parametrize("draws", ["normal", "resampled"])
def test_parallel_analysis(scale, draws):
    """R's means rest on 100 random data sets: 4 standard errors of both simulations.

    With so many respondents normal numbers, answers drawn with replacement (R's resampled data) and shuffled ones
    (ours) have the same mean eigenvalues to far less than that, so each of ours is compared with both of R's.
    """
    reference, responses, _ = scale
    theirs = reference["parallel"]
    components, factors = (
        psychometrics.parallel_analysis(responses, method=method, draws=draws, n_replicates=1000).table
        for method in ("components", "factors")
    )
    close(components["eigenvalue"], theirs["pc.values"])
    close(factors["eigenvalue"], theirs["fa.values"], PSYCH_FA)
    # 0.02 is the largest standard deviation of a random component eigenvalue here, 0.48 that of the first factor's
    # (it is near 0 or near 1), 0.013 that of the others.
    chance = 4 * np.sqrt(1 / 100 + 1 / 1000)
    factor_sd = np.array([0.48, *[0.013] * (len(factors) - 1)])
    for key in ("sim_mean", "simr_mean"):
        assert np.all(np.abs(components["eigenvalue_random_mean"] - theirs[f"pc.{key}"]) < 0.02 * chance)
        assert np.all(np.abs(factors["eigenvalue_random_mean"] - theirs[f"fa.{key}"]) < factor_sd * chance)
    # The standard error of a 0.95 quantile of normal numbers is 2.1 times that of their mean.
    assert np.all(np.abs(components["eigenvalue_random"] - theirs["pc.sim_q95"]) < 0.02 * 2.1 * chance)


def test_parallel_analysis_of_ten_items():
    """With the standard deviations that R stored."""
    theirs, responses = FACTORS["parallel_ten"], bfi()[FACTORS["ten"]["items"]].dropna()
    for method, key in {"components": "pc", "factors": "fa"}.items():
        ours = psychometrics.parallel_analysis(responses, method=method, n_replicates=1000).table
        close(ours["eigenvalue"], theirs[f"{key}_values"], PSYCH_FA)
        standard_error = np.array(theirs[f"{key}_sd"]) * np.sqrt(1 / theirs["n_iter"] + 1 / 1000)
        assert np.all(np.abs(ours["eigenvalue_random_mean"] - theirs[f"{key}_mean"]) < 4 * standard_error)


def test_closed_forms_of_more_items(block):
    reference, responses = block
    alpha, adequacy = psychometrics.coefficient_alpha(responses), psychometrics.sampling_adequacy(responses)
    close(alpha.table.loc[0, ["estimate", "conf_low", "conf_high"]], [reference["raw_alpha"], *reference["feldt"]])
    close(alpha.standardized_alpha, reference["std_alpha"])
    close(alpha.items["item_rest_correlation"], reference["r_drop"])
    close(alpha.items["alpha_if_deleted"], reference["alpha_drop"])
    close(adequacy.table.loc[0, ["sampling_adequacy", "chi_square", "df"]],
          [reference["kmo"], reference["chisq"], reference["df"]])  # fmt: skip
    close(adequacy.items["sampling_adequacy"], reference["kmo_items"])


def test_several_factors(block):
    reference, responses = block
    for method, tolerance in {"ml": FACTANAL, "minres": PSYCH_FA}.items():
        p = reference["n_factors"]
        fitted = psychometrics.fit_exploratory_factors(responses, n_factors=p, method=method)
        close(loadings(fitted, p), reflected(reference[method]["loadings"]), tolerance)
        close(fitted.loadings["uniqueness"][::p], reference[method]["uniquenesses"], tolerance)
        assert fitted.largest_difference < 1e-5


def test_omega_of_more_items(block):
    reference, responses = block
    for denominator, expected in reference["omega"].items():
        omega = psychometrics.coefficient_omega(responses, denominator=denominator, n_bootstrap=100)
        close(omega.table["estimate"], [expected], LAVAAN)


def test_weighted():
    """A weight that follows from the row number; lavaan's `sampling.weights` and `cov.wt`."""
    reference = FACTORS["weighted"]
    responses = bfi()[["A1", "A2", "A3", "A4", "A5"]].dropna()
    weights = pd.Series(1 + (np.arange(1, len(responses) + 1) % 7) / 2, index=responses.index, name="w")
    analysis = psychometrics.item_analysis(responses, sampling_weights=weights)
    close(analysis.table["mean"], reference["means"])
    close(analysis.covariances, reference["cov"])
    alpha = psychometrics.coefficient_alpha(responses, interval="bootstrap", n_bootstrap=100, sampling_weights=weights)
    close(alpha.table.loc[0, "estimate"], reference["raw_alpha"])
    adequacy = psychometrics.sampling_adequacy(responses, sampling_weights=weights)
    close(adequacy.table.loc[0, "sampling_adequacy"], reference["kmo"])
    ml = psychometrics.fit_exploratory_factors(responses, method="ml", sampling_weights=weights)
    close(loadings(ml), reflected(reference["ml"]["loadings"]), FACTANAL)
    for denominator, expected in reference["omega"].items():
        omega = psychometrics.coefficient_omega(
            responses, denominator=denominator, n_bootstrap=100, sampling_weights=weights
        )
        close(omega.table["estimate"], [expected], LAVAAN)
