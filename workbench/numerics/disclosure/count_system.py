"""All that is published of numbers of people as one linear system, and the program that looks for others that fit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, diags, hstack, identity, vstack

from workbench.arrays import Floats

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

    def changes(self, spread: csr_matrix, point: Floats) -> Changes:
        """Return changes of a solution that have some form; `spread` (v, r) says what each of r numbers changes."""
        matrix, now = csr_matrix(self.matrix @ spread), self.matrix @ point
        box = csr_matrix(spread)
        rows = vstack([matrix, box], format="csr")
        lower = np.concatenate([self.lower - now, -point])
        upper = np.concatenate([self.upper - now, self.most - point])
        rows, lower, upper = _merged(rows, np.minimum(lower, 0), np.maximum(upper, 0))
        single, equal = np.diff(rows.indptr) == 1, lower == upper
        ends = np.tile([-np.inf, np.inf], (spread.shape[1], 1))
        ends[rows[single].indices] = np.column_stack([lower, upper])[single]
        up, down = (np.isfinite(end) & ~equal & ~single for end in (upper, lower))
        return Changes(
            limited=vstack([rows[up], -rows[down]], format="csr"),
            limits=np.concatenate([upper[up], -lower[down]]),
            kept=rows[equal & ~single],
            ends=ends,
            spread=spread,
        )


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
    """Numbers d with ``limited @ d <= limits``, ``kept @ d = 0`` and each between its `ends`.

    ``spread @ d`` are the changes of the unknowns.
    """

    limited: csr_matrix
    limits: Floats
    kept: csr_matrix
    ends: Floats
    spread: csr_matrix

    def farthest(self, forms: csr_matrix, need: Floats, weight: Floats) -> Floats:
        """Find the change that moves many linear forms up together, each no farther than it needs (HiGHS).

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
        far = np.column_stack([np.full(q, -np.inf), need])
        done = linprog(
            np.concatenate([np.zeros(v), -weight]),
            A_ub=vstack([_wider(self.limited, q), hstack([-forms, identity(q)])], format="csr"),
            b_ub=np.concatenate([self.limits, np.zeros(q)]),
            A_eq=_wider(self.kept, q) if self.kept.shape[0] else None,
            b_eq=np.zeros(self.kept.shape[0]) if self.kept.shape[0] else None,
            bounds=np.vstack([self.ends, far]),
            method="highs",
        )
        return np.zeros(v) if done.x is None else np.asarray(done.x[:v], dtype=float)


def _wider(matrix: csr_matrix, n: int) -> csr_matrix:
    """Return rows with `n` further places."""
    return csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], matrix.shape[1] + n))
