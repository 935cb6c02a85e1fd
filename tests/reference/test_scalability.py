"""Mokken scalability, item bias, minimum average partial and replicate weights against R (scalability.VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference.test_psychometrics import bfi, close
from workbench import psychometrics

HERE = Path(__file__).parent
BFI = json.loads((HERE / "bfi_scalability.json").read_text(encoding="utf-8"))
R = json.loads((HERE / "scalability.json").read_text(encoding="utf-8"))

CLOSED_FORM = 1e-8
MOKKEN_SE = 1e-6
TIGHT_LIKELIHOOD = 1e-6
TIGHT_SLOPES = 1e-5
LOOSE_LIKELIHOOD = 6e-3
P_VALUE = 1e-4
WEIGHTED = 1e-5
REPLICATED_POLYCHORIC = 1e-5
MAP_POLYCHORIC = 1e-7

CRITERIA = ["n_comparisons", "n_violations", "share_violations", "largest_violation", "sum_violations"]
CRITERIA += ["mean_violation", "largest_z", "n_significant", "crit"]


@pytest.fixture(scope="module", params=list(BFI["scales"]))
def scale(request):
    reference = BFI["scales"][request.param]
    complete = bfi().dropna(subset=[*reference["items"], "gender"])
    assert len(complete) == reference["n"]
    return request.param, reference, complete


@pytest.fixture(scope="module")
def weighted():
    """The sample, weights and replicates of scalability.R."""
    complete = bfi().dropna(subset=["A1", "A2", "A3", "A4", "A5", "gender"])
    row = np.arange(1, R["n"] + 1)
    w = 1 + (row % 7) / 2
    w = w / w.mean()
    n_replicates = R["replicates"]
    part = row * 7919 % n_replicates
    replicates = np.where(
        part[:, None] == np.arange(n_replicates), 0.0, (w * n_replicates / (n_replicates - 1))[:, None]
    )
    assert len(complete) == R["n"]
    return (
        complete,
        pd.Series(w, index=complete.index, name="w"),
        pd.DataFrame(replicates, index=complete.index).add_prefix("r"),
    )


def pairs(matrix) -> np.ndarray:
    return np.array(matrix)[np.triu_indices(len(matrix), 1)]


def test_mokken(scale):
    _, reference, complete = scale
    fitted = psychometrics.scalability_coefficients(complete[reference["items"]])
    close(fitted.table["estimate"], [reference["scale"]], CLOSED_FORM)
    close(fitted.table["std_error"], [reference["scale_se"]], MOKKEN_SE)
    close(fitted.items["estimate"], reference["of_items"], CLOSED_FORM)
    close(fitted.items["std_error"], reference["of_items_se"], MOKKEN_SE)
    close(fitted.pairs["estimate"], pairs(reference["pairs"]), CLOSED_FORM)
    close(fitted.pairs["std_error"], pairs(reference["pairs_se"]), MOKKEN_SE)
    assert list(fitted.items["scale"]) == reference["selection"]


def test_monotonicity_as_mokken_rounds_it(scale):
    _, reference, complete = scale
    ours = psychometrics.scalability_coefficients(complete[reference["items"]])
    frame = ours.monotonicity[CRITERIA].assign(crit=np.floor(ours.monotonicity["crit"]))
    rounded = frame.round(dict.fromkeys(CRITERIA, 2) | {"mean_violation": 4}).to_numpy(float)
    expected = np.array(reference["monotonicity"])
    np.testing.assert_allclose(np.column_stack([ours.items["estimate"].round(2), rounded]), expected, atol=1e-12)


def test_minimum_average_partial(scale):
    _, reference, complete = scale
    responses = complete[reference["items"]]
    pearson = psychometrics.minimum_average_partial(responses).table["average_squared_partial"]
    close(pearson[0], reference["map"]["map0_pearson"], CLOSED_FORM)
    close(pearson[1:], reference["map"]["pearson"], CLOSED_FORM)
    ours = psychometrics.minimum_average_partial(responses, correlation="polychoric").table["average_squared_partial"]
    close(ours[1:], reference["map"]["polychoric"], MAP_POLYCHORIC)


def terms(result, item) -> pd.DataFrame:
    rows = result.table[result.table["item"] == item].set_index("term")
    return rows.loc[["uniform", "non-uniform", "both"]]


def test_item_bias_where_polr_is_tight(scale):
    name, reference, complete = scale
    tight = R["gender"][name]
    ours = psychometrics.item_bias(complete[reference["items"]], group=complete["gender"])
    for item, expected in tight["items"].items():
        rows, groups = terms(ours, item), ours.groups[ours.groups["item"] == item]
        np.testing.assert_allclose(rows["statistic"], expected["chi"], atol=4 * TIGHT_LIKELIHOOD, rtol=0)
        assert list(rows["df"]) == expected["df"]
        np.testing.assert_allclose(rows["p_value"], expected["p"], atol=P_VALUE, rtol=0)
        np.testing.assert_allclose(groups["estimate"], [expected["slopes"]], atol=TIGHT_SLOPES, rtol=0)
        close(groups["std_error"], [expected["se"]], P_VALUE)
    holm = ours.table.loc[ours.table["term"] == "uniform", "p_value_holm"]
    np.testing.assert_allclose(holm, tight["holm"], atol=P_VALUE, rtol=0)


def test_item_bias_in_the_file_of_all_references(scale):
    """Its polr stopped early: its log-likelihoods, and so each difference, are off by what the tight ones show."""
    _, reference, complete = scale
    ours = psychometrics.item_bias(complete[reference["items"]], group=complete["gender"])
    for item, expected in reference["dif_polr"].items():
        rows = terms(ours, item)
        chi = [expected["chi12"], expected["chi23"], expected["chi13"]]
        np.testing.assert_allclose(rows["statistic"], chi, atol=2 * LOOSE_LIKELIHOOD, rtol=0)
        unit = LOOSE_LIKELIHOOD / -expected["logLik"][0]
        np.testing.assert_allclose(rows["mcfadden_change"]["uniform"], expected["dMcFadden12"], atol=unit, rtol=0)
        for term, key in (("uniform", "dNagelkerke12"), ("non-uniform", "dNagelkerke23")):
            np.testing.assert_allclose(rows["nagelkerke_change"][term], expected[key], atol=1e-5, rtol=0)


def test_item_bias_of_three_groups():
    reference = R["three"]
    complete = bfi().dropna(subset=["A1", "A2", "A3", "A4", "A5", "education"])
    school = pd.cut(complete["education"], [0, 2, 3, 5])
    assert len(complete) == reference["n"]
    ours = psychometrics.item_bias(complete[list(reference["items"])], group=school)
    for item, expected in reference["items"].items():
        rows, groups = terms(ours, item), ours.groups[ours.groups["item"] == item]
        np.testing.assert_allclose(rows["statistic"], expected["chi"], atol=4 * TIGHT_LIKELIHOOD, rtol=0)
        assert list(rows["df"]) == expected["df"]
        np.testing.assert_allclose(rows["p_value"], expected["p"], atol=P_VALUE, rtol=0)
        np.testing.assert_allclose(groups["estimate"], expected["slopes"], atol=TIGHT_SLOPES, rtol=0)
        close(groups["std_error"], expected["se"], P_VALUE)


def test_weighted_item_bias(weighted):
    complete, w, replicates = weighted
    responses, n_replicates = complete[list(R["weighted"])], R["replicates"]
    given = {"linearised": {}, "replicates": {"replicate_weights": replicates}}
    for kind, arguments in given.items():
        ours = psychometrics.item_bias(responses, group=complete["gender"], sampling_weights=w, **arguments)
        for item, both in R["weighted"].items():
            expected, rows = both[kind], terms(ours, item)
            group = ours.groups[ours.groups["item"] == item]
            np.testing.assert_allclose(group["estimate"], [expected["estimate"]], atol=WEIGHTED, rtol=0)
            close(group["std_error"], [expected["se"]], WEIGHTED)
            wald = rows["statistic"].to_numpy()
            if kind == "replicates":  # back from Hotelling's F
                wald = wald * rows["df"] * (n_replicates - 1) / rows["df_residual"]
            expected_wald = [expected["uniform"], expected["nonuniform"], expected["both"]]
            np.testing.assert_allclose(wald, expected_wald, rtol=WEIGHTED, atol=WEIGHTED)


def test_replicated_polychoric_correlations(weighted):
    complete, w, replicates = weighted
    fitted = psychometrics.polychoric_correlations(
        complete[list(R["weighted"])], sampling_weights=w, replicate_weights=replicates
    )
    estimates = np.concatenate([fitted.thresholds["estimate"], fitted.table["estimate"]])
    np.testing.assert_allclose(estimates, R["polychoric"]["estimate"], atol=1e-7, rtol=0)
    expected = np.array(R["polychoric"]["covariance"])
    ours = fitted.asymptotic_covariance.to_numpy() / len(complete)
    np.testing.assert_allclose(ours, expected, atol=REPLICATED_POLYCHORIC * expected.max(), rtol=0)
    errors = [*fitted.thresholds["std_error"], *fitted.table["std_error"]]
    close(errors, np.sqrt(np.diag(expected)), REPLICATED_POLYCHORIC)


def test_replicated_scalability(weighted):
    complete, w, replicates = weighted
    fitted = psychometrics.scalability_coefficients(
        complete[list(R["weighted"])], sampling_weights=w, replicate_weights=replicates
    )
    parts = (fitted.pairs, fitted.items, fitted.table)
    close(np.concatenate([part["estimate"] for part in parts]), R["scalability"]["estimate"], CLOSED_FORM)
    close(np.concatenate([part["std_error"] for part in parts]), R["scalability"]["se"], CLOSED_FORM)
