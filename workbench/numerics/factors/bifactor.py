"""Bifactor loadings from correlated factors: a general factor and group factors, all uncorrelated."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats, Ints

# A loading below this size makes no item a marker of a group factor in the target of the direct solution.
SALIENT = 0.3


class BifactorIndices(NamedTuple):
    """What follows from bifactor loadings of the items of a sum.

    Attributes
    ----------
    omega_hierarchical, omega_total : float
        Parts of the variance of the sum that the general factor, and all factors, explain.
    explained_common_variance : float
        Part of the sum of squared loadings that is the general factor's.
    percent_uncontaminated : float
        Part of the pairs of items that belong to different group factors, 0–1.
    of_items : array, shape (k,)
        Part of each item's squared loadings that is the general factor's.
    n_items : array of int, shape (p,)
        Items that belong to each group factor: whose largest loading on group factors is there.
    of_groups : array, shape (p, 3)
        Of the sum of these items the parts that both factors, the general one and the group factor explain; NaN
        without an item.
    """

    omega_hierarchical: float
    omega_total: float
    explained_common_variance: float
    percent_uncontaminated: float
    of_items: Floats
    n_items: Ints
    of_groups: Floats


def schmid_leiman(pattern: Floats, general: Floats) -> Floats:
    """Schmid and Leiman's (1957) transformation of p correlated factors, shape (k, 1 + p), the general factor first.

    Parameters
    ----------
    pattern : array, shape (k, p)
        Loadings on the correlated factors.
    general : array, shape (p,)
        Loadings of the correlated factors on the general one; of a factor with a loading beyond 1 nothing is left.
    """
    left = np.sqrt(np.maximum(1 - general**2, 0.0))
    return np.column_stack([pattern @ general, pattern * left])


def direct_schmid_leiman(loadings: Floats, pattern: Floats) -> Floats:
    """Waller's (2018) direct solution, shape (k, 1 + p), the general factor first.

    The loadings, with a column of zeros before them, are rotated as closely as possible (orthogonal Procrustes) to a
    target in which every item has 1 on the general factor and 1, with its sign, on the group factor of its largest
    loading, if that is salient.

    Parameters
    ----------
    loadings : array, shape (k, p)
        Of uncorrelated factors.
    pattern : array, shape (k, p)
        Their loadings after an oblique rotation.
    """
    k = len(pattern)
    largest = np.abs(pattern) == np.abs(pattern).max(axis=1, keepdims=True)
    groups = np.where(largest & (np.abs(pattern) > SALIENT), np.sign(pattern), 0.0)
    target = np.column_stack([np.ones(k), groups])
    wide = np.column_stack([np.zeros(k), loadings])
    left, _, right = np.linalg.svd(target.T @ wide)
    rotated = wide @ (left @ right).T
    return np.asarray(rotated * np.where(rotated.sum(axis=0) < 0, -1.0, 1.0))


def bifactor_indices(loadings: Floats, correlations: Floats, communalities: Floats) -> BifactorIndices:
    """Compute the indices of a bifactor solution, over the observed variance of the sum.

    Parameters
    ----------
    loadings : array, shape (k, 1 + p)
        The general factor first.
    correlations : array, shape (k, k)
        Of the items.
    communalities : array, shape (k,)
        Parts of the items' variance that all factors explain.
    """
    k, p = len(loadings), loadings.shape[1] - 1
    total = correlations.sum()
    squares = loadings**2
    member = np.abs(loadings[:, 1:]).argmax(axis=1)
    n_items = np.bincount(member, minlength=p)
    of_groups = np.full((p, 3), np.nan)
    for group in np.flatnonzero(n_items):
        own = member == group
        general, specific = loadings[own, 0].sum() ** 2, loadings[own, 1 + group].sum() ** 2
        of_groups[group] = np.array([general + specific, general, specific]) / correlations[np.ix_(own, own)].sum()
    return BifactorIndices(
        omega_hierarchical=float(loadings[:, 0].sum() ** 2 / total),
        omega_total=float(1 - (1 - communalities).sum() / total),
        explained_common_variance=float(squares[:, 0].sum() / squares.sum()),
        percent_uncontaminated=float(1 - (n_items * (n_items - 1)).sum() / (k * (k - 1))),
        of_items=squares[:, 0] / squares.sum(axis=1),
        n_items=n_items,
        of_groups=of_groups,
    )
