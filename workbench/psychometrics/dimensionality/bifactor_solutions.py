"""General and group factors of one correlation matrix, by two transformations of the same correlated factors."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.factors import (
    UNIQUENESS_BOUNDS,
    BifactorIndices,
    Extraction,
    bifactor_indices,
    direct_schmid_leiman,
    schmid_leiman,
)
from workbench.psychometrics.factors import best_extraction, rotated_factors


class BifactorSolution(NamedTuple):
    """One solution.

    Attributes
    ----------
    loadings : array, shape (k, 1 + p)
        The general factor first.
    indices : BifactorIndices
    bias : array, shape (k,)
        How far each item's loading on one factor lies above that on the general factor, over the size of the latter.
    """

    loadings: Floats
    indices: BifactorIndices
    bias: Floats


class BifactorSolutions(NamedTuple):
    """Both solutions and what they were made of.

    Attributes
    ----------
    extraction : Extraction
        The p factors before any rotation.
    hierarchical, direct : BifactorSolution
        By Schmid and Leiman, and directly by Waller.
    general : array, shape (p,)
        Loadings of the oblimin factors on the general one.
    coinciding : tuple of int
        Oblimin factors of which the general one leaves hardly anything.
    one_factor : array, shape (k,)
        Loadings of the items on one factor.
    notes : tuple of str
        Of the rotation.
    """

    extraction: Extraction
    hierarchical: BifactorSolution
    direct: BifactorSolution
    general: Floats
    coinciding: tuple[int, ...]
    one_factor: Floats
    notes: tuple[str, ...]


def bifactor_solutions(matrix: Floats, n_group_factors: int, seed: int) -> BifactorSolutions:
    """Fit p factors to a correlation matrix, rotate them by oblimin and transform them.

    Raises
    ------
    NotEstimable
        No convergence of extraction or rotation.
    """
    extraction = best_extraction(matrix, n_group_factors, "minres")
    unrotated = extraction.loadings[0]
    oblique = rotated_factors(unrotated, rotation="oblimin", seed=seed)
    general, coinciding = _second_order(oblique.correlations)
    one = best_extraction(matrix, 1, "minres").loadings[0][:, 0]
    communalities = (unrotated**2).sum(axis=1)
    hierarchical, direct = (
        BifactorSolution(loadings, bifactor_indices(loadings, matrix, communalities), _relative_bias(one, loadings))
        for loadings in (schmid_leiman(oblique.pattern, general), direct_schmid_leiman(unrotated, oblique.pattern))
    )
    return BifactorSolutions(extraction, hierarchical, direct, general, coinciding, one, oblique.notes)


def _second_order(factor_correlations: Floats) -> tuple[Floats, tuple[int, ...]]:
    """Return loadings of the correlated factors on the general one, and which of them coincide with it."""
    if len(factor_correlations) == 2:
        r = factor_correlations[0, 1]
        return np.sqrt(abs(r)) * np.array([1.0, np.sign(r)]), ()
    found = best_extraction(factor_correlations, 1, "minres")
    at_bound = found.uniquenesses[0] <= UNIQUENESS_BOUNDS[0] * 1.001
    return found.loadings[0][:, 0], tuple(int(place) for place in np.flatnonzero(at_bound))


def _relative_bias(one: Floats, bifactor: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):  # an item without any general loading has no relative bias
        return np.asarray((one - bifactor[:, 0]) / np.abs(bifactor[:, 0]))
