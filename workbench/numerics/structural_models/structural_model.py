r"""Factor models of one or several groups: which entries of the model matrices are free, what they imply, and how fast.

Continuous answers have means :math:`\mu = \nu + \Lambda\alpha` and covariances
:math:`\Sigma = \Lambda\Psi\Lambda^\top + \Theta`. Ordered answers cut normal variables with these moments at the
thresholds :math:`\tau`; what can be observed of them are standardised thresholds
:math:`(\tau - \mu_i) / \sqrt{\Sigma_{ii}}` and correlations :math:`\Sigma_{ij} / \sqrt{\Sigma_{ii}\Sigma_{jj}}`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats, Ints
from workbench.numerics.ordered_answers import item_pairs


class Kind(IntEnum):
    """Matrix that an entry belongs to."""

    LOADING = 0
    FACTOR_COVARIANCE = 1
    RESIDUAL_COVARIANCE = 2
    INTERCEPT = 3
    FACTOR_MEAN = 4
    THRESHOLD = 5


class Matrices(NamedTuple):
    """Model matrices of one group; real, or complex while derivatives are taken."""

    loadings: Floats
    factor_covariances: Floats
    residual_covariances: Floats
    intercepts: Floats
    factor_means: Floats
    thresholds: Floats


@dataclass(frozen=True, eq=False, kw_only=True)
class Structure:
    """Entries of the model matrices of all groups; every entry not listed is zero.

    Attributes
    ----------
    n_items, n_factors, n_groups : int
    kind, group, row, column : array of int, shape (E,)
        Where each entry stands. Symmetric matrices list one triangle; a threshold has its number in `row`.
    parameter : array of int, shape (E,)
        Free parameter of the entry, −1 where it is fixed. Entries with one number are equal.
    value : array, shape (E,)
        Value of a fixed entry, starting value of a free one.
    threshold_items : array of int, shape (q,), or None
        Item of each threshold, None for continuous answers.
    unit_variance : bool
        Ordered answers whose normal variables have variance 1 (delta parameterisation): the diagonal of Θ follows
        from the rest. Otherwise Θ is given (theta parameterisation).
    means : bool
        Whether continuous answers have a mean structure.
    """

    n_items: int
    n_factors: int
    n_groups: int
    kind: Ints
    group: Ints
    row: Ints
    column: Ints
    parameter: Ints
    value: Floats
    threshold_items: Ints | None = None
    unit_variance: bool = False
    means: bool = False

    @property
    def n_parameters(self) -> int:
        """Number of free parameters."""
        return int(self.parameter.max(initial=-1)) + 1

    @property
    def ordinal(self) -> bool:
        """Whether the answers are ordered categories."""
        return self.threshold_items is not None

    @property
    def has_factor_means(self) -> bool:
        """Whether a factor mean is free."""
        return bool(np.any(self.kind[self.parameter >= 0] == Kind.FACTOR_MEAN))

    @property
    def pairs(self) -> tuple[Ints, Ints]:
        """First and second item of each correlation, shape (k (k − 1) / 2,)."""
        return item_pairs(self.n_items)

    @property
    def n_statistics(self) -> int:
        """Sample statistics of one group."""
        k = self.n_items
        if self.threshold_items is not None:
            return len(self.threshold_items) + k * (k - 1) // 2
        return k * (k + 1) // 2 + k * self.means

    def start(self) -> Floats:
        """Return the starting values of the free parameters."""
        x = np.zeros(self.n_parameters)
        free = self.parameter >= 0
        x[self.parameter[free]] = self.value[free]
        return x

    def started_at(self, model: Structure, x: Floats) -> Structure:
        """Let the search start where another model of the same items and factors ended.

        Parameters
        ----------
        model : Structure
        x : array, shape (p,)
            Its free parameters.
        """
        value, free = self.value.copy(), self.parameter >= 0
        for group in range(self.n_groups):
            for kind, array in zip(Kind, model.matrices(x, group), strict=True):
                chosen = free & (self.group == group) & (self.kind == kind)
                places = (self.row[chosen],) if array.ndim == 1 else (self.row[chosen], self.column[chosen])
                value[chosen] = array[places]
        return replace(self, value=value)

    def matrices(self, x: Floats, group: int) -> Matrices:
        """Model matrices of a group at the free parameters `x`."""
        k, m = self.n_items, self.n_factors
        q = 0 if self.threshold_items is None else len(self.threshold_items)
        shapes = [(k, m), (m, m), (k, k), (k,), (m,), (q,)]
        arrays = [np.zeros(shape, dtype=x.dtype) for shape in shapes]
        values = np.where(self.parameter >= 0, x[np.maximum(self.parameter, 0)] if len(x) else 0.0, self.value)
        for kind, array in enumerate(arrays):
            chosen = (self.kind == kind) & (self.group == group)
            rows, columns = self.row[chosen], self.column[chosen]
            if array.ndim == 1:
                array[rows] = values[chosen]
            else:
                array[rows, columns] = values[chosen]
                if kind != Kind.LOADING:
                    array[columns, rows] = values[chosen]
        built = Matrices(*arrays)
        if self.unit_variance:
            common = built.loadings @ built.factor_covariances @ built.loadings.T
            built.residual_covariances[range(k), range(k)] = 1 - np.diagonal(common)
        return built


def moments(matrices: Matrices) -> tuple[Floats, Floats]:
    """Means and covariances that a group's matrices imply."""
    common = matrices.loadings @ matrices.factor_covariances @ matrices.loadings.T
    return matrices.intercepts + matrices.loadings @ matrices.factor_means, common + matrices.residual_covariances


