"""Unions of levels of two variables that differ by a few people who stray are all found, by trying every union."""

from itertools import chain, combinations, product

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.disclosure.cells.groups import SCORED, bases_of, count_groups
from workbench.disclosure.cells.near_twins import near_twins, without_one_of_two
from workbench.disclosure.cells.near_unions import near_unions

WIDTH = 5


def survey_of(seed, strays):
    """Towns in regions, but for a few people; some left out their town. Towns 4 and 5 are small."""
    draws = np.random.default_rng(seed)
    town = draws.choice(6, 400, p=[0.3, 0.3, 0.2, 0.16, 0.02, 0.02])
    region = np.array([0, 0, 1, 2, 1, 2])[town]
    moved = draws.choice(400, strays, replace=False)
    region[moved] = draws.integers(0, 3, strays)
    town[draws.choice(400, 3, replace=False)] = -1
    columns = {
        name: pd.Series(pd.Categorical.from_codes(codes, [f"{name} {i}" for i in range(codes.max() + 1)]))
        for name, codes in (("region", region), ("town", town))
    }
    return build_survey(columns, pd.Series(draws.random(400) < 0.2, dtype="boolean"))


def counted(survey):
    members = bases_of(survey)
    return members, count_groups(survey, members, set())


def subsets(n):
    return chain.from_iterable(combinations(range(n), k) for k in range(1, n))


def unions_that_tell(groups):
    """All pairs of unions of large levels, by trying: they differ by one to four people, somebody in two of them."""
    one, two = groups["region",], groups["town",]
    cross = np.zeros((one.listed.size, two.listed.size), dtype=int)
    np.add.at(cross, (one.place, two.place), 1)
    large = [np.flatnonzero(own.counts[SCORED].ravel() >= WIDTH) for own in (one, two)]
    for first, second in product(subsets(len(large[0])), subsets(len(large[1]))):
        in_one, in_two = (
            np.isin(np.arange(len(cross)), large[0][list(first)]),
            np.isin(np.arange(cross.shape[1]), large[1][list(second)]),
        )
        apart = np.where(in_one[:, None] != in_two, cross, 0)
        if 0 < apart.sum() < WIDTH and apart[np.ix_(large[0], large[1])].any():
            yield frozenset(large[0][list(first)].tolist()), frozenset(large[1][list(second)].tolist())


@pytest.mark.parametrize("seed", range(1, 9))
def test_of_two_unions_that_differ_by_few_one_lacks_an_outcome(seed):
    members, groups = counted(survey_of(seed, strays=seed))
    without = without_one_of_two(groups, members, width=WIDTH)
    told = list(unions_that_tell(groups))
    for first, second in told:
        assert without["region",][list(first)].any() or without["town",][list(second)].any()
    assert told


def test_the_same_variable_gives_way_everywhere():
    """Else everyone less the other levels would tell of a level that has no outcome."""
    members, groups = counted(survey_of(3, strays=3))
    without = without_one_of_two(groups, members, width=WIDTH)
    assert without["town",].sum() >= 2 and not without["region",].any()


def test_levels_nobody_answered_cost_no_outcome():
    """That levels with small ones and unanswered ones make everyone is what their own rows tell."""
    members, groups = counted(survey_of(0, strays=0))
    assert not any(own.any() for own in without_one_of_two(groups, members, width=WIDTH).values())
    assert not near_unions(groups["region",], groups["town",], members[SCORED], width=WIDTH)


def test_twins_are_laid_out_as_unions():
    members, groups = counted(survey_of(3, strays=3))
    twins = near_twins(groups, members, [], width=WIDTH)
    assert any(len(twin.second.places) > 1 for twin in twins)
    for twin in twins:
        first, second = (union.holds(groups[union.names]) for union in (twin.first, twin.second))
        assert 0 < (first ^ second).sum() < WIDTH
        assert [len(part) for part in twin.parts] == [
            (first & second).sum(),
            (first & ~second).sum(),
            (second & ~first).sum(),
        ]
