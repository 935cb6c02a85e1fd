"""Tables of items: scalability, monotonicity and bias, groups only through the gate."""

from dataclasses import replace

import numpy as np
import pytest

from tests.unit.item_response_survey import ordered_survey
from workbench import population, tables
from workbench.errors import PublicationError
from workbench.psychometrics import item_bias, scalability_coefficients


def test_monotonicity_of_few_respondents_says_why_it_is_empty():
    few = ordered_survey({"North": 40, "South": 40})
    protected = population.protect(scalability_coefficients(few.responses), plan=population.protection_plan(few))
    table = tables.monotonicity(protected, survey=few)
    assert "Nothing to show; the reason stands below." in table.html()
    assert "Monotonicity is not checked" in table.html()


def test_what_skipped_the_gate_is_refused(regions, exact_items, protected_items):
    for show in (tables.item_bias, tables.item_bias_groups):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            show(exact_items[3], survey=regions)
        with pytest.raises(PublicationError, match="shows a ItemBias"):
            show(protected_items[2], survey=regions)
    for show in (tables.scalability, tables.monotonicity):
        with pytest.raises(PublicationError, match="has not passed the publication gate"):
            show(exact_items[2], survey=regions)


def test_bias_tables_tell_kinds_and_groups_apart(regions, exact_items, protected_items):
    table = tables.item_bias(protected_items[3], survey=regions)
    assert table.frame["term"].tolist() == ["uniform"] * 10 + ["non-uniform"] * 10 + ["both"] * 10
    assert table.html().count('scope="rowgroup"') == 3
    of_group = tables.item_bias_groups(protected_items[3], survey=regions)
    assert "South, compared with North" in of_group.html()
    exact = exact_items[3].groups
    away = (of_group.frame["estimate"] - exact["estimate"]).abs()
    assert (away <= 0.7 * exact["std_error"] * np.maximum(0.5, 5 / np.sqrt(exact["n_fewest"]))).all()
    assert of_group.frame["odds_ratio"].tolist() == [float(f"{np.exp(x):.2e}") for x in of_group.frame["estimate"]]
    assert set(of_group.frame["n_respondents"]) == {402.0}


def test_gains_are_told_to_what_five_respondents_add_and_p_as_bands(exact_items, protected_items, regions):
    frame = tables.item_bias(protected_items[3], survey=regions).frame
    assert "statistic" not in frame
    assert set(frame["p_value_holm"]) <= {0.001, 0.01, 0.05, 1.0}
    in_steps = frame["nagelkerke_change"] / 0.006  # 5 of 902 respondents, on the series of steps
    assert np.abs(in_steps - in_steps.round()).max() < 1e-6
    exact = exact_items[3].table.set_index(["item", "term"])["nagelkerke_change"]
    published = frame.set_index(["item", "term"])["nagelkerke_change"]
    assert (published - exact.loc[published.index]).abs().max() <= 0.003 + 1e-9


def test_a_small_group_is_in_no_bias_table():
    small = ordered_survey({"North": 500, "South": 400, "Island": 60, "Hamlet": 4})
    plan = population.protection_plan(small)
    bias = item_bias(small.responses[["esis1", "esis2"]], group=population.comparable_group(small, plan=plan))
    frame = tables.item_bias_groups(population.protect(bias, plan=plan), survey=small).frame
    assert set(frame["level"]) | set(frame["reference"]) == {"North", "South"}


def test_rows_with_few_respondents_on_one_side_have_no_odds_ratio(exact_items, regions):
    few = replace(exact_items[3], groups=exact_items[3].groups.assign(n_fewest=9))
    frame = population.protect(few, plan=population.protection_plan(regions)).result.groups
    assert frame[["estimate", "std_error", "conf_low", "odds_ratio"]].isna().all(axis=None)
