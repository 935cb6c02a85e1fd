"""Earlier runs whose names mean other people, or whose shares are those of another cut-off."""

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.errors import PublicationError
from workbench.intake import below_cutoff, score
from workbench.population import audit, mean, protect, protection_plan, share

SIZES = {"students": (12, 6), "on leave": (5, 4), "employed": (60, 20), "retired": (50, 15)}


def run_of(survey, name):
    plan = protection_plan(survey)
    points = score(survey.responses, instrument=survey.instrument)
    below = below_cutoff(points, instrument=survey.instrument)
    means, shares = (f(x, design=survey.design, by=survey.groups) for f, x in ((mean, points), (share, below)))
    return plan, {f"{name}/{t}.csv": protect(r, plan=plan) for t, r in (("means", means), ("shares", shares))}


def test_an_earlier_run_of_the_same_codebook_is_laid_beside_the_new_one(one_variable):
    plan, now = run_of(one_variable(SIZES), "now")
    _, before = run_of(one_variable(SIZES), "before")
    assert audit(now, plan=plan, earlier=before).passed


def test_a_name_that_meant_more_people_is_refused():
    """Those on leave stood under ``students`` before: what is shown now, less what was shown then, are these few."""
    level, below = groups_of(SIZES)
    plan, now = run_of(build_survey({"group": level}, below), "now")
    merged = level.cat.rename_categories({"on leave": "students again"}).astype(str)
    merged = merged.replace({"students again": "students"}).astype("category")
    _, before = run_of(build_survey({"group": merged}, below), "before")
    with pytest.raises(PublicationError, match="other numbers of respondents for level `students`"):
        audit(now, plan=plan, earlier=before)


def test_a_cutoff_that_this_codebook_does_not_have_is_refused():
    level, below = groups_of(SIZES)
    survey = build_survey({"group": level}, below)
    plan, now = run_of(survey, "now")
    before = {name: table.frame.copy() for name, table in now.items()}
    before["now/shares.csv"]["n_events"] += 2  # two of each group lie between the two cut-offs
    with pytest.raises(PublicationError, match="other numbers below the cut-off for `group`"):
        audit(now, plan=plan, earlier=before)
