"""Quantiles of many groups at once from weighted values: arrays in, arrays out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from workbench.arrays import Floats

# Rounding of cumulated weights: a share this close below a probability counts as reaching it, so that the scale of the
# weights does not decide between two neighbouring values.
_REACHED = 1e-11


class DomainQuantiles:
    r"""Values of each group in order, for quantiles at probabilities that may differ from group to group.

    The quantile is the smallest value that enough of the group's weight does not exceed,
    :math:`Q(p) = \min\{y : \sum_{y_i \le y} w_i \ge p \sum w_i\}`, which is one of the values (type 1 of
    Hyndman and Fan).

    Parameters
    ----------
    values : array, shape (n,)
        NaN = outside every group.
    weights : array, shape (n,)
        Positive.
    codes : array of int, shape (n,)
        Number of the respondent's group, −1 = in none.
    n_groups : int

    Notes
    -----
    One sort, then one binary search per quantile: the time does not grow with the number of groups.
    """

    def __init__(self, values: Floats, weights: Floats, codes: npt.NDArray[np.integer], n_groups: int) -> None:
        inside = np.flatnonzero(~np.isnan(values) & (codes >= 0))
        order = inside[np.lexsort((values[inside], codes[inside]))]
        group = codes[order]
        cumulated = np.cumsum(weights[order])
        end = np.searchsorted(group, np.arange(n_groups), side="right")
        n = np.diff(end, prepend=0)
        before = np.concatenate([[0.0], cumulated])[end - n]
        total = np.bincount(group, weights=weights[order], minlength=n_groups)
        self._values = values[order]
        # groups lie two apart, so that one ordered array of group and share of weight answers for all of them
        self._place = 2.0 * group + (cumulated - before[group]) / total[group]
        self._start, self._end = end - n, end

    def distributions(self) -> list[Floats]:
        """Of each group its values, with the part of the weights and the number at or below each, (n_values, 3)."""
        found = []
        for group, (start, end) in enumerate(zip(self._start, self._end, strict=True)):
            values = self._values[start:end]
            last = np.flatnonzero(np.diff(values, append=np.inf))
            parts = self._place[start:end][last] - 2.0 * group
            found.append(np.column_stack([values[last], parts, last + 1.0]))
        return found

    def at(self, probabilities: Floats) -> Floats:
        """Quantiles at ``probabilities``, shape (n_groups, m); NaN for an empty group or outside 0–1."""
        groups = np.arange(len(self._end))[:, None]
        known = (probabilities >= 0) & (probabilities <= 1) & (self._end > self._start)[:, None]
        wanted = 2.0 * groups + np.where(known, probabilities, 0.5) - _REACHED
        place = np.searchsorted(self._place, wanted, side="left")
        inside = np.clip(place, self._start[:, None], np.maximum(self._end - 1, self._start)[:, None])
        return np.where(known, np.append(self._values, np.nan)[inside], np.nan)
