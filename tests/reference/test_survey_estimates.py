"""Estimates of a made-up clustered sample against R's survey package (survey_estimates.R).

Strata, clusters, unequal weights, missing values, a group of 8 respondents (d) and one inside a single cluster (e).
Tolerance 1e-6 relative; closed forms agree to 1e-12. Not compared, because R and the workbench differ on purpose:

- e has no standard error here; R's is 0 for its mean, since one cluster cannot vary.
- the arcsine interval of d: R lets the sine turn back below 0 and gets a lower end above the estimate.
- the beta interval of d, 1e-3: R's qbeta warns that its lower end is not accurate.
- beta intervals and the scale of Pearson's statistic after calibration: R counts respondents outside the domain too.
- intervals of quantiles of d and e: at a probability below the weight of the smallest value alone R returns the second
  smallest.
"""

import numpy as np
import pytest

from tests.reference.survey_samples import ESTIMATES, GROUPS, close, person_designs, persons, table_of
from workbench.population import (
    association_test,
    compare_groups,
    covariances,
    mean,
    quantiles,
    ratio,
    share,
    total,
)

PERSONS = persons()
DESIGNS = person_designs(PERSONS)
LINEARISED, JACKKNIFED = ("clustered", "weights", "strata", "calibrated"), ("JKn", "JK1")
INTERVALS = {"wald": "mean", "logit": "xlogit", "beta": "beta", "asin": "asin"}
TEST = ["difference", "statistic", "df", "p_value", "conf_low", "conf_high"]


def rows(table):
    """Each row with what R says of the same domain."""
    return [(row, row["level"]) for _, row in table.iterrows()]


def of_domain(r, level):
    return r["everyone"] if level == "all" else r["by"][level]


def flat(test):
    return [test["estimate"], test["t"], test["df"], test["p"], *test["ci"]]


@pytest.fixture(params=LINEARISED)
def case(request):
    return request.param, ESTIMATES[request.param], DESIGNS[request.param]


@pytest.fixture(params=[None, PERSONS["group"]], ids=["everyone", "by group"])
def by(request):
    return request.param


def known(name, level):
    """Whether the group has degrees of freedom; without clusters all have."""
    return level != "e" or name not in ("clustered", "calibrated")


def test_means(case, by):
    name, r, design = case
    for row, level in rows(mean(PERSONS["score"], design=design, by=by).table):
        expected = of_domain(r, level)
        close(row["estimate"], expected["mean"]["estimate"])
        close(row["std_dev"], expected["std_dev"])
        assert row["n_respondents"] == expected["n"]
        if known(name, level):
            close(row["std_error"], expected["mean"]["std_error"])
            close(row[["conf_low", "conf_high"]], expected["mean"]["ci"])
            close(row["design_effect"], expected["deff"])
            assert row["df"] == expected["df"]
        else:
            assert row[["std_error", "df", "conf_low", "conf_high", "design_effect"]].isna().all()
            assert row["unreliable"]


def test_totals_and_ratios(case, by):
    name, r, design = case
    for row, level in rows(total(PERSONS["score"], design=design, by=by).table):
        close(row["estimate"], of_domain(r, level)["total"]["estimate"])
        if known(name, level):
            close(row["std_error"], of_domain(r, level)["total"]["std_error"])
            close(row[["conf_low", "conf_high"]], of_domain(r, level)["total"]["ci"])
    for row, level in rows(ratio(PERSONS["income"], PERSONS["score"], design=design, by=by).table):
        close(row["estimate"], of_domain(r, level)["ratio"]["estimate"])
        if known(name, level):
            close(row["std_error"], of_domain(r, level)["ratio"]["std_error"])


def test_shares_and_numbers_of_people(case, by):
    name, r, design = case
    for row, level in rows(share(PERSONS["low"], design=design, by=by).table):
        expected = of_domain(r, level)
        close(row["estimate"], expected["share"]["estimate"])
        close(row["people"], expected["people"]["estimate"])
        if known(name, level):
            close(row["std_error"], expected["share"]["std_error"])
            close(row[["people_low", "people_high"]], expected["people_log_ci"])
        if level not in ("d", "e"):
            close(row["design_effect"], expected["share"]["deff"])


