"""Errors and intervals follow from the counts beside them, and count no respondents, of replicates and clusters too."""

from __future__ import annotations

import numpy as np
import pytest

from tests.attackers.errors_and_clusters import draw_clustered, errors_beyond, pairs_that_fit, size_of
from tests.attackers.joint import Tables
from tests.attackers.publishing import groups, publish
from tests.attackers.reading import read_tables
from tests.attackers.surveys import SMALL, Truth, draw
from workbench import population


def tables_of(truth: Truth, folder, *, exact: bool) -> Tables:
    """Means and shares of groups."""
    plan = None if exact else population.protection_plan(truth.survey)
    return read_tables(publish(groups(truth), folder, plan))


@pytest.mark.parametrize("replicates", [False, True])
@pytest.mark.parametrize(("seed", "n"), [(3, 400), (3, 2_000)])
def test_an_interval_does_not_count_the_respondents_of_a_small_group(seed, n, replicates, tmp_path):
    """Each of them is in a cluster of its own, and t has as many degrees of freedom as clusters, less one."""
    truth = draw_clustered(seed, n, replicates=replicates)
    true_n = truth.count(household=SMALL)[0]
    for exact in (True, False):
        size = size_of(tables_of(truth, tmp_path / str(exact), exact=exact), SMALL, exact=exact)
        assert size.low <= true_n <= size.high
        assert (size.low, size.high) == ((true_n, true_n) if exact else (5, 9))


@pytest.mark.parametrize("replicates", [False, True])
def test_no_error_says_more_than_the_counts_beside_it(replicates, tmp_path):
    truth = draw_clustered(2, 800, replicates=replicates)
    assert errors_beyond(tables_of(truth, tmp_path / "exact", exact=True))
    assert errors_beyond(tables_of(truth, tmp_path / "published", exact=False)) == []


def test_an_exact_error_tells_both_counts_and_a_published_one_neither(tmp_path):
    """Share and error of a simple random sample fit one pair of numbers; what is published fits the middles only."""
    truth = draw(1, 800)
    n, e, _ = truth.count(household="Single parent")
    for exact in (True, False):
        rows = tables_of(truth, tmp_path / str(exact), exact=exact)["shares_table"].set_index("level")
        row = rows.loc["Single parent"]
        fits = pairs_that_fit(float(row["estimate"]), float(row["std_error"]), 150)
        assert ((n, e) in fits) == exact
        assert len(fits) <= 1


@pytest.mark.slow
@pytest.mark.parametrize("n", [200, 800, 2_000, 6_000])
def test_intervals_of_random_surveys(n, tmp_path):
    for seed, replicates in [(seed, bool(seed % 2)) for seed in range(20)]:
        truth = draw_clustered(seed, n, replicates=replicates)
        tables = tables_of(truth, tmp_path / str(seed), exact=False)
        size = size_of(tables, SMALL, exact=False)
        assert size.high - size.low >= 4 and np.isfinite(size.high), seed
        assert errors_beyond(tables) == []
