"""200 random surveys: how often the joint attack succeeds, and how near it comes (docs/explanation/disclosure.md)."""

from __future__ import annotations

import pytest

from tests.attackers.known_weights import few_people_of
from tests.attackers.study import success_rates
from tests.attackers.surveys import draw

pytestmark = pytest.mark.slow


def test_nothing_of_the_small_cell_is_known():
    found = success_rates((200, 800, 2_000, 6_000), seeds=range(50), exact=False)
    assert found["surveys"].sum() == 200
    for told in ("n known", "n < 3 values", "below known", "score within 5"):
        assert (found[told] == 0).all(), found.to_string()
    # means and the lines of very small surveys may rule out that all of the cell, or none, are below
    assert found[["somebody is below", "not everybody is below"]].to_numpy().max() <= 0.05, found.to_string()


def test_the_same_attack_on_exact_tables_finds_everything():
    found = success_rates((200, 800), seeds=range(5), exact=True)
    for told in ("n known", "below known", "score within 5"):
        assert (found[told] == 1).all(), found.to_string()


def test_weighted_shares_seldom_tell_of_a_small_set_whatever_is_known_of_the_weights(tmp_path):
    """Windows and shifts together may rule out that all of a set are below, as other estimates may."""
    sets = []
    for n in (200, 800):
        for seed in range(40):
            sets += few_people_of(draw(seed, n, weighted=True), tmp_path / f"{n}-{seed}", exact=False)
    assert all(one.possible.low <= one.below <= one.possible.high for one in sets)
    assert len(sets) > 250
    assert sum(one.possible.low > 0 for one in sets) / len(sets) <= 0.01
    assert sum(one.told for one in sets) / len(sets) <= 0.05
