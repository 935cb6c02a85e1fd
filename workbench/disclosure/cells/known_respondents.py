"""The published system as it is for somebody who knows who took part, and in which groups: only outcomes are open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix, identity, kron, vstack

from workbench.arrays import Bools, Floats
from workbench.disclosure.cells.finest_cells import FinestCells
from workbench.numerics.disclosure import CountSystem, Repeated, Wanted


@dataclass(frozen=True, eq=False)
class KnownRespondents:
    """Unknowns of cells in which the number of people of each sort is known: with a score, and in the regression.

    Of the people of a sort, those beyond no cut-off follow from the others, which are open, as sums of scores are: all
    unknowns are ``spread @ open + fixed``.
    """

    cells: FinestCells

    def system(self, published: CountSystem) -> CountSystem:
        """Return what is published, over the open unknowns; at the end, that nobody is fewer than none."""
        rows = vstack([published.matrix, self._each(self._following)], format="csr")
        lower = np.concatenate([published.lower, np.zeros(rows.shape[0] - len(published.lower))])
        upper = np.concatenate([published.upper, np.full(len(lower) - len(published.upper), np.inf)])
        fixed = rows @ self._fixed
        open_ones = self._each(self._open)
        return CountSystem(
            matrix=csr_matrix(rows @ self._spread),
            lower=lower - fixed,
            upper=upper - fixed,
            most=np.minimum(open_ones @ self.cells.most, self._reach),
            truth=open_ones @ self.cells.truth,
        )

    def asked(self, forms: csr_matrix, wanted: Wanted) -> tuple[csr_matrix, Wanted]:
        """Return questions about all unknowns as questions about the open ones."""
        known = forms @ self._fixed
        return csr_matrix(forms @ self._spread), wanted._replace(low=wanted.low - known, high=wanted.high - known)

    @cached_property
    def repeated(self) -> Repeated | None:
        """Say which open unknowns repeat from level to level of the longest variable; None of a small system."""
        return self.cells.repeated(int(self._open.sum()))

    @cached_property
    def _sorts(self) -> Bools:
        """Kinds of each sort of people; (n_sorts, n_kinds)."""
        kinds = self.cells.kinds
        belongs: Bools = np.column_stack([inside for (_, cutoff), inside in kinds.bases.items() if cutoff is None])
        return np.array([(belongs == sort).all(axis=1) for sort in np.unique(belongs, axis=0)])

    @cached_property
    def _following(self) -> Bools:
        """Of each sort the kind beyond the fewest cut-offs; (n_sorts, n_kinds + 1)."""
        kinds = self.cells.kinds
        beyond = np.sum([inside for (_, cutoff), inside in kinds.bases.items() if cutoff is not None], axis=0)
        first = np.where(self._sorts, beyond, np.inf).argmin(axis=1)
        return np.asarray(np.arange(kinds.n + 1) == first[:, None])

    @cached_property
    def _open(self) -> Bools:
        """Kinds that are open, and the sum of scores; a selection of rows, (n_open, n_kinds + 1)."""
        return np.eye(self.cells.kinds.n + 1, dtype=bool)[~self._following.any(axis=0)]

    @cached_property
    def _spread(self) -> csr_matrix:
        sorts = np.column_stack([self._sorts, np.zeros(len(self._sorts), dtype=bool)])
        followed = self._following.T.astype(float) @ sorts @ self._open.T
        return self._each(self._open.T - followed)

    @cached_property
    def _of_sort(self) -> Floats:
        """How many of each sort are in each cell; (n_cells, n_sorts)."""
        people = self.cells.truth.reshape(self.cells.n_cells, -1)[:, :-1]
        return np.asarray(people @ self._sorts.T, dtype=float)

    @cached_property
    def _fixed(self) -> Floats:
        return np.asarray(self._of_sort @ self._following, dtype=float).ravel()

    @cached_property
    def _reach(self) -> Floats:
        """Most of each open unknown: everyone of its sort; no end for sums of scores."""
        of_kind = np.column_stack([self._of_sort @ self._sorts, np.full(self.cells.n_cells, np.inf)])
        return np.asarray(of_kind[:, ~self._following.any(axis=0)]).ravel()

    def _each(self, of_a_cell: np.ndarray) -> csr_matrix:
        return csr_matrix(kron(identity(self.cells.n_cells), csr_matrix(of_a_cell.astype(float))))
