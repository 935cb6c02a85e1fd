"""Reliability against R: five real scales (bfi.R), weights, replicates, more items (reliability.R).

Tolerances, each with its reason, stand in VERSIONS.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.reference.bfi_answers import bfi, close
from workbench import psychometrics

HERE = Path(__file__).parent
BFI = json.loads((HERE / "bfi_reliability.json").read_text(encoding="utf-8"))
MORE = json.loads((HERE / "reliability.json").read_text(encoding="utf-8"))

WLSMV = 1e-6
WEIGHTED_WLSMV = 1e-6
Z = stats.norm.isf(0.025)


@pytest.fixture(scope="module", params=list(BFI["scales"]))
def scale(request):
    reference = BFI["scales"][request.param]
    complete = bfi().dropna(subset=[*reference["items"], "gender"])
    assert len(complete) == reference["n"]
    return reference, complete[reference["items"]]


@pytest.fixture(scope="module")
def weighted():
    """The weight and the 20 replicates of reliability.R."""
    responses = bfi()[["A1", "A2", "A3", "A4", "A5"]].dropna()
    row = np.arange(1, len(responses) + 1)
    weights = pd.Series(1 + (row % 7) / 2, index=responses.index, name="w")
    replicates = {f"w{g}": weights * (row % 20 != g) * 20 / 19 for g in range(20)}
    return responses, weights, pd.DataFrame(replicates)


def half_width(row):
    return (row["conf_high"] - row["conf_low"]) / 2


def std_error(table, t):
    """Behind an interval on the scale of ln(1 − coefficient)."""
    return np.log((1 - table["conf_low"]) / (1 - table["conf_high"])) / 2 / t * (1 - table["estimate"])


def test_closed_intervals_of_alpha(scale):
    reference, responses = scale
    bonett = psychometrics.coefficient_alpha(responses, interval="bonett").table.loc[0]
    close(bonett[["conf_low", "conf_high"]], reference["bonett"])
    duhachek = psychometrics.coefficient_alpha(responses, interval="duhachek").table.loc[0]
    ase = half_width(duhachek) / Z
    close(ase, reference["ase"])
    # psych multiplies by 1.96
    close(duhachek["estimate"] + np.array([-1.96, 1.96]) * ase, reference["duhachek"])


def test_ordinal_coefficients(scale):
    reference, responses = scale
    alpha = psychometrics.ordinal_alpha(responses, n_bootstrap=100)
    close(alpha.table["estimate"], [reference["ordinal_alpha"]], WLSMV)
    for kind in ("categorical", "latent"):
        omega = psychometrics.coefficient_omega(responses, kind=kind, n_bootstrap=100)
        close(omega.table["estimate"], [reference[kind]], WLSMV)
        close(omega.loadings["loading"], reference["wlsmv"], WLSMV)


def test_guttman(scale):
    """Lambda 4 of five items is enumerated here by itself: psych misses half of the splits."""
    reference, responses = scale
    table = psychometrics.guttman_lambdas(responses).table.set_index("term")
    for term in ("lambda 1", "lambda 2", "lambda 3", "lambda 5", "lambda 6"):
        close(table.loc[term, "estimate_standardized"], reference["guttman"][term])
    assert table.loc["lambda 4", "estimate_standardized"] >= reference["guttman"]["lambda 4"] - 1e-12


def test_split_half(scale):
    """psych enumerates half of the splits of five items: its extremes lie within ours."""
    reference, responses = scale
    ours = psychometrics.split_half(responses).table.set_index(["coefficient", "term"])["estimate"]
    odd_even = reference["split_half"]["odd_even"]
    for coefficient, key in {
        "correlation of the halves": "r", "Spearman–Brown": "spearman_brown", "Guttman": "guttman",
    }.items():  # fmt: skip
        close(ours[coefficient, "odd-even"], odd_even[key])
    standardised = (responses - responses.mean()) / responses.std()
    ours = psychometrics.split_half(standardised).table.set_index(["coefficient", "term"])["estimate"]
    assert ours["Guttman", "maximum"] >= reference["split_half"]["maxrb"] - 1e-12
    assert ours["Guttman", "minimum"] <= reference["split_half"]["minrb"] + 1e-12


def test_standard_error_of_measurement(scale):
    reference, responses = scale
    row = psychometrics.standard_error_of_measurement(psychometrics.coefficient_alpha(responses)).table.loc[0]
    close(row["sem_sum"], reference["total_score"]["sem_alpha"])
    close(row["sem_mean"], reference["total_score"]["sem_alpha"] / 5)


def test_by_group():
    classical = json.loads((HERE.parent / "bfi_classical.json").read_text(encoding="utf-8"))
    for reference in classical["scales"].values():
        complete = bfi().dropna(subset=[*reference["items"], "gender"])
        groups = complete["gender"].map({1: "1_male", 2: "2_female"}).astype("category")
        table = psychometrics.reliability_by_group(complete[reference["items"]], groups).table
        close(table.loc[0, "estimate"], reference["raw_alpha"])
        for row in table[1:].to_dict("records"):
            expected = reference["alpha_by_group"][row["level"]]
            assert row["n_respondents"] == expected["n"]
            close(row["estimate"], expected["raw_alpha"])
            close([row["conf_low"], row["conf_high"]], list(expected["ci_feldt"].values()))


def test_linearised_standard_errors(weighted):
    responses, weights, _ = weighted
    for chosen, reference in ((weights, MORE["weighted"]), (None, MORE["unweighted"])):
        table = psychometrics.coefficient_alpha(responses, interval="linearised", sampling_weights=chosen).table
        close(std_error(table, stats.t.isf(0.025, len(responses) - 1)), reference["linearised_se"])


def test_weighted_estimates(weighted):
    responses, weights, _ = weighted
    reference = MORE["weighted"]
    alpha = psychometrics.coefficient_alpha(responses, interval="linearised", sampling_weights=weights)
    close(alpha.table["estimate"], [reference["alpha"], reference["standardised"]])
    lambdas = psychometrics.guttman_lambdas(responses, sampling_weights=weights).table
    close(lambdas["estimate"], reference["lambdas"])
    close(lambdas["estimate_standardized"], reference["lambdas_standardised"])
    ordinal = psychometrics.ordinal_alpha(responses, sampling_weights=weights, n_bootstrap=100)
    close(ordinal.table["estimate"], [reference["ordinal"]["ordinal_alpha"]], WEIGHTED_WLSMV)
    for kind in ("categorical", "latent"):
        omega = psychometrics.coefficient_omega(responses, kind=kind, sampling_weights=weights, n_bootstrap=100)
        close(omega.table["estimate"], [reference["ordinal"][kind]], WEIGHTED_WLSMV)


def test_replicate_weights(weighted):
    responses, weights, replicates = weighted
    both = {"sampling_weights": weights, "replicate_weights": replicates}
    reference, t = MORE["weighted"], stats.t.isf(0.025, 19)
    alpha = psychometrics.coefficient_alpha(responses, **both)
    assert alpha.interval == "replicates"
    close(std_error(alpha.table, t), [reference["jk1"]["alpha"], reference["jk1"]["standardised"]])
    for denominator in ("model", "observed"):
        omega = psychometrics.coefficient_omega(responses, denominator=denominator, **both)
        close(std_error(omega.table, t), [reference["jk1"][f"omega_{denominator}"]], 1e-6)
    close(psychometrics.guttman_lambdas(responses, **both).table["std_error"], reference["jk1"]["lambdas"])
    expected = reference["jk1_ordinal"]
    close(
        std_error(psychometrics.ordinal_alpha(responses, **both).table, t),
        [expected["ordinal_alpha"]],
        WEIGHTED_WLSMV,
    )
    for kind in ("categorical", "latent"):
        omega = psychometrics.coefficient_omega(responses, kind=kind, **both)
        close(std_error(omega.table, t), [expected[kind]], WEIGHTED_WLSMV)


@pytest.mark.parametrize("name", ["ten", "three_options", "two_options"])
def test_ordinal_coefficients_of_other_items(name):
    reference = MORE["more"][name]
    if name == "two_options":
        responses = (bfi()[["N1", "N2", "N3", "N4", "N5"]].dropna() >= 5).astype(int)
    else:
        responses = bfi()[MORE["more"]["ten"]["items"]].dropna()
    if name == "three_options":
        responses = pd.DataFrame(np.searchsorted([3, 5, 6], responses) + 1, columns=responses.columns)
    assert len(responses) == reference["n"]
    alpha = psychometrics.ordinal_alpha(responses, n_bootstrap=100)
    close(alpha.table["estimate"], [reference["ordinal"]["ordinal_alpha"]], WLSMV)
    for kind in ("categorical", "latent"):
        omega = psychometrics.coefficient_omega(responses, kind=kind, n_bootstrap=100)
        close(omega.table["estimate"], [reference["ordinal"][kind]], WLSMV)


def test_lambdas_of_ten_items():
    reference = MORE["more"]["ten"]
    table = psychometrics.guttman_lambdas(bfi()[reference["items"]].dropna()).table
    close(table["estimate"], reference["lambdas"])
    close(table["estimate_standardized"], reference["lambdas_standardised"])
