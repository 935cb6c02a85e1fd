"""How coarsely each group is published, so that all tables together tell of no small set of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools
from workbench.disclosure.plan.groups import Groups, Names
from workbench.disclosure.plan.published_system import Coarse, Publication
from workbench.disclosure.plan.small_sets import SmallSets, Where, small_sets
from workbench.numerics.disclosure import leaves_open

_SHORT = 40  # groups of a line; a longer one leaves open too much to narrow one of them


class Repair(NamedTuple):
    """How coarsely everything is published, and the groups that it tells of all the same."""

    coarse: Coarse
    narrowed: list[Where]


def repair(publication: Publication) -> Repair:
    """Coarsen until no small set of people is told of: first windows, then outcomes.

    Each first in the group itself, or in those it is a part of if no table shows it, then in all lines through it.
    Every step only takes away from what is published, so a set that was safe stays so, and only the others are asked
    about again.
    """
    told = _told(small_sets(publication.cells, width=publication.width, means=publication.means), publication)
    for bounds, lines in ((False, False), (False, True), (True, False), (True, True)):
        if not told.where:
            break
        coarse = publication.coarse
        for where in set(told.where):
            for names, place in _lines(publication, where) if lines else _nearest(publication, where):
                (coarse.bounded if bounds else coarse.wide)[names][place] = True
        told = _told(told, replace(publication, coarse=coarse))
    return Repair(publication.coarse, list(dict.fromkeys(told.where)))


def _told(asked: SmallSets, publication: Publication) -> SmallSets:
    """Which small sets the published numbers tell too much of."""
    safe = leaves_open(publication.system(), asked.forms, asked.wanted, repeated=publication.cells.repeated())
    return asked.only(~safe)


def _nearest(publication: Publication, where: Where) -> Iterator[Where]:
    """Yield the group itself, or the shown groups that it is directly a part of."""
    groups, (names, place) = publication.cells.groups, where
    if groups[names].shown.ravel()[place]:
        yield where
        return
    yield from (margin for margin in _margins(publication, where) if margin[0])


def _lines(publication: Publication, where: Where) -> Iterator[Where]:
    """Every shown group that adds up to another one together with this one or with a group that it is a part of."""
    groups = publication.cells.groups
    reached = [where]
    for one in reached:
        reached += [margin for margin in _margins(publication, one, longest=_SHORT) if margin not in reached]
    for names, place in reached:
        own = groups[names]
        shown = _line(own, place) & own.shown.ravel()
        if names:
            yield from ((names, int(other)) for other in np.flatnonzero(shown))


def _margins(publication: Publication, where: Where, *, longest: float = np.inf) -> list[Where]:
    """Find the groups of one variable less, of those with so many levels."""
    groups, (names, place) = publication.cells.groups, where
    at = np.unravel_index(place, groups[names].shape) if names else ()
    found: list[Where] = []
    for axis in range(len(names)):
        rest: Names = names[:axis] + names[axis + 1 :]
        if rest in groups and groups[names].shape[axis] <= longest:
            own = at[:axis] + at[axis + 1 :]
            found.append((rest, int(np.ravel_multi_index(own, groups[rest].shape)) if rest else 0))
    return found


def _line(own: Groups, place: int) -> Bools:
    """Places that differ from this one in one variable at most, of short lines."""
    apart = np.zeros(own.shape, dtype=np.int64)
    for axis, at in enumerate(np.unravel_index(place, own.shape) if own.names else ()):
        size = own.shape[axis]
        far = np.arange(size) != at
        if size > _SHORT:
            far = np.where(far, 2, 0)
        apart += far.reshape([-1 if a == axis else 1 for a in range(len(own.shape))])
    near: Bools = (apart <= 1).ravel()
    return near
