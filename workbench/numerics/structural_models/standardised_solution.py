"""Estimates of a factor model in units of standard deviations, with standard errors by the delta method."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Bools, Floats
from workbench.numerics.structural_models.fit import FactorFit
from workbench.numerics.structural_models.normal_likelihood import IMAGINARY
from workbench.numerics.structural_models.structural_model import Kind, Structure, moments


def standardised_solution(fit: FactorFit) -> tuple[Floats, Floats]:
    """Every entry of the structure with factors and items of variance 1, and its standard error.

    Returns
    -------
    tuple of two arrays, shape (E,)
        Thresholds and intercepts are divided by the item's standard deviation, residual covariances of two items by
        their residual standard deviations.
    """
    structure, x = fit.structure, fit.parameters
    values = _standardise(structure, x)
    derivatives = np.empty((len(x), len(values)))
    for parameter in range(len(x)):
        moved = x.astype(complex)
        moved[parameter] += IMAGINARY * 1j
        derivatives[parameter] = _standardise(structure, moved).imag / IMAGINARY
    variances = np.einsum("pe,pq,qe->e", derivatives, fit.covariance, derivatives)
    return values, np.sqrt(np.maximum(variances, 0.0))


def _standardise(structure: Structure, x: Floats) -> Floats:
    values = np.empty(len(structure.kind), dtype=x.dtype)
    for group in range(structure.n_groups):
        here = structure.group == group
        values[here] = _standardise_group(structure, x, group, here)
    return values


def _standardise_group(structure: Structure, x: Floats, group: int, here: Bools) -> Floats:
    matrices = structure.matrices(x, group)
    item = np.sqrt(np.diagonal(moments(matrices)[1]))
    spread = np.diagonal(matrices.factor_covariances)
    factor = np.sqrt(np.where(spread.real > 0, spread, np.nan))  # an improper variance has no standard deviation
    residual = np.sqrt(np.diagonal(matrices.residual_covariances).astype(complex))
    kind, row, column = structure.kind[here], structure.row[here], structure.column[here]
    values = np.empty(len(kind), dtype=complex)
    for each in Kind:
        at = kind == each
        i, j = row[at], column[at]
        if each == Kind.LOADING:
            values[at] = matrices.loadings[i, j] * factor[j] / item[i]
        elif each == Kind.FACTOR_COVARIANCE:
            values[at] = matrices.factor_covariances[i, j] / (factor[i] * factor[j])
        elif each == Kind.RESIDUAL_COVARIANCE:
            below = np.where(i == j, item[i] * item[j], residual[i] * residual[j])
            values[at] = matrices.residual_covariances[i, j] / below
        elif each == Kind.INTERCEPT:
            values[at] = matrices.intercepts[i] / item[i]
        elif each == Kind.FACTOR_MEAN:
            values[at] = matrices.factor_means[i] / factor[i]
        elif structure.threshold_items is not None:
            values[at] = matrices.thresholds[i] / item[structure.threshold_items[i]]
    return values if np.iscomplexobj(x) else values.real
