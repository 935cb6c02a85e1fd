"""Where respondents of several groups lie on the factor: each group has its own normal distribution there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.arrays import Floats, Ints
from workbench.numerics.response_theory.curves import Layout, curves
from workbench.numerics.response_theory.quadrature import Nodes

BLOCK_RESPONDENTS = 4_096
MAX_STEPS = 100
# Steps of EM end when no mean or standard deviation moves more than this.
SHORT_STEP = 1e-4


class KnownItems(NamedTuple):
    """Estimated items, and the points of the factor to evaluate them at.

    Attributes
    ----------
    parameters : array, shape (c,)
    place : Layout
    nodes : Nodes
    """

    parameters: Floats
    place: Layout
    nodes: Nodes

    def log_probability(self) -> Floats:
        """Logarithm of the probability of each category at each point, shape (c, q)."""
        return curves(self.parameters, self.place, self.nodes.theta).log_probability


class GroupFactors(NamedTuple):
    """Normal distribution of the factor in each group, all of shape (G,)."""

    means: Floats
    std_devs: Floats

    def log_prior(self, nodes: Nodes) -> Floats:
        """Logarithm of the probability of each point in each group, shape (G, q)."""
        away = (nodes.theta - self.means[:, None]) / self.std_devs[:, None]
        density = -0.5 * away**2
        return np.asarray(density - np.log(np.exp(density).sum(axis=1, keepdims=True)))


def factors_of_groups(
    codes: NDArray[np.uint8],
    weights: Floats,
    groups: Ints,
    *,
    items: Sequence[int],
    known: KnownItems,
) -> GroupFactors:
    """Estimate mean and standard deviation of the factor in each group by EM, the items taken as known.

    Parameters
    ----------
    codes : array of int, shape (k, n)
    weights : array, shape (n,)
    groups : array of int, shape (n,)
    items : sequence of int
        Items that count.
    known : KnownItems
    """
    n_groups = int(groups.max()) + 1
    log_probability, nodes = known.log_probability(), known.nodes
    sizes = np.bincount(groups, weights=weights, minlength=n_groups)
    found = GroupFactors(np.zeros(n_groups), np.ones(n_groups))
    for _ in range(MAX_STEPS):
        prior, first, second = found.log_prior(nodes), np.zeros(n_groups), np.zeros(n_groups)
        for rows in _blocks(codes):
            posterior = _normalised(_joint(codes[:, rows], items, log_probability, known.place) + prior[groups[rows]])
            for power, total in enumerate((first, second), start=1):
                moment = weights[rows] * (posterior @ nodes.theta**power)
                total += np.bincount(groups[rows], weights=moment, minlength=n_groups)
        means = first / sizes
        moved = GroupFactors(means, np.sqrt(second / sizes - means**2))
        away = max(np.abs(moved.means - found.means).max(), np.abs(moved.std_devs - found.std_devs).max())
        found = moved
        if away < SHORT_STEP:
            break
    return found


def means_without_item(
    codes: NDArray[np.uint8],
    groups: Ints,
    factors: GroupFactors,
    *,
    item: int,
    items: Sequence[int],
    known: KnownItems,
) -> Floats:
    """Posterior mean of each respondent from the answers to `items` other than `item`, shape (n,)."""
    log_probability, prior = known.log_probability(), factors.log_prior(known.nodes)
    others = [other for other in items if other != item]
    return np.concatenate(
        [
            _normalised(_joint(codes[:, rows], others, log_probability, known.place) + prior[groups[rows]])
            @ known.nodes.theta
            for rows in _blocks(codes)
        ]
    )


def _blocks(codes: NDArray[np.uint8]) -> Iterator[slice]:
    for begin in range(0, codes.shape[1], BLOCK_RESPONDENTS):
        yield slice(begin, begin + BLOCK_RESPONDENTS)


def _joint(codes: NDArray[np.uint8], items: Sequence[int], log_probability: Floats, place: Layout) -> Floats:
    """Log-likelihood of each respondent's answers at each point, shape (rows, q)."""
    return np.asarray(sum(log_probability[place.starts[item] + codes[item]] for item in items))


def _normalised(joint: Floats) -> Floats:
    weighed = np.exp(joint - joint.max(axis=1, keepdims=True))
    return np.asarray(weighed / weighed.sum(axis=1, keepdims=True))
