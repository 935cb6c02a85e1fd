"""What many numbers of people together tell of single persons whose groups are all known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.linalg import solve_triangular
from scipy.sparse import csr_matrix

from workbench.arrays import Bools, Floats, Ints

_PASSES, _FRUITLESS = 12, 3  # over all who are asked about, and those in a row without anybody found
_HOPELESS = 0.25  # part of those asked about that a first pass finds where further ones find them all
_MENDS = 60  # persons changed to make up for one
_REST = (3, 8)  # changes for which one who was changed is left alone


class Tallies(NamedTuple):
    """Numbers of people of one kind in groups, published as windows.

    groups : csr_matrix, shape (n_people, n_groups), 1 for members. kind : array of bool, shape (n_people,), who is of
    the kind. low, high : array, shape (n_groups,), ends of the windows.
    """

    groups: csr_matrix
    kind: Bools
    low: Ints
    high: Ints

    def only(self, people: Bools, groups: Bools) -> Tallies:
        """Return some people and some groups, of which no others are members."""
        return Tallies(
            csr_matrix(self.groups[people][:, groups]), self.kind[people], self.low[groups], self.high[groups]
        )


def told_of_people(tallies: Tallies) -> float:
    """Reckon how much of the uncertainty of everybody's kinds the windows take away, as if all were normal.

    That is ½ log₂ det(I + N⁻¹ G'VG) over the entropy of n draws of the share p of the kind; G the groups, V = p(1 − p),
    N the variances of uniform windows.

    Notes
    -----
    Proof: tests/unit/numerics/disclosure.
    """
    n, share = len(tallies.kind), _share(tallies)
    bits = (np.log2(np.diag(_root(tallies))) - np.log2(_noise(tallies)) / 2).sum()
    return float(bits / (n * -(share * np.log2(share) + (1 - share) * np.log2(1 - share))))


def left_of_people(tallies: Tallies) -> Floats:
    """Reckon the variance that each person's kind keeps, as a part of p(1 − p): that of the best linear guess.

    Returns
    -------
    array, shape (n_people,)
        1 where the windows tell nothing, 0 where they tell all.

    Notes
    -----
    Proof: tests/unit/numerics/disclosure.
    """
    explained = solve_triangular(_root(tallies), tallies.groups.T.toarray(), lower=True)
    return 1 - _variance(tallies) * np.asarray((explained**2).sum(axis=0), dtype=float)


def _share(tallies: Tallies) -> float:
    n = len(tallies.kind)
    return float(np.clip(tallies.kind.mean(), 1 / (n + 1), n / (n + 1)))


def _variance(tallies: Tallies) -> float:
    return _share(tallies) * (1 - _share(tallies))


def _noise(tallies: Tallies) -> Floats:
    return np.asarray((tallies.high - tallies.low + 1.0) ** 2 / 12)


def _root(tallies: Tallies) -> Floats:
    """Cholesky factor of the variances of the numbers, windows included."""
    counts = (tallies.groups.T @ tallies.groups).toarray()
    return np.asarray(np.linalg.cholesky(_variance(tallies) * counts + np.diag(_noise(tallies))))


def otherwise_possible(tallies: Tallies, asked: Bools) -> Bools:
    """Find people who may as well be of the other kind, since there are others who make up for it in every window.

    Parameters
    ----------
    tallies : Tallies
    asked : array of bool, shape (n_people,)

    Returns
    -------
    array of bool, shape (n_people,)
        True is certain: kinds of everybody were found that fit all windows and differ from the true one there. False
        means that the search ended without any.

    Notes
    -----
    From kinds that fit, one person is changed, and then whoever mends the broken windows best, chance deciding between
    equals (Selman, Kautz & Cohen 1994, AAAI-94, 337–343). Whatever fits is where the search goes on.

    Proof: tests/unit/numerics/disclosure.
    """
    search = _Search(tallies, np.random.default_rng(0))
    left, fruitless = np.flatnonzero(asked), 0
    for _ in range(_PASSES):
        for person in search.draws.permutation(left):
            if not search.found[person]:
                search.change(int(person))
        before, left = len(left), np.flatnonzero(asked & ~search.found)
        fruitless = fruitless + 1 if len(left) == before else 0
        if not len(left) or fruitless == _FRUITLESS or len(left) > (1 - _HOPELESS) * asked.sum():
            break
    return search.found


class _Search:
    """Kinds that fit all windows, and who was of another kind in one of them."""

    def __init__(self, tallies: Tallies, draws: np.random.Generator) -> None:
        self.tallies, self.draws = tallies, draws
        self.kind = tallies.kind.astype(np.int64)
        self.counts = np.asarray(tallies.groups.T @ self.kind, dtype=np.int64)
        self.found = np.zeros(len(self.kind), dtype=bool)

    def change(self, person: int) -> None:
        """Try to find kinds that fit and differ from the true one of a person."""
        kind, counts, rested = self.kind.copy(), self.counts.copy(), np.zeros(len(self.kind))
        self._turn(person, kind, counts)
        rested[person] = np.inf
        for turn in range(_MENDS):
            over, under = counts > self.tallies.high, counts < self.tallies.low
            if not (over | under).any():
                self.kind, self.counts = kind, counts
                self.found |= kind.astype(bool) != self.tallies.kind
                return
            # how many more windows are missed, or by how much more, if a person joins the kind or leaves it
            joins = self.tallies.groups @ ((counts >= self.tallies.high).astype(float) - under)
            leaves = self.tallies.groups @ ((counts <= self.tallies.low).astype(float) - over)
            cost = np.where(kind == 0, joins, leaves) + self.draws.random(len(kind)) / 2
            other = int(np.argmin(np.where(rested > turn, np.inf, cost)))
            self._turn(other, kind, counts)
            rested[other] = turn + self.draws.integers(*_REST)

    def _turn(self, person: int, kind: Ints, counts: Ints) -> None:
        own = self.tallies.groups.indices[slice(*self.tallies.groups.indptr[person : person + 2])]
        step = 1 - 2 * kind[person]
        kind[person] += step
        counts[own] += step
