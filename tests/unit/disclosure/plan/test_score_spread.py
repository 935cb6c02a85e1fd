"""The spread of scores where it would tell how many are below the cut-off."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.intake import below_cutoff, score
from workbench.population import (
    audit,
    compare_groups,
    mean,
    protect,
    protection_plan,
    quantiles,
    share,
)
from workbench.reports.publishing.clearance import write_clearance


def survey_of(scores):
    """One group for each entry; every score is made of ten answers that add up to it."""
    level = pd.Series(pd.Categorical(np.repeat(list(scores), [len(s) for s in scores.values()]), list(scores)))
    values = np.concatenate([np.asarray(s, dtype=float) for s in scores.values()])
    survey = build_survey({"group": level}, pd.Series(values < 50, dtype="boolean"))
    steps = (values / 2.5).astype(int)
    answers = 1 + steps[:, None] // 10 + (np.arange(10) < steps[:, None] % 10)
    return replace(survey, responses=pd.DataFrame(answers, columns=survey.responses.columns, dtype=float))


WIDE = [10.0, 20.0, 30.0, 40.0, 45.0, 60.0, 70.0, 80.0, 90.0, 100.0] * 4
# nobody is below 50, and if one of the 42 were, the spread would be larger
CLOSE = [75.0, 77.5, 80.0, 80.0, 82.5, 85.0] * 7


@pytest.fixture
def telling_spread():
    survey = survey_of({"wide": WIDE, "close": CLOSE, "other": WIDE, "more": WIDE})
    points = score(survey.responses, instrument=survey.instrument)
    plan = protection_plan(survey)
    assert plan.withheld_levels("group", "shares") >= {"close"}
    assert "close" not in plan.withheld_levels("group", "counts")
    return survey, points, plan


def test_close_scores_tell_that_nobody_is_below_and_wide_ones_tell_nothing(telling_spread):
    survey, points, plan = telling_spread
    raw = mean(points, design=survey.design, by=survey.groups).table.set_index("level")
    n, centre = raw.loc["close", "n_respondents"], raw.loc["close", "estimate"]
    squares = raw.loc["close", "std_error"] ** 2 * n * (n - 1)  # about the mean
    one_below = 47.5  # with one at most here, the others make up for it, and the squares about the mean are at least
    assert (centre - one_below) ** 2 * n / (n - 1) > squares
    assert "close" in plan.without_spread("group")
    assert plan.without_spread("group") != set(raw.index)


def test_without_its_spread_the_mean_of_such_a_group_is_shown(telling_spread):
    survey, points, plan = telling_spread
    for result in (
        mean(points, design=survey.design, by=survey.groups),
        compare_groups(points, survey.group("group"), design=survey.design),
    ):
        frame = protect(result, plan=plan).frame.set_index("level")
        assert frame.loc["close", [c for c in ("estimate", "difference") if c in frame]].notna().all()
        spread = ["std_error", "conf_low", "conf_high"]
        assert frame.loc["close", spread].isna().all()
        assert frame.loc[frame.index.difference(plan.without_spread("group")), "n_respondents"].notna().all()


def test_one_other_group_loses_its_spread_too_because_squares_add_up(telling_spread):
    """Of everyone, number, mean and spread are shown: less all other groups they would give the last one's away."""
    assert len(telling_spread[2].without_spread("group")) >= 2


def test_the_audit_finds_a_spread_that_tells(telling_spread):
    survey, points, plan = telling_spread
    table = mean(points, design=survey.design, by=survey.groups)
    frame = protect(table, plan=plan).frame
    assert audit({"means": frame}, plan=plan).passed
    frame.loc[frame["level"] == "close", "std_error"] = table.table.loc[table.table["level"] == "close", "std_error"]
    assert not audit({"means": frame}, plan=plan).passed


def test_quantiles_beyond_which_one_or_two_lie_are_their_scores(telling_spread):
    survey, points, plan = telling_spread
    found = quantiles(points, design=survey.design, by=survey.groups, probabilities=(0.05, 0.5))
    frame = protect(found, plan=plan).frame.set_index(["level", "quantile"])
    assert np.isnan(frame.loc[("wide", 0.05), "estimate"])  # two of 40 respondents lie below
    assert frame.loc[("wide", 0.5), "estimate"] == 45
    assert frame.loc["close", "estimate"].isna().all()  # a quantile is a share turned round


def test_shares_keep_their_errors(telling_spread):
    survey, points, plan = telling_spread
    below = below_cutoff(points, instrument=survey.instrument)
    frame = protect(share(below, design=survey.design, by=survey.groups), plan=plan).frame
    assert frame.loc[~frame["withheld"], "std_error"].notna().all()


@pytest.mark.parametrize("against", ["reference", "rest"])
def test_adjusted_p_values_do_not_hold_that_of_a_withheld_group(against):
    """Holm's p-value of one group can be a multiple of another one's p-value."""
    survey = survey_of({"wide": WIDE, "other": WIDE[:28], "few": [10.0, 15.0, 20.0, 90.0], "small": WIDE[5:13]})
    points = score(survey.responses, instrument=survey.instrument)
    plan = protection_plan(survey)
    hidden = plan.withheld_levels("group", "counts")
    assert "few" in hidden and "wide" not in hidden
    raw = compare_groups(points, survey.group("group"), design=survey.design, against=against)
    frame = protect(raw, plan=plan).frame
    shown = frame[frame["p_value"].notna()].sort_values("p_value")
    left = np.arange(len(shown), 0, -1)
    holm = np.minimum(np.maximum.accumulate(left * shown["p_value"].to_numpy(float)), 1)
    assert shown["p_value_holm"].to_numpy(float) == pytest.approx(holm, abs=1e-12)
    multiples = np.outer(raw.table.loc[raw.table["level"].isin(hidden), "p_value"], range(2, 5)).ravel()
    spoiled = frame.copy()
    spoiled.loc[shown.index, "p_value_holm"] = multiples[0]
    assert audit({"differences": frame}, plan=plan).passed
    assert not audit({"differences": spoiled}, plan=plan).passed


def test_the_person_who_clears_outputs_reads_which_groups_lost_their_spread(telling_spread, tmp_path):
    plan = telling_spread[2]
    write_clearance(tmp_path, plan=plan, tables={}, audit=audit([], plan=plan), earlier=[])
    listed = json.loads((tmp_path / "disclosure.json").read_text(encoding="utf-8"))["without_spread"]
    assert set(listed) == {f"group: {level}" for level in plan.without_spread("group")}
    assert "group: close" in listed