@pytest.mark.parametrize("interval", INTERVALS)
def test_intervals_of_shares(case, by, interval):
    name, r, design = case
    if (name, interval) == ("calibrated", "beta"):
        return
    for row, level in rows(share(PERSONS["low"], design=design, by=by, interval=interval).table):
        if level != "e" and (level, interval) != ("d", "asin"):
            rel = 1e-3 if (level, interval) == ("d", "beta") else 1e-6
            close(row[["conf_low", "conf_high"]], of_domain(r, level)["intervals"][INTERVALS[interval]], rel)


@pytest.mark.parametrize("interval", INTERVALS)
def test_quantiles(case, by, interval):
    name, r, design = case
    if (name, interval) == ("calibrated", "beta"):
        return
    found = quantiles(PERSONS["score"], design=design, by=by, probabilities=(0.25, 0.5, 0.9), interval=interval).table
    for level, table in found.groupby("level", sort=False):
        if level in ("d", "e"):
            continue
        reference = of_domain(r, level)["quantiles"][INTERVALS[interval]]
        if reference is None:  # R stops where the share of people at or below the quantile is 1
            continue
        expected = table_of(reference)
        close(table[["estimate", "conf_low", "conf_high", "std_error"]], expected)


def test_quantiles_of_a_small_group(case):
    _, r, design = case
    found = quantiles(PERSONS["score"], design=design, by=PERSONS["group"], probabilities=(0.25, 0.5, 0.9)).table
    expected = table_of(r["by"]["d"]["quantiles"]["mean"])
    close(found.query("level == 'd'")["estimate"], expected["quantile"])


def test_differences_from_a_reference(case):
    name, r, design = case
    table = compare_groups(PERSONS["score"], PERSONS["group"], design=design).table.iloc[1:]
    coef, ci = table_of(r["differences"]["coef"]), table_of(r["differences"]["ci"])
    for (_, row), level in zip(table.iterrows(), GROUPS[1:], strict=True):
        close(row["difference"], coef.loc[f"group{level}", "Estimate"])
        if known(name, level):
            expected = coef.loc[f"group{level}"].to_numpy()
            close(row[["difference", "std_error", "statistic", "p_value"]], expected)
            close(row[["conf_low", "conf_high"]], ci.loc[f"group{level}"])
            assert row["df"] == r["differences"]["df"]
        else:
            assert row[["std_error", "p_value"]].isna().all()


def test_differences_from_the_rest_of_everyone(case):
    name, r, design = case
    for row, level in rows(compare_groups(PERSONS["score"], PERSONS["group"], design=design, against="rest").table):
        if known(name, level):
            close(row[TEST], flat(r["rest"][level]))
    shares = compare_groups(PERSONS["low"], PERSONS["group"], design=design, against="rest").table
    close(shares.query("level == 'b'")[TEST].iloc[0], flat(r["rest_share"]))


def test_two_groups_are_a_t_test(case):
    _, r, design = case
    row = compare_groups(PERSONS["score"], PERSONS["sex"], design=design).table.iloc[1]
    close(row[TEST], flat(r["one_test"]))
    # of two groups, one is the rest of the other
    rest = compare_groups(PERSONS["score"], PERSONS["sex"], design=design, against="rest").table.iloc[1]
    close(rest[TEST], row[TEST].to_numpy(float))


def test_holm_and_hedges():
    table = compare_groups(PERSONS["score"], PERSONS["group"], design=DESIGNS["clustered"]).table.iloc[1:]
    # R adjusts over four levels; e has no test here
    p = table["p_value"].dropna().to_numpy()
    order = np.argsort(p)
    expected = np.minimum(1, np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)))
    close(table["p_value_holm"].dropna().to_numpy()[order], expected)
    close(table["hedges_g"].iloc[0], ESTIMATES["hedges_g"])
    table = compare_groups(PERSONS["score"], PERSONS["group"], design=DESIGNS["weights"]).table.iloc[1:]
    assert table["p_value_holm"].notna().all()


