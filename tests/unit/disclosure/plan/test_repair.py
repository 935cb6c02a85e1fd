"""After the repair no small set of people is told of, by the exact ends of everything published together."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.disclosure.plan.count_places import count_places
from workbench.disclosure.plan.groups import SCORED, bases_of, count_groups
from workbench.disclosure.plan.near_twins import near_twins
from workbench.disclosure.plan.published_windows import small_sets, window_system
from workbench.disclosure.plan.repair import coarseness
from workbench.numerics.disclosure import open_ranges

WIDTH = 5


def places_of(seed, n):
    """Two variables and their crossing; some have no score and some leave a question unanswered."""
    draws = np.random.default_rng(seed)
    a, b = draws.integers(-1, 3, n), draws.choice(5, n, p=[0.45, 0.25, 0.15, 0.1, 0.05])
    a = np.where(draws.random(n) < 0.9, np.abs(a), a)
    below = pd.Series(pd.array(draws.random(n) < 0.3, dtype="boolean"))
    below[draws.random(n) < 0.05] = pd.NA
    columns = {
        name: pd.Series(pd.Categorical.from_codes(codes, [f"{name}{i}" for i in range(codes.max() + 1)]))
        for name, codes in (("a", a), ("b", b))
    }
    survey = build_survey(columns, below, crossings=(("a", "b"),), predictors=("a", "b"))
    members = bases_of(survey)
    groups = count_groups(survey, members)
    twins = near_twins(groups, members[SCORED], width=WIDTH)
    return count_places(groups, twins, members, ("a", "b"))


@pytest.mark.parametrize("seed", range(6))
def test_every_small_set_keeps_what_it_must(seed):
    places = places_of(seed, 150)
    found = coarseness(places, width=WIDTH)
    asked = small_sets(places, width=WIDTH)
    system = window_system(places, wide=found.wide, bounded=found.bounded, width=WIDTH)
    assert ((system.lower <= system.truth) & (system.truth <= system.upper)).all()
    assert not (system.sums @ system.truth.T).any() and (system.order @ system.truth.ravel() <= 0).all()
    met = asked.wanted.met(*open_ranges(system, asked.forms))
    assert len(found.narrowed) == 0
    assert len(met) and met.all()


def test_some_surveys_need_a_repair_and_only_theirs_are_coarsened():
    wide = [coarseness(places_of(seed, 150), width=WIDTH).wide.sum() for seed in range(6)]
    assert max(wide) > 0
    assert min(wide) == 0
