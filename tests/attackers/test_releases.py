"""Two releases: one respondent is gone, and every number of the two reports is laid side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.surveys import answers, draw, truth_of
from workbench import population
from workbench.disclosure import ledger
from workbench.errors import PublicationError
from workbench.intake import Survey, below_cutoff, score

TOWNS, HEALTH = tuple(f"Town {place}" for place in range(1, 7)), ("Good", "Average", "Poor")


@pytest.fixture
def own_ledger(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_LEDGER", str(tmp_path / "ledger"))


def without(survey: Survey, rows: list[int]) -> Survey:
    kept = survey.responses.index.difference(rows)
    return replace(
        survey,
        responses=survey.responses.loc[kept],
        background=survey.background.loc[kept],
        numeric=survey.numeric.loc[kept],
        design=survey.design.subset(kept),
    )


def below_by_group(survey: Survey) -> pd.DataFrame:
    below = below_cutoff(score(survey.responses, instrument=survey.instrument), instrument=survey.instrument)
    by = pd.concat([survey.background, survey.crossings], axis=1)
    found = population.share(below, design=survey.design, by=by)
    plan = population.protection_plan(survey)
    return population.protect(found, plan=plan).frame.set_index(["variable", "level"])["n_events"]


def test_without_a_ledger_some_border_is_crossed_by_one_respondent(own_ledger):
    """Windows alone tell that one person is below: a number that stood at a border moved."""
    truth = draw(1, 800)
    known = truth.people.index[truth.people["below"]]
    told = [
        ((below_by_group(truth.survey) != below_by_group(without(truth.survey, [int(row)]))).any())
        for row in known[:12]
    ]
    assert np.mean(told) > 0.2


def test_with_the_ledger_the_second_release_is_refused(own_ledger):
    truth = draw(1, 800)
    ledger.remember(truth.survey, run="first", kept={})
    with pytest.raises(PublicationError, match="first"):
        ledger.refuse_second_release(without(truth.survey, [int(truth.people.index[truth.people["below"]][0])]))


def test_a_variable_of_which_one_respondent_left_has_no_new_numbers(own_ledger):
    truth = draw(1, 800)
    ledger.remember(truth.survey, run="first", kept={})
    household = truth.people["household"]
    gone = [*truth.people.index[household == "Family"][:20], *truth.people.index[household == "Alone"][:1]]
    survey = without(truth.survey, [int(row) for row in gone])
    plan = population.protection_plan(survey)
    points = score(survey.responses, instrument=survey.instrument)
    found = population.mean(points, design=survey.design, by=survey.background["household"])
    rows = population.protect(found, plan=plan).frame.set_index("level")
    assert plan.kept_from("household", "Alone") == "first"
    assert rows.loc["Alone", "withheld"] and np.isnan(rows.loc["Alone", "estimate"])
    assert rows["withheld"].all() and rows["n_respondents"].isna().all(), "rows that are told apart would tell of whom"
    assert plan.kept_from("sex", "Men") is None
    below, given = truth.below.loc[survey.background.index], {"plan": plan, "design": survey.design}
    assert list(population.merged_levels(survey.background, below, **given)) == ["sex"], "no model rests on it anew"
    assert list(population.shown_levels(survey.background, plan=plan)) == ["sex"], "nor a line"


@pytest.mark.parametrize("health", HEALTH)
def test_whoever_knows_who_joined_does_not_read_off_their_answers(own_ledger, health):
    """Six joined, one of them in Town 1: before, the one kept cell of this town was the one of the answer."""
    whole = joined_by_six(health)
    ledger.remember(without(whole, list(range(600, 606))), run="first", kept={})
    plan, points = population.protection_plan(whole), score(whole.responses, instrument=whole.instrument)
    for by in (whole.background, whole.crossings):
        rows = population.protect(population.mean(points, design=whole.design, by=by), plan=plan).frame
        assert rows["n_respondents"].isna().all()
    assert not population.protect(population.mean(points, design=whole.design), plan=plan).frame["withheld"].any()


def joined_by_six(health: str) -> Survey:
    """600 people and six more, one of Town 1 with this answer and five of Town 2."""
    draws = np.random.default_rng(3)
    town = np.append(draws.choice(TOWNS, 600), ["Town 1", *["Town 2"] * 5])
    said = np.append(draws.choice(HEALTH, 600), [health, "Good", "Good", "Average", "Average", "Poor"])
    background = {"town": (town, TOWNS), "health": (said, HEALTH)}
    return truth_of(background, answers(draws, np.zeros(606)), crossings=(("town", "health"),)).survey


def test_other_crossings_of_the_same_people_are_attacked_together_with_the_earlier_ones():
    """Each of two releases tells nothing; both together of the few by whom two groups differ."""
    survey = draw(8, 300, others=1).survey
    first = crossed(survey, ("sex", "household"), ("sex", "education"))
    second = crossed(survey, ("household", "education"))
    before, now = crossed_tables(first), crossed_tables(second)
    assert population.audit(before, survey=first).table.empty
    assert population.audit(now, survey=second).table.empty
    found = population.audit(now, survey=second, earlier=before).table
    assert found["level"].tolist() == ["Higher × Single parent / Single parent × Women"]


def crossed(survey: Survey, *crossings: tuple[str, str]) -> Survey:
    return replace(survey, codebook=survey.codebook.model_copy(update={"crossings": crossings}))


def crossed_tables(survey: Survey) -> dict[str, object]:
    plan, points = population.protection_plan(survey), score(survey.responses, instrument=survey.instrument)
    below, given = below_cutoff(points, instrument=survey.instrument), {"design": survey.design}
    return {
        f"{name}{place}": population.protect(estimate(values, by=by, **given), plan=plan)
        for place, by in enumerate((survey.background, survey.crossings))
        for name, estimate, values in (("share", population.share, below), ("mean", population.mean, points))
    }