def statistics(structure: Structure, x: Floats, group: int) -> Floats:
    """Implied counterparts of the sample statistics.

    Returns
    -------
    array, shape (n_statistics,)
        Ordered answers: standardised thresholds, then correlations in the order of `item_pairs`. Continuous answers:
        means (if they are modelled), then covariances, lower triangle column by column.
    """
    matrices = structure.matrices(x, group)
    means, covariances = moments(matrices)
    if structure.threshold_items is None:
        lower = lower_triangle(structure.n_items)
        return np.concatenate([means, covariances[lower]] if structure.means else [covariances[lower]])
    scale = np.sqrt(np.diagonal(covariances))
    first, second = structure.pairs
    items = structure.threshold_items
    return np.concatenate(
        [
            (matrices.thresholds - means[items]) / scale[items],
            covariances[first, second] / (scale[first] * scale[second]),
        ]
    )


def jacobian(structure: Structure, x: Floats, group: int) -> Floats:
    """Differentiate `statistics` by the free parameters; shape (n_statistics, n_parameters)."""
    free = (structure.parameter >= 0) & (structure.group == group)
    by_entry = entry_jacobian(structure, x, group, structure.kind[free], structure.row[free], structure.column[free])
    total = np.zeros((structure.n_parameters, structure.n_statistics))
    parameters = structure.parameter[free]
    if len(np.unique(parameters)) == len(parameters):
        total[parameters] = by_entry
    else:
        np.add.at(total, parameters, by_entry)  # slow: entries of one group that are equal
    return np.ascontiguousarray(total.T)


def entry_jacobian(structure: Structure, x: Floats, group: int, kind: Ints, row: Ints, column: Ints) -> Floats:
    """Differentiate the statistics of a group by any entries of its matrices, free or not; shape (E', n_statistics)."""
    matrices = structure.matrices(x, group)
    means, covariances = moments(matrices)
    d_means, d_covariances, d_thresholds = _entry_derivatives(matrices, kind, row, column)
    if structure.threshold_items is None:
        lower = lower_triangle(structure.n_items)
        parts = [d_means] if structure.means else []
        return np.concatenate([*parts, d_covariances[:, lower[0], lower[1]]], axis=1)
    return _standardised(structure, matrices, means, covariances, d_means, d_covariances, d_thresholds)


def _entry_derivatives(matrices: Matrices, kinds: Ints, rows: Ints, columns: Ints) -> tuple[Floats, Floats, Floats]:
    """Differentiate means, covariances and thresholds by each entry."""
    k, n = len(matrices.loadings), len(kinds)
    d_means, d_covariances = np.zeros((n, k)), np.zeros((n, k, k))
    d_thresholds = np.zeros((n, len(matrices.thresholds)))
    loadings, spread = matrices.loadings, matrices.loadings @ matrices.factor_covariances
    for kind in Kind:
        at = np.flatnonzero(kinds == kind)
        row, column = rows[at], columns[at]
        if kind == Kind.LOADING:
            d_covariances[at, row, :] += spread[:, column].T
            d_covariances[at, :, row] += spread[:, column].T
            d_means[at, row] = matrices.factor_means[column]
        elif kind == Kind.FACTOR_COVARIANCE:
            outer = loadings.T[row][:, :, None] * loadings.T[column][:, None, :]
            both = np.where((row == column)[:, None, None], outer, outer + outer.transpose(0, 2, 1))
            d_covariances[at] = both
        elif kind == Kind.RESIDUAL_COVARIANCE:
            d_covariances[at, row, column] = d_covariances[at, column, row] = 1.0
        elif kind == Kind.INTERCEPT:
            d_means[at, row] = 1.0
        elif kind == Kind.FACTOR_MEAN:
            d_means[at] = loadings.T[row]
        else:
            d_thresholds[at, row] = 1.0
    return d_means, d_covariances, d_thresholds


def _standardised(
    structure: Structure,
    matrices: Matrices,
    means: Floats,
    covariances: Floats,
    d_means: Floats,
    d_covariances: Floats,
    d_thresholds: Floats,
) -> Floats:
    """Differentiate standardised thresholds and correlations."""
    items = np.asarray(structure.threshold_items)
    first, second = structure.pairs
    variances = np.diagonal(covariances)
    scale = np.sqrt(variances)
    relative = np.diagonal(d_covariances, axis1=1, axis2=2) / (2 * variances)
    if structure.unit_variance:  # the variance stays 1 whatever moves
        relative = np.zeros_like(relative)
    standard = (matrices.thresholds - means[items]) / scale[items]
    correlations = covariances[first, second] / (scale[first] * scale[second])
    by_threshold = (d_thresholds - d_means[:, items]) / scale[items] - standard * relative[:, items]
    by_pair = d_covariances[:, first, second] / (scale[first] * scale[second]) - correlations * (
        relative[:, first] + relative[:, second]
    )
    return np.concatenate([by_threshold, by_pair], axis=1)


def lower_triangle(k: int) -> tuple[Ints, Ints]:
    """Rows and columns of the lower triangle, column by column, diagonal included."""
    columns, rows = np.triu_indices(k)
    return rows, columns
