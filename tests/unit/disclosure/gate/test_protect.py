"""The gate: boundary values, complements, the door, and an attack that shares no code with it."""

from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.gate.protect import shown_frame
from workbench.errors import PublicationError
from workbench.intake import below_cutoff, response_quality, score
from workbench.intake.codebook.disclosure_thresholds import MINIMUM_BELOW, MINIMUM_NOT_BELOW, MINIMUM_RESPONDENTS
from workbench.population import (
    ProtectedTable,
    audit,
    compare_groups,
    distribution,
    fit_linear,
    fit_logistic,
    mean,
    protect,
    protection_plan,
    share,
)
from workbench.tables import score_differences
from workbench.wording.method_names import INFLATION

BIG = (40, 10)
ROOM = {"big": (60, 20), "large": (50, 15)}


def scores(survey):
    points = score(survey.responses, instrument=survey.instrument)
    return points, below_cutoff(points, instrument=survey.instrument)


def withheld(plan, variable="group", scope="counts"):
    return plan.withheld_levels(variable, scope)


def test_the_thresholds_are_the_documented_ones():
    assert (MINIMUM_RESPONDENTS, MINIMUM_BELOW, MINIMUM_NOT_BELOW) == (5, 3, 1)


# --- primary rule, at the boundary
# -------------------------------------------------------------------------------------


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


# --- complements
# -------------------------------------------------------------------------------------------------------


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


# --- the door
# ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_level(one_variable):
    survey = one_variable({"reference": (40, 9), "x": (1, 2), "y": (20, 7), "z": (30, 8)})
    return survey, protection_plan(survey)


def test_withheld_rows_lose_every_number_and_keep_their_names(small_level):
    survey, plan = small_level
    table = protect(share(scores(survey)[1], design=survey.design, by=survey.groups), plan=plan)
    hidden = table.frame[table.frame["withheld"]]
    assert set(hidden["level"]) == {"x", "y"}
    assert hidden.select_dtypes("number").isna().all(axis=None)
    assert table.frame.loc[~table.frame["withheld"], "n_respondents"].tolist() == [49, 38]
    assert (table.n_withheld, table.fingerprint) == (2, plan.fingerprint)


def test_odds_ratios_of_a_withheld_level_are_withheld_in_crude_and_adjusted_model(small_level):
    survey, plan = small_level
    model = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design)
    frame = protect(model, plan=plan).frame
    assert frame.loc[frame["level"].isin(["x", "y"]), "odds_ratio"].isna().all()
    assert frame.loc[frame["level"] == "z", "odds_ratio"].notna().all()


def test_comparisons_with_a_withheld_reference_are_withheld(small_level):
    survey, plan = small_level
    compared = compare_groups(scores(survey)[0], survey.group("group"), design=survey.design, reference="x")
    assert protect(compared, plan=plan).n_withheld == 4


def test_a_joint_test_goes_when_no_level_is_left(one_variable):
    survey = one_variable({"x": (3, 1), "y": (40, 10)})
    model = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design)
    protected = protect(model.joint_tests, plan=protection_plan(survey))
    assert protected.frame["statistic"].isna().all()


def test_a_result_on_fewer_respondents_meets_the_net(small_level):
    survey, plan = small_level
    points = scores(survey)[0].where(survey.group("group").ne("z") | (survey.responses.index % 10 == 0))
    frame = protect(mean(points, design=survey.design, by=survey.groups), plan=plan).frame
    assert frame["withheld"].tolist() == [False, True, True, True]


def test_groups_are_protected_within_each_model():
    """Rows of two models are not the parts of one whole: three respondents in each are no six."""
    rows = [(model, level, n) for model in ("none", "full") for level, n in (("a", 38), ("b", 29), ("c", 3))]
    frame = pd.DataFrame(rows, columns=["invariance", "level", "n_respondents"]).assign(variable="other", mean=50.0)
    level, below = groups_of({"a": (20, 20), "b": (20, 20), "c": (20, 20)})
    plan = protection_plan(build_survey({"other": level}, below))
    assert list(protect(frame, plan=plan).frame["withheld"]) == [False, True, True] * 2


