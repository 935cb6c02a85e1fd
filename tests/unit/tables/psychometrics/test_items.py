"""Tables of items: scalability, monotonicity and bias, groups only through the gate."""

import pytest

from tests.unit.item_response_survey import chapter, ordered_survey
from workbench import population, tables
from workbench.errors import PublicationError
from workbench.psychometrics import item_bias, scalability_coefficients

SIZES = {"North": 500, "South": 400}


@pytest.fixture(scope="module")
def survey():
    return ordered_survey(SIZES)


@pytest.fixture(scope="module")
def results(survey):
    return chapter(survey)


@pytest.fixture(scope="module")
def gate(survey, results):
    plan = population.protection_plan(survey)
    bias = results[3]
    return plan, population.protect(bias, plan=plan), population.protect(bias.groups, plan=plan)


def test_monotonicity_of_few_respondents_says_why_it_is_empty():
    few = ordered_survey({"North": 40, "South": 40})
    table = tables.monotonicity(scalability_coefficients(few.responses), survey=few)
    assert "Nothing to show; the reason stands below." in table.html()
    assert "Monotonicity is not checked" in table.html()


def test_bias_of_a_group_that_skipped_the_gate_is_refused(survey, results):
    for unprotected in (results[3], results[3].table):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            tables.item_bias(unprotected, survey=survey)
    with pytest.raises(PublicationError, match="has not passed the publication gate"):
        tables.item_bias_groups(results[3].groups, survey=survey)


def test_bias_tables_tell_kinds_and_groups_apart(survey, results, gate):
    _, tests, groups = gate
    table = tables.item_bias(tests, survey=survey)
    assert table.frame["term"].tolist() == ["uniform"] * 10 + ["non-uniform"] * 10 + ["both"] * 10
    assert table.html().count('scope="rowgroup"') == 3
    of_group = tables.item_bias_groups(groups, survey=survey)
    assert "South, compared with North" in of_group.html()
    assert of_group.frame["odds_ratio"].tolist() == results[3].groups["odds_ratio"].tolist()


def test_a_withheld_group_is_in_no_bias_table():
    small = ordered_survey({"North": 500, "South": 400, "Island": 6, "Hamlet": 4})
    plan = population.protection_plan(small)
    bias = item_bias(
        small.responses[["esis1", "esis2"]], group=small.group("area").cat.set_categories(["North", "South"])
    )
    assert bias.groups["level"].unique().tolist() == ["South"]
    groups = bias.groups.assign(level="Hamlet", n_respondents=4)
    table = tables.item_bias_groups(population.protect(groups, plan=plan), survey=small)
    assert table.frame["withheld"].all()
    assert table.frame[["odds_ratio", "estimate", "n_respondents"]].isna().all(axis=None)
