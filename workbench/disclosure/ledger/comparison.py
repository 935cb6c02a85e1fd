"""The groups of a survey beside those of a published run: by how many respondents each of them changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.entries import Entry
from workbench.disclosure.ledger.set_sketches import FIELD, distance
from workbench.disclosure.ledger.sketched_groups import SketchedGroups

EVERYONE_AT = 0  # place of everyone among the groups of a survey


class Comparison:
    """The groups of a survey beside those of one published run.

    Parameters
    ----------
    now : SketchedGroups
    keys : list of bytes
        Keyed names of its groups.
    entry : Entry
    minimum : int
        Fewest respondents that a published number rests on.

    Attributes
    ----------
    known : array of bool, shape (n_groups,)
        Whether the run had a group of this name.
    before, differences : array, shape (n_groups, 2, n_terms)
        Sketches of the groups of the same names, zero where there are none, and what has changed since.
    distances : array, shape (n_groups, 2)
        Respondents who left, joined or gave other answers, for everyone in the group and for those with a score;
        infinite where they are many or the group was too small to be published.
    """

    def __init__(self, now: SketchedGroups, keys: Sequence[bytes], entry: Entry, *, minimum: int) -> None:
        places = {key: place for place, key in enumerate(entry.keys)}
        found = np.array([places.get(key, -1) for key in keys])
        terms = min(now.sums.shape[2], entry.sums.shape[2])
        sums, published = now.sums[:, :, :terms], entry.sums[:, :, :terms]
        self._minimum = minimum
        self.known: Bools = found >= 0
        self.before: Ints = np.where(self.known[:, None, None], published[found], 0)
        self.differences: Ints = (sums - self.before) % FIELD
        self.distances = self._distances(sums, self.before)
        # a file of one area may follow the report of the whole country, or go before it
        whole = self._distances(sums[EVERYONE_AT], published).min(axis=0)
        self.distances[EVERYONE_AT] = np.minimum(self.distances[EVERYONE_AT], whole)
        if self.known[EVERYONE_AT]:
            parts = self._distances(sums, self.before[EVERYONE_AT])
            self.distances = np.minimum(self.distances, parts)

    def _distances(self, now: Ints, before: Ints) -> npt.NDArray[Any]:
        """Distances of pairs of alike sizes whose earlier group had enough respondents to be published."""
        now, before = np.broadcast_arrays(now, before)
        differences = (now - before) % FIELD
        alike = np.abs(now[..., 0] - before[..., 0]) < self._minimum
        possible = alike & (before[..., 0] >= self._minimum)
        found = np.full(possible.shape, np.inf)
        found[possible] = distance(differences[possible])
        return found


def near_groups(comparisons: Sequence[Comparison], *, minimum: int) -> dict[int, int]:
    """Return each group that changed by few respondents, by its place, and the place of the run it is nearest to.

    A group that has the very members and answers of some published one is not among them: it gives the same numbers.
    """
    if not comparisons:
        return {}
    distances = np.stack([comparison.distances for comparison in comparisons])
    few = (distances > 0) & (distances < minimum) & ~(distances == 0).any(axis=0)
    nearest = np.where(few, distances, np.inf).min(axis=2).argmin(axis=0)
    return {int(group): int(nearest[group]) for group in np.flatnonzero(few.any(axis=(0, 2)))}
