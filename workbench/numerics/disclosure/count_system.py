"""All that is published of numbers of people as one linear system, and the program that looks for others that fit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, diags, vstack

from workbench.arrays import Floats, Ints
from workbench.numerics.disclosure.linear_programs import cheapest

_NOTHING = 1e-9  # what is left of numbers that cancel out


class CountSystem(NamedTuple):
    """Unknown numbers x with ``lower <= matrix @ x <= upper`` and ``0 <= x <= most``.

    matrix : (m, v). lower, upper : (m,). most : (v,), 0 where nobody can be. truth : (v,), the numbers themselves,
    which satisfy all of it.
    """

    matrix: csr_matrix
    lower: Floats
    upper: Floats
    most: Floats
    truth: Floats

    def only(self, columns: Ints, rows: Ints) -> CountSystem:
        """Return some unknowns and some of the constraints, as far as the other unknowns stay as they are."""
        matrix = self.matrix[rows]
        rest = matrix @ self.truth - (own := csr_matrix(matrix[:, columns])) @ self.truth[columns]
        return CountSystem(
            matrix=own,
            lower=self.lower[rows] - rest,
            upper=self.upper[rows] - rest,
            most=self.most[columns],
            truth=self.truth[columns],
        )

    def farthest(self, form: csr_matrix, sign: float) -> tuple[float, Ints]:
        """Return how far a form can go up (1) or down (−1) from the truth, and the rows that stop it: with a price.

        Infinite, and none, where the program finds no end.
        """
        now = self.matrix @ self.truth
        up, down = (np.flatnonzero(np.isfinite(end)) for end in (self.upper, self.lower))
        gain = sign * form.toarray().ravel()
        most = np.maximum(np.concatenate([self.upper[up] - now[up], now[down] - self.lower[down]]), 0)
        found = cheapest(
            -gain,
            vstack([self.matrix[up], -self.matrix[down]], format="csc"),
            rows=(np.full(len(most), -np.inf), most),
            ends=(-self.truth, self.most - self.truth),
            presolve=True,
        )
        if found is None:
            return np.inf, np.zeros(0, dtype=np.int64)
        priced = np.abs(found.prices) > _NOTHING
        return float(gain @ found.values), np.unique(np.concatenate([up, down])[priced])

    def changes(self) -> Changes:
        """Return what can be added to the truth."""
        now = self.matrix @ self.truth
        rows, lower, upper = _merged(
            self.matrix.copy(), np.minimum(self.lower - now, 0), np.maximum(self.upper - now, 0)
        )
        ends = np.column_stack([-self.truth, self.most - self.truth])
        single = np.diff(rows.indptr) == 1
        at = rows.indices[rows.indptr[:-1][single]]
        np.maximum.at(ends[:, 0], at, lower[single])
        np.minimum.at(ends[:, 1], at, upper[single])
        return Changes(rows[~single], lower[~single], upper[~single], ends)


def _merged(rows: csr_matrix, lower: Floats, upper: Floats) -> tuple[csr_matrix, Floats, Floats]:
    """Return each row once, first entry 1, with the narrowest ends of all its multiples."""
    rows.data[np.abs(rows.data) < _NOTHING] = 0.0
    rows.eliminate_zeros()
    rows.sort_indices()
    kept = np.flatnonzero(np.diff(rows.indptr) > 0)
    rows, lower, upper = rows[kept], lower[kept], upper[kept]
    first = rows.data[rows.indptr[:-1]]
    rows = csr_matrix(diags(1 / first) @ rows)
    lower, upper = lower / first, upper / first
    lower, upper = np.where(first > 0, lower, upper), np.where(first > 0, upper, lower)
    mark = np.round(rows @ np.random.default_rng(0).uniform(1, 2, rows.shape[1]), 9)
    _, place, group = np.unique(mark, return_index=True, return_inverse=True)
    least, most = np.full(len(place), -np.inf), np.full(len(place), np.inf)
    np.maximum.at(least, group.ravel(), lower)
    np.minimum.at(most, group.ravel(), upper)
    return rows[place], least, most


class Changes(NamedTuple):
    """Changes d with ``lower <= matrix @ d <= upper`` and each between its `ends`."""

    matrix: csr_matrix
    lower: Floats
    upper: Floats
    ends: Floats

    def farthest(self, forms: csr_matrix, need: Floats, weight: Floats) -> Floats:
        """Find the change that moves many linear forms up together, each no farther than it needs.

        Parameters
        ----------
        forms : csr_matrix, shape (q, v)
        need : array, shape (q,)
            May be infinite.
        weight : array, shape (q,)
            What each form counts for.

        Returns
        -------
        array, shape (v,)
            No change at all, which always fits, where the program finds no other.
        """
        q, v = forms.shape
        found = cheapest(
            np.concatenate([np.zeros(v), -weight]),
            _with_forms(self.matrix, forms),
            rows=(np.concatenate([self.lower, np.zeros(q)]), np.concatenate([self.upper, np.full(q, np.inf)])),
            ends=(np.concatenate([self.ends[:, 0], np.full(q, -np.inf)]), np.concatenate([self.ends[:, 1], need])),
            start=np.zeros(v + q),
        )
        return np.zeros(v) if found is None else found.values[:v]


def _with_forms(matrix: csr_matrix, forms: csr_matrix) -> csc_matrix:
    """Return rows of v unknowns, and below them each form less a further unknown of its own."""
    q, v = forms.shape
    ends, further = forms.indptr[1:], np.arange(q)
    joined = csr_matrix(
        (
            np.concatenate([matrix.data, np.insert(forms.data, ends, -1.0)]),
            np.concatenate([matrix.indices, np.insert(forms.indices, ends, v + further)]),
            np.concatenate([matrix.indptr, matrix.indptr[-1] + ends + further + 1]),
        ),
        shape=(matrix.shape[0] + q, v + q),
    )
    return joined.tocsc()
