"""Numbers of a few more or fewer people than a group has with a score: beside the group's own they tell of these."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.reading import Window, window
from tests.attackers.surveys import CUTOFF, Truth, answers, draw, truth_of
from workbench import intake, population
from workbench.disclosure.audit import audit
from workbench.disclosure.plan import part_plan
from workbench.intake import Survey, with_parts

TOWNS = ("East", "West")
TOLD = (30_011, 30_016, 30_042)  # surveys of 200 in which the windows tell that somebody is below the cut-off


def draw_skipping(seed: int) -> tuple[Truth, pd.Series]:
    """Let one to four respondents skip an item; return also the scores by the other rule."""
    truth, rng = draw(seed, 200), np.random.default_rng([seed, 7])
    responses = truth.survey.responses.copy()
    for person in rng.choice(200, int(rng.integers(1, 5)), replace=False):
        responses.iloc[person, rng.integers(10)] = np.nan
    truth = Truth(survey=replace(truth.survey, responses=responses), people=truth.people)
    return truth, intake.sensitivity_score(responses, instrument=truth.survey.instrument)


def below_of_few(truth: Truth, filled: pd.Series, plan: object | None) -> Window:
    """Range of the number below the cut-off among those who skipped an item, from the windows of both rules."""
    ends = []
    for points in (truth.score, filled):
        share = population.share(
            intake.beyond_cutoff(points, instrument=truth.survey.instrument), design=intake.SurveyDesign()
        )
        table = share.table if plan is None else population.protect(share, plan=plan).frame  # type: ignore[arg-type]
        own = float(table["n_events"].iloc[0])
        ends.append(window(own // 5 * 5 + 2 if plan is None else own))
    own, other = ends
    return Window(max(other.low - own.high, 0), other.high - own.low)


@pytest.mark.parametrize("seed", TOLD)
def test_windows_of_both_rules_would_tell_of_those_who_skipped_an_item(seed: int) -> None:
    assert below_of_few(*draw_skipping(seed), None).low > 0


@pytest.mark.parametrize("seed", TOLD)
def test_published_numbers_of_both_rules_do_not(seed: int) -> None:
    truth, filled = draw_skipping(seed)
    told = below_of_few(truth, filled, population.protection_plan(truth.survey))
    assert told.low == 0 and told.high >= (filled.notna() & truth.score.isna()).sum()


def draw_two_towns(seed: int) -> tuple[Survey, int]:
    """Let four of the west, all low, and eight of the east skip an item; return also how many of the four are below."""
    rng = np.random.default_rng([seed, 300, 4])
    town = rng.choice(TOWNS, 300).astype(object)
    background = {"town": (town, TOWNS), "sex": (rng.choice(["M", "W"], 300), ("M", "W"))}
    survey = truth_of(background, answers(rng, np.zeros(300))).survey
    responses = survey.responses.copy()
    west, east = np.flatnonzero(town == "West")[:4], np.flatnonzero(town == "East")[:8]
    responses.iloc[west] = np.where(rng.random((4, 10)) < 0.5, 1.0, 2.0)
    for person in (*west, *east):
        responses.iloc[person, rng.integers(10)] = np.nan
    points = intake.sensitivity_score(responses, instrument=survey.instrument)
    return with_parts(replace(survey, responses=responses), ("town",)), int((points.iloc[west] < CUTOFF).sum())


@pytest.mark.parametrize("seed", [12, 19, 32])
def test_reports_of_two_towns_by_both_rules_tell_nothing_of_the_few_of_one(seed: int) -> None:
    """Everyone by the other rule, less the east by it and the west by the main one, are the four of the west."""
    survey, truth = draw_two_towns(seed)
    plan, ends, exact = population.protection_plan(survey), [], []
    for town, rule in ((None, intake.sensitivity_score), ("East", intake.sensitivity_score), ("West", intake.score)):
        own = survey if town is None else intake.part_of(survey, {"town": town})
        its_plan = plan if town is None else part_plan(plan, own, group={"town": town})
        points = rule(own.responses, instrument=own.instrument)
        share = population.share(intake.beyond_cutoff(points, instrument=own.instrument), design=own.design)
        exact.append(window(float(share.table["n_events"].iloc[0] // 5 * 5 + 2)))
        ends.append(window(float(population.protect(share, plan=its_plan).frame["n_events"].iloc[0])))
    assert exact[0].low - exact[1].high - exact[2].high > 0
    assert truth == 4
    assert ends[0].low - ends[1].high - ends[2].high <= 0


def missing_rule(truth: Truth, filled: pd.Series) -> pd.DataFrame:
    """Share by both rules, as the page would show it if the gate knew one survey only by either."""
    rows = []
    for points in (truth.score, filled):
        n, below = int(points.notna().sum()) // 5 * 5 + 2, int((points < CUTOFF).sum()) // 5 * 5 + 2
        rows.append((str(len(rows)), n, float(f"{below / n:.4g}")))
    return pd.DataFrame(rows, columns=["missing_rule", "n_respondents", "share"])


@pytest.mark.parametrize("seed", TOLD)
def test_the_audit_sees_those_who_are_scored_by_the_other_rule_only(seed: int) -> None:
    truth, filled = draw_skipping(seed)
    table = missing_rule(truth, filled)
    found = audit({"missing_rule": table}, survey=truth.survey).table["reason"]
    assert found.str.contains("other missing rule only").any()
    assert audit({"missing_rule": table[:1]}, survey=truth.survey).passed


@pytest.mark.parametrize("seed", TOLD)
def test_options_are_counted_among_those_of_whom_models_tell_which_answers_are_rare(seed: int) -> None:
    """Page 07 says whether ten of the complete respondents gave an answer; counts of everyone would tell of others."""
    truth, _ = draw_skipping(seed)
    plan, given = population.protection_plan(truth.survey), truth.survey.responses
    quality = population.protect(intake.response_quality(truth.survey), plan=plan).result
    counted = quality.distribution.set_index(["item", "response"])["n_respondents"]
    items = quality.table.set_index("item")
    for item, answer in counted.index:
        complete = int((given.dropna()[item] == answer).sum())
        assert counted[item, answer] == complete // 10 * 10 + 4.5
        if answer in (1, 5):
            assert items.loc[item, "n_floor" if answer == 1 else "n_ceiling"] == counted[item, answer]
