"""Tables of the main numbers: headlines, what is withheld, rules for missing answers."""

import json
from dataclasses import replace

import pandas as pd

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.intake import score, sensitivity_score
from workbench.media_types import TABLE_MIME


def test_headlines_of_the_overall_table_are_its_estimates(areas, estimates):
    table = tables.overall(*estimates(None), survey=areas)
    assert [h.name for h in table.headlines] == ["mean_score", "share_below_cutoff"]
    assert [h.value for h in table.headlines] == table.frame["estimate"].tolist()


def test_a_share_of_few_is_a_bound_in_words_and_in_the_headline():
    level, below = groups_of({"North": (30, 0), "South": (40, 1)})
    areas = build_survey({"area": level}, below)
    plan = population.protection_plan(areas)
    values = score(areas.responses, instrument=areas.instrument)
    mean = population.protect(population.mean(values, design=areas.design), plan=plan)
    share = population.protect(population.share(values < 50, design=areas.design), plan=plan)
    assert share.frame["bound"].tolist() == ["under"]
    table = tables.overall(mean, share, survey=areas)
    assert "nan" not in table.html()
    assert "under 5.8 %" in table.html()  # 4 of 70
    assert {h.name: h.text for h in table.headlines}["share_below_cutoff"] == "under 5.8 %"
    json.dumps(table._repr_mimebundle_()[TABLE_MIME], allow_nan=False)
    both = tables.missing_rule((mean, share), (mean, share), survey=areas)
    assert both.html().count("under 5.8 %") == 2


def test_a_level_called_all_is_not_called_everyone():
    level, below = groups_of({"all": (40, 12), "some": (60, 9)})
    areas = build_survey({"area": level}, below)
    values = score(areas.responses, instrument=areas.instrument)
    shares = population.share(values < 50, design=areas.design, by=areas.groups)
    table = tables.shares_by_group(population.protect(shares, plan=population.protection_plan(areas)), survey=areas)
    assert table.frame.set_index("level")["level_label"]["all"] == "all"


def test_the_missing_rule_has_no_rows_where_the_instrument_defines_no_other_run():
    level, below = groups_of({"North": (30, 9), "South": (40, 12)})
    areas = build_survey({"area": level}, below)
    rule = areas.instrument.missing.model_copy(update={"one_missing": "not defined"})
    areas = replace(areas, instrument=areas.instrument.model_copy(update={"missing": rule}))
    plan = population.protection_plan(areas)
    values = sensitivity_score(areas.responses, instrument=areas.instrument)
    pd.testing.assert_series_equal(values, score(areas.responses, instrument=areas.instrument))
    mean = population.protect(population.mean(values, design=areas.design), plan=plan)
    share = population.protect(population.share(values < 50, design=areas.design), plan=plan)
    table = tables.missing_rule((mean, share), (mean, share), survey=areas)
    assert table.frame.empty
    assert "the scale defines no run with a missing answer filled in" in table.html()