def test_everyone_is_shown_unless_too_few(small_level):
    survey, plan = small_level
    assert protect(share(scores(survey)[1], design=survey.design), plan=plan).n_withheld == 0
    tiny = scores(survey)[0].where(survey.responses.index < 4)
    assert protect(mean(tiny, design=survey.design), plan=plan).n_withheld == 1


def test_counts_by_answer_are_protected_within_their_item(small_level):
    _, plan = small_level
    frame = pd.DataFrame(
        {
            "item": ["i1"] * 4 + ["i2"] * 4,
            "response": [1, 2, 3, 4] * 2,
            "n_respondents": [2, 40, 8, 50, 25, 25, 25, 25],
            "share": np.array([2, 40, 8, 50, 25, 25, 25, 25]) / 100,
        }
    )
    # rows without a level are judged by their counts alone
    table = protect(frame, plan=plan).frame
    assert table["withheld"].tolist() == [True, False, True, False] + [False] * 4
    assert table["response"].tolist() == [1, 2, 3, 4] * 2
    assert table.loc[table["withheld"], ["n_respondents", "share"]].isna().all(axis=None)


def test_parts_of_a_whole_are_protected_together(small_level):
    _, plan = small_level
    counts = np.array([60, 30, 7, 3])
    for names in ({"term": [0, 1, 2, 3]}, {"term": ["run"] * 4, "value": [1, 2, 3, 4]}):
        table = protect(pd.DataFrame(names | {"n_respondents": counts, "share": counts / 100}), plan=plan).frame
        assert table["withheld"].tolist() == [False, False, True, True]
        assert table[list(names)].notna().all(axis=None)
    patterns = pd.DataFrame({"term": ["all", "same"], "n_respondents": [100, 3], "share": [1.0, 0.03]})
    assert protect(patterns, plan=plan).frame["withheld"].tolist() == [False, True]


def test_bands_of_the_score_are_protected_together(small_level):
    survey, plan = small_level
    bands = pd.Series(pd.cut(np.repeat([5, 15, 25], [3, 20, 93]), [0, 10, 20, 30], labels=["low", "middle", "high"]))
    spread = distribution(bands.rename("band"), design=survey.design)
    assert spread.table["n_respondents"].tolist() == [3, 20, 93]
    assert spread.table["estimate"].sum() == pytest.approx(1)
    table = protect(spread, plan=plan)
    assert table.frame["withheld"].tolist() == [True, True, False]
    assert audit({"spread": table}, plan=plan).passed
    assert not audit({"spread": spread.table}, plan=plan).passed


def test_a_row_about_one_respondent_of_the_file_is_withheld(small_level):
    _, plan = small_level
    report = pd.DataFrame({"step": ["missing"] * 3, "column": ["q1"] * 3, "value": [7, 8, 9], "n_rows": [0, 1, 5]})
    table = protect(report, plan=plan).frame
    assert table["withheld"].tolist() == [False, True, False]
    assert table["value"].tolist() == [7, 8, 9]


def test_tables_without_respondents_pass_unchanged(small_level):
    _, plan = small_level
    frame = pd.DataFrame({"item": ["i1", "i2"], "loading": [0.7, 0.8]})
    assert protect(frame, plan=plan).frame["loading"].tolist() == [0.7, 0.8]


def test_a_table_with_every_row_withheld_is_still_a_table(one_variable):
    survey = one_variable({"x": (2, 1), "y": (1, 1)})
    table = protect(mean(scores(survey)[0], design=survey.design, by=survey.groups), plan=protection_plan(survey))
    assert table.n_withheld == len(table.frame) == 2


