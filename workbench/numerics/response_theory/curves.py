r"""Samejima's graded response model: probabilities of the categories of each item, and their derivatives.

.. math:: P(X_i \ge k \mid \theta) = \frac{1}{1 + \exp(-(a_i \theta + d_{ik}))}, \quad k = 1, \ldots, m_i

with falling intercepts d. All items stand in one vector: for each item its slope and then its m intercepts. An item has
as many categories (m + 1) as parameters, so one index serves both: entry `start` is the lowest category and the slope,
entry `start + k` is category k and the intercept of its lower boundary.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.ordered_answers import item_pairs


class Layout(NamedTuple):
    """Where each item stands in the vector of all categories (and parameters).

    Attributes
    ----------
    sizes, starts : array of int, shape (k,)
        Number of categories and first entry of each item.
    item : array of int, shape (c,)
        Item of each entry.
    lowest, highest : array of bool, shape (c,)
        Whether the entry is the lowest, the highest category of its item.
    """

    sizes: Ints
    starts: Ints
    item: Ints
    lowest: Bools
    highest: Bools

    @property
    def size(self) -> int:
        """Number of categories of all items, and of parameters."""
        return len(self.item)

    @property
    def pairs(self) -> tuple[Ints, Ints]:
        """First and second item of each pair."""
        return item_pairs(len(self.sizes))


class Curves(NamedTuple):
    """Category probabilities at some points and the parts of their derivatives, all of shape (c, q).

    Attributes
    ----------
    log_probability : array
        ln P of each category.
    lower, upper : array
        Derivative of ln P by its lower boundary's logit, and minus that by its upper boundary's logit; 0 where the
        category has no such boundary.
    lower_slope, upper_slope : array
        1 − 2 F at the lower and upper boundary, F the logistic function.
    """

    log_probability: Floats
    lower: Floats
    upper: Floats
    lower_slope: Floats
    upper_slope: Floats

    @property
    def probability(self) -> Floats:
        """P of each category."""
        return np.asarray(np.exp(self.log_probability))


def layout(sizes: Ints) -> Layout:
    """Lay out items with these numbers of categories."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    lowest, highest = np.zeros(int(sizes.sum()), dtype=bool), np.zeros(int(sizes.sum()), dtype=bool)
    lowest[starts], highest[starts + sizes - 1] = True, True
    return Layout(np.asarray(sizes, dtype=np.int64), starts, np.repeat(np.arange(len(sizes)), sizes), lowest, highest)


def indicators(codes: NDArray[np.uint8], place: Layout) -> Floats:
    """Mark the category of each answer with a one, shape (m, c), from category numbers of shape (m, k)."""
    marked = np.zeros((len(codes), place.size))
    np.put_along_axis(marked, codes + place.starts, 1.0, axis=1)
    return marked


def slopes(parameters: Floats, place: Layout) -> Floats:
    """Slope of each item, shape (k,)."""
    return parameters[place.starts]


