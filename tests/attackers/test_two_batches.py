"""Reports of counties beside those of their towns: a county less its towns with a report are the others in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from tests.attackers.reading import window
from tests.attackers.surveys import answers, truth_of
from tests.attackers.test_batch_remainder import counts
from workbench import population
from workbench.disclosure.ledger import refuse_second_release, remember
from workbench.disclosure.plan import part_plan
from workbench.errors import PublicationError
from workbench.intake import Survey, few_between_reports, part_of, with_parts

COUNTY_OF = {"East": "North", "Hamlet": "North", "West": "South", "Port": "South", "Island": "South"}


@pytest.fixture(autouse=True)
def own_ledger(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_LEDGER", str(tmp_path / "ledger"))


def draw(seed: int, few: int) -> Survey:
    """Three towns with a report, `few` people in a hamlet of the north, and six on an island of the south."""
    rng = np.random.default_rng([seed, few])
    town = np.repeat([*COUNTY_OF], [130, few, 120, 140, 6]).astype(object)
    county = pd.Series(town).map(COUNTY_OF).to_numpy(dtype=object)
    background = {"county": (county, ("North", "South")), "town": (town, tuple(COUNTY_OF))}
    sex = (rng.choice(["M", "W"], len(town)), ("M", "W"))
    return truth_of({**background, "sex": sex}, answers(rng, np.zeros(len(town)))).survey


def publish(survey: Survey, by: str) -> population.ProtectionPlan:
    whole = with_parts(survey, (by,))
    refuse_second_release(whole)
    plan = population.protection_plan(whole)
    remember(whole, run=f"by {by}", kept=plan.kept, without_outcome=plan.without_outcome)
    return plan


def of_group(survey: Survey, plan: population.ProtectionPlan, **group: str) -> pd.Series:
    part = part_of(with_parts(survey, tuple(group)), group)
    return counts(part, part_plan(plan, part, group=group))


def told(survey: Survey) -> int:
    """Count the numbers of which at least one of those in the hamlet is told, from the windows alone."""
    plans = {by: population.protection_plan(with_parts(survey, (by,))) for by in ("county", "town")}
    north = of_group(survey, plans["county"], county="North").map(lambda n: window(n).low)
    town = of_group(survey, plans["town"], town="East").map(lambda n: window(n).high)
    return int((north - town > 0).sum())


def test_a_county_less_its_town_would_tell_of_a_few():
    assert any(told(draw(seed, 4)) for seed in range(20))


@pytest.mark.parametrize(("first", "second"), [("town", "county"), ("county", "town")])
@pytest.mark.parametrize("few", [1, 4])
def test_reports_that_would_tell_of_a_few_are_refused_in_either_order(few, first, second):
    survey = draw(1, few)
    publish(survey, first)
    publish(survey, first)  # the same batch again
    with pytest.raises(PublicationError, match=f"Reports by {second} and those by {first} of the run `by {first}`"):
        publish(survey, second)


@pytest.mark.parametrize("few", [0, 5])
def test_nobody_or_enough_between_them_may_be_told_of(few):
    survey = draw(1, few)
    publish(survey, "town")
    publish(survey, "county")
    publish(survey, "sex")
    assert not few_between_reports(with_parts(survey, ("sex",)), ("town",))
