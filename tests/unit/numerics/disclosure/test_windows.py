"""Windows begin at multiples of their width, whatever the count."""

import numpy as np

from workbench.numerics.disclosure import window_middle, window_start


def test_the_first_window_holds_the_counts_below_the_width():
    assert window_start(np.arange(11), 5).tolist() == [0] * 5 + [5] * 5 + [10]
    assert window_middle(np.array([0, 4, 5, 9, 10]), 5).tolist() == [2, 2, 7, 7, 12]


def test_a_wide_window_is_two_narrow_ones():
    counts = np.arange(200)
    for width in (5, 6, 7):
        narrow, wide = window_start(counts, width), window_start(counts, 2 * width)
        assert (wide <= narrow).all() and (narrow + width <= wide + 2 * width).all()
    assert window_middle(np.array([9, 10]), 10).tolist() == [4.5, 14.5]


def test_each_cell_has_its_own_width():
    assert window_start(np.array([12, 12]), np.array([5, 10])).tolist() == [10, 10]
    assert window_middle(np.array([17, 17]), np.array([5, 10])).tolist() == [17, 14.5]