def test_only_protect_makes_a_protected_table(small_level):
    with pytest.raises(PublicationError):
        ProtectedTable(frame=pd.DataFrame(), n_withheld=0, fingerprint="")
    survey, plan = small_level
    protected = protect(mean(scores(survey)[0], design=survey.design), plan=plan)
    with pytest.raises(PublicationError):
        replace(protected, frame=pd.DataFrame())
    with pytest.raises(PublicationError):
        shown_frame(protected.frame)


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


# --- a table written another way
# --------------------------------------------------------------------------------------


@pytest.fixture
def means(small_level):
    survey, _ = small_level
    table = mean(scores(survey)[0], design=survey.design, by=survey.groups).table
    return table[["variable", "level", "n_respondents", "estimate"]]


def test_rows_named_by_an_index_are_protected(small_level, means):
    _, plan = small_level
    for table in (means, means.drop(columns="n_respondents")):
        frame = protect(table.set_index(["variable", "level"]), plan=plan).frame
        assert frame["withheld"].tolist() == [False, True, True, False]
        assert frame["level"].tolist() == means["level"].tolist()


def test_a_distribution_over_a_background_variable_has_the_plan_s_rows(means):
    """The plan withholds y beside x, though z is smaller here, where some have no value."""
    level, below = groups_of({"reference": (40, 9), "x": (1, 2), "y": (20, 7), "z": (30, 8)})
    survey = build_survey({"group": level}, below)
    parts = survey.group("group").mask(level.eq("z") & (level.groupby(level, observed=True).cumcount() % 2 == 0))
    plan = protection_plan(survey)
    spread = distribution(parts, design=survey.design)
    table = protect(spread, plan=plan)
    assert {"x", "y"} <= set(table.frame.loc[table.frame["withheld"], "level"])
    assert ("y", "withheld by the plan, but shown") in set(
        audit({"spread": spread.table}, plan=plan).table[["level", "reason"]].itertuples(index=False, name=None)
    )


def test_a_table_whose_rows_or_columns_the_gate_cannot_read_is_refused(small_level, means):
    _, plan = small_level
    refused = {
        "rows": means.drop(columns=["variable", "level"]),
        "level": means.drop(columns=["variable", "n_respondents"]),
        "own name": means.drop(columns="variable").rename(columns={"level": "group"}),
        "everyone": means.assign(variable="all"),
    }
    for table in refused.values():
        with pytest.raises(PublicationError):
            protect(table, plan=plan)
        assert not audit({"table": table}, plan=plan).passed


@pytest.mark.parametrize("column", ["score", "value"])
def test_a_number_of_a_group_is_emptied_under_the_name_of_a_key(small_level, means, column):
    _, plan = small_level
    table = means.rename(columns={"estimate": column})
    assert protect(table, plan=plan).frame[column].isna().tolist() == [False, True, True, False]
    refilled = protect(means, plan=plan).frame.drop(columns="estimate").assign(**{column: means["estimate"]})
    assert not audit({"table": refilled}, plan=plan).passed


def test_numbers_written_as_text_dates_or_objects_are_emptied(small_level, means):
    _, plan = small_level
    unprotected = means.assign(
        n_respondents=means["n_respondents"].astype(str),
        estimate=means["estimate"].astype(object),
        year=pd.Timestamp("2021-01-01"),
        share=pd.Categorical(["1", "2", "3", "4"]),
    )
    frame = protect(unprotected, plan=plan).frame
    hidden = frame[frame["withheld"]]
    assert hidden.drop(columns=["variable", "level", "withheld"]).isna().all(axis=None)
    assert frame.loc[~frame["withheld"]].notna().all(axis=None)


def test_protect_leaves_the_result_as_it_is(small_level):
    survey, plan = small_level
    result = share(scores(survey)[1], design=survey.design, by=survey.groups)
    before = result.table.copy(deep=True)
    protect(result, plan=plan)
    pd.testing.assert_frame_equal(result.table, before)


# --- audit
# -------------------------------------------------------------------------------------------------------------


