"""Retest, correlations with measures, scales told apart, and replication beside R (validity.R).

Tolerances, each with its reason, stand in VERSIONS.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference.bfi_answers import bfi
from workbench import psychometrics
from workbench.intake import SurveyDesign

HERE = Path(__file__).parent
R = json.loads((HERE / "validity.json").read_text(encoding="utf-8"))
WAVES = pd.read_csv(HERE / "retest.csv")
STRATIFIED = pd.read_csv(HERE.parent / "data" / "apistrat.csv")
CLUSTERED = pd.read_csv(HERE.parent / "data" / "apiclus1.csv")
CLOSED_FORM = 1e-9
LAVAAN = 2e-5


def occasions() -> tuple[pd.DataFrame, pd.DataFrame]:
    first, second = (WAVES[[f"{letter}{n}" for n in (1, 2, 3)]] for letter in "ab")
    return first, second.set_axis(first.columns, axis=1)


def rows_of(part: str) -> tuple[pd.Series, pd.Series]:
    first, second = (frame.sum(axis=1, skipna=False) for frame in occasions())
    if part == "some":
        return first.iloc[1::10], second.iloc[1::10]
    return first, second - (second - first).mean() if part == "close" else second


@pytest.mark.parametrize("part", ["all", "some", "close"])
def test_retest_of_scores(part):
    theirs = R["retest"][part]
    ours = psychometrics.test_retest(*rows_of(part)).table.set_index("term")
    ends = ["estimate", "conf_low", "conf_high"]
    assert set(ours["n_respondents"]) == {theirs["n"]}
    for term, name in (("icc_agreement", "agreement"), ("icc_consistency", "consistency")):
        assert ours.loc[term, ends].tolist() == pytest.approx(theirs[name], abs=CLOSED_FORM)
    assert ours.loc["standard_error_of_measurement", "estimate"] == pytest.approx(theirs["sem"], abs=CLOSED_FORM)
    assert ours.loc["smallest_detectable_change", "estimate"] == pytest.approx(theirs["sdc"], abs=CLOSED_FORM)
    of_group = theirs["sdc"] / np.sqrt(theirs["n"])
    assert ours.loc["smallest_detectable_change_group", "estimate"] == pytest.approx(of_group, abs=CLOSED_FORM)
    limits = ours.loc["limits_of_agreement", ["conf_low", "conf_high"]].tolist()
    assert limits == pytest.approx(theirs["limits"], abs=CLOSED_FORM)
    assert ours.loc["mean_change", ends].tolist() == pytest.approx(theirs["change"], abs=CLOSED_FORM)


def test_weighted_kappa():
    """Kappa as psych has it; its error as the cells, drawn from a multinomial distribution, make it."""
    found = psychometrics.test_retest(*occasions())
    for ours, theirs in zip(found.items.to_dict("records"), R["retest"]["items"], strict=True):
        assert ours["n_respondents"] == theirs["n"]
        assert ours["weighted_kappa"] == pytest.approx(theirs["kappa"], abs=CLOSED_FORM)
        assert ours["percent_agreement"] == pytest.approx(theirs["agreement"], abs=CLOSED_FORM)
        half = (ours["conf_high"] - ours["conf_low"]) / 2 / 1.959963984540054
        assert half == pytest.approx(theirs["se"], abs=1e-7)
        assert abs(half - theirs["psych_se"]) > 1e-4
    own = psychometrics.test_retest(*rows_of("all"))
    pd.testing.assert_frame_equal(found.table, own.table)


def designs() -> dict[str, tuple[pd.DataFrame, SurveyDesign]]:
    return {
        "srs": (STRATIFIED, SurveyDesign()),
        "stratified": (STRATIFIED, SurveyDesign(sampling_weights=STRATIFIED["pw"], strata=STRATIFIED["stype"])),
        "clustered": (CLUSTERED, SurveyDesign(sampling_weights=CLUSTERED["pw"], clusters=CLUSTERED["dnum"])),
    }


@pytest.mark.parametrize("name", designs())
def test_correlations_under_a_design(name):
    schools, design = designs()[name]
    measures = schools[["api99", "meals", "target"]].astype(float)
    found = psychometrics.convergent_correlations(schools["api00"], measures, design=design)
    for ours in found.table.to_dict("records"):
        theirs = R["pearson"][name][ours["measure"]]
        assert ours["n_respondents"] == theirs["n"]
        assert ours["df"] == theirs["df"]
        assert ours["correlation"] == pytest.approx(theirs["r"], abs=CLOSED_FORM)
        assert ours["correlation_std_error"] == pytest.approx(theirs["se"], abs=CLOSED_FORM)
        assert [ours["conf_low"], ours["conf_high"]] == pytest.approx(theirs["ends"], abs=CLOSED_FORM)


def ranked(method: str, *, measure: pd.Series | None = None, weights: pd.Series | None = None):
    steps = pd.cut(STRATIFIED["meals"], [-1, 15, 40, 70, 101], labels=False).rename("steps")
    return psychometrics.convergent_correlations(
        STRATIFIED["api00"],
        (steps if measure is None else measure).to_frame(),
        design=SurveyDesign(sampling_weights=weights),
        method=method,
    ).table.loc[0]


def test_rank_correlations():
    theirs, whole = R["ranks"], pd.Series(1.0 + np.arange(1, len(STRATIFIED) + 1) % 3)
    ours = ranked("spearman")
    assert ours["correlation"] == pytest.approx(theirs["spearman"], abs=CLOSED_FORM)
    assert ours["correlation_std_error"] == pytest.approx(theirs["spearman_se"], rel=0.02)
    weighted = ranked("spearman", weights=whole)["correlation"]
    assert weighted == pytest.approx(theirs["spearman_weighted"], abs=CLOSED_FORM)
    untied = ranked("spearman", measure=STRATIFIED["api99"])["correlation"]
    assert untied == pytest.approx(theirs["spearman_untied"], abs=CLOSED_FORM)


def test_polyserial_correlations():
    theirs, whole = R["ranks"], pd.Series(1.0 + np.arange(1, len(STRATIFIED) + 1) % 3)
    ours = ranked("polyserial")
    for name in ("polyserial", "polyserial_psych"):
        assert ours["correlation"] == pytest.approx(theirs[name], abs=1e-8)
    assert ours["correlation_std_error"] == pytest.approx(theirs["polyserial_se"], rel=0.02)
    weighted = ranked("polyserial", weights=whole)["correlation"]
    assert weighted == pytest.approx(theirs["polyserial_weighted"], abs=1e-8)
    assert ours["correlation"] == pytest.approx(theirs["lavaan"], abs=0.05)  # another estimate of the same


@pytest.mark.parametrize("correlation", ["pearson", "polychoric"])
def test_several_scales(correlation):
    theirs, factors = R["scales"][correlation], R["scales"]["factors"]
    responses = bfi()[[item for items in factors.values() for item in items]].dropna()
    found = psychometrics.heterotrait_monotrait(responses, factors=factors, correlation=correlation, n_bootstrap=100)
    table = found.table
    assert set(table["n_respondents"]) == {R["scales"]["n"]}
    ratio = 1e-8 if correlation == "pearson" else LAVAAN
    for name, column in (("htmt", "htmt"), ("signed", "htmt_signed"), ("htmt2", "htmt2")):
        assert table[column].tolist() == pytest.approx(theirs[name], abs=ratio), name
    assert table["latent_correlation"].tolist() == pytest.approx(theirs["latent"], abs=1e-4)
    of_factors = found.factors
    assert of_factors["average_variance_extracted"].tolist() == pytest.approx(theirs["ave"], abs=1e-4)
    assert of_factors["composite_reliability"].tolist() == pytest.approx(theirs["cr"], abs=1e-4)
    if correlation == "pearson":
        assert table["latent_correlation_low"].tolist() == pytest.approx(theirs["low"], abs=1e-3)
        assert table["latent_correlation_high"].tolist() == pytest.approx(theirs["high"], abs=1e-3)


def test_intervals_of_ratios():
    """Percentiles of 2,000 samples on either side: four times their Monte Carlo error."""
    factors = R["scales"]["factors"]
    responses = bfi()[[item for items in factors.values() for item in items]].dropna()
    table = psychometrics.heterotrait_monotrait(responses, factors=factors).table
    low, high = R["scales"]["bootstrap"]
    assert [*table["htmt_low"], *table["htmt2_low"]] == pytest.approx(low, abs=0.012)
    assert [*table["htmt_high"], *table["htmt2_high"]] == pytest.approx(high, abs=0.012)


def test_congruence():
    theirs = R["congruence"]
    own, other = pd.Series(theirs["loadings"]), pd.Series(theirs["published"])
    found = psychometrics.factor_congruence(own, other[::-1]).table.loc[0]
    assert found["estimate"] == pytest.approx(theirs["tucker"], abs=1e-10)
    assert found["n_items"] == len(own)


@pytest.mark.parametrize("theirs", R["alphas"])
def test_two_alphas(theirs):
    """The p-value from four million products of two F variables; the interval from psych's of each alpha."""
    found = psychometrics.compare_alphas(*theirs["alpha"], n_respondents=theirs["n"], n_items=theirs["k"]).table.loc[0]
    assert found["statistic"] == pytest.approx(theirs["W"], abs=1e-10)
    assert found["p_value"] == pytest.approx(theirs["p"], abs=2e-3)
    (a, b), (lows, highs) = theirs["alpha"], np.array(theirs["ends"])
    low = a - b - np.hypot(a - lows[0], highs[1] - b)
    high = a - b + np.hypot(highs[0] - a, b - lows[1])
    assert [found["conf_low"], found["conf_high"]] == pytest.approx([low, high], abs=1e-8)


def test_two_correlations():
    independent = psychometrics.compare_correlations(0.52, 0.38, n_respondents=(320, 250)).table.loc[0]
    dependent = psychometrics.compare_correlations(0.52, 0.38, n_respondents=320, between=0.3).table.loc[0]
    theirs = R["correlations"]
    assert independent[["statistic", "p_value"]].tolist() == pytest.approx(list(theirs["independent"].values()))
    assert dependent[["statistic", "p_value"]].tolist() == pytest.approx(list(theirs["dependent"].values()))
