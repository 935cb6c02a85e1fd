"""Estimates of a made-up clustered sample against R's survey package (survey_estimates.R).

Strata, clusters, unequal weights, missing values, a group of 8 respondents (d) and one inside a single cluster (e).
Tolerance 1e-6 relative; closed forms agree to 1e-12. Not compared, because R and the workbench differ on purpose:

- e has no standard error here; R's is 0 for its mean, since one cluster cannot vary.
- the arcsine interval of d: R lets the sine turn back below 0 and gets a lower end above the estimate.
- the beta interval of d, 1e-3: R's qbeta warns that its lower end is not accurate.
- beta intervals after calibration: R counts respondents outside the domain too.
- intervals of quantiles of d and e: at a probability below the weight of the smallest value alone R returns the second
  smallest.
"""

import numpy as np
import pytest

from tests.reference.survey_samples import ESTIMATES, close, person_designs, persons, table_of
from workbench.population import (
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


def rows(table):
    """Each row with what R says of the same domain."""
    return [(row, row["level"]) for _, row in table.iterrows()]


def of_domain(r, level):
    return r["everyone"] if level == "all" else r["by"][level]


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


def test_shares_and_totals_of_a_flag(case, by):
    name, r, design = case
    for row, level in rows(total(PERSONS["low"], design=design, by=by).table):
        close(row["estimate"], of_domain(r, level)["people"]["estimate"])
    for row, level in rows(share(PERSONS["low"], design=design, by=by).table):
        expected = of_domain(r, level)
        close(row["estimate"], expected["share"]["estimate"])
        if known(name, level):
            close(row["std_error"], expected["share"]["std_error"])
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
    close(total(low, design=design).table["estimate"].iloc[0], r["people"]["estimate"])
    row = ratio(PERSONS["income"], score, design=design).table.iloc[0]
    close(row[["estimate", "std_error"]], list(r["ratio"].values()))
    row = covariances(PERSONS[["score"]], design=design).table.iloc[0]
    close(row[["estimate", "std_error"]], list(r["variance"].values()))
    table = quantiles(score, design=design, probabilities=(0.25, 0.5, 0.9)).table
    close(table[["estimate", "conf_low", "conf_high", "std_error"]], r["quantiles"]["values"])
