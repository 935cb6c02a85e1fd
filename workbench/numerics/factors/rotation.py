r"""Rotation of common factors: gradient projection from many starts at once (Jennrich 2001, 2002).

With loadings A and a matrix T of factors:

* orthogonal (varimax): L = A T with T'T = I; a step against the projected gradient is turned back by its polar factor;
* oblique (quartimin, geomin): L = A (T')⁻¹ with columns of T of length 1, factor correlations T'T; a step is turned
  back by shortening the columns to 1.

Criteria, of which the smallest is sought, with :math:`s_{ij} = \lambda_{ij}^2`:

* quartimin (oblimin with its parameter 0): :math:`\frac14 \sum_i \sum_{j \ne m} s_{ij} s_{im}`;
* geomin: :math:`\sum_i (\prod_j (s_{ij} + 0.01))^{1/p}`;
* varimax: :math:`-\frac14 \sum_j \sum_i (s_{ij} - \bar s_j)^2`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats
from workbench.numerics.blas_threads import one_blas_thread

N_STARTS = 100
MAX_ITERATIONS = 3000
MAX_HALVINGS = 30
# All starts go on until the gradient is this flat, the best of them until it vanishes.
ROUGH_TOLERANCE, GRADIENT_TOLERANCE = 1e-5, 1e-9
# Where rounding ends the search before that, the gradient still has to be this flat.
CONVERGED = 1e-6
# Criteria that differ by less belong to one solution.
SAME_CRITERION = 1e-6
GEOMIN_OFFSET = 0.01
PROMAX_POWER = 4
OBLIQUE = {"oblimin": True, "geomin": True, "varimax": False, "promax": False}
NORMALISED = ("varimax", "promax")

Criterion = Callable[[Floats], tuple[Floats, Floats]]


class Rotation(NamedTuple):
    """The best of the solutions that the starts reach.

    Attributes
    ----------
    pattern : array, shape (k, p)
        Rotated loadings, in descending order of the sum of their squares, each factor with a positive sum of loadings.
    correlations : array, shape (p, p)
        Of the factors.
    n_best : int
        Starts that ended in this solution.
    n_local : int
        Other solutions, with a higher criterion, in which starts ended.
    n_unfinished : int
        Starts that did not converge.
    """

    pattern: Floats
    correlations: Floats
    n_best: int
    n_local: int
    n_unfinished: int


class _Point(NamedTuple):
    """Where S searches stand: factors (S, p, p), loadings (S, k, p), criterion (S,), projected gradient (S, p, p)."""

    turn: Floats
    pattern: Floats
    criterion: Floats
    slope: Floats


@one_blas_thread
def rotate_factors(loadings: Floats, *, rotation: str, seed: int, n_starts: int = N_STARTS) -> Rotation | None:
    """Rotate loadings to simple structure; None if no start converged.

    Parameters
    ----------
    loadings : array, shape (k, p)
        Of orthogonal factors.
    rotation : {"oblimin", "geomin", "promax", "varimax"}
        Varimax and promax normalise items to a communality of 1 (Kaiser), the others do not. Promax starts from varimax
        and regresses its loadings' fourth powers, with their signs, on them.
    seed : int
        Of the random starts; the first start is `loadings` as they are.
    n_starts : int
    """
    lengths = np.sqrt((loadings**2).sum(axis=1, keepdims=True)) if rotation in NORMALISED else np.ones((1, 1))
    lengths = np.where(lengths > 0, lengths, 1.0)
    criterion = {"oblimin": _quartimin, "geomin": _geomin}.get(rotation, _varimax)
    starts = _starts(loadings.shape[1], n_starts, seed)
    search = partial(_descended, loadings / lengths, criterion=criterion, oblique=OBLIQUE[rotation])
    point, converged = search(starts, tolerance=ROUGH_TOLERANCE)
    if not converged.any():
        return None
    ends = np.where(converged, point.criterion, np.inf)
    close = SAME_CRITERION * (1 + abs(ends.min()))
    best = int(np.argmax(ends <= ends.min() + close))
    distinct = 1 + int((np.diff(np.sort(ends[converged])) > close).sum())
    end, finished = search(point.turn[[best]], tolerance=GRADIENT_TOLERANCE)
    if not finished[0]:
        return None
    turn, pattern = end.turn[0], end.pattern[0] * lengths
    correlations = turn.T @ turn
    if rotation == "promax":
        pattern, correlations = _promax(pattern)
    pattern, correlations = _in_order(pattern, correlations)
    return Rotation(
        pattern=pattern,
        correlations=correlations,
        n_best=int((ends <= ends[best] + close).sum()),
        n_local=distinct - 1,
        n_unfinished=int((~converged).sum()),
    )


def _starts(p: int, n_starts: int, seed: int) -> Floats:
    """Return the unit matrix and random orthogonal matrices, shape (n_starts, p, p)."""
    drawn = np.linalg.qr(np.random.default_rng(seed).standard_normal((n_starts, p, p)))[0]
    drawn[0] = np.eye(p)
    return np.asarray(drawn)


def _quartimin(pattern: Floats) -> tuple[Floats, Floats]:
    squares = pattern**2
    others = squares.sum(axis=2, keepdims=True) - squares
    return (squares * others).sum(axis=(1, 2)) / 4, pattern * others


def _geomin(pattern: Floats) -> tuple[Floats, Floats]:
    p = pattern.shape[2]
    squares = pattern**2 + GEOMIN_OFFSET
    means = np.exp(np.log(squares).mean(axis=2, keepdims=True))
    return means.sum(axis=(1, 2)), (2 / p) * pattern / squares * means


def _varimax(pattern: Floats) -> tuple[Floats, Floats]:
    squares = pattern**2
    centred = squares - squares.mean(axis=1, keepdims=True)
    return -(centred**2).sum(axis=(1, 2)) / 4, -pattern * centred


def _promax(varimax: Floats) -> tuple[Floats, Floats]:
    """Regress powers of the loadings on them (Hendrickson & White 1964); factors keep variance 1."""
    target = varimax * np.abs(varimax) ** (PROMAX_POWER - 1)
    turn = np.linalg.lstsq(varimax, target, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    return varimax @ turn, np.linalg.inv(turn.T @ turn)


def _in_order(pattern: Floats, correlations: Floats) -> tuple[Floats, Floats]:
    order = np.argsort(-(pattern**2).sum(axis=0), kind="stable")
    sign = np.where(pattern.sum(axis=0) < 0, -1.0, 1.0)[order]
    return pattern[:, order] * sign, correlations[np.ix_(order, order)] * np.outer(sign, sign)


def _descended(
    loadings: Floats, starts: Floats, *, criterion: Criterion, oblique: bool, tolerance: float
) -> tuple[_Point, Bools]:
    """Follow the projected gradient from each start until it vanishes; return the ends and whether it did."""
    point = _point(loadings, starts, criterion, oblique)
    length = np.ones(len(starts))
    active = np.arange(len(starts))
    for _ in range(MAX_ITERATIONS):
        active = active[_size(point.slope[active]) >= tolerance]
        if not active.size:
            break
        here = _Point(*(array[active] for array in point))
        reached, length[active], improved = _step(loadings, here, 2 * length[active], criterion, oblique)
        for array, new in zip(point, reached, strict=True):
            array[active] = new
        active = active[improved]
    return point, np.asarray(_size(point.slope) < max(tolerance, CONVERGED))


def _size(slope: Floats) -> Floats:
    return np.asarray(np.sqrt((slope**2).sum(axis=(1, 2))))


def _point(loadings: Floats, turn: Floats, criterion: Criterion, oblique: bool) -> _Point:
    """Evaluate the criterion and its gradient, projected on the directions in which `turn` may move."""
    if not oblique:
        pattern = loadings @ turn
        value, by_pattern = criterion(pattern)
        gradient = loadings.T @ by_pattern
        product = turn.transpose(0, 2, 1) @ gradient
        return _Point(turn, pattern, value, gradient - turn @ (product + product.transpose(0, 2, 1)) / 2)
    back = np.linalg.inv(turn)
    pattern = loadings @ back.transpose(0, 2, 1)
    value, by_pattern = criterion(pattern)
    gradient = -(pattern.transpose(0, 2, 1) @ by_pattern @ back).transpose(0, 2, 1)
    return _Point(turn, pattern, value, gradient - turn * (turn * gradient).sum(axis=1, keepdims=True))


def _turned(turn: Floats, oblique: bool) -> Floats:
    """Return the nearest allowed matrices."""
    if oblique:
        return np.asarray(turn / np.sqrt((turn**2).sum(axis=1, keepdims=True)))
    left, _, right = np.linalg.svd(turn)
    return np.asarray(left @ right)


def _step(
    loadings: Floats, here: _Point, length: Floats, criterion: Criterion, oblique: bool
) -> tuple[_Point, Floats, Bools]:
    """Halve each step until its criterion falls enough; return new places, lengths and who moved."""
    reached, length = _Point(*(array.copy() for array in here)), length.copy()
    pending, size = np.arange(len(length)), _size(here.slope)
    for _ in range(MAX_HALVINGS):
        trial = here.turn[pending] - length[pending, None, None] * here.slope[pending]
        there = _point(loadings, _turned(trial, oblique), criterion, oblique)
        gain = here.criterion[pending] - there.criterion
        # Near the solution the criterion is flat to rounding; a smaller gradient then tells progress.
        flat = np.abs(gain) <= 1e-13 * (1 + np.abs(here.criterion[pending]))
        good = (gain > 0.5 * size[pending] ** 2 * length[pending]) | (flat & (_size(there.slope) < size[pending]))
        for array, new in zip(reached, there, strict=True):
            array[pending[good]] = new[good]
        pending = pending[~good]
        if not pending.size:
            break
        length[pending] /= 2
    moved = np.ones(len(length), dtype=bool)
    moved[pending] = False
    return reached, length, moved
