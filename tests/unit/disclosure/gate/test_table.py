"""A raised `minimum_respondents` coarsens every step that hides respondents; the width of single windows does not."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.gate.coefficients import published_coefficients
from workbench.disclosure.gate.derived import _people
from workbench.disclosure.gate.estimates import Rows
from workbench.disclosure.gate.roles import published_columns
from workbench.disclosure.gate.steps import step_of, window_middle

SWEEP = np.arange(0.3, 0.7, 1e-4)  # estimates of one group, to see the step between what is published of them


def of_two_weights(light: int, heavy: int) -> pd.Series:
    """Rows of so many respondents who weigh 0.9 and 1.1 mean weights."""
    return pd.Series([np.array([[light, light, 0.9], [heavy, heavy, 1.1]])] * len(SWEEP))


def rows(minimum: int, measure: str, *, width: int = 5, **columns: object) -> Rows:
    frame = pd.DataFrame({"estimate": SWEEP, "std_error": 1e-3, "measure": measure, "n_respondents": 252})
    frame = frame.assign(value_minimum=0.0, value_maximum=1.0, largest_part=0.02).assign(**columns)
    people = [c for c in frame if str(c).startswith("n_")]
    return Rows(
        frame=frame,
        counts=pd.DataFrame({c: window_middle(frame[c], width) for c in people}),
        width=np.full(len(frame), float(width)),
        widths=pd.DataFrame(index=frame.index),
        minimum=minimum,
        design_effect=1e-4,  # what a standard error allows is finer than what few respondents change
        clustered=False,
    )


def step_between(published: object) -> float:
    values = np.unique(np.round(np.asarray(published, dtype=float), 9))
    return float(np.diff(values[np.isfinite(values)]).min())


def of_coefficients(measure: str, **columns: object):
    return lambda minimum, width=5: (
        published_coefficients(rows(minimum, measure, width=width, **columns), measure).estimate
    )


def of_role(name: str, **columns: object):
    return lambda minimum, width=5: published_columns(rows(minimum, "mean", width=width, **columns))[name]


STEPS = {
    "log odds": of_coefficients("log odds", n_fewest=50, std_error=0.02),
    "difficulty": of_coefficients("difficulty", n_fewest=50, n_response=50, std_error=0.02),
    "adjusted share": of_coefficients("adjusted share"),
    "standardised share": of_coefficients("standardised share"),
    "difference of an outcome": of_coefficients("difference", n_events=100),
    "slope of an outcome": of_coefficients("slope", n_events=100),
    "weighted part": of_role(
        "share", share=SWEEP, n_respondents=312, n_total=400, largest_part=np.nan, weight_cells=of_two_weights(120, 192)
    ),
    "gain": of_role("nagelkerke_change", nagelkerke_change=SWEEP),
}


@pytest.mark.parametrize("name", list(STEPS))
def test_a_step_is_twice_as_coarse_for_twice_the_minimum(name: str) -> None:
    assert step_between(STEPS[name](10)) >= 2 * step_between(STEPS[name](5)) * (1 - 1e-9)


@pytest.mark.parametrize("name", ["adjusted share", "difference of an outcome", "weighted part"])
def test_the_width_of_a_single_window_coarsens_no_step(name: str) -> None:
    assert step_between(STEPS[name](5, 10)) == pytest.approx(step_between(STEPS[name](5)))


def survey_with(minimum: int, **weights: pd.Series):
    level, below = groups_of({"North": (300, 80), "South": (250, 45), "East": (24, 22)})
    survey = build_survey({"area": level}, below, **weights)
    raised = survey.codebook.disclosure.model_copy(update={"minimum_respondents": minimum})
    return replace(survey, codebook=survey.codebook.model_copy(update={"disclosure": raised})), below


@pytest.mark.parametrize("minimum", [5, 10, 20])
def test_people_and_parts_of_the_population_are_told_to_what_the_minimum_carries(minimum: int) -> None:
    weights = pd.Series(np.random.default_rng(2).uniform(10, 90, 721))
    survey, below = survey_with(minimum, weights=weights)
    plan = population.protection_plan(survey)
    found = population.composition(below, survey.background, design=survey.design)
    shown, exact = population.protect(found, plan=plan).frame, found.table
    part, own = shown["share_of_population"].to_numpy(), exact["share_of_population"].to_numpy()
    step = step_of(minimum * own / (shown["n_respondents"].to_numpy() - (minimum - 1) / 2))
    assert (np.abs(part - own) <= 1.5 * step).all()
    assert (np.abs(np.round(part, 4) - part) < 1e-9).all()
    told = shown["bound"].eq("").to_numpy()
    people, all_of_them = (shown["people"] / shown["estimate"]).to_numpy(), exact["group_population"].to_numpy()
    assert told.any()
    assert people[told] == pytest.approx((part * weights.sum())[told], rel=0.12)
    assert (np.abs(people - all_of_them) <= 1.5 * step * weights.sum())[told].all()


def test_quantiles_need_the_minimum_on_either_side() -> None:
    shown = {}
    for minimum in (5, 20):
        survey, _ = survey_with(minimum)
        values = pd.Series(np.random.default_rng(1).uniform(40, 100, 721).round())  # no quartile near the cut-off
        found = population.quantiles(values, by=survey.background, design=survey.design)
        table = population.protect(found, plan=population.protection_plan(survey)).frame
        shown[minimum] = table[table["level"] == "East"].set_index("quantile")["estimate"].notna().to_dict()
    assert shown == {5: {0.25: True, 0.5: True, 0.75: True}, 20: {0.25: False, 0.5: True, 0.75: False}}


def test_log_odds_need_the_minimum_on_the_rarer_side() -> None:
    """A first window of answers of 80 has the middle 39.5: fewer than 80, though more than ten."""
    shown = {n: of_coefficients("log odds", n_fewest=n)(40, 40) for n in (75, 85)}
    assert np.isnan(shown[75]).all()
    assert np.isfinite(shown[85]).all()


@pytest.mark.parametrize("few", ["n_fewest", "n_response"])
def test_a_difficulty_stands_where_windows_of_answers_say_so(few: str) -> None:
    """Whether it stands would cut the window of ten of those who gave the answer, if it went by one of five."""
    shown = {
        n: np.isfinite(of_coefficients("difficulty", **{"n_fewest": 50, "n_response": 50, few: n})(5)).all()
        for n in (0, 4, 5, 9, 10)
    }
    assert shown == {0: False, 4: False, 5: False, 9: False, 10: True}


def standardised(known: int, answered: int) -> pd.Series:
    """Publish the standardised share of a group some of whose ages are not known, a third of them below."""
    level, below = groups_of({"small": (answered - answered // 3, answered // 3), "large": (90, 40)})
    group = level.rename("group")
    age = pd.Series(pd.Categorical(np.where(np.arange(len(group)) % 2 == 0, "young", "old")), name="age")
    age[np.arange(len(age)) < answered - known] = None
    survey = build_survey({"group": group, "age": age}, below)
    by, people = survey.background[["group"]], {"young": 60, "old": 40}
    of = population.standardised_share(below, age, standard=people, design=survey.design, by=by)
    return population.protect(of, plan=population.protection_plan(survey)).frame.set_index("level").loc["small"]


@pytest.mark.parametrize(
    ("known", "answered", "shown"), [(38, 41, 42), (38, 43, 42), (41, 41, 42), (4, 7, 7)], ids=lambda n: str(n)
)
def test_standardised_rows_have_the_numbers_of_the_whole_group_whatever_ages_lack(known, answered, shown):
    row, below = standardised(known, answered), answered // 3 // 5 * 5 + 2
    assert row[["n_respondents", "n_events"]].tolist() == [shown, below]
    assert np.isnan(row["crude"]) if below < 5 else row["crude"] == pytest.approx(below / shown, rel=1e-3)
    assert np.isnan(row["estimate"]) == (known < 5)
    assert "n_answered" not in row


def test_an_error_of_a_standardised_share_does_not_shrink_with_those_of_unknown_age():
    assert standardised(60, 150)["std_error"] > 1.2 * standardised(150, 150)["std_error"]


@pytest.mark.parametrize("name", ["largest_part", "unevenness"])
def test_what_one_respondent_carries_is_the_same_for_every_number_of_a_window(name):
    """Weights of 0.9 to 1.1: a step of the largest part itself would be another one for 10 than for 14 respondents."""
    found = []
    for heavy, n in product(range(5), (10, 11, 12, 13, 14)):
        of = rows(5, "mean", n_respondents=n, weight_cells=of_two_weights(n - heavy, heavy), largest_part=np.nan)
        found.append(getattr(of, name)[0])
    assert found == pytest.approx([found[0]] * len(found), rel=1e-12)
    assert step_of(found[0]) >= {"largest_part": 1.1 / (9 * 0.9 + 1.1), "unevenness": 1.1 / (9 * 0.9 + 1.1) - 0.1}[name]


@pytest.mark.parametrize("measure", ["difference", "slope"])
def test_the_step_of_a_coefficient_is_the_same_for_every_number_of_a_window(measure):
    found = {
        step_between(of_coefficients(measure, n_respondents=n, largest_part=1.1 / n)(5)) for n in (10, 11, 12, 13, 14)
    }
    assert len(found) == 1


def test_people_of_equal_weights_are_those_of_the_window():
    """Each counts for 200 people: people divided by share would else say how many the group has."""
    shown, found = pd.DataFrame({"estimate": SWEEP, "std_error": 0.1, "bound": ""}), set()
    for n in (10, 11, 12, 13, 14):
        cells = pd.Series([np.array([[n, n, 1.0]])] * len(SWEEP))
        given = {"n_respondents": n, "n_events": 6, "n_total": 400, "weight_cells": cells}
        people = _people(rows(5, "share", **given, group_population=200.0 * n), shown)["people"]
        found.add(tuple(np.asarray(people)))
    assert len(found) == 1
