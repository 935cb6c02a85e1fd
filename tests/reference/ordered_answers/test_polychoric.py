"""Polychoric correlations against lavaan, polycor and psych (tolerances in VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import PSYCH_FA, bfi, close, loadings
from workbench import psychometrics
from workbench.numerics.ordered_answers.pairwise_likelihood import derivatives
from workbench.psychometrics.answers import DesignWeights, complete_responses
from workbench.psychometrics.ordered_answers.pairwise_fit import fit_pairs

HERE = Path(__file__).parent
BFI = json.loads((HERE / "bfi_polychoric.json").read_text(encoding="utf-8"))
LAVAAN = json.loads((HERE / "polychoric.json").read_text(encoding="utf-8"))

THRESHOLDS = 1e-8
CORRELATIONS = 1e-7
FROM_CORRELATIONS = 1e-6
COVARIANCE = 1e-6
POLYCOR = 1e-4
PSYCH = 5e-5


@pytest.fixture(scope="module", params=list(BFI["scales"]))
def scale(request):
    reference = BFI["scales"][request.param]
    complete = bfi().dropna(subset=[*reference["items"], "gender"])
    assert len(complete) == reference["n"]
    return reference, complete[reference["items"]]


def agree() -> pd.DataFrame:
    return bfi()[["A1", "A2", "A3", "A4", "A5"]].dropna()


def five_options() -> pd.DataFrame:
    """Every third of the first 360 respondents, the two lowest options joined: a tenth of the cells is empty."""
    items = [f"{scale}{number}" for scale in "AC" for number in range(1, 6)]
    some = bfi()[items].dropna().iloc[:360:3]
    return some.where(some <= 2, some - 1).where(some > 2, 1)


SAMPLES = {
    "plain": agree,
    "weighted": agree,
    "sparse": five_options,
    "two": lambda: (agree() >= 5).astype(int),
    "few": lambda: agree().iloc[:80].clip(lower=3),
}


def test_five_scales(scale):
    reference, responses = scale
    fitted = psychometrics.polychoric_correlations(responses)
    np.testing.assert_allclose(fitted.correlations, reference["rho"], atol=CORRELATIONS, rtol=0)
    names = [f"{row.item}|t{row.threshold}" for row in fitted.thresholds.itertuples()]
    assert names == list(reference["thresholds"])
    close(fitted.thresholds["estimate"], list(reference["thresholds"].values()), THRESHOLDS)
    close(fitted.correlations, reference["psych"], PSYCH)
    close(fitted.thresholds["estimate"], np.ravel(reference["psych_tau"]), THRESHOLDS)


def test_first_pair_of_polycor(scale):
    """Its standard error takes the thresholds as known: the inverse of the observed information of the correlation."""
    reference, responses = scale
    sample = complete_responses(responses.iloc[:, :2], DesignWeights(), what="Polychoric correlations")
    fit = fit_pairs(sample)
    _, curvature = derivatives(fit.answers.tables, fit.cuts[:1], fit.cuts[1:], fit.rho)
    close(fit.rho[0], reference["polycor"]["twostep_rho"], POLYCOR)
    close(1 / np.sqrt(-curvature[0]), reference["polycor"]["twostep_se"], POLYCOR)


@pytest.mark.parametrize("name", SAMPLES)
def test_asymptotic_covariance(name):
    reference, responses = LAVAAN[name], SAMPLES[name]()
    assert len(responses) == reference["n"]
    weights = None
    if name == "weighted":
        weights = pd.Series(1 + (np.arange(1, len(responses) + 1) % 7) / 2, index=responses.index, name="w")
    fitted = psychometrics.polychoric_correlations(responses, standard_errors="lavaan", sampling_weights=weights)
    np.testing.assert_allclose(fitted.correlations, reference["rho"], atol=CORRELATIONS, rtol=0)
    close(fitted.thresholds["estimate"], reference["thresholds"], THRESHOLDS)
    expected = np.array(reference["nacov"])
    np.testing.assert_allclose(fitted.asymptotic_covariance, expected, atol=COVARIANCE * expected.max(), rtol=0)
    close([*fitted.thresholds["std_error"], *fitted.table["std_error"]], reference["se"], COVARIANCE)


def test_half_a_respondent_in_an_empty_cell():
    reference = LAVAAN["corner"]
    cells = np.repeat([[0, 0], [0, 1], [1, 0], [1, 1]], reference["counts"], axis=0)
    fitted = psychometrics.polychoric_correlations(pd.DataFrame(cells, columns=["a", "b"]), continuity=0.5)
    close(fitted.table["estimate"], [reference["rho"]], PSYCH)
    close(fitted.thresholds["estimate"], reference["tau"], THRESHOLDS)


def test_dimensionality_of_polychoric_correlations(scale):
    reference, responses = scale
    adequacy = psychometrics.sampling_adequacy(responses, correlation="polychoric")
    close(adequacy.table.loc[0, "sampling_adequacy"], reference["kmo"], FROM_CORRELATIONS)
    close(adequacy.items["sampling_adequacy"], reference["kmo_items"], FROM_CORRELATIONS)
    close(adequacy.table.loc[0, "chi_square"], reference["bartlett"]["chisq"], FROM_CORRELATIONS)
    assert adequacy.table.loc[0, "df"] == reference["bartlett"]["df"]
    parallel = psychometrics.parallel_analysis(responses, correlation="polychoric", n_replicates=20)
    close(parallel.table["eigenvalue"], reference["eigenvalues"], FROM_CORRELATIONS)


def test_one_factor_of_polychoric_correlations(scale):
    reference, responses = scale
    for method in ("minres", "ml"):
        fitted = psychometrics.fit_exploratory_factors(responses, method=method, correlation="polychoric")
        close(loadings(fitted)[:, 0], reference[method], PSYCH_FA)
        assert fitted.largest_difference < 1e-5
