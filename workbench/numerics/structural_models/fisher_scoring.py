"""Fisher scoring with damping: the search behind all factor models."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy import linalg

from workbench.arrays import Floats

MAX_ITERATIONS = 500
# Newton decrement, in units of the criterion, below which no digit that matters moves any more.
TOLERANCE = 1e-16
# Relative gain at which rounding has been reached.
ROUNDING = 1e-14
SMALLEST_DAMPING, LARGEST_DAMPING = 1e-10, 1e10


class Search(NamedTuple):
    """Where a search ended.

    Attributes
    ----------
    parameters : array, shape (p,)
    criterion : float
    converged : bool
        Whether a further step promises no gain.
    n_iterations : int
    """

    parameters: Floats
    criterion: float
    converged: bool
    n_iterations: int


def minimise(
    criterion: Callable[[Floats], float], slope: Callable[[Floats], tuple[Floats, Floats]], start: Floats
) -> Search:
    """Go downhill by scoring steps, damped (Levenberg–Marquardt) where a full step fails.

    Parameters
    ----------
    criterion : function
        Infinite where the parameters are not admissible.
    slope : function
        Gradient and a positive semidefinite approximation of the second derivatives.
    start : array, shape (p,)
    """
    x, value = start.copy(), criterion(start)
    damping = 1e-3
    for iteration in range(MAX_ITERATIONS):
        gradient, information = slope(x)
        scale = np.diag(information)
        scale = np.where(scale > 0, scale, 1.0)
        gain = np.inf
        while damping < LARGEST_DAMPING:
            step = _solved(information + damping * np.diag(scale), -gradient)
            gain = float(-gradient @ step)
            trial = criterion(x + step)
            if trial < value or gain <= TOLERANCE:
                break
            if abs(trial - value) <= ROUNDING * max(abs(value), 1e-8) and gain <= 1e-10:
                break
            damping *= 10
        if gain <= TOLERANCE:
            return Search(x, value, True, iteration)
        if not np.isfinite(trial) or damping >= LARGEST_DAMPING:
            return Search(x, value, bool(gain <= 1e-9), iteration)
        x, value = x + step, trial
        damping = max(damping / 10, SMALLEST_DAMPING)
    return Search(x, value, False, MAX_ITERATIONS)


def _solved(damped: Floats, against: Floats) -> Floats:
    """Solve for the step; of parameters that nothing tells apart, take the shortest one."""
    try:
        return np.asarray(linalg.cho_solve(linalg.cho_factor(damped), against))
    except linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(damped, against, rcond=None)[0])
