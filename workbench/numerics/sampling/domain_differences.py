"""How far the mean of each group lies from that of one of them or of all others: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import special

from workbench.arrays import Floats
from workbench.numerics.sampling.domain_means import DomainMeans


class Compared(NamedTuple):
    """What each group is compared with: its mean and respondents; the pooled standard deviation of both."""

    mean: Floats
    n: Floats
    pooled: Floats


def compared_with(found: DomainMeans, base: int | None) -> Compared:
    r"""Mean and respondents of the group `base`, or (None) of everyone outside each group.

    The pooled variance is :math:`((n_1 - 1) s_1^2 + (n_2 - 1) s_2^2) / (n_1 + n_2 - 2)` with variances of the values in
    the population (R: ``svyvar``).
    """
    n = found.n.astype(float)
    squares = np.where(n > 1, found.std_dev**2 * found.weight * (n - 1) / np.maximum(n, 1), 0.0)
    if base is not None:
        other_n = np.full(len(n), n[base])
        other_variance = np.full(len(n), found.std_dev[base] ** 2)
        other = np.full(len(n), found.mean[base])
    else:
        mean, weight = np.nan_to_num(found.mean), found.weight.sum() - found.weight
        other_n = n.sum() - n
        with np.errstate(invalid="ignore", divide="ignore"):
            other = _all_but_one(found.weight * mean) / weight
            # squares within the other groups, and between their means
            around = _all_but_one(squares) + _all_but_one(found.weight * mean**2) - weight * other**2
            other_variance = around / weight * other_n / (other_n - 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        own = np.where(n > 1, (n - 1) * np.nan_to_num(found.std_dev) ** 2, 0.0)
        pooled = np.sqrt((own + (other_n - 1) * other_variance) / (n + other_n - 2))
    return Compared(other, other_n, pooled)


def _all_but_one(x: Floats) -> Floats:
    total: Floats = x.sum() - x
    return total


def difference_jacobian(found: DomainMeans, base: int | None) -> Floats:
    """Return derivatives of the differences in what the totals of contributions estimate.

    Columns: the contributions of each group to its mean (`mean_contributions`), shape (n_groups, n_groups); against the
    rest of everyone (`base` None) also the weights of each group, so twice as many columns.
    """
    size = len(found.n)
    if base is not None:
        jacobian = np.eye(size)
        jacobian[:, base] -= 1.0
        return jacobian
    other = compared_with(found, None).mean
    mean = np.nan_to_num(found.mean)
    rest = (1.0 - np.eye(size)) / (found.weight.sum() - found.weight)[:, None]
    return np.hstack([np.eye(size) - rest * found.weight, -rest * (mean[None, :] - other[:, None])])


def hedges_g(difference: Floats, pooled: Floats, m: Floats) -> Floats:
    r"""Standardise differences, corrected for few respondents by :math:`\Gamma(m/2) / (\sqrt{m/2} \Gamma((m-1)/2))`."""
    with np.errstate(invalid="ignore", divide="ignore"):
        correction = np.exp(special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / np.sqrt(m / 2)
        g: Floats = np.where((pooled > 0) & (m > 1), difference / pooled * correction, np.nan)
    return g
