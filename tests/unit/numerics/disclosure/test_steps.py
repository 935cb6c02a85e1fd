"""Steps and significant digits, as far as floats reach."""

import warnings

import numpy as np
import pytest

from workbench.numerics.disclosure.steps import significant, to_step


@pytest.mark.parametrize("digits", [1, 3, 12])
def test_significant_digits_of_the_smallest_and_largest_numbers(digits):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = significant([1e-320, -5e-324, 1.2e308, 0.0, np.nan, np.inf], digits)
    assert found[:2].tolist() == [0, 0]
    assert found[2] == pytest.approx(1.2e308, rel=0.6 * 10.0 ** (1 - digits))
    assert found[3] == 0 and np.isnan(found[4]) and found[5] == np.inf


def test_significant_digits_of_small_numbers_are_kept():
    assert significant([1.2345e-200, 123.45, -0.0098765], 3) == pytest.approx([1.23e-200, 123, -0.00988], rel=1e-15)
    assert to_step([66.2, -0.01], [3, 0.5]).tolist() == [66, 0]
