"""All that is published of numbers of people as one linear system, and the program that looks for others that fit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, hstack, identity, vstack

from workbench.arrays import Floats, Ints
from workbench.errors import PublicationError


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

    def changes(self, columns: Ints) -> Changes:
        """Return the changes of some unknowns, while all others stay as they are."""
        matrix = self.matrix[:, columns]
        touched = np.diff(matrix.indptr) > 0
        matrix, now = matrix[touched], (self.matrix @ self.truth)[touched]
        lower, upper = self.lower[touched] - now, self.upper[touched] - now
        equal = lower == upper
        up, down = np.isfinite(upper) & ~equal, np.isfinite(lower) & ~equal
        return Changes(
            limited=vstack([matrix[up], -matrix[down]], format="csr"),
            limits=np.concatenate([upper[up], -lower[down]]),
            kept=matrix[equal],
            ends=np.column_stack([-self.truth[columns], (self.most - self.truth)[columns]]),
        )


class Changes(NamedTuple):
    """Changes d of numbers with ``limited @ d <= limits``, ``kept @ d = 0`` and each between its `ends`."""

    limited: csr_matrix
    limits: Floats
    kept: csr_matrix
    ends: Floats

    def farthest(self, forms: csr_matrix, need: Floats, weight: Floats) -> Floats:
        """Find the change that moves many linear forms up together, each no farther than it needs (HiGHS).

        Parameters
        ----------
        forms : csr_matrix, shape (q, v)
        need : array, shape (q,)
            May be infinite.
        weight : array, shape (q,)
            What each form counts for.

        Raises
        ------
        PublicationError
            No solution was found, although no change at all is one.
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
        if done.x is None:
            raise PublicationError(
                f"The check of what the published windows leave open stopped: {done.message} Nothing of this survey may "
                "be published until it runs; report it with the codebook."
            )
        return np.asarray(done.x[:v], dtype=float)


def _wider(matrix: csr_matrix, n: int) -> csr_matrix:
    """Return rows with `n` further places."""
    return csr_matrix((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], matrix.shape[1] + n))
