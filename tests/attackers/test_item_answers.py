"""Item means of everyone and of two groups of more than a hundred, beside a third group of one to four."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.attackers.item_answers import HIGHEST, LOWEST, THIRD, draw_third_sex, sum_of_answers
from tests.attackers.joint import Tables
from tests.attackers.publishing import publish
from tests.attackers.reading import read_tables
from tests.attackers.surveys import Truth
from workbench import intake, population, psychometrics


def items_of(truth: Truth, folder: Path, *, exact: bool, items: int = 3) -> Tables:
    """Publish the means of the first items, of everyone and by sex."""
    survey, plan = truth.survey, None if exact else population.protection_plan(truth.survey)
    results = {}
    for item in survey.responses.columns[:items]:
        values = survey.responses[item]
        results[item] = population.mean(values, design=survey.design, by=survey.background)
        results[f"{item}_everyone"] = population.mean(values, design=survey.design)
    tables = read_tables(publish(results, folder, plan))
    return {
        f"{item}_table": pd.concat([tables[f"{item}_table"], tables[f"{item}_everyone_table"]])
        for item in survey.responses.columns[:items]
    }


@pytest.mark.parametrize("n", [400, 2_000])
def test_item_means_tell_the_answers_of_the_few_only_where_they_are_exact(n, tmp_path):
    truth = draw_third_sex(1, n)
    given = truth.survey.responses[(truth.people["sex"] == THIRD).to_numpy()]
    for exact in (True, False):
        tables = items_of(truth, tmp_path / str(exact), exact=exact)
        for item in given.columns[:3]:
            found = sum_of_answers(tables, item=item, few=len(given), exact=exact)
            assert found.low - 1e-6 <= given[item].sum() <= found.high + 1e-6
            if exact:
                assert found.high - found.low < 0.01
            else:
                assert (found.low, found.high) == (len(given) * LOWEST, len(given) * HIGHEST)


@pytest.mark.slow
@pytest.mark.parametrize("n", [400, 800, 2_000, 6_000])
def test_item_means_of_random_surveys(n, tmp_path):
    """Where all three means lie at the ends of their steps, some sums of the few are ruled out; most are not."""
    whole = []
    for seed in range(20):
        truth = draw_third_sex(seed, n)
        few = int((truth.people["sex"] == THIRD).sum())
        tables = items_of(truth, tmp_path / str(seed), exact=False, items=10)
        for item in truth.survey.responses:
            found = sum_of_answers(tables, item=item, few=few, exact=False)
            assert found.high - found.low >= 0.4 * few * (HIGHEST - LOWEST), (seed, item)
            whole.append(found.high - found.low >= few * (HIGHEST - LOWEST) - 1e-6)
    assert np.mean(whole) >= 0.9


def test_groups_have_no_thresholds_that_would_count_their_answers():
    """Thresholds of everyone and of the groups would give three windows of the number behind each answer."""
    truth = draw_third_sex(2, 400)
    complete, plan = intake.complete(truth.survey), population.protection_plan(truth.survey)
    groups = population.comparable_group(complete, plan=plan, name="sex")
    model = psychometrics.fit_confirmatory_factors(complete.responses, group=groups)
    shown = population.protect(model, plan=plan).result
    assert len(model.thresholds) > 50 and shown.thresholds.empty
    frames = [getattr(shown, field.name) for field in fields(shown)]
    levels = [set(map(str, f["level"])) for f in frames if isinstance(f, pd.DataFrame) and "level" in f]
    assert all(THIRD not in found for found in levels)
