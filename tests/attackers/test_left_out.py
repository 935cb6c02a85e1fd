"""Who has no score, left out an item or is not in the regression: all pages together tell nothing of a small level."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.attackers.joint import Tables
from tests.attackers.left_out import KINDS, LeftOut
from tests.attackers.publishing import publish
from tests.attackers.reading import Window, read_tables
from tests.attackers.surveys import HOUSEHOLDS, SMALL, Truth, draw, truth_of
from workbench import intake, population

ITEMS = tuple(f"esis{i}" for i in range(1, 11))


def draw_lacking(seed: int, n: int) -> Truth:
    """Leave answers blank at random, and make the small level one to four respondents."""
    rng, people = np.random.default_rng([seed, n, 9]), draw(seed, n).people
    household, small = people["household"].to_numpy(copy=True), np.flatnonzero(people["household"] == SMALL)
    few = int(rng.integers(1, 5))
    household[small[few:]] = "Couple"
    given = draw(seed, n).survey.responses.to_numpy(float).copy()
    given[rng.random(given.shape) < 0.02] = np.nan
    given[rng.random(n) < 0.01] = np.nan
    given[small[:few], 0] = np.where(rng.random(few) < 0.5, np.nan, given[small[:few], 0])
    return truth_of({"sex": (people["sex"].to_numpy(), ("Women", "Men")), "household": (household, HOUSEHOLDS)}, given)


def pages(truth: Truth, folder: Path, *, exact: bool) -> Tables:
    """Publish response quality, who is incomplete, and the regression; of exact tables not the small level itself."""
    survey, plan = truth.survey, None if exact else population.protection_plan(truth.survey)
    predictors = survey.predictors
    chosen = predictors if plan is None else population.merged_levels(predictors, truth.score, plan=plan)
    lacking = population.incomplete(truth.below, predictors)
    results = {
        "quality": intake.response_quality(survey),
        "lacking": population.share(lacking, design=survey.design, by=predictors),
        "linear": population.fit_linear(truth.score, chosen, design=survey.design),
    }
    tables = read_tables(publish(results, folder, plan))
    return {k: t[t["level"] != SMALL] if exact and "level" in t else t for k, t in tables.items()}


def of_small_level(truth: Truth, tables: Tables, *, exact: bool) -> dict[str, Window]:
    """Range of each number of the small level; the truth lies in all of them."""
    found = LeftOut(tables, "household", HOUSEHOLDS, ITEMS, exact=exact)
    ranges = {kind: found.range_of(found.form(kind, SMALL)) for kind in found.kinds}
    inside = (truth.people["household"] == SMALL).to_numpy()
    given, sex = truth.survey.responses[inside], truth.people["sex"][inside]
    scored, silent = given.notna().all(axis=1), given.isna().all(axis=1)
    true = dict(zip(KINDS, (len(given), scored.sum(), silent.sum(), (scored & sex.notna()).sum()), strict=True))
    true |= {item: given[item].isna().sum() for item in ITEMS}
    assert all(ranges[kind].low <= true[kind] <= ranges[kind].high for kind in ranges)
    return ranges


def test_exact_pages_tell_everything_of_a_level_that_they_do_not_show(tmp_path):
    truth = draw_lacking(1, 800)
    ranges = of_small_level(truth, pages(truth, tmp_path, exact=True), exact=True)
    assert all(w.low == w.high for kind, w in ranges.items() if kind != "modelled")


@pytest.mark.parametrize(("seed", "n"), [(1, 200), (1, 800), (16, 6_000)])
def test_published_pages_leave_three_values_of_each(seed, n, tmp_path):
    """In the last survey the answers to each item, counted by group, told the level's respondents to within one."""
    truth = draw_lacking(seed, n)
    ranges = of_small_level(truth, pages(truth, tmp_path, exact=False), exact=False)
    assert min(w.high - w.low + 1 for w in ranges.values()) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 800, 2_000, 6_000])
def test_published_pages_of_random_surveys(n, tmp_path):
    for seed in range(20):
        truth = draw_lacking(seed, n)
        ranges = of_small_level(truth, pages(truth, tmp_path / str(seed), exact=False), exact=False)
        assert min(w.high - w.low + 1 for w in ranges.values()) >= 3, seed
        assert max(ranges[item].low for item in ITEMS) == 0, seed
