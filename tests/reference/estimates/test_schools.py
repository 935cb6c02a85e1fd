"""Estimates of California schools under six designs against R's survey package (survey_api.R).

Tolerances stand in ../survey_api.VERSIONS, what is not compared in ../FAMILIES_survey.md.
"""

import numpy as np
import pandas as pd
import pytest

from tests.reference.survey_samples import API, close, school_designs, table_of
from workbench.intake.sampling.calibration import calibrate
from workbench.intake.sampling.design import SurveyDesign
from workbench.population import (
    covariances,
    mean,
    quantiles,
    ratio,
    share,
    total,
)

DESIGNS = school_designs()


@pytest.fixture(params=list(DESIGNS))
def case(request):
    return API[request.param], *DESIGNS[request.param]


def test_mean_with_design_effect_and_interval(case):
    r, schools, design = case
    row = mean(schools["api00"], design=design).table.iloc[0]
    close(row["estimate"], r["svymean_api00"]["coef"]["api00"])
    close(row["std_error"], r["svymean_api00"]["SE"]["api00"])
    close(row["design_effect"], r["svymean_api00"]["deff"]["api00"])
    close(row["effective_n"], row["n_respondents"] / r["svymean_api00"]["deff"]["api00"])
    close(row[["conf_low", "conf_high"]], r["svymean_api00_ci_t"]["values"][0])
    assert (row["df"], row["n_respondents"]) == (r["degf"], r["n"])


def test_total_of_a_value_with_missing_answers(case):
    r, schools, design = case
    row = total(schools["enroll"], design=design).table.iloc[0]
    close(row["estimate"], r["svytotal_enroll"]["coef"]["enroll"])
    close(row["std_error"], r["svytotal_enroll"]["SE"]["enroll"])


def test_ratio(case):
    r, schools, design = case
    row = ratio(schools["api00"], schools["api99"], design=design).table.iloc[0]
    close(row["estimate"], r["svyratio_api00_api99"]["coef"]["api00/api99"])
    close(row["std_error"], r["svyratio_api00_api99"]["SE"])


def test_variance_and_correlations(case):
    r, schools, design = case
    found = covariances(schools[["api00", "api99", "meals"]], design=design)
    close(found.table["estimate"].iloc[0], r["svyvar_api00"]["v"])
    close(found.table["std_error"].iloc[0], r["svyvar_api00"]["se"])
    close(found.correlations, r["svycor"]["values"])
    close(mean(schools["api00"], design=design).table["std_dev"].iloc[0] ** 2, r["svyvar_api00"]["v"])


def test_covariance_of_two_means(case):
    """The difference of two values has as its variance what their means' covariance matrix says."""
    r, schools, design = case
    v = np.array(r["svymean_multi"]["vcov"]["values"])
    row = mean(schools["api00"] - schools["api99"], design=design).table.iloc[0]
    close(row["std_error"] ** 2, v[0, 0] + v[1, 1] - 2 * v[0, 1])
    close(row["estimate"], r["svymean_multi"]["coef"]["api00"] - r["svymean_multi"]["coef"]["api99"])


def test_quartiles(case):
    r, schools, design = case
    table = quantiles(schools["api00"], design=design).table
    close(table["estimate"], r["svyquantile_api00"]["q"])
    close(table["std_error"], r["svyquantile_api00"]["se"])
    close(table[["conf_low", "conf_high"]], r["svyquantile_api00"]["ci"]["values"])


def test_means_and_shares_by_group(case):
    r, schools, design = case
    found = mean(schools["api00"], design=design, by=schools["stype"]).table
    reference = pd.DataFrame(r["svyby_stype_api00"])
    close(found[["estimate", "std_error"]], reference[["api00", "se"]])
    found = share(schools["sch.wide"] == "Yes", design=design, by=schools["stype"]).table
    reference = pd.DataFrame(r["svyby_stype_schwide"])
    close(found[["estimate", "std_error"]], reference.iloc[:, [1, 2]])


