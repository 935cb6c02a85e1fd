"""Comparisons of groups of a made-up clustered sample against R's survey package (survey_estimates.R).

Tolerance 1e-6 relative. Not compared, because R and the workbench differ on purpose: the group inside a single cluster
(e) has no standard error here, R's is 0; the scale of Pearson's statistic after calibration, where R counts respondents
outside the domain too.
"""

import numpy as np
import pytest

from tests.reference.survey_samples import ESTIMATES, GROUPS, close, person_designs, persons, table_of
from workbench.population import (
    association_test,
    compare_groups,
)

PERSONS = persons()
DESIGNS = person_designs(PERSONS)
LINEARISED, JACKKNIFED = ("clustered", "weights", "strata", "calibrated"), ("JKn", "JK1")
TEST = ["difference", "statistic", "df", "p_value", "conf_low", "conf_high"]


def rows(table):
    """Each row with what R says of the same domain."""
    return [(row, row["level"]) for _, row in table.iterrows()]


def flat(test):
    return [test["estimate"], test["t"], test["df"], test["p"], *test["ci"]]


@pytest.fixture(params=LINEARISED)
def case(request):
    return request.param, ESTIMATES[request.param], DESIGNS[request.param]


def known(name, level):
    """Whether the group has degrees of freedom; without clusters all have."""
    return level != "e" or name not in ("clustered", "calibrated")


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
def test_jackknifed_comparisons(method):
    r, design = ESTIMATES[method], DESIGNS[method]
    row = compare_groups(PERSONS["score"], PERSONS["sex"], design=design).table.iloc[1]
    close(row[["difference", "std_error", "statistic", "p_value"]], r["difference"]["coef"]["values"][1])
    assert row["df"] == r["difference"]["df"]
    rest = compare_groups(PERSONS["score"], PERSONS["sex"], design=design, against="rest").table.iloc[1]
    close(rest["std_error"], row["std_error"])
    check_tests(r["association"], PERSONS["sex"], PERSONS["low"], design)
