"""What jackknife replicate weights say about how they were made."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import DataError


def stratified_coefficients(replicate_weights: pd.DataFrame, strata: pd.Series | None) -> Floats:
    r"""Return what the squared deviation of each replicate of a stratified jackknife (JKn) counts.

    A replicate leaves out one of :math:`n_h` units of its stratum and counts :math:`(n_h - 1) / n_h`. Its stratum is
    that of the respondents whose replicate weight is zero, :math:`n_h` the number of its replicates.

    Parameters
    ----------
    replicate_weights : DataFrame, shape (n_respondents, n_replicates)
    strata : Series, shape (n_respondents,)

    Raises
    ------
    DataError
        No strata; a replicate that leaves nobody out, or respondents of several strata; a stratum with one replicate.

    Notes
    -----
    R: ``rscales`` of ``survey::as.svrepdesign(type = "JKn")``.
    """
    if strata is None:
        raise DataError("Replicate weights of method JKn need strata. Name them, or set `replicate_method` to JK1.")
    codes, names = strata.factorize()
    stratum = np.empty(replicate_weights.shape[1], dtype=np.int64)
    for place in range(len(stratum)):
        column = replicate_weights.iloc[:, place]
        left_out = np.unique(codes[column.to_numpy(float) == 0])
        if len(left_out) != 1:
            raise DataError(
                f"Replicate weight column `{column.name}` is zero in {len(left_out)} strata; a JKn replicate leaves "
                "out one unit of one stratum. Correct strata or weights, or set `replicate_method` to JK1."
            )
        stratum[place] = left_out[0]
    replicates = np.bincount(stratum, minlength=len(names))
    if alone := int((replicates == 1).sum()):
        raise DataError(
            f"Replicate weights leave out one unit only in {alone} of {len(names)} strata; JKn needs two. Merge these "
            "strata with others before replicates are made."
        )
    return np.asarray((replicates[stratum] - 1) / replicates[stratum])


def unstratified_replicates(
    sampling_weights: pd.Series, replicate_weights: pd.DataFrame, coefficients: Floats
) -> pd.DataFrame:
    r"""Return replicate weights whose JK1 variance is the JKn variance of these.

    :math:`w + k_r (w_r - w)` with :math:`k_r^2 = c_r R / (R - 1)`: exact for totals, and to first order for what
    depends on them smoothly. Functions that see replicate weights alone count every replicate (R − 1) / R.
    """
    n = len(coefficients)
    base, step = sampling_weights.to_numpy(float)[:, None], np.sqrt(coefficients * n / (n - 1))
    values = base + step * (replicate_weights.to_numpy(float) - base)
    return pd.DataFrame(values, index=replicate_weights.index, columns=replicate_weights.columns)
