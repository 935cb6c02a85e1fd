"""Two releases: one respondent is gone, and every number of the two reports is laid side by side."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.surveys import draw
from workbench import population
from workbench.disclosure import ledger
from workbench.errors import PublicationError
from workbench.intake import Survey, below_cutoff, score


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


def test_a_group_that_one_respondent_left_has_no_new_numbers_and_one_unchanged_has(own_ledger):
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
    assert not rows.loc["Couple", "withheld"]


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
