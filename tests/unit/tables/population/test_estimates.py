"""Tables of the main numbers: headlines, what is withheld, rules for missing answers."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population, tables
from workbench.intake import below_cutoff, score, sensitivity_score
from workbench.media_types import TABLE_MIME

SIZES = {"<b>North</b>": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4)}


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


@pytest.fixture
def estimates(survey):
    plan = population.protection_plan(survey)
    values = score(survey.responses, instrument=survey.instrument)
    below = below_cutoff(values, instrument=survey.instrument)

    def both(by):
        results = (
            population.mean(values, design=survey.design, by=by),
            population.share(below, design=survey.design, by=by),
        )
        return [population.protect(result, plan=plan) for result in results]

    return both


def test_headlines_of_the_overall_table_are_its_estimates(survey, estimates):
    table = tables.overall(*estimates(None), survey=survey)
    assert [h.name for h in table.headlines] == ["mean_score", "share_below_cutoff"]
    assert [h.value for h in table.headlines] == table.frame["estimate"].tolist()


def test_withheld_main_numbers_are_dashes_without_headline():
    level, below = groups_of({"North": (30, 0), "South": (40, 1)})
    survey = build_survey({"area": level}, below)
    plan = population.protection_plan(survey)
    values = score(survey.responses, instrument=survey.instrument)
    mean = population.protect(population.mean(values, design=survey.design), plan=plan)
    share = population.protect(population.share(values < 50, design=survey.design), plan=plan)
    assert share.frame["withheld"].all()
    table = tables.overall(mean, share, survey=survey)
    assert "nan" not in table.html()
    assert "share_below_cutoff" not in [h.name for h in table.headlines]
    json.dumps(table._repr_mimebundle_()[TABLE_MIME], allow_nan=False)
    both = tables.missing_rule((mean, share), (mean, share), survey=survey)
    assert both.frame["withheld"].all()


def test_a_level_called_all_is_not_called_everyone():
    level, below = groups_of({"all": (40, 12), "some": (60, 9)})
    survey = build_survey({"area": level}, below)
    values = score(survey.responses, instrument=survey.instrument)
    shares = population.share(values < 50, design=survey.design, by=survey.groups)
    table = tables.shares_by_group(population.protect(shares, plan=population.protection_plan(survey)), survey=survey)
    assert table.frame.set_index("level")["level_label"]["all"] == "all"


def test_the_missing_rule_stands_alone_where_the_instrument_defines_no_other_run():
    level, below = groups_of({"North": (30, 9), "South": (40, 12)})
    survey = build_survey({"area": level}, below)
    rule = survey.instrument.missing.model_copy(update={"one_missing": "not defined"})
    survey = replace(survey, instrument=survey.instrument.model_copy(update={"missing": rule}))
    plan = population.protection_plan(survey)
    values = sensitivity_score(survey.responses, instrument=survey.instrument)
    pd.testing.assert_series_equal(values, score(survey.responses, instrument=survey.instrument))
    mean = population.protect(population.mean(values, design=survey.design), plan=plan)
    share = population.protect(population.share(values < 50, design=survey.design), plan=plan)
    table = tables.missing_rule((mean, share), (mean, share), survey=survey)
    assert table.frame["missing_rule"].tolist() == ["Complete answers only (main result)"]