def run_tables(survey):
    points, below = scores(survey)
    tables = {
        "mean": mean(points, design=survey.design),
        "means": mean(points, design=survey.design, by=survey.groups),
        "shares": share(below, design=survey.design, by=survey.groups),
        "differences": compare_groups(points, survey.groups, design=survey.design),
    }
    if survey.codebook.crossings:
        tables["crossed means"] = mean(points, design=survey.design, by=survey.crossings)
        tables["crossed shares"] = share(below, design=survey.design, by=survey.crossings)
    return tables


def test_audit_passes_protected_tables_and_not_bare_ones(small_level):
    survey, plan = small_level
    tables = run_tables(survey)
    assert audit({name: protect(t, plan=plan) for name, t in tables.items()}, plan=plan).passed
    bare = audit({name: t.table for name, t in tables.items()}, plan=plan)
    assert not bare.passed
    assert {"means", "shares", "differences", "all tables together"} == set(bare.table["term"])


def test_audit_finds_a_row_that_follows_from_the_total(small_level):
    survey, plan = small_level
    frame = protect(mean(scores(survey)[0], design=survey.design, by=survey.groups), plan=plan).frame
    frame.loc[frame["level"] == "y", ["n_respondents", "estimate"]] = [27, 74.0]
    found = audit({"means": frame}, plan=plan).table
    assert ("x", "follows from the total and the other rows") in set(zip(found["level"], found["reason"], strict=True))


def test_audit_finds_events_behind_share_times_respondents(one_variable):
    survey = one_variable({"x": (28, 2), **ROOM})
    plan = protection_plan(survey)
    frame = share(scores(survey)[1], design=survey.design, by=survey.groups).table[
        ["variable", "level", "n_respondents", "estimate"]
    ]
    assert "x" in set(audit({"disguised": frame}, plan=plan).table["level"])


def test_audit_understands_a_table_of_means_beside_shares(one_variable):
    survey = one_variable({"x": (28, 2), "y": (25, 9), **ROOM})
    plan, (points, below) = protection_plan(survey), scores(survey)
    means = protect(mean(points, design=survey.design, by=survey.groups), plan=plan).frame
    shares = protect(share(below, design=survey.design, by=survey.groups), plan=plan).frame
    assert (means["withheld"].sum(), shares["withheld"].sum()) == (0, 2)
    beside = means.assign(share=shares["estimate"], share_low=shares["conf_low"], share_text="–")
    assert audit({"beside": beside}, plan=plan).passed
    beside.loc[0, "share_low"] = 0.01
    assert not audit({"beside": beside}, plan=plan).passed


def test_shares_of_nonresponse_are_no_shares_of_the_outcome(one_variable):
    """Level x is withheld from shares of the outcome only; how many answers are missing tells nothing of it."""
    plan = protection_plan(one_variable({"x": (28, 2), "y": (25, 9), **ROOM}))
    shown = {"variable": "group", "level": ["x", "y"], "n_respondents": [28, 25], "share_dropped": [0.1, 0.2]}
    assert audit({"dropped": pd.DataFrame(shown)}, plan=plan).passed
    composition = pd.DataFrame(shown).assign(share_of_outcome=[0.1, 0.2])
    assert not audit({"composition": composition}, plan=plan).passed


def test_the_fit_of_one_predictor_does_not_tell_its_withheld_levels(small_level):
    """Its groups of risk are the levels, and its Wald test leaves one possible number to two withheld ones."""
    survey, plan = small_level
    model = fit_logistic(scores(survey)[1], survey.background, design=survey.design)
    fits = {"tests": model.joint_tests, "fit": model.diagnostics, "risk": model.calibration}
    for name, table in fits.items():
        hidden = protect(table, plan=plan)
        assert hidden.frame["withheld"].all()
        assert audit({name: hidden}, plan=plan).passed
        assert not audit({name: table}, plan=plan).passed


def test_audit_reads_payloads(small_level):
    survey, plan = small_level
    frame = mean(scores(survey)[0], design=survey.design, by=survey.groups).table
    payload = {"name": "means", "columns": list(frame.columns), "rows": frame.astype(object).to_numpy().tolist()}
    assert set(audit([payload], plan=plan).table["term"]) == {"means", "all tables together"}


