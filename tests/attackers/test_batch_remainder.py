"""Everyone less the reports of a batch: what is left are the people in no report, whatever is counted of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.attackers.reading import window
from tests.attackers.surveys import answers, truth_of
from workbench import intake, population
from workbench.disclosure.plan import part_plan
from workbench.intake import Survey, part_of, with_parts

TOWNS = ("East", "West", "Hamlet")


def draw_towns(seed: int, n: int, few: int) -> Survey:
    """Two towns with a report, and one of `few` people."""
    rng = np.random.default_rng([seed, n, few])
    town = rng.choice(TOWNS[:2], n).astype(object)
    town[:few] = TOWNS[2]
    return truth_of(
        {"town": (town, TOWNS), "sex": (rng.choice(["M", "W"], n), ("M", "W"))}, answers(rng, np.zeros(n))
    ).survey


def counts(survey: Survey, plan: population.ProtectionPlan) -> pd.Series:
    """Published numbers of those in each band of scores, below neighbouring cut-offs, and with the ends of items."""
    score = intake.score(survey.responses, instrument=survey.instrument)
    bands = population.distribution(intake.score_bands(score, instrument=survey.instrument), design=survey.design)
    near = population.cutoff_shares(score, instrument=survey.instrument, design=survey.design)
    shown = [population.protect(of, plan=plan).frame for of in (bands, near, intake.response_quality(survey))]
    return pd.concat(
        [
            shown[0].set_index("level")["n_events"],
            shown[1].set_index("term")["n_events"],
            *(shown[2].set_index("item")[c].add_prefix(c) for c in ("n_floor", "n_ceiling")),
        ]
    )


def reports(whole: Survey) -> Iterator[pd.Series]:
    """The same numbers of everyone, and of each town with a report."""
    plan = population.protection_plan(whole)
    yield counts(whole, plan)
    for town in TOWNS[:2]:
        part = part_of(whole, {"town": town})
        yield counts(part, part_plan(plan, part, group={"town": town}))


def told(whole: Survey) -> int:
    """Count the numbers of which at least one of the few is told, from the windows alone."""
    everyone, *parts = reports(whole)
    at_least = everyone.map(lambda n: window(n).low) - sum(part.map(lambda n: window(n).high) for part in parts)
    return int((at_least > 0).sum())


@pytest.mark.parametrize("few", [1, 4])
def test_no_number_of_a_batch_hangs_on_the_few_in_no_report(few):
    survey = draw_towns(1, 300, few)
    published = []
    for answer in (1.0, 5.0):
        changed = survey.responses.copy()
        changed.iloc[:few] = answer
        published.append(list(reports(with_parts(replace(survey, responses=changed), ("town",)))))
    for lowest, highest in zip(*published, strict=True):
        pd.testing.assert_series_equal(lowest, highest)


def test_everyone_less_the_reports_would_tell_of_the_few():
    """As where nobody is left out: windows of what no linear program lays tell of one of four in a few surveys."""
    survey = draw_towns(11, 300, 4)
    assert told(replace(survey, parts=("town",))) > 0
    assert told(with_parts(survey, ("town",))) == 0


@pytest.mark.slow
def test_reports_of_random_batches_tell_nothing_of_the_few():
    surveys = [draw_towns(seed, 300, 4) for seed in range(20)]
    assert any(told(replace(survey, parts=("town",))) for survey in surveys)
    assert not any(told(with_parts(survey, ("town",))) for survey in surveys)
