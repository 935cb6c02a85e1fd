"""Natural cubic splines: smooth curves that are straight beyond the outermost knots."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats

QUANTILES = {
    3: (0.10, 0.50, 0.90),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.50, 0.725, 0.95),
}
"""Where knots lie in the distribution of the values (Harrell 2015, table 2.3)."""


def spline_basis(values: Floats, knots: Floats) -> Floats:
    r"""Evaluate the columns whose combinations are all natural cubic splines with these knots, but for a constant.

    The first column is the value itself; with :math:`t_1 < \dots < t_k` column j + 1 is

    .. math:: \frac{(x - t_j)_+^3 - (x - t_{k-1})_+^3 \frac{t_k - t_j}{t_k - t_{k-1}}
        + (x - t_k)_+^3 \frac{t_{k-1} - t_j}{t_k - t_{k-1}}}{(t_k - t_1)^2}, \quad j = 1, \dots, k - 2

    Parameters
    ----------
    values : array, shape (n,)
    knots : array, shape (k,)
        Rising, at least three.

    Returns
    -------
    array, shape (n, k − 1)

    Notes
    -----
    R: ``Hmisc::rcspline.eval(x, knots, inclx = TRUE)``; ``splines::ns`` with the same knots spans the same curves.

    References
    ----------
    Harrell, F. E. (2015). Regression Modeling Strategies, 2nd edition. Springer, section 2.4.5.
    """
    cubes = np.maximum(values[:, None] - knots, 0.0) ** 3
    last, before = knots[-1], knots[-2]
    inner = knots[:-2]
    curved = (
        cubes[:, :-2]
        - cubes[:, [-2]] * ((last - inner) / (last - before))
        + cubes[:, [-1]] * ((before - inner) / (last - before))
    )
    return np.column_stack([values, curved / (last - knots[0]) ** 2])