def test_covariances_and_correlations(case):
    _, r, design = case
    columns = ["score", "income", "w"]
    found = covariances(PERSONS[columns].astype(float), design=design)
    close(found.covariances, r["variances"]["v"]["values"])
    close(found.correlations, r["variances"]["cor"]["values"])
    se = np.array(r["variances"]["se"]).reshape(3, 3)
    close(found.table["std_error"], se[np.triu_indices(3)])


def test_standard_error_of_a_correlation():
    found = covariances(PERSONS[["score", "income"]].astype(float), design=DESIGNS["clustered"]).table.iloc[1]
    close(found["correlation"], ESTIMATES["correlation"]["estimate"])
    close(found["correlation_std_error"], ESTIMATES["correlation"]["std_error"])


def check_tests(expected, rows_, columns, design):
    names = {"F": "F", "chi_square": "Chisq", "wald": "Wald", "adjusted_wald": "adjWald", "saddlepoint": "saddlepoint"}
    for statistic, name in names.items():
        if name not in expected:
            continue
        row = association_test(rows_, columns, design=design, statistic=statistic).table.iloc[0]
        reference = expected[name]
        close(row["p_value"], reference["p"])
        if design.calibration is None or statistic not in ("chi_square", "saddlepoint"):
            close(row["statistic"], reference["statistic"])
        if statistic not in ("chi_square", "saddlepoint"):
            close(row[["df", "df_residual"]], reference["parameter"])


def test_association(case):
    _, r, design = case
    check_tests(r["association"], PERSONS["sex"], PERSONS["low"], design)
    check_tests(r["association_groups"], PERSONS["group"], PERSONS["sex"], design)


@pytest.mark.parametrize("method", JACKKNIFED)
def test_jackknifed_estimates(method):
    r, design, score, low = ESTIMATES[method], DESIGNS[method], PERSONS["score"], PERSONS["low"]
    row = mean(score, design=design).table.iloc[0]
    close(row[["estimate", "std_error", "df", "design_effect"]], [*list(r["mean"].values())[:2], r["df"], r["deff"]])
    close(row[["conf_low", "conf_high"]], r["mean"]["ci"])
    for level, expected in r["by"].items():
        row = mean(score, design=design, by=PERSONS["group"]).table.set_index("level").loc[level]
        close(row[["estimate", "std_error", "df"]], [*list(expected["mean"].values())[:2], expected["df"]])
    close(total(score, design=design).table[["estimate", "std_error"]].iloc[0], list(r["total"].values())[:2])
    close(
        share(low, design=design).table[["people", "people_low"]].iloc[0],
        [r["people"]["estimate"], r["people_log_ci"][0]],
    )
    row = ratio(PERSONS["income"], score, design=design).table.iloc[0]
    close(row[["estimate", "std_error"]], list(r["ratio"].values()))
    row = covariances(PERSONS[["score"]], design=design).table.iloc[0]
    close(row[["estimate", "std_error"]], list(r["variance"].values()))
    table = quantiles(score, design=design, probabilities=(0.25, 0.5, 0.9)).table
    close(table[["estimate", "conf_low", "conf_high", "std_error"]], r["quantiles"]["values"])


@pytest.mark.parametrize("method", JACKKNIFED)
def test_jackknifed_comparisons(method):
    r, design = ESTIMATES[method], DESIGNS[method]
    row = compare_groups(PERSONS["score"], PERSONS["sex"], design=design).table.iloc[1]
    close(row[["difference", "std_error", "statistic", "p_value"]], r["difference"]["coef"]["values"][1])
    assert row["df"] == r["difference"]["df"]
    rest = compare_groups(PERSONS["score"], PERSONS["sex"], design=design, against="rest").table.iloc[1]
    close(rest["std_error"], row["std_error"])
    check_tests(r["association"], PERSONS["sex"], PERSONS["low"], design)
