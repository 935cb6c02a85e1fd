"""Levels that together are nearly one level of another variable: households with children, and who has children."""

from __future__ import annotations

import numpy as np
import pytest

from tests.attackers.reading import Window, window
from tests.attackers.surveys import Truth, answers, truth_of
from workbench import intake, population

HOUSEHOLDS, CHILDREN = ("Alone", "Couple", "Family", "Single parent"), ("Yes", "No")
TOLD = (1038, 1145, 1003, 1010)  # of whose contradictions the windows tell: somebody is below, or not all


def contradicting(seed: int, n: int = 500) -> tuple[Truth, np.ndarray]:
    """Draw a survey in which one to four people of households with children say that they have none."""
    draws = np.random.default_rng([seed, n])
    household = draws.choice(HOUSEHOLDS, n, p=[0.3, 0.38, 0.22, 0.1]).astype(object)
    parent = np.isin(household, HOUSEHOLDS[2:])
    few = draws.choice(np.flatnonzero(parent), int(draws.integers(1, 5)), replace=False)
    parent[few] = False
    sex = draws.choice(["Women", "Men"], n)
    background = {
        "sex": (sex, ("Women", "Men")),
        "household": (household, HOUSEHOLDS),
        "children": (np.where(parent, *CHILDREN), CHILDREN),
    }
    given = answers(draws, -6.0 * (household == HOUSEHOLDS[0]))
    return truth_of(background, given, crossings=(("sex", "household"),)), few


def below_of_few(below: dict[str, Window], few: int) -> Window:
    """Range of the number below among the few: parents by household less parents, and the others less the childless."""
    alone, couple, family, single, yes, no, everyone = (below[level] for level in (*HOUSEHOLDS, *CHILDREN, "everyone"))
    low = [family.low + single.low - yes.high, no.low - alone.high - couple.high]
    high = [family.high + single.high - yes.low, no.high - alone.low - couple.low]
    low += [family.low + single.low + no.low - everyone.high, everyone.low - yes.high - alone.high - couple.high]
    high += [family.high + single.high + no.high - everyone.low, everyone.high - yes.low - alone.low - couple.low]
    return Window(max(0, *low), min(few, *high))


def windows_alone(truth: Truth) -> dict[str, Window]:
    """Windows of five of every level, if nothing looked at unions."""
    people = truth.people
    counts = [(level, people[name] == level) for name in ("household", "children") for level in people[name].unique()]
    counts.append(("everyone", np.ones(len(people), dtype=bool)))
    return {level: window(float((people["below"] & own).sum() // 5 * 5 + 2)) for level, own in counts}


def published(truth: Truth) -> dict[str, Window]:
    """What the plan publishes of them."""
    plan = population.protection_plan(truth.survey)
    (of_cutoff,) = plan.outcomes.values()
    found = dict(windows_alone(truth))
    for name in ("household", "children"):
        for level in plan.levels(name):
            middle = of_cutoff[name].get(level, np.nan)
            found[level] = window(middle) if np.isfinite(middle) else Window(-np.inf, np.inf)
    return found


@pytest.mark.parametrize("seed", TOLD)
def test_windows_alone_would_tell_of_the_few(seed: int) -> None:
    truth, few = contradicting(seed)
    found = below_of_few(windows_alone(truth), len(few))
    assert found.low > 0 or found.high < len(few)


@pytest.mark.parametrize("seed", TOLD)
def test_published_numbers_leave_both_open(seed: int) -> None:
    truth, few = contradicting(seed)
    found = below_of_few(published(truth), len(few))
    assert (found.low, found.high) == (0, len(few))


@pytest.mark.parametrize("seed", TOLD)
def test_the_audit_adds_levels_up(seed: int) -> None:
    """Tables that withhold nothing for the sake of unions are found; those of the plan pass."""
    truth, _ = contradicting(seed)
    survey, plan = truth.survey, population.protection_plan(truth.survey)
    below = intake.below_cutoff(truth.score, instrument=survey.instrument)
    share = population.share(below, design=survey.design, by=survey.background)
    assert population.audit({"share": population.protect(share, plan=plan)}, survey=survey).passed
    everything = share.table[["variable", "level"]].assign(
        n_respondents=share.table["n_respondents"] // 5 * 5 + 2, n_events=share.table["n_events"] // 5 * 5 + 2
    )
    found = population.audit({"share": everything}, survey=survey).table
    assert found["level"].str.contains("Family + Single parent", regex=False).any()


def test_who_is_below_does_not_decide_which_levels_have_an_outcome() -> None:
    truth, _ = contradicting(TOLD[0])
    other = truth_of(
        {
            name: (truth.people[name].to_numpy(), tuple(truth.survey.background[name].cat.categories))
            for name in truth.survey.background
        },
        answers(np.random.default_rng(1), np.zeros(len(truth.people))),
        crossings=(("sex", "household"),),
    )
    plans = [population.protection_plan(own.survey) for own in (truth, other)]
    assert plans[0].without_outcome == plans[1].without_outcome
    assert {("household", "Alone"), ("household", "Single parent")} <= plans[0].without_outcome


@pytest.mark.slow
def test_of_two_hundred_surveys_none_tells() -> None:
    for seed in range(200):
        truth, few = contradicting(seed)
        found = below_of_few(published(truth), len(few))
        assert (found.low, found.high) == (0, len(few))
