"""200 random surveys: how often the joint attack succeeds, and how near it comes (docs/explanation/disclosure.md)."""

from __future__ import annotations

import pytest

from tests.attackers.study import success_rates

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
