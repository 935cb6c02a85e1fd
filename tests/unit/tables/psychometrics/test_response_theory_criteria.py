"""Criteria of item response beside the values."""

import pytest

from tests.unit.item_response_survey import chapter, ordered_survey, protected_chapter
from workbench import tables

SIZES = {"North": 500, "South": 400}


@pytest.fixture(scope="module")
def survey():
    return ordered_survey(SIZES)


@pytest.fixture(scope="module")
def results(survey):
    return chapter(survey)


@pytest.fixture(scope="module")
def shown(survey, results):
    return protected_chapter(survey, results)


def test_closing_table_has_value_criterion_and_source_of_every_part(results, shown):
    graded, _, scalability, _ = results
    table = tables.criteria_item_response(*shown)
    terms = " ".join(table.frame["term"])
    for part in ("RMSEA of C2", "Q3", "discrimination", "reliability", "Kappa", "H of the scale", "crit", "Nagelkerke"):
        assert part in terms
    by_term = table.frame.set_index("term")
    assert by_term.loc["H of the scale", "estimate"] == round(scalability.table["estimate"].iloc[0], 2)
    assert by_term.loc["RMSEA of C2", "conf_high"] == round(graded.fit["rmsea_high"].iloc[0], 3)
    biased = by_term.index[by_term.index.str.startswith("Largest Nagelkerke")][0]
    assert "esis10" in biased
    assert not table.frame["criterion"].eq("").any() and not table.frame["source"].eq("").any()
