"""The attack on whole surveys, beside one that knows nothing of the gate's cells, and what earlier runs add to it."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tests.unit.disclosure import joint_table
from tests.unit.disclosure.joint_table import JointTable
from tests.unit.surveys import INSTRUMENT, build_survey, groups_of
from workbench.disclosure.intruder.open_ranges import Question
from workbench.intake import below_cutoff, score
from workbench.intake.codebook.disclosure_thresholds import DisclosureThresholds
from workbench.numerics.integer_bounds import LinearSystem
from workbench.population import audit, mean, preflight, protect, protection_plan, share

ROOM = {"big": (60, 20), "large": (50, 15)}


def random_survey(seed):
    """Two crossed variables that everybody answered; scores of 25 and 75."""
    rng = np.random.default_rng(seed)
    n, shape = int(rng.integers(60, 260)), (2, int(rng.integers(2, 5)))
    codes = [rng.choice(k, n, p=rng.dirichlet(np.full(k, 2.0))) for k in shape]
    frame = {v: pd.Series(pd.Categorical.from_codes(c, [f"{v}{i}" for i in range(k)])) for v, c, k in
             zip("ab", codes, shape, strict=True)}  # fmt: skip
    return build_survey(frame, pd.Series(rng.random(n) < 0.3, dtype="boolean"), crossings=(("a", "b"),))


def tables_of(survey, plan):
    points = score(survey.responses, instrument=survey.instrument)
    below = below_cutoff(points, instrument=survey.instrument)
    found = {}
    for name, by in (("single", survey.groups), ("crossed", survey.crossings)):
        found[f"mean {name}"] = protect(mean(points, design=survey.design, by=by), plan=plan)
        found[f"share {name}"] = protect(share(below, design=survey.design, by=by), plan=plan)
    return found


def worlds(survey, tables):
    """What the tables say of the cells of the crossing: not below, below, sum of scores in hundreds; as linear rows."""
    names = [list(survey.background[v].cat.categories) for v in "ab"]
    places = list(product(*names))
    size = len(places)

    def members(level):
        parts = set(level.split(" × "))
        return np.array([parts <= set(place) for place in places], dtype=float)

    rows, values = [], []

    def add(inside, numbers, value):
        rows.append(np.concatenate([k * inside for k in numbers]))
        values.append(value)

    points = score(survey.responses, instrument=survey.instrument)
    everyone = np.ones(size)
    add(everyone, (1, 1, 0), len(points))
    add(everyone, (0, 1, 0), (points < 50).sum())
    add(everyone, (0, 0, 1), points.sum() / 100)
    for name, table in tables.items():
        for row in table.frame[~table.frame["withheld"]].itertuples():
            inside = members(row.level)
            add(inside, (1, 1, 0), row.n_respondents)
            if name.startswith("mean"):
                add(inside, (0, 0, 1), round(row.estimate * row.n_respondents) / 100)
            else:
                add(inside, (0, 1, 0), row.n_events)
    exact = LinearConstraint(np.array(rows), np.array(values), np.array(values))
    eye = np.eye(size)
    limits = LinearConstraint(
        np.block([[0.5 * eye, 0 * eye, -eye], [-eye, -0.475 * eye, eye]]), -np.inf, np.zeros(2 * size)
    )
    return places, members, [exact, limits]


@pytest.mark.parametrize("seed", range(15))
def test_no_small_number_of_a_survey_can_be_narrowed_down(seed):
    survey = random_survey(seed)
    plan = protection_plan(survey)
    tables = tables_of(survey, plan)
    assert audit(tables, plan=plan).passed
    places, members, known = worlds(survey, tables)
    below = below_cutoff(score(survey.responses, instrument=survey.instrument), instrument=survey.instrument)
    beyond = {(t.names, t.place, t.side) for t in plan.beyond_protection}
    size, narrow = len(places), 0
    totals = {"respondents": len(below), "below": int(below.sum()), "not below": int((~below).sum())}
    sides = {"respondents": (1, 1, 0), "below": (0, 1, 0), "not below": (1, 0, 0)}
    for variable in ("a", "b", "a × b"):
        groups = survey.crossings[variable] if "×" in variable else survey.background[variable]
        cells, order = plan.find(variable)
        for level, place in plan.levels(variable).items():
            if "not answered" in level:
                continue
            here = (groups == level).to_numpy()
            numbers = {"respondents": here.sum(), "below": (here & below).sum(), "not below": (here & ~below).sum()}
            for side, least in (("respondents", 5), ("below", 3), ("not below", 1)):
                if numbers[side] >= least or (order, place, side) in beyond:
                    continue
                form = np.concatenate([k * members(level) for k in sides[side]])
                ends = [
                    sign * round(milp(
                        sign * form, integrality=np.repeat([1, 1, 0], size), bounds=Bounds(0, np.inf), constraints=known
                    ).fun)
                    for sign in (1, -1)
                ]  # fmt: skip
                narrow += 1
                assert ends[1] >= min(5, totals[side]), (level, side, ends)
                assert ends[1] - ends[0] >= min(4, totals[side]), (level, side, ends)
    assert cells.file.sum() == len(below)


def check_joint_table(seed, largest):
    survey = joint_table.random_survey(seed, largest)
    plan = protection_plan(survey)
    table = JointTable(survey, plan)
    beyond = {(t.names, t.place, t.side) for t in plan.beyond_protection}
    for key, row, total in table.small_numbers():
        low, high = table.range(row)
        assert key in beyond or (high >= min(5, total) and high - low >= min(4, total)), (key, low, high)


@pytest.mark.parametrize(("seed", "largest"), [*((seed, 40) for seed in range(8)), (125, 16), (1, 60), (73, 60)])
def test_who_left_questions_unanswered_does_not_narrow_a_number_down(seed, largest):
    check_joint_table(seed, largest)


@pytest.mark.slow
@pytest.mark.parametrize("largest", [16, 40, 200])
def test_the_joint_table_of_180_surveys_narrows_no_number_down(largest):
    for seed in range(200, 260):
        check_joint_table(seed, largest)


def test_a_mean_near_the_end_does_not_tell_what_the_share_withholds(one_variable):
    """Thirty with a mean of 75 can be below in many numbers; eight with such a mean in three at most."""
    plan = protection_plan(one_variable({"x": (30, 2), **ROOM}))
    assert "x" not in plan.withheld_levels("group", "counts")
    plan = protection_plan(one_variable({"x": (8, 0), **ROOM}))
    assert "x" in plan.withheld_levels("group", "counts")


def test_the_audit_reports_the_narrowest_range(one_variable):
    survey = one_variable({"x": (1, 3), "small": (12, 6), **ROOM})
    plan = protection_plan(survey)
    points = score(survey.responses, instrument=survey.instrument)
    table = protect(mean(points, design=survey.design, by=survey.groups), plan=plan)
    found = audit({"means": table}, plan=plan)
    assert found.passed
    assert (found.narrowest.variable, found.narrowest.level) == ("group", "x")
    assert found.narrowest.width >= 5
    assert "narrowest range" in repr(found)


def test_what_an_earlier_run_showed_is_known_to_the_intruder(one_variable):
    survey = one_variable({"x": (1, 3), "small": (12, 6), **ROOM})
    plan = protection_plan(survey)
    points = score(survey.responses, instrument=survey.instrument)
    bare = mean(points, design=survey.design, by=survey.groups)
    now = protect(bare, plan=plan)
    assert plan.withheld_levels("group", "counts") == {"x", "small"}
    shown = bare.table[bare.table["level"] == "small"]
    found = audit({"means": now}, plan=plan, earlier={"old/means.csv": shown})
    assert list(found.table["level"]) == ["x"]
    assert found.table["term"].tolist() == ["all tables together"]
    same = audit({"means": now}, plan=plan, earlier={"old/means.csv": now.frame})
    assert same.passed
    # what was shown of x itself can be protected no more, and is no fault of the new run
    lost = audit({"means": now}, plan=plan, earlier={"old/means.csv": bare.table.assign(share=0.5)})
    assert lost.passed and lost.n_targets == 0
    # a mean shows respondents and no share; of four respondents no number below has five values
    lost = audit({"means": now}, plan=plan, earlier={"old/means.csv": bare.table})
    assert lost.passed and lost.n_targets == 0


def crossed(sizes, instrument=None):
    """Two crossed variables from cells {(a, b): (not below, below)}."""
    rows = [(a, b, flag) for (a, b), (no, yes) in sizes.items() for flag in [False] * no + [True] * yes]
    frame = pd.DataFrame(rows, columns=["a", "b", "below"])
    columns = {v: pd.Series(pd.Categorical(frame[v])) for v in "ab"}
    survey = build_survey(columns, frame["below"].astype("boolean"), crossings=(("a", "b"),))
    return survey if instrument is None else replace(survey, instrument=instrument)


FEW_BELOW = {("a0", "b0"): (12, 0), ("a0", "b1"): (9, 2), ("a1", "b0"): (13, 1), ("a1", "b1"): (15, 1)}


def test_no_number_is_given_up_because_fewer_than_five_are_below_in_all():
    """Four in all leave five values, 0 to 4, and these must all stay possible."""
    plan = protection_plan(crossed(FEW_BELOW))
    assert not plan.beyond_protection
    found = audit([], plan=plan)
    assert found.passed
    assert found.n_targets > 0 and found.narrowest.width == 5


def test_scores_below_zero_change_nothing():
    """The same answers on a scale from −100 to 0: what can be solved does not depend on where a scale begins."""
    rule = INSTRUMENT.score.model_copy(update={"offset": -50, "minimum": -100.0, "maximum": 0.0})
    cutoffs = {k: c.model_copy(update={"below": c.below - 100}) for k, c in INSTRUMENT.cutoffs.items()}
    moved = INSTRUMENT.model_copy(update={"score": rule, "cutoffs": cutoffs})
    for sizes in (FEW_BELOW, FEW_BELOW | {("a0", "b0"): (2, 1), ("a2", "b0"): (20, 8), ("a2", "b1"): (30, 9)}):
        plan, other = protection_plan(crossed(sizes)), protection_plan(crossed(sizes, moved))
        assert len(plan.table) > 0
        pd.testing.assert_frame_equal(plan.table, other.table)
        assert plan.beyond_protection == other.beyond_protection


def test_a_range_is_wide_enough_where_neither_end_is_far_from_the_truth():
    """From 3 to 7 with a truth of 4: five values, though one step up to 5 does not make four below it possible."""
    one, truth = np.ones(1), np.array([4.0])
    for top, wide in ((7.0, True), (6.0, False)):
        system = LinearSystem(csr_matrix(one[None]), 3 * one, top * one, 9 * one, np.array([True]))
        question = Question(one[None], truth, total=np.array([9]), need=5, together=np.array([0]))
        assert (list(question.narrow(system)) == []) == wide


def test_a_range_that_is_not_settled_counts_as_found(one_variable, monkeypatch):
    survey = one_variable({"x": (1, 3), "small": (12, 6), **ROOM})
    plan = protection_plan(survey)
    assert audit([], plan=plan).passed
    monkeypatch.setattr(Question, "_ask", lambda self, system, rows, sign: None)
    monkeypatch.setattr(Question, "_follow", lambda self, system, row, sign: None)
    assert not audit([], plan=plan).passed


def test_a_codebook_may_raise_the_thresholds_and_not_lower_them():
    level, below = groups_of({"x": (5, 3), **ROOM})
    survey = build_survey({"group": level}, below)
    assert protection_plan(survey).withheld_levels("group", "counts") == frozenset()
    stricter = survey.codebook.model_copy(update={"disclosure": DisclosureThresholds(minimum_respondents=10)})
    object.__setattr__(survey, "codebook", stricter)
    plan = protection_plan(survey)
    assert "x" in plan.withheld_levels("group", "counts")
    frame = pd.DataFrame({"item": ["i"] * 3, "response": [1, 2, 3], "n_respondents": [9, 40, 99]})
    assert protect(frame, plan=plan).frame["withheld"].tolist() == [True, True, False]
    for lower in ({"minimum_respondents": 4}, {"minimum_below": 2}, {"minimum_not_below": 0}):
        with pytest.raises(ValueError, match="may only raise"):
            DisclosureThresholds(**lower)


def test_a_preflight_says_how_much_of_a_table_would_be_withheld():
    rng = np.random.default_rng(2)
    codes = {"a": rng.integers(0, 2, 200), "b": rng.choice(4, 200, p=[0.02, 0.28, 0.3, 0.4])}
    frame = {
        v: pd.Series(pd.Categorical.from_codes(c, [f"{v}{i}" for i in range(max(c) + 1)])) for v, c in codes.items()
    }
    survey = build_survey(frame, pd.Series(rng.random(200) < 0.4, dtype="boolean"))
    asked = preflight(survey, variables=["a", "b"])
    assert survey.codebook.crossings == ()
    crossed = build_survey(frame, below_of(survey), crossings=(("a", "b"),))
    plan = protection_plan(crossed)
    assert asked.n_cells == 8
    assert asked.n_withheld == len([x for x in plan.withheld_levels("a × b", "counts") if "not answered" not in x])
    assert 0 < asked.n_withheld <= asked.n_without_share <= 8
    assert f"{asked.n_withheld} of 8 cells" in asked.sentence


def test_a_preflight_counts_rows_of_other_tables_and_not_those_who_left_a_question_unanswered():
    """Few left `a` unanswered: with the crossing declared their row goes too, but no table shows it."""
    found = 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        b = rng.choice(3, 60, p=[0.1, 0.4, 0.5])
        a = np.where(rng.random(60) < 0.1, -1, rng.choice(3, 60, p=[0.12, 0.4, 0.48]))
        frame = {
            "a": pd.Series(pd.Categorical.from_codes(a, ["a0", "a1", "a2"])),
            "b": pd.Series(pd.Categorical.from_codes(b, ["b0", "b1", "b2"])),
        }
        survey = build_survey(frame, pd.Series(rng.random(60) < 0.4, dtype="boolean"))
        before = protection_plan(survey)
        after = protection_plan(build_survey(frame, below_of(survey), crossings=(("a", "b"),)))
        rows = {
            (variable, level)
            for variable in ("a", "b")
            for scope in ("counts", "shares")
            for level in after.withheld_levels(variable, scope) - before.withheld_levels(variable, scope)
        }
        shown = [level for _, level in rows if level != "not answered"]
        assert preflight(survey, variables=["a", "b"]).n_elsewhere == len(shown)
        found += len(rows) > len(shown)
    assert found


def below_of(survey):
    return below_cutoff(score(survey.responses, instrument=survey.instrument), instrument=survey.instrument)


def test_shares_stay_withheld_where_nobody_at_all_is_below():
    level, below = groups_of({"x": (40, 0), "y": (60, 0), "z": (3, 0)})
    plan = protection_plan(build_survey({"group": level}, below))
    assert plan.withheld_levels("group", "shares") == {"x", "y", "z"}
