"""Levels of two variables that hold nearly the same people when put together, like children and households."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from workbench.arrays import Bools, Ints
from workbench.disclosure.cells.groups import SCORED, Groups, Names

_MOST_CELLS = 1_000_000  # of two variables, to count them all; of more those are sorted that occur


class Union(NamedTuple):
    """Levels of one variable or crossing together, often a single one.

    names : variables. places : flat places, that of the level with the fewest scored respondents first.
    """

    names: Names
    places: tuple[int, ...]

    def holds(self, own: Groups) -> Bools:
        """Return which respondents belong to it."""
        inside = np.zeros(own.listed.size, dtype=bool)
        inside[list(self.places)] = True
        return np.asarray(inside[own.place])


def near_unions(one: Groups, two: Groups, who: Bools, *, width: int) -> list[tuple[Union, Union]]:
    """Find unions of shown levels of one and of the other that differ in 1 to `width` − 1 of some respondents.

    Levels that share at least `width` people lie on the same side of any such difference, so they are put together
    first, then the others with the level that holds most of their people, then two of the sets that result. Left out
    are unions of several levels that differ by people of small levels only, such as "not answered": tables give these
    a row of their own. So are all unions where one of both contains the variables of the other.

    Parameters
    ----------
    one, two : Groups
    who : array of bool, shape (n_respondents,)
    width : int
        Of a window; one at least of each two has so many people.
    """
    met = _met(one, two, who)
    found = dict.fromkeys(_single(met, width))
    if not (set(one.names) <= set(two.names) or set(two.names) <= set(one.names)):
        found |= dict.fromkeys(_several(met, width))
    return [(_union(one, first), _union(two, second)) for first, second in sorted(found)]


_Pair = tuple[tuple[int, ...], tuple[int, ...]]


class _Met(NamedTuple):
    """Levels of two variables, numbered through, and the pairs of them that share people.

    first, second, people : (n_pairs,), two numbers and how many people. shown, told : (n_levels,), levels that tables
    show, and those of them that are large enough for an outcome. n_first : levels of the first variable.
    """

    first: Ints
    second: Ints
    people: Ints
    shown: Bools
    size: Ints
    n_first: int

    def parts(self, joined: Bools) -> Ints:
        """Return the number of the set that each level is in when some pairs are joined."""
        ends, n = np.searchsorted(self.first[joined], np.arange(len(self.shown) + 1)), len(self.shown)
        graph = csr_matrix((np.ones(ends[-1]), self.second[joined], ends), shape=(n, n))
        return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)

    def apart(self, parts: Ints) -> Ints:
        """Return by how many people the two sides of each set differ."""
        one, two = parts[self.first], parts[self.second]
        people = np.where(one != two, self.people, 0)
        n = len(self.shown)
        return (np.bincount(one, people, n) + np.bincount(two, people, n)).astype(np.int64)


def _met(one: Groups, two: Groups, who: Bools) -> _Met:
    n_first, n_second = one.listed.size, two.listed.size
    cells, people = _counted(one.place[who] * n_second + two.place[who], n_first * n_second)
    shown = [own.shown.ravel() for own in (one, two)]
    size = [own.counts[SCORED].ravel() for own in (one, two)]
    return _Met(
        first=cells // n_second,
        second=n_first + cells % n_second,
        people=people,
        shown=np.concatenate(shown),
        size=np.concatenate(size),
        n_first=n_first,
    )


def _counted(cells: Ints, n_cells: int) -> tuple[Ints, Ints]:
    """Return the cells that occur, in their order, and how often."""
    if n_cells > _MOST_CELLS:
        found, n = np.unique(cells, return_counts=True)
        return found, n.astype(np.int64)
    counts = np.bincount(cells, minlength=n_cells)
    found = np.flatnonzero(counts)
    return found, counts[found].astype(np.int64)


def _single(met: _Met, width: int) -> Iterator[_Pair]:
    """Yield pairs of single levels."""
    size = np.bincount(met.first, met.people, len(met.shown)) + np.bincount(met.second, met.people, len(met.shown))
    apart = size[met.first] + size[met.second] - 2 * met.people
    near = (apart > 0) & (apart < width) & met.shown[met.first] & met.shown[met.second]
    near &= np.maximum(size[met.first], size[met.second]) >= width
    for first, second in zip(met.first[near].tolist(), met.second[near].tolist(), strict=True):
        yield (first,), (second - met.n_first,)


def _several(met: _Met, width: int) -> Iterator[_Pair]:
    """Yield pairs of unions, most of them of several levels."""
    large, told = met.people >= width, met.size >= width
    if not (told[met.first] & told[met.second] & ~large).any():
        return
    parts = met.parts(large)
    loose = np.bincount(parts)[parts] == 1
    if len(np.unique(parts[told])) < 2:
        return
    yield from _together(met, parts, width)
    absorbed = met.parts(large | _largest_of(met, loose)) if loose.any() else parts
    yield from _together(met, absorbed, width)
    for joined in _joined(met, absorbed, width):
        yield from _together(met, joined, width)


def _largest_of(met: _Met, loose: Bools) -> Bools:
    """Mark for each loose level, which shares enough people with none, the pair that holds most of its own."""
    order = np.argsort(met.people, kind="stable")
    marked = np.zeros(len(met.people), dtype=bool)
    for ends in (met.first, met.second):
        most = np.full(len(met.shown), -1, dtype=np.int64)
        most[ends[order]] = order
        marked[most[loose & (most >= 0)]] = True
    return marked


def _joined(met: _Met, parts: Ints, width: int) -> Iterator[Ints]:
    """Yield the sets with two of them joined that differ by enough people alone and by few together."""
    apart, one, two = met.apart(parts), parts[met.first], parts[met.second]
    border, n = one != two, len(apart)
    ends = np.minimum(one, two)[border] * n + np.maximum(one, two)[border]
    pairs, own = np.unique(ends, return_inverse=True)
    first, second = pairs // n, pairs % n
    both = apart[first] + apart[second] - 2 * np.bincount(own, met.people[border], len(pairs))
    few = (both > 0) & (both < width) & (np.maximum(apart[first], apart[second]) >= width)
    for kept, joined in zip(first[few], second[few], strict=True):
        yield np.where(parts == joined, kept, parts)


def _together(met: _Met, parts: Ints, width: int) -> Iterator[_Pair]:
    """Yield the two sides of each set that differ by few people, of whom somebody is in another large level."""
    one, two, n = parts[met.first], parts[met.second], len(met.shown)
    within, told = one == two, met.size >= width
    strayed = np.bincount(one[~within & told[met.second]], minlength=n)
    strayed += np.bincount(two[~within & told[met.first]], minlength=n)
    inside, hidden = np.bincount(one[within], met.people[within], n), np.bincount(parts[~met.shown], minlength=n)
    apart = met.apart(parts)
    for number in np.flatnonzero((apart > 0) & (apart < width) & (strayed > 0) & (inside >= width) & (hidden == 0)):
        levels = np.flatnonzero(parts == number)
        first, second = levels[levels < met.n_first], levels[levels >= met.n_first] - met.n_first
        yield tuple(first.tolist()), tuple(second.tolist())


def _union(own: Groups, places: tuple[int, ...]) -> Union:
    counts = own.counts[SCORED].ravel()
    return Union(own.names, tuple(sorted(places, key=lambda place: (counts[place], place))))
