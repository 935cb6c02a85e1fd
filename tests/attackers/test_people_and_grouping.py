"""Two releases between which people and grouping change together: what everyone less a group was, and is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.reading import window
from tests.attackers.surveys import answers, truth_of
from workbench import population
from workbench.disclosure import ledger
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import Survey, below_cutoff, score

SEED = 39  # one of 18 of 600 seeds of which something is told
QUARTERS, ANSWERS = ("P", "Q", "R", "S"), ("Yes", "No")


@pytest.fixture(autouse=True)
def own_ledger(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_LEDGER", str(tmp_path / "ledger"))


def releases(*, renumbered: bool = False) -> tuple[Survey, Survey, pd.Index]:
    """Grouped by quarter; then, with six more of Q, by an answer that all of Q and four of P give, and nobody else.

    Those who say No are everyone of the first release without Q and without the four.
    """
    draws = np.random.default_rng(SEED)
    quarter = draws.choice(QUARTERS, 306, p=(0.2, 0.4, 0.2, 0.2))
    quarter[300:] = "Q"
    four = draws.choice(np.flatnonzero(quarter == "P"), 4, replace=False)
    said = np.where(quarter == "Q", "Yes", "No")
    said[four] = "Yes"
    given, marks = answers(draws, np.full(306, -10.0)), pd.Series(draws.integers(1, 2**63, 306).astype(np.uint64))
    first = truth_of({"quarter": (quarter[:300], QUARTERS)}, given[:300]).survey
    second = truth_of({"said": (said, ANSWERS)}, given).survey
    later = marks.sample(frac=1, random_state=1).reset_index(drop=True) if renumbered else marks
    return replace(first, id_marks=marks[:300]), replace(second, id_marks=later), pd.Index(four)


def below(survey: Survey) -> tuple[pd.Series, ProtectionPlan]:
    """Published numbers below the cut-off, of everyone and by group."""
    plan = population.protection_plan(survey)
    flags = below_cutoff(score(survey.responses, instrument=survey.instrument), instrument=survey.instrument)
    tables = [population.share(flags, design=survey.design, by=by) for by in (None, survey.background)]
    frames = [population.protect(found, plan=plan).frame for found in tables]
    return pd.concat([frame.set_index("level")["n_events"] for frame in frames]), plan


def at_least(before: pd.Series, now: pd.Series) -> float:
    """How many of the four are below at least: everyone without Q, less those who say No."""
    return window(before.iloc[0]).low - window(before["Q"]).high - window(now["No"]).high


def test_without_a_ledger_it_is_told_that_somebody_of_the_four_is_below() -> None:
    first, second, four = releases()
    told = at_least(below(first)[0], below(second)[0])
    flags = below_cutoff(score(second.responses, instrument=second.instrument), instrument=second.instrument)
    assert 0 < told <= flags[four].sum()


@pytest.mark.parametrize("renumbered", [False, True], ids=["the same ids", "other ids"])
def test_with_the_ledger_it_is_not(renumbered: bool) -> None:
    first, second, _ = releases(renumbered=renumbered)
    before, plan = below(first)
    ledger.remember(first, run="first", kept=plan.kept, without_outcome=plan.without_outcome)
    now, plan = below(second)
    assert plan.kept_from("said", "No") == "first"
    assert at_least(before, now) <= 0


def test_people_and_grouping_may_change_by_many() -> None:
    """Without the four, all who say No are those who were not of Q, and six more say Yes."""
    first, second, four = releases()
    said = second.background["said"].copy()
    said[four] = "No"
    ledger.remember(first, run="first", kept={})
    plan = below(replace(second, background=second.background.assign(said=said)))[1]
    assert plan.kept == {}