@pytest.mark.parametrize(
    ("family", "column", "level"), [("domain_mean_E", "stype", "E"), ("domain_comp", "comp.imp", "Yes")]
)
def test_domains_keep_the_whole_design(case, family, column, level):
    r, schools, design = case
    for table in (
        mean(schools["api00"].where(schools[column] == level), design=design).table,
        mean(schools["api00"], design=design, by=schools[column]).table.query("level == @level"),
    ):
        close(table["estimate"].iloc[0], r[family]["coef"]["api00"])
        close(table["std_error"].iloc[0], r[family]["SE"]["api00"])


def test_share_of_both_levels(case):
    r, schools, design = case
    for level in ("No", "Yes"):
        row = share(schools["sch.wide"] == level, design=design).table.iloc[0]
        close(row["estimate"], r["svymean_schwide"]["coef"][f"factor(sch.wide){level}"])
        close(row["std_error"], r["svymean_schwide"]["SE"][f"factor(sch.wide){level}"])


@pytest.mark.parametrize(
    ("interval", "method"),
    [("logit", "logit"), ("logit", "xlogit"), ("beta", "beta"), ("asin", "asin"), ("wald", "mean")],
)
def test_intervals_of_a_share(case, interval, method):
    r, schools, design = case
    row = share(schools["sch.wide"] == "Yes", design=design, interval=interval).table.iloc[0]
    close(row["estimate"], r["svyciprop"][method]["est"])
    close(row[["conf_low", "conf_high"]], r["svyciprop"][method]["ci"])


def test_number_of_people_by_two_variables(case):
    r, schools, design = case
    for level in ("No", "Yes"):
        table = share(schools["sch.wide"] == level, design=design, by=schools["comp.imp"]).table
        close(table["people"], table_of(r["svytable_schwide_comp"]).loc[level, table["level"].tolist()])


@pytest.mark.parametrize(("family", "method"), [("rep_jk1", "JK1"), ("rep_jkn", "JKn")])
def test_jackknife(family, method):
    schools, design = DESIGNS["apiclus1_nofpc" if method == "JK1" else "apistrat_nofpc"]
    strata = schools["stype"] if method == "JKn" else pd.Series(0, index=schools.index)
    units = schools["dnum"] if method == "JK1" else pd.Series(schools.index, index=schools.index)
    replicates = {}
    for unit, rows in units.groupby(units).groups.items():
        inside = strata == strata.loc[rows[0]]
        n = units[inside].nunique()
        weights = design.sampling_weights.where(~inside, design.sampling_weights * n / (n - 1))
        replicates[f"without {unit}"] = weights.where(units != unit, 0.0)
    jackknifed = SurveyDesign(
        sampling_weights=design.sampling_weights,
        strata=schools["stype"] if method == "JKn" else None,
        replicate_weights=pd.DataFrame(replicates),
        replicate_method=method,
    )
    row = mean(schools["api00"], design=jackknifed).table.iloc[0]
    close(row[["estimate", "std_error"]], [API[family]["coef"]["api00"], API[family]["SE"]["api00"]])


@pytest.mark.parametrize(
    ("family", "margins", "totals", "rel"),
    [
        ("postStratify_clus1", {"stype": {"E": 4421, "H": 755, "M": 1018}}, None, 1e-6),
        ("calibrate_clus1", {"stype": {"E": 4421, "H": 755, "M": 1018}}, {"api99": 3914069}, 1e-6),
        (
            "rake_clus1",
            {"stype": {"E": 4421, "H": 755, "M": 1018}, "sch.wide": {"No": 1072, "Yes": 5122}},
            None,
            1e-4,  # rake() stops when no cell moves by more than one person
        ),
    ],
)
def test_calibrated_samples(family, margins, totals, rel):
    schools, design = DESIGNS["apiclus1"]
    calibrated = calibrate(design, schools, margins=margins, totals=totals)
    expected = API[family]["svymean"]
    by_type = pd.Series(pd.Categorical(["all"] * len(schools)), name="all")
    for table in (
        mean(schools["api00"], design=calibrated).table,
        mean(schools["api00"], design=calibrated, by=by_type).table,
    ):
        close(table[["estimate", "std_error"]].iloc[0], [expected["coef"]["api00"], expected["SE"]["api00"]], rel)
    if "total_enroll" in API[family]:
        row = total(schools["enroll"], design=calibrated).table.iloc[0]
        expected = API[family]["total_enroll"]
        close(row[["estimate", "std_error"]], [expected["coef"]["enroll"], expected["SE"]["enroll"]], rel)
