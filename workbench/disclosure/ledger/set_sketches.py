"""Sketches of sets: from two of them, how many members differ, and nothing about any single member.

A set of marks x, numbers of the field of 2³¹ − 1 elements, is kept as its power sums Σ xᵏ, k = 0, 1, …. The difference
of two such sequences is Σ ±xᵏ over the marks that are in one set only, and its shortest linear recurrence, found by
Berlekamp and Massey's algorithm (Massey 1969, IEEE Transactions on Information Theory 15, 122–127), has as many terms
as there are such marks. So 2d terms count up to d differences exactly; two terms more let a larger difference pass for
a small one with a probability of about 2⁻⁶². The sketch of disjoint sets together is the sum of their sketches. Minsky,
Trachtenberg and Zippel (2003, IEEE Transactions on Information Theory 49, 2213–2218) reconcile sets by such means.

Members may share a mark x, of which one set then has c more than the other: the difference is Σ cxᵏ. The recurrence
still has a term for each of n such x, and its coefficients give the sums Σ xᵏ over them by Newton's identities. Of the
n × n matrices C and X that have Σ cxⁱ⁺ʲ and Σ xⁱ⁺ʲ in row i and column j, C − cX lacks one rank for each x of that c.

Since this count takes long, 256 parities tell beforehand which sets may be near: whether the marks that end in the same
eight bits are odd in number. Two sets differ by at least as many marks as they have different parities.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Ints

FIELD = np.int64(2**31 - 1)
_SPARE = 2  # terms beyond those that count
N_WORDS = 4  # of 64 parities each


def n_terms(most_different: int) -> int:
    """Terms of a sketch that counts so many differences."""
    return 2 * most_different + _SPARE


def power_sums(marks: Ints, groups: Ints, *, n_groups: int, terms: int) -> Ints:
    """Sketch the members of each group.

    Parameters
    ----------
    marks : array, shape (n,)
        From 1 to 2³¹ − 2.
    groups : array, shape (n,)
        Group of each member; −1: in none.

    Returns
    -------
    array, shape (n_groups, terms)
        The first column is the number of members.
    """
    order = np.argsort(groups, kind="stable")
    order = order[np.searchsorted(groups[order], 0) :]
    present, starts = np.unique(groups[order], return_index=True)
    sums = np.zeros((n_groups, terms), dtype=np.int64)
    own, power = marks[order], np.ones(len(order), dtype=np.int64)
    for term in range(terms if len(order) else 0):
        sums[present, term] = np.add.reduceat(power, starts) % FIELD  # 2³² members would overflow
        power = power * own % FIELD
    return sums


def parities(marks: Ints, groups: Ints, *, n_groups: int) -> npt.NDArray[np.uint64]:
    """Parities of the members of each group, shape (n_groups, N_WORDS); marks and groups as in `power_sums`."""
    words = np.zeros((n_groups, N_WORDS), dtype=np.uint64)
    inside = groups >= 0
    own, bits = marks[inside], np.uint64(1) << (marks[inside] % 64).astype(np.uint64)
    np.bitwise_xor.at(words, (groups[inside], own // 64 % N_WORDS), bits)
    return words


def least_distance(surplus: Ints, one: npt.NDArray[np.uint64], other: npt.NDArray[np.uint64]) -> npt.NDArray[Any]:
    """Bound the distance of two sets from below by the difference of their sizes and their parities.

    Parameters
    ----------
    surplus : array, shape (...)
    one, other : array, shape (..., N_WORDS)
    """
    different: Ints = np.bitwise_count(one ^ other).sum(axis=-1, dtype=np.int64)
    return (np.abs(surplus) + different) / 2


def recurrences(differences: Ints) -> tuple[Ints, Ints]:
    """Find the marks of which two sets have different numbers.

    Parameters
    ----------
    differences : array, shape (n_pairs, terms)
        Differences of two sketches, modulo the field.

    Returns
    -------
    n_different : array, shape (n_pairs,)
        How many such marks there are. Exact up to (terms − 2) / 2; larger numbers only say that there are more.
    connections : array, shape (n_pairs, width)
        Coefficients, up to a common factor, of the polynomial Π (1 − xz) over these marks x, the constant first.
    """
    n, terms = differences.shape
    width = (terms - _SPARE) // 2 + 2  # a recurrence that needs more terms than these is too long anyway
    connection, last = np.zeros((2, n, width), dtype=np.int64)
    connection[:, 0] = last[:, 0] = 1
    length, last_gap = np.zeros(n, dtype=np.int64), np.ones(n, dtype=np.int64)
    for place in range(terms):
        window = differences[:, place::-1][:, :width]
        gap = _folded(connection[:, : place + 1] * window).sum(axis=1) % FIELD
        last[:, 1:], last[:, 0] = last[:, :-1].copy(), 0
        # no division: a multiple will do
        changed = _folded(_folded(last_gap[:, None] * connection + (FIELD - gap)[:, None] * last))
        longer = (gap != 0) & (2 * length <= place)
        last = np.where(longer[:, None], connection, last)
        connection = np.where((gap != 0)[:, None], changed, connection)
        last_gap = np.where(longer, gap, last_gap)
        length = np.where(longer, place + 1 - length, length)
    return length, connection % FIELD


def _folded(numbers: Ints) -> Ints:
    """Bring numbers of up to 63 bits near the field, modulo which they stay the same; a division would take longer."""
    return (numbers & FIELD) + (numbers >> 31)


def distance(differences: Ints) -> npt.NDArray[Any]:
    """Least number of members that were added, removed or exchanged to make one set of the other; infinite if many.

    Parameters
    ----------
    differences : array, shape (..., terms)
        Differences of two sketches, modulo the field.
    """
    flat = differences.reshape(-1, differences.shape[-1])
    most = (flat.shape[1] - _SPARE) // 2
    surplus = np.minimum(flat[:, 0], FIELD - flat[:, 0])  # the set that has more members has so many more
    found = np.where(flat.any(axis=1), np.inf, 0.0)
    possible = np.flatnonzero(np.isinf(found) & (surplus <= most))
    if len(possible):
        marks, connections = recurrences(flat[possible])
        few = marks <= most
        for place, n_marks, connection in zip(possible[few], marks[few], connections[few], strict=True):
            members = _members_apart(flat[place].tolist(), int(n_marks), connection.tolist(), most)
            found[place] = max((members + surplus[place]) / 2, surplus[place])
    return found.reshape(differences.shape[:-1])


def _members_apart(sums: list[int], n_marks: int, connection: list[int], most: int) -> float:
    """Return Σ |c|, c being the surplus of each mark; infinite if more than most."""
    n, field = n_marks, int(FIELD)
    scale = pow(connection[0], -1, field)
    known = [scale * own % field for own in connection] + [0] * (2 * n)
    powers = [n]
    for power in range(1, 2 * n - 1):
        products = sum(known[place] * powers[power - place] for place in range(1, power))
        powers.append(-(products + power * known[power]) % field)
    left, members = n, 0
    for surplus in (sign * size for size in range(1, most + 1) for sign in (1, -1)):
        if members + left * abs(surplus) > most:
            break
        equal = n - _rank(
            [[(sums[row + at] - surplus * powers[row + at]) % field for at in range(n)] for row in range(n)]
        )
        members, left = members + equal * abs(surplus), left - equal
    return math.inf if left else members


def _rank(matrix: list[list[int]]) -> int:
    """Rank of a matrix over the field."""
    field, rank = int(FIELD), 0
    for column in range(len(matrix)):
        pivot = next((row for row in range(rank, len(matrix)) if matrix[row][column]), None)
        if pivot is None:
            continue
        matrix[rank], matrix[pivot] = matrix[pivot], matrix[rank]
        scale = pow(matrix[rank][column], -1, field)
        for row in range(rank + 1, len(matrix)):
            factor = scale * matrix[row][column] % field
            matrix[row] = [(a - factor * b) % field for a, b in zip(matrix[row], matrix[rank], strict=True)]
        rank += 1
    return rank
