"""The audit attacks all tables together, and single numbers put back."""

from tests.unit.disclosure.known_groups import ROOM, scores, withheld
from workbench.population import (
    audit,
    compare_groups,
    fit_logistic,
    mean,
    protect,
    protection_plan,
    share,
)


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
