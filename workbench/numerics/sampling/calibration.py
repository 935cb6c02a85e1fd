"""Weights that reproduce known totals, and what they leave unexplained: arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse

from workbench.arrays import Floats, Ints

_MAX_PASSES = 10_000
_TOLERANCE = 1e-12  # largest relative distance of a margin from its total
_RANK = 1e-10  # eigenvalues below this part of the largest are those of margins that determine one another


class Calibration(NamedTuple):
    """What weights were calibrated to.

    Attributes
    ----------
    auxiliary : sparse array, shape (n_respondents, n_auxiliary)
        Values whose totals are those of the population.
    before, after : array, shape (n_respondents,)
        Weights before and after calibration.
    """

    auxiliary: sparse.csr_array
    before: Floats
    after: Floats


def raked_weights(weights: Floats, margins: Sequence[tuple[Ints, Floats]]) -> tuple[Floats, bool]:
    """Scale weights to one margin after the other until all are met (Deming & Stephan 1940).

    Parameters
    ----------
    weights : array, shape (n_respondents,)
    margins : sequence of (codes, totals)
        Number of each respondent's level, shape (n_respondents,), and the total of each level, all positive.

    Returns
    -------
    array, shape (n_respondents,), and whether all margins are met.

    Notes
    -----
    R: ``survey::postStratify`` for one margin, ``survey::rake`` with a small `epsilon` for several. Respondents who
    agree in all margins are scaled alike, so only their sums go through the passes.
    """
    key: Ints = np.zeros(len(weights), dtype=np.int64)
    for codes, _ in margins:  # made dense after each margin, so the key cannot overflow
        key = np.unique(key * (codes.max() + 1) + codes, return_inverse=True)[1].astype(np.int64)
    first = np.unique(key, return_index=True)[1]
    start = np.bincount(key, weights=weights)
    cells: Floats = start.astype(np.float64)
    of_cell = [(codes[first], totals) for codes, totals in margins]
    met = False
    for _ in range(_MAX_PASSES):
        for codes, totals in of_cell:
            sums = np.bincount(codes, weights=cells, minlength=len(totals))
            if not sums.all():
                return weights, False  # a level of which no weight is left
            cells = cells * (totals / sums)[codes]
        misses = [np.bincount(codes, weights=cells, minlength=len(t)) / t - 1 for codes, t in of_cell]
        if met := bool(max(np.abs(miss).max() for miss in misses) <= _TOLERANCE):
            break
    factors: Floats = np.divide(cells, start, out=np.zeros_like(cells), where=start > 0)
    return weights * factors[key], met


def linear_weights(weights: Floats, auxiliary: sparse.csr_array, totals: Floats) -> tuple[Floats, bool]:
    r"""Change weights least, in :math:`\sum (w - d)^2 / d`, so that the auxiliary values have these totals.

    :math:`w_i = d_i (1 + x_i'\lambda)`, :math:`\lambda = (\sum d x x')^{-1} (T - \sum d x)` (Deville & Särndal 1992);
    some may be negative.

    Returns
    -------
    array, shape (n_respondents,), and whether all totals are met.

    Notes
    -----
    R: ``survey::calibrate(calfun = "linear")``.
    """
    shortfall = totals - auxiliary.T @ weights
    slopes = _inverse_moments(auxiliary, weights) @ shortfall
    after = weights * (1 + auxiliary @ slopes)
    scale = np.abs(auxiliary).T @ np.abs(after)
    return after, bool((np.abs(auxiliary.T @ after - totals) <= 1e-9 * scale).all())


def calibration_residuals(contributions: Floats, calibration: Calibration) -> Floats:
    r"""Return contributions of what the auxiliary values do not explain.

    With d the weights before, w those after calibration and :math:`u_i = w_i z_i`: :math:`w_i (z_i - x_i'B)`,
    :math:`B = (\sum d x x')^{-1} \sum d x z` (Deville & Särndal 1992).

    Parameters
    ----------
    contributions : array, shape (n_respondents, q)
        :math:`u_i`.
    calibration : Calibration

    Notes
    -----
    R: variances after ``postStratify`` and ``calibrate``. ``rake`` leaves the weights out of B, which is the same only
    where the weights before were equal.
    """
    slopes = calibration_slopes(contributions, calibration)
    return np.asarray(contributions - calibration.after[:, None] * (calibration.auxiliary @ slopes))


def calibration_slopes(contributions: Floats | sparse.csr_array, calibration: Calibration) -> Floats:
    """B of `calibration_residuals`, shape (n_auxiliary, q)."""
    ratio = sparse.diags_array(calibration.before / calibration.after)
    cross = calibration.auxiliary.T @ (ratio @ contributions)
    cross = cross.toarray() if sparse.issparse(cross) else cross
    return np.asarray(_inverse_moments(calibration.auxiliary, calibration.before) @ cross)


def _inverse_moments(auxiliary: sparse.csr_array, weights: Floats) -> Floats:
    """Pseudo-inverse of the weighted moments: margins that each sum to everyone determine one another."""
    moments = (auxiliary.T @ sparse.diags_array(weights) @ auxiliary).toarray()
    scale = np.sqrt(np.diag(moments))
    inverse = np.linalg.pinv(moments / np.outer(scale, scale), rcond=_RANK, hermitian=True)
    return np.asarray(inverse / np.outer(scale, scale))
