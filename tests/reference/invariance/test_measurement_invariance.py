"""The invariance ladder beside lavaan and semTools: every step, difference test, score test and latent mean.

Tolerances: chi-squares and indices 1e-4 relative (R's optimiser stops at gradients near 1e-4; 1e-3 is asked for),
p-values 1e-4 absolute, estimates and standard errors 1e-4.
"""

import json
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.reference.factors import confirmatory_samples as samples
from workbench import psychometrics

BFI = json.loads((Path(__file__).parent / "bfi_invariance.json").read_text(encoding="utf-8"))["scales"]
R = samples.R
measurement_invariance = partial(psychometrics.measurement_invariance, standard_errors="lavaan")
STEPS = {
    "configural": "configural",
    "thresholds": "thresholds",
    "thresholds + loadings": "thresholds_loadings",
    "thresholds + loadings + intercepts": "thr_load_intercepts",
    "loadings": "thresholds_loadings",
    "intercepts": "thr_load_intercepts",
    "residuals": "strict",
    "metric": "metric",
    "scalar": "scalar",
    "strict": "strict",
}
INDICES = {
    "chi_square": "chisq",
    "df": "df",
    "chi_square_scaled": "chisq.scaled",
    "p_value_scaled": "pvalue.scaled",
    "cfi_scaled": "cfi.scaled",
    "rmsea_scaled": "rmsea.scaled",
    "srmr": "srmr",
    "n_parameters": "npar",
}


def check(invariance, steps: dict, differences: dict, *, leave_out: tuple[str, ...] = ()) -> None:
    """Every step and difference that R has; `leave_out` names steps that R identifies differently."""
    seen = 0
    table = invariance.table.set_index("step")
    for name, row in table.iterrows():
        theirs = steps[STEPS[name]]
        if name not in leave_out:
            for ours, key in INDICES.items():
                if theirs.get(key) is not None:
                    assert row[ours] == pytest.approx(theirs[key], rel=1e-4, abs=1e-4), (name, ours)
                    seen += 1
    names = list(table.index)
    for before, name in pairwise(names):
        theirs = differences.get(f"{STEPS[name]}_vs_{STEPS[before]}")
        if theirs is None or theirs.get("chisq_diff") is None or {before, name} & set(leave_out):
            continue
        row = table.loc[name]
        assert row["df_difference"] == theirs["df_diff"]
        assert row["chi_square_difference"] == pytest.approx(theirs["chisq_diff"], rel=1e-3), name
        assert row["p_value_difference"] == pytest.approx(theirs["pvalue"], abs=1e-4), name
        seen += 1
    assert seen >= 4 * len(names)


@pytest.mark.parametrize("scale", list(BFI))
@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_bfi_by_gender(scale, estimator):
    reference = BFI[scale]
    block = reference["wu_estabrook_theta"] if estimator == "WLSMV" else reference["MLR"]
    some = samples.bfi().dropna(subset=[*reference["items"], "gender"])
    invariance = measurement_invariance(some[reference["items"]], group=some["gender"], estimator=estimator)
    check(invariance, block["steps"], block["diff_tests"])


@pytest.mark.parametrize(
    ("estimator", "block"), [("WLSMV", R["weighted"]["invariance"]), ("MLR", R["weighted"]["invariance_MLR"])]
)
def test_weighted(estimator, block):
    responses, group = samples.by_gender(samples.A, block)
    invariance = measurement_invariance(
        responses, group=group, estimator=estimator, sampling_weights=samples.weights(responses)
    )
    steps = {name: block["steps"].get(name, {}) for name in STEPS.values()}
    check(invariance, steps, block["diff_tests"])


@pytest.mark.parametrize("estimator", ["WLSMV", "MLR"])
def test_three_groups(estimator):
    block = R["groups"][estimator]
    responses, group = samples.by_education(block)
    check(measurement_invariance(responses, group=group, estimator=estimator), block["steps"], block["diff_tests"])


def test_two_ordered_factors_and_a_residual_covariance():
    block = R["ordinal"]["gender"]
    responses, group = samples.by_gender([*samples.A, *samples.C], block)
    invariance = measurement_invariance(responses, group=group, factors=samples.TWO, free=["C1~~C2"])
    check(invariance, block["steps"], block["diff_tests"])


def test_three_factors_by_school():
    block = R["three"]["schools_MLR"]
    some = samples.holzinger()
    group = samples.grouped(some["school"], block)
    invariance = measurement_invariance(some[samples.TESTS], group=group, factors=samples.ABILITIES, estimator="MLR")
    check(invariance, block["steps"], block["diff_tests"])


