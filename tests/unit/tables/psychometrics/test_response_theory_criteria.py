"""Criteria of item response beside the values."""

import pytest

from tests.unit.item_response_survey import chapter, ordered_survey
from workbench import population, tables

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


def test_closing_table_has_value_criterion_and_source_of_every_part(survey, results, gate):
    graded, precision, scalability, _ = results
    table = tables.criteria_item_response(graded, precision, scalability, gate[1])
    terms = " ".join(table.frame["term"])
    for part in ("RMSEA of C2", "Q3", "discrimination", "reliability", "Kappa", "H of the scale", "crit", "Nagelkerke"):
        assert part in terms
    by_term = table.frame.set_index("term")
    assert by_term.loc["H of the scale", "estimate"] == scalability.table["estimate"].iloc[0]
    assert by_term.loc["RMSEA of C2", "conf_high"] == graded.fit["rmsea_high"].iloc[0]
    biased = by_term.index[by_term.index.str.startswith("Largest Nagelkerke")][0]
    assert "esis10" in biased
    assert not table.frame["criterion"].eq("").any() and not table.frame["source"].eq("").any()