def test_audit_of_counts_by_answer():
    survey = build_survey({"group": groups_of(ROOM)[0]}, groups_of(ROOM)[1])
    frame = pd.DataFrame({"item": ["i"] * 3, "response": [1, 2, 3], "n_respondents": [np.nan, 50.0, 95.0]})
    assert not audit({"answers": frame}, plan=protection_plan(survey)).passed


# --- an attack that shares no code with the gate
# -----------------------------------------------------------------------


RECIPES = st.fixed_dictionaries(
    {
        "seed": st.integers(0, 2**32 - 1),
        "n": st.integers(30, 400),
        "n_levels": st.lists(st.integers(2, 4), min_size=2, max_size=3),
        "evenness": st.sampled_from([0.4, 1.0, 5.0]),
        "missing": st.sampled_from([0.0, 0.02, 0.1]),
        "below": st.sampled_from([0.05, 0.3]),
    }
)


def random_survey(*, seed, n, n_levels, evenness, missing, below):
    rng = np.random.default_rng(seed)
    background = {}
    for name, k in zip("abc", n_levels, strict=False):
        codes = rng.choice(k, n, p=rng.dirichlet(np.full(k, evenness)))
        codes[rng.random(n) < missing] = -1
        background[name] = pd.Series(pd.Categorical.from_codes(codes, [f"{name}{i}" for i in range(k)]))
    flags = pd.Series(rng.random(n) < below, dtype="boolean").mask(rng.random(n) < 0.1)
    flags.iloc[0] = False
    names = tuple(background)
    return build_survey(background, flags, crossings=(names, names[:2]) if len(names) == 3 else (names,))


def truth(survey):
    """Respondents with a score, below the cut-off, and in the file, in every cell; '?' = unanswered."""
    points, below = scores(survey)
    everyone = survey.background.astype(object).where(survey.background.notna(), "?").assign(below=below)
    frame = everyone[points.notna()]
    cells = {}
    names = list(survey.background)
    sets = {(v,) for v in names} | set(survey.codebook.crossings)
    sets |= {s[:i] + s[i + 1 :] for s in sets if len(s) == 3 for i in range(3)}
    for s in sets:
        axes = [[*survey.background[v].cat.categories, "?"] for v in s]
        groups = frame.groupby(list(s))["below"]
        n, events, file = groups.size().to_dict(), groups.sum().to_dict(), everyone.groupby(list(s)).size().to_dict()
        for place in product(*axes):
            key = place if len(s) > 1 else place[0]
            cells[s, place] = tuple(int(count.get(key, 0)) for count in (n, events, file))
    return sets, cells


def known_cells(survey, tables, cells, column):
    """What the tables tell, and the unanswered of a variable, whom notes count where they are no small group."""
    no_group = {cell for cell, (n, _, file) in cells.items() if not 0 < n < 5 and not 0 < file < 5}
    known = {c for c in no_group if c[1] == ("?",)}
    for table in tables:
        for _, row in table.frame.dropna(subset=[column]).iterrows():
            known.add((tuple(row["variable"].split(" × ")), tuple(row["level"].split(" × "))))
    return known


def attack(survey, sets, cells, known):
    """Solve every equation with one unknown, again and again; and name every known sum of unknown cells."""
    known, sums = set(known), []
    equations = []
    for s in sets:
        axes = [[*survey.background[v].cat.categories, "?"] for v in s]
        for axis in range(len(s)):
            margin = s[:axis] + s[axis + 1 :]
            for rest in product(*(a for i, a in enumerate(axes) if i != axis)):
                line = [(s, (*rest[:axis], level, *rest[axis:])) for level in axes[axis]]
                equations.append((line, (margin, rest) if margin else None))
    solved = set()
    while True:
        new = set()
        for line, margin in equations:
            unknown = [c for c in [*line, *([margin] if margin else [])] if c not in known]
            if len(unknown) == 1:
                new |= set(unknown)
            elif margin is None or margin in known:
                sums.append([c for c in line if c not in known])
        if not new - solved:
            return solved, [s for s in sums if s]
        solved |= new
        known |= new


