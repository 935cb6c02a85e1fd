"""Years crossed with nested areas, with slopes over the years."""

from __future__ import annotations

import pytest

from tests.attackers.publishing import groups, publish
from tests.attackers.reading import read_tables
from tests.attackers.recover import Recovered
from tests.attackers.yearly import draw_years, recover_first_year, slopes
from workbench import population


def attacked(folder, seed: int, n: int, *, exact: bool) -> Recovered:
    """Attack the tables of groups and slopes."""
    truth = draw_years(seed, n)
    plan = None if exact else population.protection_plan(truth.survey)
    tables = read_tables(publish({**groups(truth), **slopes(truth)}, folder, plan))
    return recover_first_year(truth, tables, exact=exact)


@pytest.mark.parametrize("n", [200, 800])
def test_years_and_nested_areas(n, tmp_path):
    told, kept = (attacked(tmp_path / str(exact), 1, n, exact=exact) for exact in (True, False))
    assert told.sound and {"n known", "below known"} <= set(told.succeeded)
    assert kept.sound and kept.succeeded == []


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 800, 2_000, 6_000])
def test_years_and_nested_areas_in_random_surveys(n, tmp_path):
    found = [attacked(tmp_path / str(seed), seed, n, exact=False) for seed in range(25)]
    assert all(one.sound for one in found)
    told = [one.succeeded for one in found if one.succeeded]
    assert len(told) <= 1, told
    assert not {"n known", "n < 3 values", "below known"} & {word for words in told for word in words}
