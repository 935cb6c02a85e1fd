"""Which groups have an outcome goes by who belongs to them, and no two of them differ by a few people."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.disclosure.cells.groups import SCORED, bases_of, count_groups, nested_variables
from workbench.disclosure.cells.near_twins import without_one_of_two
from workbench.disclosure.plan import protection_plan

WIDTH = 5


def survey_of(seed, below):
    """Town, sex and age, sex unanswered by some; small towns, so that many cells differ from their margin by few."""
    draws = np.random.default_rng(seed)
    codes = {"town": draws.choice(6, 300, p=[0.4, 0.3, 0.15, 0.07, 0.05, 0.03])}
    codes["sex"] = np.where(draws.random(300) < 0.01, -1, draws.random(300) < 0.2)
    codes["age"] = draws.integers(0, 3, 300)
    columns = {
        name: pd.Series(pd.Categorical.from_codes(own.astype(int), [f"{name} {i}" for i in range(own.max() + 1)]))
        for name, own in codes.items()
    }
    flags = pd.Series(pd.array(draws.permutation(300) < below, dtype="boolean"))
    return build_survey(columns, flags, crossings=(("sex", "age", "town"),))


def marked(survey):
    members = bases_of(survey)
    groups = count_groups(survey, members, nested_variables(survey))
    return groups, without_one_of_two(groups, members, width=WIDTH)


@pytest.mark.parametrize("seed", range(5))
def test_no_two_groups_with_an_outcome_differ_by_one_to_four_people(seed):
    groups, without = marked(survey_of(seed, below=60))
    people = [
        (own.place == at) & (own.counts[SCORED].sum() > 0)
        for names, own in groups.items()
        for at in np.flatnonzero(own.shown.ravel() & (own.counts[SCORED].ravel() >= WIDTH) & ~without[names])
    ]
    assert sum(own.sum() for own in without.values()) > 0
    apart = [int((one ^ two).sum()) for one, two in combinations(people, 2)]
    assert not any(0 < n < WIDTH for n in apart)


def test_a_group_of_more_variables_gives_way_whoever_is_below():
    groups, one = marked(survey_of(1, below=20))
    _, other = marked(survey_of(1, below=150))
    assert all((one[names] == other[names]).all() for names in groups)
    assert not any(own.any() for names, own in one.items() if len(names) < 2)


def test_the_plan_publishes_no_outcome_of_them():
    survey = survey_of(1, below=60)
    groups, without = marked(survey)
    plan = protection_plan(survey)
    labels = [
        (" × ".join(names), groups[names].label(np.unravel_index(at, groups[names].shape)))
        for names, own in without.items()
        for at in np.flatnonzero(own)
    ]
    assert labels and all(plan.bounded(*label) for label in labels)
