"""Ratios of correlations between scales to those within."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats, Ints


class HeterotraitRatios(NamedTuple):
    """Ratios of B correlation matrices and all pairs of f factors, (1, 2), (1, 3), …; each of shape (B, p).

    Attributes
    ----------
    absolute : array
        HTMT of the sizes of the correlations.
    signed : array
        HTMT of the correlations themselves; NaN where their mean within a scale is not positive.
    geometric : array
        HTMT2; NaN where a correlation within either scale is not positive.
    """

    absolute: Floats
    signed: Floats
    geometric: Floats


def heterotrait_ratios(correlations: Floats, members: Sequence[Ints]) -> HeterotraitRatios:
    r"""Compute :math:`\bar r_{AB} / \sqrt{\bar r_A \bar r_B}` with arithmetic and geometric means.

    Parameters
    ----------
    correlations : array, shape (B, k, k)
    members : sequence of array of int
        Places of the items of each factor, two or more.

    Notes
    -----
    R: ``semTools::htmt(model, x, htmt2 = FALSE)``, with ``absolute = FALSE``, and its default ``htmt2 = TRUE``.
    """
    inside = [within(correlations, items) for items in members]
    found = []
    for a, b in combinations(range(len(members)), 2):
        between = correlations[:, members[a]][:, :, members[b]].reshape(len(correlations), -1)
        found.append(
            (
                np.abs(between).mean(axis=1) / np.sqrt(_mean(np.abs(inside[a])) * _mean(np.abs(inside[b]))),
                between.mean(axis=1) / np.sqrt(_positive(_mean(inside[a])) * _positive(_mean(inside[b]))),
                _geometric(np.abs(between)) / np.sqrt(_geometric(inside[a]) * _geometric(inside[b])),
            )
        )
    absolute, signed, geometric = (np.stack(one, axis=1) for one in zip(*found, strict=True))
    return HeterotraitRatios(absolute, signed, geometric)


def within(correlations: Floats, items: Ints) -> Floats:
    """Correlations of all pairs of some items, shape (B, pairs)."""
    first, second = np.triu_indices(len(items), 1)
    return np.asarray(correlations[:, items[first], items[second]])


def _mean(values: Floats) -> Floats:
    return np.asarray(values.mean(axis=1))


def _positive(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)


def _geometric(values: Floats) -> Floats:
    """Geometric means of rows; 0 where one value is 0, NaN where one is negative."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.exp(np.log(values).mean(axis=1)))
