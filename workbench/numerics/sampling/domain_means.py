"""Means of many groups at once from weighted values: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from workbench.arrays import Floats, Ints

Codes = npt.NDArray[np.integer]


class DomainMeans(NamedTuple):
    """Per group: respondents, their summed weights, the mean, and the variance of the values in the group.

    `std_dev` squared has the divisor n − 1 (sum of weights · (n − 1) / n where weighted); NaN for a group of one.
    """

    n: Ints
    weight: Floats
    mean: Floats
    std_dev: Floats


def domain_means(values: Floats, weights: Floats, codes: Codes, n_groups: int) -> DomainMeans:
    r"""Estimate the mean of each group, :math:`\hat\mu_g = \sum w_i d_{gi} y_i / \sum w_i d_{gi}`.

    Parameters
    ----------
    values : array, shape (n,)
        NaN only outside every group.
    weights : array, shape (n,)
        Sampling weights.
    codes : array of int, shape (n,)
        Number of the respondent's group, −1 = in none.
    n_groups : int

    Notes
    -----
    One pass of ``bincount`` per sum, so the time does not grow with the number of groups. `std_dev` is R's
    ``sqrt(svyvar(~y, subset(d, g == "a")))``.
    """
    inside = np.flatnonzero(codes >= 0)
    group, y, w = codes[inside], values[inside], weights[inside]
    n = np.bincount(group, minlength=n_groups)
    weight = np.bincount(group, weights=w, minlength=n_groups).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.bincount(group, weights=w * y, minlength=n_groups) / weight
        squares = np.bincount(group, weights=w * (y - mean[group]) ** 2, minlength=n_groups)
        std_dev = np.sqrt(squares / weight * n / (n - 1))
    return DomainMeans(n, weight, mean, np.where(n < 2, np.nan, std_dev))


def mean_contributions(values: Floats, weights: Floats, codes: Codes, found: DomainMeans) -> Floats:
    r"""Return what each respondent contributes to the error of the mean of the own group, 0 outside every group.

    .. math:: u_i = w_i (y_i - \hat\mu_{g(i)}) / \sum_j w_j d_{g(i) j}
    """
    contributions = np.zeros(len(values))
    inside = np.flatnonzero(codes >= 0)
    group = codes[inside]
    contributions[inside] = weights[inside] * (values[inside] - found.mean[group]) / found.weight[group]
    return contributions
