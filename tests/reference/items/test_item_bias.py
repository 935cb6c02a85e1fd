"""Item bias by ordinal logistic regression against polr and svyolr of R (VERSIONS)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import (
    AGREEABLENESS,
    bfi,
    close,
    complete,
    delete_a_group,
)
from workbench import psychometrics

HERE = Path(__file__).parent
BFI = json.loads((HERE / "bfi_scalability.json").read_text(encoding="utf-8"))
R = json.loads((HERE / "scalability.json").read_text(encoding="utf-8"))
TIGHT_LIKELIHOOD = 1e-6
TIGHT_SLOPES = 1e-5
LOOSE_LIKELIHOOD = 6e-3
P_VALUE = 1e-4
WEIGHTED = 1e-5


@pytest.fixture(scope="module", params=list(BFI["scales"]))
def scale(request):
    reference = BFI["scales"][request.param]
    return request.param, reference, complete(reference)


@pytest.fixture(scope="module")
def weighted():
    """The sample, weights and replicates of scalability.R."""
    respondents = bfi().dropna(subset=[*AGREEABLENESS, "gender"])
    assert len(respondents) == R["n"]
    return respondents, *delete_a_group(respondents, R["replicates"])


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
