import itertools

import numpy as np
import pytest

from workbench.numerics.ordered_answers.item_pairs import (
    both_items,
    item_pairs,
    matrix_of_pairs,
    n_items_of,
    pairs_of_matrix,
)


def test_pairs_stand_in_the_order_of_combinations():
    first, second = item_pairs(5)
    assert list(zip(first, second, strict=True)) == list(itertools.combinations(range(5), 2))
    with pytest.raises(ValueError, match="read-only"):
        first[0] = 1
    assert [n_items_of(len(item_pairs(k)[0])) for k in (2, 3, 9)] == [2, 3, 9]


def test_a_matrix_gives_back_the_values_it_was_made_of():
    values = np.random.default_rng(1).normal(size=(4, 10))
    matrix = matrix_of_pairs(values, diagonal=2.0)
    np.testing.assert_array_equal(matrix, matrix.transpose(0, 2, 1))
    np.testing.assert_array_equal(np.diagonal(matrix, axis1=1, axis2=2), 2.0)
    np.testing.assert_array_equal(pairs_of_matrix(matrix), values)
    assert matrix[3, 1, 4] == values[3, list(itertools.combinations(range(5), 2)).index((1, 4))]


def test_each_pair_gets_the_values_of_its_items():
    values = np.random.default_rng(2).normal(size=(2, 4, 3))
    rows, columns = both_items(values)
    for pair, (i, j) in enumerate(itertools.combinations(range(4), 2)):
        np.testing.assert_array_equal(rows[:, pair], values[:, i])
        np.testing.assert_array_equal(columns[:, pair], values[:, j])