def test_partial_invariance_of_ordered_answers():
    block = R["partial"]
    responses, group = samples.by_gender(samples.A, block)
    free = ["A5|1", "A5|2", "factor=~A4", "A1~1"]
    check(measurement_invariance(responses, group=group, free=free), block["steps"], block["diff_tests"])
    as_text = measurement_invariance(responses, group=group, free="A5|1; A5|2; factor=~A4; A1~1")
    assert as_text.table["df"].tolist() == [block["steps"][name]["df"] for name in block["steps"]]


def test_partial_invariance_of_continuous_answers():
    block = R["three"]["schools_partial_MLR"]
    some = samples.holzinger()
    invariance = measurement_invariance(
        some[samples.TESTS],
        group=samples.grouped(some["school"], block),
        factors=samples.ABILITIES,
        estimator="MLR",
        free=["x3~1", "x7~1"],
    )
    check(invariance, block["steps"], block["diff_tests"])


@pytest.mark.parametrize("name", ["three", "two", "mixed"])
def test_few_categories(name):
    """With three options the ladder starts at thresholds + loadings, with two at all of them together.

    semTools frees the residual variance of the two-option item of `mixed` at the intercepts step, we at the loadings
    step, so that the steps are nested; the steps before and after are the same models.
    """
    block = R["few"][name]
    responses, group = samples.few(name, block)
    invariance = measurement_invariance(responses, group=group)
    expected = {
        "three": ["configural", "thresholds + loadings", "intercepts", "residuals"],
        "two": ["configural", "thresholds + loadings + intercepts", "residuals"],
        "mixed": ["configural", "thresholds", "loadings", "intercepts", "residuals"],
    }
    assert invariance.table["step"].tolist() == expected[name]
    check(invariance, block["steps"], block["diff_tests"], leave_out=("loadings",) if name == "mixed" else ())


def test_negative_scaling_factor_falls_back_on_2010():
    """R's 2010 test with expected information, from an identification in which the models are nested.

    R takes expected information for the model's own estimates too, hence the wider tolerance.
    """
    block = R["negative"]
    responses, group = samples.by_age(block)
    invariance = measurement_invariance(responses, group=group, estimator="MLR").table.set_index("step")
    assert block["diff_tests"]["metric_vs_configural"]["chisq_diff"] is None
    assert invariance.loc["metric", "difference_test"] == "Satorra & Bentler 2010, expected information"
    theirs = block["expected"]["diff_tests_2010"]["metric_vs_configural"]["chisq_diff"]
    assert invariance.loc["metric", "chi_square_difference"] == pytest.approx(theirs, rel=1e-2)
    scalar = block["diff_tests"]["scalar_vs_metric"]["chisq_diff"]
    assert invariance.loc["scalar", "chi_square_difference"] == pytest.approx(scalar, rel=1e-3)


@pytest.mark.parametrize("step", ["thresholds", "loadings", "intercepts"])
def test_score_tests_of_ordered_answers(step):
    block = R["full"]
    responses, group = samples.by_gender(samples.A, block)
    ours = measurement_invariance(responses, group=group).score_tests
    ours = ours[ours["step"] == step].set_index("term")["modification_index"]
    theirs = samples.table(block["score_tests"][STEPS[step]])
    for row in theirs.itertuples():
        name = row.parameter.replace("|t", "|").replace("f=~", "factor=~")
        assert ours[name] == pytest.approx(row.X2, rel=1e-3, abs=1e-3), name
    assert set(ours.index) >= {name.replace("|t", "|").replace("f=~", "factor=~") for name in theirs["parameter"]}


@pytest.mark.parametrize("scale", list(BFI))
def test_score_tests_of_continuous_answers(scale):
    """R's marker item has no test of its loading; its names are rows of the parameter table."""
    reference = BFI[scale]
    some = samples.bfi().dropna(subset=[*reference["items"], "gender"])
    invariance = measurement_invariance(some[reference["items"]], group=some["gender"], estimator="MLR")
    ours = invariance.score_tests
    ours = np.sort(ours.loc[ours["step"] == "scalar", "modification_index"])
    theirs = samples.table(reference["MLR"]["scalar_score_tests"])["X2"].to_numpy()
    for value in theirs:
        assert np.min(np.abs(ours - value)) == pytest.approx(0, abs=1e-3 * max(value, 1))


def test_latent_means():
    block = R["full"]
    responses, group = samples.by_gender(samples.A, block)
    invariance = measurement_invariance(responses, group=group)
    theirs = samples.terms(block["parameters"]["thr_load_intercepts"])
    row = invariance.latent_means.iloc[0]
    assert row["estimate"] == pytest.approx(theirs.loc[("f~1", 2), "est"], abs=1e-4)
    assert row["std_error"] == pytest.approx(theirs.loc[("f~1", 2), "se"], abs=1e-4)
    assert row["std_dev"] ** 2 == pytest.approx(theirs.loc[("f~~f", 2), "est"], abs=1e-3)
