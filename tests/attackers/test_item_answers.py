"""Item means of everyone and of two groups of more than a hundred, beside a third group of one to four."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.attackers.item_answers import HIGHEST, LOWEST, THIRD, draw_third_sex, sum_of_answers
from tests.attackers.joint import Tables
from tests.attackers.publishing import publish
from tests.attackers.reading import read_tables, window
from tests.attackers.surveys import Truth, answers, truth_of
from workbench import intake, population, psychometrics

SEEDS = (0, 2, 35)  # surveys in which windows of five leave a number under five fewer than three values


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


def left_of_missing(table: pd.DataFrame, people: pd.Series, width: int | None) -> pd.DataFrame:
    """Range of the number of each level who left each item unanswered: everyone's less those of the other levels.

    `width`: of windows in place of the published ones.
    """
    rows = []
    for item, own in table.groupby("item"):
        n = own.set_index("level")["n_missing"]
        middles = n if width is None else n // width * width + (width - 1) / 2
        told = {level: window(float(middle)) for level, middle in middles.items()}
        for level in people.unique():
            others = [told[other] for other in people.unique() if other != level]
            low = max(told[level].low, told["all"].low - sum(other.high for other in others))
            high = min(told[level].high, told["all"].high - sum(other.low for other in others))
            rows.append((item, level, low, high))
    return pd.DataFrame(rows, columns=["item", "level", "low", "high"])


def draw_unanswered(seed: int) -> Truth:
    """Four household types, of whom some leave an item unanswered."""
    rng = np.random.default_rng([seed, 7])
    kinds = tuple("ABCD")
    truth = truth_of({"household": (rng.choice(kinds, 400).astype(object), kinds)}, answers(rng, np.zeros(400)))
    given = truth.survey.responses
    return replace(truth, survey=replace(truth.survey, responses=given.mask(rng.random(given.shape) < 0.045)))


@pytest.mark.parametrize("seed", SEEDS)
def test_everyone_less_the_other_groups_tells_of_no_few_who_left_an_item_unanswered(seed):
    truth = draw_unanswered(seed)
    raw, people = intake.response_quality(truth.survey), truth.people["household"]
    exact = raw.item_by_group
    shown = population.protect(raw, plan=population.protection_plan(truth.survey)).result.item_by_group
    numbers = exact.set_index(["item", "level"])["n_missing"]
    for table, width in ((exact, 5), (shown, None)):
        left = left_of_missing(table, people, width)
        few = numbers.loc[list(zip(left["item"], left["level"], strict=True))].to_numpy() < 5
        values = (left["high"] - left["low"] + 1)[few]
        assert values.min() < 3 if width else values.min() >= 6


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
