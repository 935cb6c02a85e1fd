"""Answers of simulated respondents under a graded response model with a normal factor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.arrays import Floats
from workbench.numerics.response_theory.curves import Layout


def draw_answers(parameters: Floats, place: Layout, *, n: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Draw category numbers, shape (k, n): each answer counts the boundaries that one uniform number passes."""
    theta, passed = rng.standard_normal(n), rng.random((len(place.sizes), n))
    codes = np.empty(passed.shape, dtype=np.uint8)
    for row, uniform, start, size in zip(codes, passed, place.starts, place.sizes, strict=True):
        intercepts = parameters[start + 1 : start + size, None]
        row[:] = (uniform < special.expit(parameters[start] * theta + intercepts)).sum(axis=0)
    return codes
