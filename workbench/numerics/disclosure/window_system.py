"""Windows of all published counts as one linear system, and programs that look for other counts that fit them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, identity, kron

from workbench.arrays import Bools, Floats, Ints
from workbench.errors import PublicationError

_SHORT = 40  # cells of a line; in a longer one so much is open that all its cells need not move


class WindowSystem(NamedTuple):
    """Counts x of n cells on b bases with ``lower <= x <= upper``, ``sums @ x = 0``, ``order @ x <= 0``.

    lower, upper : (b, n), the windows, or 0 and a large number for counts that nobody publishes. sums : (m, n), parts
    minus their whole. order : (k, b · n), parts of a base that are no larger than their whole; each row about one cell.
    truth : (b, n), the counts themselves, which satisfy all of it.
    """

    lower: Floats
    upper: Floats
    sums: csr_matrix
    order: csr_matrix
    truth: Floats


class Moves(NamedTuple):
    """Changes of the counts that keep to the system: ``lower <= d <= upper``, ``sums @ d = 0``, ``order @ d <= slack``.

    spread : csr_matrix, shape (b · n, r), which counts each change changes.
    """

    lower: Floats
    upper: Floats
    sums: csr_matrix
    order: csr_matrix
    slack: Floats
    spread: csr_matrix

    def of(self, targets: csr_matrix) -> csr_matrix:
        """Return how the changes change the targets (t, b · n)."""
        found = (targets @ self.spread).tocsr()
        found.eliminate_zeros()
        return found


def all_moves(system: WindowSystem, fixed: Bools | None = None) -> Moves:
    """Return every change of every count.

    Parameters
    ----------
    system : WindowSystem
    fixed : array of bool, shape (n,), optional
        Cells that do not change. Default: none.
    """
    n_bases, n = system.truth.shape
    free = np.ones((n_bases, n), dtype=bool) if fixed is None else np.tile(~fixed, (n_bases, 1))
    columns = np.flatnonzero(free.ravel())
    truth = system.truth.ravel()
    sums = kron(np.eye(n_bases), system.sums, format="csr")[:, columns]
    order = system.order[:, columns]
    return Moves(
        lower=system.lower.ravel()[columns] - truth[columns],
        upper=system.upper.ravel()[columns] - truth[columns],
        sums=sums[np.diff(sums.indptr) > 0],
        order=order[np.diff(order.indptr) > 0],
        slack=-(system.order @ truth)[np.diff(order.indptr) > 0],
        spread=csr_matrix(
            (np.ones(len(columns)), (columns, np.arange(len(columns)))), shape=(len(truth), len(columns))
        ),
    )


def moves_of_one_kind(system: WindowSystem, bases: tuple[int, ...], fixed: Bools, point: Floats) -> Moves:
    """Return changes that are the same on some bases, and none on the others.

    One person more of a kind counts on just these bases, so that the order of bases becomes a limit of each cell.

    Parameters
    ----------
    system : WindowSystem
    bases : tuple of int
    fixed : array of bool, shape (n,)
        Cells that do not change.
    point : array, shape (b, n)
        Counts of the system from which the changes start.
    """
    n_bases, n = system.truth.shape
    chosen = list(bases)
    lower = (system.lower - point)[chosen].max(axis=0)
    upper = (system.upper - point)[chosen].min(axis=0)
    inside = np.zeros((n_bases, 1))
    inside[chosen] = 1.0
    spread = csr_matrix(kron(inside, identity(n)))
    limits = (system.order @ spread).tocoo()
    slack = -(system.order @ point.ravel())
    up, down = limits.data > 0, limits.data < 0
    np.minimum.at(upper, limits.col[up], slack[limits.row[up]])
    np.maximum.at(lower, limits.col[down], -slack[limits.row[down]])
    return Moves(
        lower=np.where(fixed, 0.0, np.minimum(lower, 0.0)),
        upper=np.where(fixed, 0.0, np.maximum(upper, 0.0)),
        sums=system.sums,
        order=csr_matrix((0, n)),
        slack=np.zeros(0),
        spread=spread,
    )


def farthest(moves: Moves, form: Floats, upper: Floats | None = None) -> Floats:
    """Find the change at which a linear form is largest (HiGHS through ``scipy.optimize.linprog``).

    Raises
    ------
    PublicationError
        No solution was found, although no change at all is one.
    """
    some = moves.order.shape[0] > 0
    done = linprog(
        -form,
        A_ub=moves.order if some else None,
        b_ub=moves.slack if some else None,
        A_eq=moves.sums if moves.sums.shape[0] else None,
        b_eq=np.zeros(moves.sums.shape[0]) if moves.sums.shape[0] else None,
        bounds=np.column_stack([moves.lower, moves.upper if upper is None else upper]),
        method="highs",
    )
    if done.x is None:
        raise PublicationError(
            f"The check of what the published windows leave open stopped: {done.message} Nothing of this survey may be "
            "published until it runs; report it with the codebook."
        )
    return np.asarray(done.x, dtype=float)


def neighbourhood(system: WindowSystem, cells: Ints) -> Bools:
    """Cells that are reached from some cells by two short lines, and all sums that long lines lead to."""
    length = np.diff(system.sums.indptr)
    short, long = system.sums[length <= _SHORT] != 0, system.sums[length > _SHORT]
    near = np.zeros(system.sums.shape[1], dtype=bool)
    near[cells] = True
    for _ in range(2):
        near |= short.T @ (short @ near.astype(float)) > 0
    near[long.indices[long.data < 0]] = True
    return near
