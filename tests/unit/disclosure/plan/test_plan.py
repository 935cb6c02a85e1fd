"""The plan: windows for all, one rule for small groups, and no more than that where nobody is told of."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.disclosure.known_groups import ROOM
from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.plan import protection_plan
from workbench.errors import PublicationError
from workbench.instruments import Cutoff
from workbench.intake.codebook import DisclosureThresholds


def levels(names, known):
    return pd.Series(pd.Categorical(names, known))


def survey_of(rows, *, crossings=(), predictors=()):
    """`rows`: (a, b, below) of each respondent; None = not answered, or no score."""
    frame = pd.DataFrame(rows, columns=["a", "b", "below"])
    columns = {v: levels(frame[v], sorted(frame[v].dropna().unique())) for v in ("a", "b")}
    return build_survey(columns, frame["below"].astype("boolean"), crossings=crossings, predictors=predictors)


def many(a, b, n, n_below):
    return [(a, b, i < n_below) for i in range(n)]


def rules(plan):
    return {(row.variable, row.level): row.rule for row in plan.table.itertuples()}


def test_a_small_level_is_listed_and_takes_no_other_with_it(one_variable):
    plan = protection_plan(one_variable({"x": (2, 2), "y": (3, 2), **ROOM}))
    assert rules(plan) == {("group", "x"): "few respondents"}
    assert not any(plan.bounded("group", level) for level in plan.levels("group"))
    assert {plan.width("group", level) for level in plan.levels("group")} == {5}


def test_a_raised_threshold_makes_every_window_wider(one_variable):
    survey = one_variable({"x": (3, 3), **ROOM})
    raised = DisclosureThresholds(minimum_respondents=10)
    object.__setattr__(survey, "codebook", survey.codebook.model_copy(update={"disclosure": raised}))
    plan = protection_plan(survey)
    assert plan.width("group", "big") == 10
    assert rules(plan) == {("group", "x"): "few respondents"}
    assert plan.published["group"] == {"x": 4.5, "big": 84.5, "large": 64.5, "not answered": 4.5}


def test_levels_are_named_as_tables_write_them():
    survey = survey_of([*many("1", "x", 9, 1), *many("2", "y", 9, 2)], crossings=(("a", "b"),))
    plan = protection_plan(survey)
    assert plan.levels("a") == ("1", "2", "not answered")
    assert plan.levels("a × b") == ("1 × x", "1 × y", "2 × x", "2 × y", "not answered")
    assert plan.levels("b × a") == ("x × 1", "y × 1", "x × 2", "y × 2", "not answered")
    assert plan.levels("a × c") == () and plan.levels("c") == ()
    undeclared = protection_plan(survey_of([*many("1", "x", 9, 1), *many("2", "y", 9, 2)]))
    assert undeclared.levels("a × b") == ()


def test_small_levels_go_by_the_published_number_of_those_with_a_score(one_variable):
    plan = protection_plan(one_variable({"x": (3, 2), "y": (80, 19), "z": (80, 20)}))
    assert plan.small_levels("group", 5) == {"not answered"}
    assert plan.small_levels("group", 100) == {"x", "y", "not answered"}  # 99 is published as 97, 100 as 102
    level, below = groups_of({"x": (4, 2), **ROOM})
    below[:2] = pd.NA  # six in the file, four with a score
    assert "x" in protection_plan(build_survey({"group": level}, below)).small_levels("group", 5)


def test_fewer_respondents_with_a_score_than_a_window_are_no_survey(one_variable):
    with pytest.raises(PublicationError, match="Fewer than 5 respondents answered every item"):
        protection_plan(one_variable({"x": (2, 2)}))


def test_an_open_survey_is_neither_rounded_nor_checked(one_variable):
    survey = one_variable({"x": (1, 0), **ROOM})
    opened = survey.codebook.model_copy(update={"open_because": "CC0, example.org"})
    object.__setattr__(survey, "codebook", opened)
    plan = protection_plan(survey)
    assert plan.is_open and plan.open_because == "CC0, example.org"
    assert plan.table.empty and plan.small_levels("group", 100) == frozenset()
    assert plan.levels("group") == ("x", "big", "large", "not answered")


def test_near_twins_do_not_tell_of_the_people_between_them():
    """Two people of 60 are in level 1 of one variable and not in level x of the other; 15 and 14 are below."""
    rows = [*many("1", "x", 58, 14), ("1", "y", True), ("1", "y", False), *many("2", "y", 70, 12)]
    plan = protection_plan(survey_of(rows))
    assert plan.bounded("b", "x") and not plan.bounded("a", "1")
    none_below = [*many("1", "x", 58, 14), ("1", "y", False), ("1", "y", False), *many("2", "y", 70, 12)]
    assert protection_plan(survey_of(none_below)).bounded("b", "x")  # it does not go by who is below
    apart = [*many("1", "x", 50, 14), *many("1", "y", 10, 1), *many("2", "y", 70, 12)]
    assert not protection_plan(survey_of(apart)).without_outcome


def test_an_undeclared_pair_of_predictors_is_a_warning_only():
    rows = [*many("1", "x", 44, 44), ("1", "y", True), *many("2", "y", 40, 4), *many("2", "x", 40, 0)]
    plan = protection_plan(survey_of(rows, predictors=("a", "b")))
    assert rules(plan)["a × b", "1 × y"] == "pair of predictors"  # 45 + 5 − 49 below
    assert plan.levels("a × b") == ()


def test_order_of_the_respondents_does_not_matter():
    draws = np.random.default_rng(0)
    rows = [(str(draws.integers(3)), str(draws.integers(4)), bool(draws.random() < 0.2)) for _ in range(120)]
    first = protection_plan(survey_of(rows, crossings=(("a", "b"),)))
    second = protection_plan(survey_of([rows[i] for i in draws.permutation(120)], crossings=(("a", "b"),)))
    assert first.fingerprint == second.fingerprint


def test_the_fingerprint_follows_what_the_gate_decides_by(one_variable):
    one, other = (protection_plan(one_variable({"x": (n, 3), **ROOM})) for n in (4, 9))
    same = protection_plan(one_variable({"x": (5, 3), **ROOM}))  # 7 and 8 lie in one window
    assert one.fingerprint != other.fingerprint and one.fingerprint == same.fingerprint


def test_the_plan_holds_no_weight_of_a_respondent():
    level, below = groups_of({"x": (7, 4), **ROOM})
    weights = pd.Series(np.random.default_rng(1).integers(10_000_000, 99_999_999, len(level)) + 0.5)
    plan = protection_plan(build_survey({"group": level}, below, weights=weights))
    assert not any(str(int(w)) in repr(vars(plan)) for w in weights)
    assert plan.design_effect in (1.0, 1.2, 1.5)


def test_scores_at_and_above_a_cutoff_are_protected_like_those_below_it_on_the_mirrored_scale():
    """Score 100 − x below 50 is x above 50: the same cells show no outcome (steps of means may widen other windows)."""
    rows = [*many("1", "x", 4, 1), *many("1", "y", 30, 6), *many("2", "x", 25, 9), *many("2", "y", 40, 12)]
    mirrored = survey_of(rows, crossings=(("a", "b"),), predictors=("a", "b"))
    survey = survey_of([(a, b, not below) for a, b, below in rows], crossings=(("a", "b"),), predictors=("a", "b"))
    high = {"very_weak": Cutoff(at_or_above=52.5, label="high")}
    object.__setattr__(survey, "instrument", survey.instrument.model_copy(update={"cutoffs": high}))
    found, expected = (
        plan.table[plan.table["rule"] != "wide window"] for plan in map(protection_plan, (survey, mirrored))
    )
    assert len(found) == 3
    pd.testing.assert_frame_equal(found.reset_index(drop=True), expected.reset_index(drop=True))