@settings(max_examples=5, deadline=None, derandomize=True)
@given(RECIPES)
def test_subtraction_never_finds_a_small_group(recipe):
    check_subtraction(recipe)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, derandomize=True)
@given(RECIPES)
def test_subtraction_finds_no_small_group_of_200_surveys(recipe):
    check_subtraction(recipe)


def check_subtraction(recipe):
    survey = random_survey(**recipe)
    plan = protection_plan(survey)
    tables = {name: protect(t, plan=plan) for name, t in small_run(survey).items()}
    sets, cells = truth(survey)
    counts = known_cells(survey, tables.values(), cells, "n_respondents")
    solved, sums = attack(survey, sets, cells, counts)
    # who left two questions unanswered is no group that the plan protects
    group = {cell for cell in cells if cell[1].count("?") < 2}
    assert not [c for c in solved & group if 0 < cells[c][0] < 5]
    assert not [s for s in sums if any(cells[c][0] for c in group & set(s)) and sum(cells[c][0] for c in s) < 5]
    shares = [t for t in tables.values() if "n_events" in t.frame]
    events = known_cells(survey, shares, cells, "n_events")
    solved, sums = attack(survey, sets, cells, events)
    answered = [c for c in solved if "?" not in c[1] and cells[c][0] > 0]
    assert not [c for c in answered if cells[c][1] < 3 or cells[c][0] == cells[c][1]]
    assert audit(tables, plan=plan).passed


def small_run(survey):
    points, below = scores(survey)
    tables = {"shares": share(below, design=survey.design, by=survey.groups)}
    tables["means"] = mean(points, design=survey.design, by=survey.groups)
    tables["crossed shares"] = share(below, design=survey.design, by=survey.crossings)
    tables["crossed means"] = mean(points, design=survey.design, by=survey.crossings)
    return tables


def test_marks_of_withheld_rows_are_not_set(one_variable):
    survey = one_variable({"x": (1, 3), **ROOM})
    counted = pd.DataFrame(
        {"variable": "group", "level": ["x", *ROOM], "n_respondents": [4, 80, 65], "below": True, "unreliable": True}
    )
    frame = protect(counted, plan=protection_plan(survey)).frame
    assert frame["withheld"].iloc[0]
    for mark in ("below", "unreliable"):
        assert frame[mark].tolist() == (~frame["withheld"]).tolist()


# --- single cells put back
# -------------------------------------------------------------------------------------


def test_the_audit_finds_each_number_of_a_row_compared_with_a_withheld_reference(one_variable):
    """The plan shows these levels; their odds ratios would tell the odds of the reference."""
    survey = one_variable({"x": (30, 2), "small": (12, 6), **ROOM})
    plan = protection_plan(survey)
    assert "x" in withheld(plan, scope="shares") and "big" not in withheld(plan, scope="shares")
    model = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design)
    frame = protect(model, plan=plan).frame
    assert audit({"odds ratios": frame}, plan=plan).passed
    rows = frame.index[(frame["level"] == "big") & (frame["reference"] == "x")]
    assert len(rows) and frame.loc[rows, "withheld"].all()
    for column in ("estimate", "odds_ratio", "odds_ratio_low", "std_error", "p_value", "conf_high"):
        spoiled = frame.copy()
        spoiled.loc[rows[0], column] = model.table[column].iloc[rows[0]]
        assert not audit({"odds ratios": spoiled}, plan=plan).passed, column


def test_the_audit_reads_counts_of_complete_respondents_beside_withheld_rows(one_variable):
    survey = one_variable({"x": (1, 3), "small": (12, 6), **ROOM})
    plan = protection_plan(survey)
    table = response_quality(survey).by_group
    assert audit({"dropped": protect(table, plan=plan)}, plan=plan).passed
    assert not audit({"dropped": table}, plan=plan).passed


