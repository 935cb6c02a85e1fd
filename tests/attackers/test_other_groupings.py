"""One survey, two codebooks: groups that another grouping cuts otherwise by a few people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.surveys import answers, truth_of
from tests.attackers.test_unions import CHILDREN, HOUSEHOLDS, contradicting
from tests.unit.surveys import build_survey
from workbench import population
from workbench.disclosure.ledger import remember
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import Survey

MERGED = {**{level: level for level in HOUSEHOLDS}, "Family": "Parents", "Single parent": "Parents"}


@pytest.fixture(autouse=True)
def own_ledger(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_LEDGER", str(tmp_path / "ledger"))


def published(survey: Survey, run: str) -> ProtectionPlan:
    plan = population.protection_plan(survey)
    remember(survey, run=run, kept=plan.kept, without_outcome=plan.without_outcome)
    return plan


def what(plan: ProtectionPlan) -> tuple[object, ...]:
    """Everything of a plan that tables follow from."""
    return plan.published, plan.outcomes, plan.wide, plan.without_outcome, plan.kept


def outcomes(plan: ProtectionPlan) -> set[tuple[str, str]]:
    (of_cutoff,) = plan.outcomes.values()
    shown = {(variable, level) for variable, levels in of_cutoff.items() for level in levels}
    return {group for group in shown if plan.kept_from(*group) is None}


def ages(border: int, few: int = 1) -> Survey:
    """500 people in three age groups; `few` are 65, and nobody else between 60 and 70."""
    draws = np.random.default_rng(3)
    age = draws.choice([*range(18, 60), *range(70, 90)], 500)
    age[:few] = 65
    levels = ("18–39", f"40–{border - 1}", f"{border} or over")
    group = np.array(levels)[(age >= 40).astype(int) + (age >= border)]
    return truth_of(
        {"sex": (draws.choice(["Women", "Men"], 500), ("Women", "Men")), "age": (group, levels)},
        answers(draws, np.zeros(500)),
        crossings=(("sex", "age"),),
    ).survey


def regrouped(survey: Survey, background: Mapping[str, pd.Series], *crossings: tuple[str, str]) -> Survey:
    built = build_survey(background, pd.Series(False, survey.responses.index, dtype="boolean"), crossings=crossings)
    return replace(built, responses=survey.responses)


def parts(seed: int = 1038) -> tuple[pd.DataFrame, Survey]:
    """Sex, household, households with children as one level, and children."""
    truth, _ = contradicting(seed)
    found = truth.survey.background.copy()
    merged = found["household"].astype(str).map(MERGED)
    found["merged"] = pd.Series(pd.Categorical(merged, ["Alone", "Couple", "Parents"]), index=found.index)
    return found, truth.survey


@pytest.mark.parametrize("few", [1, 4])
def test_whose_age_lies_between_two_borders_stays_open(few: int) -> None:
    first = published(ages(65, few), "65")
    assert {("age", "65 or over"), ("age", "40–64")} <= outcomes(first)
    second = published(ages(66, few), "66")
    assert second.kept_from("age", "66 or over") == second.kept_from("age", "40–65") == "65"
    assert second.kept_from("sex × age", "Men × 66 or over") == "65"
    assert second.kept_from("age", "18–39") == "65", "which of the levels of sex × age changed would tell their sex"
    assert ("sex", "Men") in outcomes(second)


def test_five_between_the_borders_are_enough() -> None:
    published(ages(65, 5), "65")
    assert population.protection_plan(ages(66, 5)).kept_from("age", "66 or over") is None


@pytest.mark.parametrize("border", [65, 66])
def test_a_rerun_publishes_the_same(border: int) -> None:
    published(ages(65), "65")
    first = published(ages(border), "first")
    assert what(population.protection_plan(ages(border))) == what(first)


def test_levels_are_added_up_over_two_codebooks() -> None:
    """Parents as one level, then children yes or no: they and the childless keep their numbers, sex does not."""
    found, survey = parts()
    published(regrouped(survey, {"sex": found["sex"], "household": found["merged"]}), "merged")
    second = population.protection_plan(
        regrouped(survey, {name: found[name] for name in ("sex", "children")}, ("sex", "children"))
    )
    assert {("children", level): "merged" for level in CHILDREN}.items() <= second.kept.items()
    for level in CHILDREN:
        of_sex = {("sex × children", f"{sex} × {level}") for sex in ("Women", "Men")}
        assert not of_sex <= outcomes(second)
    assert ("sex", "Men") in outcomes(second)


def test_a_group_whose_outcome_was_withheld_for_another_is_not_published_later() -> None:
    found, survey = parts()
    both = regrouped(survey, {"sex": found["sex"], "children": found["children"], "merged": found["merged"]})
    first = published(both, "both")
    withheld = {("merged", "Parents"), ("children", "Yes")} - outcomes(first)
    assert len(withheld) == 1
    ((variable, level),) = withheld
    alone = population.protection_plan(regrouped(survey, {"sex": found["sex"], variable: found[variable]}))
    assert alone.kept_from(variable, level) == "both"
    assert what(population.protection_plan(both)) == what(first)


def test_other_names_of_the_same_groups_change_nothing() -> None:
    survey = ages(65)
    published(survey, "first")
    renamed = survey.background.rename(columns={"age": "years"})
    named = {str(name): renamed[name] for name in renamed}
    plan = population.protection_plan(regrouped(survey, named, ("sex", "years")))
    assert not plan.kept
