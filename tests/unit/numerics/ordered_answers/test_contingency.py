import numpy as np
import pandas as pd
import pytest

from workbench.numerics.ordered_answers import contingency
from workbench.numerics.ordered_answers.item_pairs import item_pairs


@pytest.mark.parametrize("n_items", [2, 3, 4, 7])
def test_items_counted_in_groups_against_pandas(n_items):
    rng = np.random.default_rng(5)
    n, size = 8_000, 4
    assert len(contingency._item_groups(7, n, size, most=contingency.MOST_CELLS)) < 7
    codes = rng.integers(0, [[2 + item % 3] for item in range(n_items)], (n_items, n)).astype(np.uint8)
    weights = rng.uniform(0.5, 2, (n, 2))
    counted = contingency.pair_tables(codes, None, size=size)
    weighted = contingency.pair_tables(codes, weights[:, 1].copy(), size=size)
    replicated = contingency.replicated_pair_tables(codes, weights, size=size)
    assert replicated.shape == (2, len(counted), size, size)
    for pair, (i, j) in enumerate(zip(*item_pairs(n_items), strict=True)):
        filled = {"index": range(size), "columns": range(size), "fill_value": 0}
        np.testing.assert_array_equal(counted[pair], pd.crosstab(codes[i], codes[j]).reindex(**filled))
        expected = pd.crosstab(codes[i], codes[j], weights[:, 1], aggfunc="sum").fillna(0).reindex(**filled)
        np.testing.assert_allclose(weighted[pair], expected)
        np.testing.assert_allclose(replicated[1, pair], expected)


def test_monotone_tables():
    tables = np.array(
        [
            [[4, 1, 0], [0, 2, 0], [0, 1, 3]],  # a staircase upwards
            [[0, 1, 3], [0, 2, 0], [4, 1, 0]],  # downwards
            [[4, 1, 0], [1, 2, 0], [0, 1, 3]],  # one discordant pair of cells
            [[0, 2, 0], [0, 3, 0], [0, 0, 0]],  # neither
        ],
        dtype=float,
    )
    never_falls, never_rises = contingency.is_monotone(tables)
    assert never_falls.tolist() == [True, False, False, True]
    assert never_rises.tolist() == [False, True, False, True]


def test_margins_of_the_tables_are_the_counts_of_the_items():
    codes = np.random.default_rng(6).integers(0, [[3], [2], [4]], (3, 500)).astype(np.uint8)
    margins = contingency.margins(contingency.pair_tables(codes, None, size=4))
    np.testing.assert_array_equal(margins, contingency.item_counts(codes, None, size=4))


def test_many_weights_at_once_give_the_tables_of_each():
    rng = np.random.default_rng(4)
    codes, weights = rng.integers(0, 4, (5, 70_000)).astype(np.uint8), rng.uniform(0, 2, (70_000, 3))
    rows = rng.integers(0, 6, 70_000)
    pairs = contingency.replicated_pair_tables(codes, weights, size=4)
    crossed = contingency.replicated_cross_tables(codes, rows, weights, n_rows=6, size=4)
    for r in range(3):
        np.testing.assert_allclose(pairs[r], contingency.pair_tables(codes, weights[:, r].copy(), size=4), rtol=1e-10)
        expected = contingency.cross_tables(codes, rows, weights[:, r].copy(), n_rows=6, size=4)
        np.testing.assert_allclose(crossed[r], expected, rtol=1e-10)


def test_sums_of_decimals_that_differ_by_rounding_are_one():
    scores, place = contingency.distinct_sums(np.array([[0.1, 0.2], [0.3, 0.0], [1.0, 0.0]]))
    assert list(scores) == [0.3, 1.0]
    assert list(place) == [0, 0, 1]