def test_variance_inflation_does_not_tell_a_withheld_level():
    """Of two predictors it is a known function of their crossing; one number of respondents fits, or its mirror."""
    level, below = groups_of({"x": (1, 3), "small": (14, 6), **ROOM})
    sex = pd.Series(pd.Categorical(["m", "f", "f"] * len(level))[: len(level)])
    survey = build_survey({"group": level, "sex": sex}, below, crossings=(("sex", "group"),))
    plan = protection_plan(survey)
    assert {"x", "small"} <= withheld(plan)
    factors = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design).collinearity
    counts = pd.crosstab(level, sex).to_numpy()

    def inflation(table):
        n, share = table.sum(axis=1), table[:, 0].sum() / table.sum()
        between = (n * (table[:, 0] / n - share) ** 2).sum()
        return 1 / (1 - between / (table.sum() * share * (1 - share)))

    published = factors.set_index("variable").loc["sex", "vif"]
    hidden = [list(survey.background["group"].cat.categories).index(name) for name in ("x", "small")]
    both, fits = counts[hidden].sum(axis=0), set()
    for m, f in product(range(both[0] + 1), range(both[1] + 1)):
        table = counts.astype(float)
        table[hidden] = [m, f], both - [m, f]
        if 0 < m + f < both.sum() and abs(inflation(table) - published) < 1e-9:
            fits.add(int(m + f))
    assert fits == {4, 20}
    frame = protect(factors, plan=plan).frame
    assert frame["vif"].isna().all()
    assert not audit({"collinearity": factors}, plan=plan).passed
    model = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design)
    diagnostics = protect(model.diagnostics, plan=plan).frame.set_index("term")["estimate"]
    assert diagnostics.loc[INFLATION:INFLATION].isna().all() and not audit({"fit": model.diagnostics}, plan=plan).passed


def test_variance_inflation_stays_where_every_crossing_is_published(one_variable):
    level, below = groups_of(ROOM)
    sex = pd.Series(pd.Categorical(["m", "f"] * len(level))[: len(level)])
    survey = build_survey({"group": level, "sex": sex}, below, crossings=(("sex", "group"),))
    plan = protection_plan(survey)
    factors = fit_logistic(scores(survey)[1], survey.predictors, design=survey.design).collinearity
    assert protect(factors, plan=plan).frame["vif"].notna().all()


def test_a_difference_in_score_goes_where_few_left_another_predictor_unanswered_and_patterns_are_few():
    """The crude difference is that of two means on fewer respondents; the means with all of them stand elsewhere."""
    rng = np.random.default_rng(11)
    n = 600
    work = pd.Series(pd.Categorical(np.repeat(["employed", "student", "pensioner"], n // 3)))
    age = pd.Series(pd.Categorical(rng.choice(["18–39", "40–59", "60–79", "80 or over"], n)))
    health = pd.Series(pd.Categorical(rng.choice(["good", "poor"], n)))
    health.iloc[[200, 201]] = np.nan  # two students
    below = pd.Series(rng.random(n) < 0.3, dtype="boolean")
    survey = build_survey({"work": work, "age": age, "health": health}, below)
    plan = protection_plan(survey)
    model = fit_linear(scores(survey)[0], survey.predictors, design=survey.design)
    frame = protect(model, plan=plan).frame.set_index(["model", "variable", "level"])
    assert np.isnan(frame.loc[("crude", "work", "student"), "estimate"])
    assert frame.loc[("adjusted", "work", "student"), ["estimate", "std_error"]].notna().all()
    assert audit({"differences": protect(model, plan=plan)}, plan=plan).passed
    assert not audit({"differences": model.table}, plan=plan).passed
    shown = score_differences(protect(model, plan=plan), survey=survey)
    assert not shown.frame.set_index("variable").loc[["work", "age"], "withheld"].any()
    assert "left another question unanswered" in shown.html()
