"""How the audit reads what is shown: payloads, means beside shares, counts by answer."""

import numpy as np
import pandas as pd

from tests.unit.disclosure.known_groups import ROOM, scores
from tests.unit.surveys import build_survey, groups_of
from workbench.intake import response_quality
from workbench.population import (
    audit,
    mean,
    protect,
    protection_plan,
    share,
)


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


def test_audit_reads_payloads(small_level):
    survey, plan = small_level
    frame = mean(scores(survey)[0], design=survey.design, by=survey.groups).table
    payload = {"name": "means", "columns": list(frame.columns), "rows": frame.astype(object).to_numpy().tolist()}
    assert set(audit([payload], plan=plan).table["term"]) == {"means", "all tables together"}


def test_audit_of_counts_by_answer():
    survey = build_survey({"group": groups_of(ROOM)[0]}, groups_of(ROOM)[1])
    frame = pd.DataFrame({"item": ["i"] * 3, "response": [1, 2, 3], "n_respondents": [np.nan, 50.0, 95.0]})
    assert not audit({"answers": frame}, plan=protection_plan(survey)).passed


def test_the_audit_reads_counts_of_complete_respondents_beside_withheld_rows(one_variable):
    survey = one_variable({"x": (1, 3), "small": (12, 6), **ROOM})
    plan = protection_plan(survey)
    table = response_quality(survey).by_group
    assert audit({"dropped": protect(table, plan=plan)}, plan=plan).passed
    assert not audit({"dropped": table}, plan=plan).passed
