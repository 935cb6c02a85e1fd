"""Nobody is known from all tables together, by integer programs over everybody's kinds and scores."""

import pytest

from tests.attackers.many_questions import draw, known
from workbench import population
from workbench.disclosure.cells import all_tables, repair


def test_dozens_of_questions_asked_of_a_few_dozen_people_tell_of_none(monkeypatch):
    survey = draw(60, 20, seed=1)
    assert known(survey, population.protection_plan(survey)) == []
    monkeypatch.setattr(repair, "coarse_for_single_people", lambda groups, members, coarse, *, width: coarse)
    assert len(known(survey, population.protection_plan(survey))) == 60, "rounding alone hides nobody"


@pytest.mark.parametrize("crossed", [0, 3])
def test_few_people_are_asked_about_however_many_groups_there_are(crossed, monkeypatch):
    monkeypatch.setattr(all_tables, "_AT_ONCE", 10)
    assert population.protection_plan(draw(60, 20, seed=1, crossed=crossed)).wide


def test_a_few_questions_lose_nothing():
    for n, n_questions, crossed in ((60, 8, 0), (100, 10, 4), (800, 12, 5)):
        plan = population.protection_plan(draw(n, n_questions, seed=5, crossed=crossed))
        assert not plan.wide and not plan.without_outcome


@pytest.mark.slow
def test_forty_questions_asked_of_a_hundred_people_tell_of_none():
    survey = draw(103, 40, seed=0)
    assert known(survey, population.protection_plan(survey)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("n", "n_questions", "crossed"), [(60, 8, 3), (60, 14, 0), (60, 20, 0), (80, 6, 6), (100, 10, 4)]
)
def test_means_beside_shares_tell_of_nobody_either(n, n_questions, crossed, seed):
    survey = draw(n, n_questions, seed=seed, crossed=crossed)
    assert known(survey, population.protection_plan(survey), means=True) == []
