"""The plan: boundary values, complements, and no trace of a single respondent."""

from itertools import product

import numpy as np
import pandas as pd

from tests.unit.disclosure.known_groups import BIG, ROOM, scores, withheld
from tests.unit.surveys import build_survey, groups_of
from workbench.intake.codebook.disclosure_thresholds import MINIMUM_BELOW, MINIMUM_NOT_BELOW, MINIMUM_RESPONDENTS
from workbench.population import (
    audit,
    protect,
    protection_plan,
    share,
)


def test_the_thresholds_are_the_documented_ones():
    assert (MINIMUM_RESPONDENTS, MINIMUM_BELOW, MINIMUM_NOT_BELOW) == (5, 3, 1)


def test_four_respondents_are_withheld_and_five_are_not(one_variable):
    assert "x" in withheld(protection_plan(one_variable({"x": (1, 3), **ROOM})))
    assert withheld(protection_plan(one_variable({"x": (2, 3), **ROOM}))) == frozenset()


def test_two_below_are_withheld_from_shares_and_three_are_not(one_variable):
    two = protection_plan(one_variable({"x": (30, 2), **ROOM}))
    assert "x" in withheld(two, scope="shares") and withheld(two) == frozenset()
    assert withheld(protection_plan(one_variable({"x": (30, 3), **ROOM})), scope="shares") == frozenset()


def test_a_group_wholly_below_is_withheld_from_shares_and_one_with_one_other_is_not(one_variable):
    assert "x" in withheld(protection_plan(one_variable({"x": (0, 30), **ROOM})), scope="shares")
    assert withheld(protection_plan(one_variable({"x": (1, 30), **ROOM})), scope="shares") == frozenset()


def test_every_base_counts():
    level, below = groups_of({"x": (6, 3), **ROOM})
    below[:5] = pd.NA  # nine in the file, four of them with a score
    assert "x" in withheld(protection_plan(build_survey({"group": level}, below)))
    other = pd.Series(pd.Categorical(["p", "q"] * (len(level) // 2) + ["p"] * (len(level) % 2), ["p", "q"]))
    level, below = groups_of({"x": (6, 3), **ROOM})
    other[:5] = np.nan  # nine with a score, four of them in the regression
    assert "x" in withheld(protection_plan(build_survey({"group": level, "other": other}, below)))


def test_one_withheld_level_takes_the_smallest_other_with_it(one_variable):
    plan = protection_plan(one_variable({"x": (1, 3), "small": (12, 6), **ROOM}))
    assert withheld(plan) == {"x", "small"}


def test_two_withheld_levels_that_add_up_to_too_few_take_a_third(one_variable):
    assert withheld(protection_plan(one_variable({"x": (1, 1), "y": (1, 1), "small": (9, 5), **ROOM}))) == {
        "x",
        "y",
        "small",
    }
    assert withheld(protection_plan(one_variable({"x": (1, 1), "y": (1, 2), "small": (9, 5), **ROOM}))) == {"x", "y"}


def test_those_who_did_not_answer_are_everyone_minus_the_levels(one_variable):
    few = protection_plan(one_variable(ROOM, unanswered=(3, 1)))
    assert withheld(few) == {"not answered", "large"}
    assert withheld(protection_plan(one_variable(ROOM, unanswered=(4, 1)))) == frozenset()
    assert withheld(protection_plan(one_variable(ROOM))) == frozenset()


def crossed(sizes, **keywords):
    """Two variables from cells {(a, b): (not below, below)}."""
    rows = [(a, b, flag) for (a, b), (no, yes) in sizes.items() for flag in [False] * no + [True] * yes]
    frame = pd.DataFrame(rows, columns=["a", "b", "below"])
    columns = {v: pd.Series(pd.Categorical(frame[v], sorted(frame[v].dropna().unique()))) for v in ("a", "b")}
    return build_survey(columns, frame["below"].astype("boolean"), crossings=(("a", "b"),), **keywords)


def test_a_small_cell_of_a_crossing_is_protected_along_both_axes():
    cells = {(a, b): BIG for a, b in product("123", "xyz")}
    plan = protection_plan(crossed(cells | {("1", "x"): (2, 2)}))
    hidden = withheld(plan, "a × b")
    assert "1 × x" in hidden
    for line in [{f"{a} × {b}" for b in "xyz"} for a in "123"] + [{f"{a} × {b}" for a in "123"} for b in "xyz"]:
        assert len(line & hidden) != 1


def test_a_withheld_margin_does_not_follow_from_its_crossing():
    cells = {(a, b): BIG for a, b in product("123", "xy")} | {("4", "x"): (2, 1), ("4", "y"): (0, 1)}
    plan = protection_plan(crossed(cells))
    assert {"4"} < withheld(plan, "a")
    for level in withheld(plan, "a"):
        assert withheld(plan, "a × b") & {f"{level} × x", f"{level} × y"}


def test_a_small_municipality_does_not_follow_from_its_county():
    sizes = {("A", "A1"): BIG, ("A", "A2"): BIG, ("B", "B1"): (2, 1), ("B", "B2"): (30, 8), ("B", "B3"): BIG}
    rows = [(c, m, f) for (c, m), (no, yes) in sizes.items() for f in [False] * no + [True] * yes]
    frame = pd.DataFrame(rows, columns=["county", "municipality", "below"])
    survey = build_survey(
        {v: pd.Series(pd.Categorical(frame[v])) for v in ("county", "municipality")},
        frame["below"].astype("boolean"),
        area=("county", "municipality"),
    )
    assert withheld(protection_plan(survey), "municipality") == {"B1", "B2"}


def test_a_survey_without_background_has_an_empty_plan():
    below = pd.Series([True] * 10 + [False] * 10, dtype="boolean")
    survey = build_survey({}, below)
    plan = protection_plan(survey)
    assert plan.table.empty
    assert protect(share(below, design=survey.design), plan=plan).n_withheld == 0


def test_order_of_the_respondents_does_not_matter():
    survey = crossed({(a, b): (i + 1, j + 1) for (i, a), (j, b) in product(enumerate("123"), enumerate("xyz"))})
    order = np.random.default_rng(0).permutation(len(survey.responses))
    shuffled = build_survey(
        {v: survey.background[v].iloc[order].reset_index(drop=True) for v in survey.background},
        scores(survey)[1].iloc[order].reset_index(drop=True),
        crossings=(("a", "b"),),
    )
    assert protection_plan(survey).fingerprint == protection_plan(shuffled).fingerprint


def test_plan_and_audit_hold_no_weight_and_no_row_of_a_respondent():
    level, below = groups_of({"x": (1, 2), "y": (7, 4), **ROOM})
    weights = pd.Series(np.random.default_rng(1).integers(10_000_000, 99_999_999, len(level)) + 0.5)
    plain, weighted = (build_survey({"group": level}, below, weights=w) for w in (None, weights))
    plan = protection_plan(weighted)
    assert plan.fingerprint == protection_plan(plain).fingerprint
    held = repr([vars(plan), [vars(cells) for cells in plan.cells.values()], vars(audit([], plan=plan))])
    assert not any(str(int(w)) in held for w in weights)
    assert repr(plan) == "ProtectionPlan(2 rows: variable, level, term, rule, reason)"
    assert max(cells.file.size for cells in plan.cells.values()) == 5  # levels and "not answered", not respondents
