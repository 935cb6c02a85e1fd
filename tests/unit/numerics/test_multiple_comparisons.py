"""Holm's step-down p-values, against an example worked by hand."""

import numpy as np

from workbench.numerics import holm


def test_holm_multiplies_by_the_tests_left_and_never_falls():
    adjusted = holm(np.array([0.04, 0.01, 0.03]))
    assert np.allclose(adjusted, [0.06, 0.03, 0.06])  # 3 · .01; 2 · .03; 1 · .04 is raised to .06


def test_no_p_value_exceeds_one():
    assert holm(np.array([0.6, 0.9])).max() == 1.0