def curves(parameters: Floats, place: Layout, theta: Floats) -> Curves:
    """Evaluate all categories at all points.

    Differences of the logistic function are taken as products, F(x) − F(y) = F(x) F(−y) (1 − exp(y − x)), so that tiny
    probabilities keep their digits.
    """
    logits = slopes(parameters, place)[place.item, None] * theta + parameters[:, None]
    low = np.where(place.lowest[:, None], np.inf, logits)
    high = np.where(place.highest[:, None], -np.inf, np.roll(logits, -1, axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):  # equal intercepts: probability 0, refused by the caller
        gap = -np.expm1(high - low)
        log_low, log_high = -np.logaddexp(0, -low), -np.logaddexp(0, high)
        log_probability = log_low + log_high + np.log(gap)
        f_low, f_high = np.exp(log_low), 1 - np.exp(log_high)
        lower = np.exp(-np.logaddexp(0, low) - log_high) / gap
        upper = np.exp(-np.logaddexp(0, -high) - log_low) / gap
    return Curves(log_probability, lower, upper, 1 - 2 * f_low, 1 - 2 * f_high)


def expected_points(parameters: Floats, place: Layout, theta: Floats, points: Floats) -> Floats:
    """Give the expected answer to each item, shape (k, q): the lowest points plus each step times P of taking it."""
    steps = np.diff(points, prepend=0.0)
    logits = slopes(parameters, place)[place.item, None] * theta + parameters[:, None]
    taken = np.where(place.lowest[:, None], points[:, None], steps[:, None] * special.expit(logits))
    return np.asarray(np.add.reduceat(taken, place.starts, axis=0))


def rises(parameters: Floats, place: Layout) -> bool:
    """Whether each item's intercepts fall from category to category, so that every probability is above 0."""
    steps = np.diff(parameters)
    inside = ~place.lowest[:-1] & ~place.lowest[1:]
    return bool(np.isfinite(parameters).all() and (steps[inside] < 0).all())


def score_matrix(curve: Curves, place: Layout, theta: Floats) -> Floats:
    """Differentiate each category's ln P by all parameters, shape (q, c, c): category, then parameter."""
    c = place.size
    scores = np.zeros((len(theta), c, c))
    entries = np.arange(c)
    scores[:, entries, place.starts[place.item]] = (theta * (curve.lower - curve.upper)).T
    with_lower, with_upper = entries[~place.lowest], entries[~place.highest]
    scores[:, with_lower, with_lower] = curve.lower[with_lower].T
    scores[:, with_upper, with_upper + 1] = -curve.upper[with_upper].T
    return scores


def gradient(counts: Floats, curve: Curves, place: Layout, theta: Floats) -> Floats:
    """Differentiate the sum of counts · ln P by the parameters, shape (c,), from counts of shape (c, q)."""
    lower, upper = counts * curve.lower, counts * curve.upper
    by_boundary = lower.sum(axis=1)
    by_boundary[1:] -= upper.sum(axis=1)[:-1]
    by_boundary[place.starts] = np.add.reduceat((lower - upper) @ theta, place.starts)
    return np.asarray(by_boundary)


def second_derivatives(counts: Floats, curve: Curves, place: Layout, theta: Floats) -> Floats:
    """Second derivatives of the sum of counts · ln P by the parameters, shape (c, c), zero between items."""
    low = counts * (curve.lower * curve.lower_slope - curve.lower**2)
    both = counts * curve.lower * curve.upper
    high = counts * (-curve.upper * curve.upper_slope - curve.upper**2)
    matrix = np.zeros((place.size, place.size))
    _fill(matrix, place, theta, low, both, high)
    return matrix


def expected_information(counts: Floats, curve: Curves, place: Layout, theta: Floats) -> Floats:
    """Fisher information about the parameters, shape (c, c), of n answers at each point, counts of shape (k, q)."""
    weight = counts[place.item] * curve.probability
    low, both, high = weight * curve.lower**2, -weight * curve.lower * curve.upper, weight * curve.upper**2
    matrix = np.zeros((place.size, place.size))
    _fill(matrix, place, theta, low, both, high)
    return matrix


def _fill(matrix: Floats, place: Layout, theta: Floats, low: Floats, both: Floats, high: Floats) -> None:
    """Add the parts by lower, both and upper boundary to a matrix over slopes and intercepts."""
    own, slope = np.arange(place.size), place.starts[place.item]
    above = ~place.highest
    has_lower = ~place.lowest
    diagonal = np.where(has_lower, low.sum(axis=1), 0)
    diagonal[1:] += np.where(above, high.sum(axis=1), 0)[:-1]
    matrix[own, own] = diagonal
    between = own[has_lower & above]
    matrix[between, between + 1] = matrix[between + 1, between] = both.sum(axis=1)[between]
    with_slope = np.where(has_lower, (low + both) @ theta, 0)
    with_slope[1:] += np.where(above, (both + high) @ theta, 0)[:-1]
    with_slope[place.starts] = 0
    matrix[own, slope] = matrix[slope, own] = with_slope
    matrix[place.starts, place.starts] = np.add.reduceat((low + 2 * both + high) @ theta**2, place.starts)


def item_information(parameters: Floats, place: Layout, theta: Floats) -> Floats:
    """Fisher information of each item about the factor, shape (k, q): the sum over categories of (dP/dθ)² / P."""
    curve = curves(parameters, place, theta)
    by_logit = curve.lower - curve.upper
    per_item = np.add.reduceat(curve.probability * by_logit**2, place.starts, axis=0)
    return np.asarray(slopes(parameters, place)[:, None] ** 2 * per_item)
