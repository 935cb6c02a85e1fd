"""Means of many groups at once under a weighted element sample: arrays in, arrays out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class DomainMeans(NamedTuple):
    """Per group: respondents, mean, linearised variance of the mean, standard deviation in the group."""

    n: npt.NDArray[np.int64]
    mean: Floats
    variance: Floats
    std_dev: Floats


def domain_means(values: Floats, weights: Floats, codes: npt.NDArray[np.integer], n_groups: int) -> DomainMeans:
    r"""Estimate the mean of each group as a domain of the whole sample.

    .. math:: \hat\mu_g = \frac{\sum_i w_i d_{gi} y_i}{\sum_i w_i d_{gi}}, \qquad
        \hat V(\hat\mu_g) = \frac{n}{n-1} \sum_i \left(\frac{w_i d_{gi} (y_i - \hat\mu_g)}{\sum_j w_j d_{gj}}\right)^2

    with n the number of respondents of the whole sample, inside the group or not.

    Parameters
    ----------
    values : array, shape (n,)
        NaN = outside every group.
    weights : array, shape (n,)
        Positive sampling weights on any scale.
    codes : array of int, shape (n,)
        Number of the respondent's group, −1 = in none.
    n_groups : int

    Notes
    -----
    One pass of ``bincount`` per sum, so the time does not grow with the number of groups. A group of one has no
    variance (NaN); an empty group has neither mean nor variance.
    """
    inside = ~np.isnan(values) & (codes >= 0)
    group, y, w = codes[inside], values[inside], weights[inside]

    def total(x: Floats) -> Floats:
        return np.bincount(group, weights=x, minlength=n_groups).astype(float)

    n = np.bincount(group, minlength=n_groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = total(w)
        mean = total(w * y) / weight
        deviation = y - mean[group]
        variance = total((w * deviation) ** 2) / weight**2 * (len(values) / (len(values) - 1) if len(values) > 1 else 1)
        std_dev = np.sqrt(total(w * deviation**2) / weight * n / (n - 1))
    alone = n < 2
    return DomainMeans(n, mean, np.where(alone, np.nan, variance), np.where(alone, np.nan, std_dev))
