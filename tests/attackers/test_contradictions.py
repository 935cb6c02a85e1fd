"""What models say of the few who contradict what one variable says of another: nothing."""

from __future__ import annotations

import numpy as np
import pytest

from tests.attackers.contradictions import (
    KINDS,
    coefficient,
    draw_few,
    guess,
    models_that_exist,
    moved_by_the_few,
    with_answers,
)
from workbench import population

OPEN = 50  # points, of 100, that the mean of the few must leave open
ENOUGH = 60  # of 800 people: then five of them are expected below the cut-off


@pytest.mark.parametrize("kind", KINDS)
def test_with_predictors_as_they_are_one_score_is_read_from_exact_tables(kind):
    drawn = draw_few(kind, 1, 800, 1)
    assert guess(drawn, exact=True) == pytest.approx(drawn.mean, abs=5)


@pytest.mark.parametrize(("kind", "few", "weighted"), [("children", 1, False), ("towns", 4, False), ("towns", 1, True)])
def test_no_coefficient_rests_on_few(kind, few, weighted):
    assert moved_by_the_few(draw_few(kind, 1, 800, few, weighted=weighted)) <= OPEN


@pytest.mark.parametrize("seed", range(3))
def test_a_coefficient_that_rests_on_six_is_as_coarse_as_the_mean_of_six(seed):
    """One of them moves it by 100 / 6 points, so it stands on steps of 20, not of half its standard error."""
    assert coefficient(draw_few("towns", seed, 800, 6)) % 20 == 0


def test_whether_a_model_exists_tells_nothing_of_the_few():
    drawn = draw_few("children", 1, 800, 4)
    exact = [models_that_exist(with_answers(drawn, below), exact=True) for below in (0, 2)]
    assert exact == [(False,), (True,)]
    published = [models_that_exist(with_answers(drawn, below)) for below in (0, 2)]
    assert published[0] == published[1]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [200, 800, 2_000])
def test_few_in_random_surveys(kind, n):
    drawn = [draw_few(kind, seed, n, 1 + seed % 4, weighted=seed % 3 == 0) for seed in range(40)]
    read = [abs(guess(one, exact=True) - one.mean) <= 10 for one in drawn]
    assert np.mean(read) > 0.8
    assert all(moved_by_the_few(one) <= OPEN for one in drawn)
    for one in drawn[::8]:
        found: dict[str, set[tuple[bool, ...]]] = {}
        for other in (with_answers(one, below) for below in range(len(one.places) + 1)):
            published = population.protection_plan(other.truth.survey).fingerprint  # of all windows
            everybody, *_, crossed = models_that_exist(other)  # of each sex: windows of other cells, too
            found.setdefault(published, set()).add((everybody, crossed))
        assert all(len(exist) == 1 for exist in found.values())


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_where_many_tell_variables_apart_the_model_exists(kind):
    assert all(models_that_exist(draw_few(kind, seed, 800, ENOUGH))[0] for seed in range(40))
