"""Tables of the main numbers: headlines, what is withheld, rules for missing answers."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.disclosure.plan import part_plan
from workbench.intake import part_of, score, sensitivity_score, with_parts
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
    assert "under 5.8 %" in tables.missing_rule((mean, share), (mean, share), survey=areas).html()


def test_a_level_called_all_is_not_called_everyone():
    level, below = groups_of({"all": (40, 12), "some": (60, 9)})
    areas = build_survey({"area": level}, below)
    values = score(areas.responses, instrument=areas.instrument)
    shares = population.share(values < 50, design=areas.design, by=areas.groups)
    table = tables.shares_by_group(population.protect(shares, plan=population.protection_plan(areas)), survey=areas)
    assert table.frame.set_index("level")["level_label"]["all"] == "all"


def test_only_the_report_of_everyone_has_the_run_by_the_other_missing_rule():
    """Everyone's number by that rule less those of the other reports would tell of the few who left out an item."""
    level, below = groups_of({"North": (70, 40), "South": (80, 30)})
    sex = pd.Series(pd.Categorical(np.where(np.arange(220) % 2, "Men", "Women")))
    survey = build_survey({"area": level, "sex": sex}, below)
    survey.responses.iloc[::20, 0] = np.nan
    whole = with_parts(survey, ("area",))
    plan, part = population.protection_plan(whole), part_of(whole, {"area": "North"})
    rows = {}
    for own, its_plan in ((whole, plan), (part, part_plan(plan, part, group={"area": "North"}))):
        runs = []
        for rule in (score, sensitivity_score):
            values = rule(own.responses, instrument=own.instrument)
            both = population.mean(values, design=own.design), population.share(values < 50, design=own.design)
            runs.append(tuple(population.protect(each, plan=its_plan) for each in both))
        table = tables.missing_rule(*runs, survey=own)
        rows[own.part_of] = len(table.frame)
        assert ("stands in the report of everyone alone" in table.html()) == bool(own.part_of)
        other = runs[1][1].frame
        assert bool(other["withheld"].iloc[0]) == bool(own.part_of)
        assert bool(other["n_respondents"].isna().iloc[0]) == bool(own.part_of)
    assert rows == {"": 2, "North": 1}


def test_the_other_missing_rule_is_shown_no_more_where_it_is_that_of_the_same_people():
    """It would have an outcome only where nobody left one item unanswered, and none where one to four did."""
    level, below = groups_of({"North": (70, 40), "South": (80, 30)})
    survey = build_survey({"area": level}, below)
    shown = {}
    for n in (0, 1, 4, 5):
        own = replace(survey, responses=survey.responses.copy())
        own.responses.iloc[110 : 110 + n, 0] = np.nan
        plan, runs = population.protection_plan(own), []
        for rule in (score, sensitivity_score):
            values = rule(own.responses, instrument=own.instrument)
            both = population.mean(values, design=own.design), population.share(values < 50, design=own.design)
            runs.append(tuple(population.protect(each, plan=plan) for each in both))
        row = tables.missing_rule(*runs, survey=own).frame.iloc[1]
        shown[n] = (not row["withheld"], row[["estimate", "conf_low", "share", "share_low"]].notna().any())
    assert shown == {0: (False, False), 1: (False, False), 4: (False, False), 5: (True, True)}


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


UNMOVED = "the share is that of the published numbers without weights: what weights change is too little to show"


@pytest.mark.parametrize("heavier", [1.0001, 3.0])
def test_a_share_that_weights_do_not_move_after_rounding_is_told_where_it_stands(heavier):
    level, below = groups_of({"North": (300, 90), "South": (400, 130)})
    weights = pd.Series(np.where(below.fillna(False), heavier, 1.0))
    areas = build_survey({"area": level}, below, weights=weights)
    plan = population.protection_plan(areas)
    values = score(areas.responses, instrument=areas.instrument)
    mean = population.protect(population.mean(values, design=areas.design), plan=plan)
    share = population.protect(population.share(values < 50, design=areas.design), plan=plan)
    shares = population.protect(population.share(values < 50, design=areas.design, by=areas.groups), plan=plan)
    main, groups = tables.overall(mean, share, survey=areas), tables.shares_by_group(shares, survey=areas)
    moved = heavier > 2
    assert any(note.startswith(f"T{UNMOVED[1:]}") for note in main.notes) is not moved
    assert any(note.startswith(f"In some rows {UNMOVED}") for note in groups.notes) is not moved
    assert not any("without weights" in finding.sentence for finding in main.findings)


def test_a_share_of_equal_weights_is_not_said_to_be_without_them(areas, estimates):
    assert not any("without weights" in note for note in tables.overall(*estimates(None), survey=areas).notes)
