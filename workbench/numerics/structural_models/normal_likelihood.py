r"""Maximum likelihood for means and covariances, with the pieces that robust errors and tests need.

.. math:: F = \tfrac12 \sum_g f_g \left[\log|\Sigma_g| + \mathrm{tr}(\Sigma_g^{-1} \tilde S_g) - \log|S_g| - k\right]

with :math:`\tilde S = S + (m - \mu)(m - \mu)^\top` and S with divisor n.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import linalg

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.structural_models.fisher_scoring import Search, minimise
from workbench.numerics.structural_models.structural_model import (
    Kind,
    Matrices,
    Structure,
    jacobian,
    lower_triangle,
    moments,
)

# Step of the complex-step derivative: no subtraction, so it may be far below rounding.
IMAGINARY = 1e-30


class NormalSample(NamedTuple):
    """Moments of one group.

    Attributes
    ----------
    n : float
        Respondents, or their weights where these are rescaled over all groups.
    share : float
        Part of all respondents.
    means : array, shape (k,)
    covariances : array, shape (k, k)
        With divisor n.
    squares : tuple of float, array (s,), array (s, s)
        Means of w², of w²z and of w²zz', z the deviations and the products of deviations (lower triangle column by
        column) of a respondent from their means, w the sampling weight. Empty arrays where they are not needed.
    """

    n: float
    share: float
    means: Floats
    covariances: Floats
    squares: tuple[float, Floats, Floats]


def fit(structure: Structure, samples: list[NormalSample]) -> Search:
    """Minimise the criterion by Fisher scoring."""

    def criterion(x: Floats) -> float:
        values = [s.share * discrepancy(structure, x, s, group) for group, s in enumerate(samples)]
        return float(sum(values)) / 2

    def slope(x: Floats) -> tuple[Floats, Floats]:
        return gradient(structure, x, samples), expected_information(structure, x, samples)

    return minimise(criterion, slope, structure.start())


def discrepancy(structure: Structure, x: Floats, sample: NormalSample, group: int) -> float:
    """Likelihood-ratio discrepancy of one group, infinite where Σ is not positive definite."""
    means, covariances = moments(structure.matrices(x, group))
    try:
        root = np.linalg.cholesky(covariances)
    except np.linalg.LinAlgError:
        return np.inf
    if not np.isfinite(root).all():
        return np.inf
    half = np.linalg.solve(root, np.linalg.cholesky(sample.covariances))
    value = 2 * np.log(np.diag(root)).sum() - np.linalg.slogdet(sample.covariances)[1]
    value += (half**2).sum() - len(covariances)
    if structure.means:
        value += (np.linalg.solve(root, sample.means - means) ** 2).sum()
    return float(value)


def gradient(structure: Structure, x: Floats, samples: list[NormalSample]) -> Floats:
    """Gradient of F, for real or complex `x`, shape (p,)."""
    total = np.zeros(len(x), dtype=x.dtype)
    free = structure.parameter >= 0
    for group, sample in enumerate(samples):
        matrices = structure.matrices(x, group)
        means, covariances = moments(matrices)
        inverse = np.linalg.inv(covariances)
        away = sample.means - means if structure.means else np.zeros(structure.n_items)
        pull = inverse @ away
        push = inverse - inverse @ sample.covariances @ inverse - np.outer(pull, pull)
        chosen = free & (structure.group == group)
        by_entry = entry_slopes(structure, matrices, push, pull, chosen)
        np.add.at(total, structure.parameter[chosen], sample.share * by_entry)
    return total


def entry_slopes(structure: Structure, matrices: Matrices, push: Floats, pull: Floats, chosen: Bools) -> Floats:
    """Slope of half a discrepancy by each chosen entry.

    Parameters
    ----------
    push : array, shape (k, k)
        Twice its slope by each entry of Σ.
    pull : array, shape (k,)
        Less its slope by the means.
    chosen : array of bool, shape (E,)
    """
    spread = matrices.loadings @ matrices.factor_covariances
    whole = {
        Kind.LOADING: push @ spread - np.outer(pull, matrices.factor_means),
        Kind.FACTOR_COVARIANCE: matrices.loadings.T @ push @ matrices.loadings,
        Kind.RESIDUAL_COVARIANCE: push,
        Kind.INTERCEPT: -pull[:, None],
        Kind.FACTOR_MEAN: -(matrices.loadings.T @ pull)[:, None],
    }
    kind, row, column = structure.kind[chosen], structure.row[chosen], structure.column[chosen]
    slopes = np.zeros(len(kind), dtype=push.dtype)
    for each, values in whole.items():
        here = kind == each
        slopes[here] = values[row[here], column[here]]
        if each in (Kind.FACTOR_COVARIANCE, Kind.RESIDUAL_COVARIANCE):
            slopes[here & (row == column)] /= 2
    return slopes


def normal_weight(structure: Structure, covariances: Floats) -> Floats:
    """Return the expected information of the saturated moments of one group per respondent, shape (s, s)."""
    weight = information_of_entries(covariances, *lower_triangle(structure.n_items))
    return linalg.block_diag(np.linalg.inv(covariances), weight) if structure.means else weight


def information_of_entries(covariances: Floats, rows: Ints, columns: Ints) -> Floats:
    """Return the expected information of entries of Σ, the others known, per respondent, shape (e, e)."""
    inverse = np.linalg.inv(covariances)
    halved = np.where(rows == columns, 0.5, 1.0)
    products = (
        inverse[np.ix_(rows, rows)] * inverse[np.ix_(columns, columns)]
        + inverse[np.ix_(rows, columns)] * inverse[np.ix_(columns, rows)]
    )
    return np.asarray(products * halved[:, None] * halved[None, :])


def expected_information(structure: Structure, x: Floats, samples: list[NormalSample]) -> Floats:
    """Return the expected information per respondent, shape (p, p)."""
    total = np.zeros((len(x), len(x)))
    for group, sample in enumerate(samples):
        delta = jacobian(structure, x, group)
        weight = normal_weight(structure, moments(structure.matrices(x, group))[1])
        total += sample.share * delta.T @ weight @ delta
    return total


def observed_information(structure: Structure, x: Floats, samples: list[NormalSample]) -> Floats:
    """Second derivatives of F by the complex step, exact to rounding, shape (p, p)."""
    hessian = np.empty((len(x), len(x)))
    for parameter in range(len(x)):
        moved = x.astype(complex)
        moved[parameter] += IMAGINARY * 1j
        hessian[parameter] = gradient(structure, moved, samples).imag / IMAGINARY
    return (hessian + hessian.T) / 2


def deviation_products(structure: Structure, sample: NormalSample, means: Floats, covariances: Floats) -> Floats:
    """Mean of w²dd' for the deviations d of a respondent's values and products from model moments, shape (s, s)."""
    k = structure.n_items
    rows, columns = lower_triangle(k)
    weight, linear, quadratic = sample.squares
    if not structure.means:
        shift = (sample.covariances - covariances)[rows, columns]
        linear, quadratic = linear[k:], quadratic[k:, k:]
    else:
        # Products about the model's means: (y + a)(y + a)' = yy' + ya' + ay' + aa'.
        away = sample.means - means
        turn = np.eye(k + len(rows))
        position = np.arange(len(rows))
        np.add.at(turn, (k + position, rows), away[columns])
        np.add.at(turn, (k + position, columns), away[rows])
        shift = np.concatenate([away, (sample.covariances + np.outer(away, away) - covariances)[rows, columns]])
        linear, quadratic = turn @ linear, turn @ quadratic @ turn.T
    cross = np.outer(linear, shift)
    return np.asarray(quadratic + cross + cross.T + weight * np.outer(shift, shift))
