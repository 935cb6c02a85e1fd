"""All published groups side by side with those of a survey."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.entries import Entry
from workbench.disclosure.ledger.set_sketches import FIELD, distance, n_terms
from workbench.disclosure.ledger.sketched_groups import SketchedGroups

EVERYONE_AT = 0  # place of everyone among the groups of a survey


@dataclass(frozen=True, kw_only=True, eq=False)
class Releases:
    """The groups of all published runs, one after another, and where those of the survey's names are among them.

    Attributes
    ----------
    now : SketchedGroups
    minimum : int
        Fewest respondents that a published number rests on.
    sums, parities : array, shape (n_published, n_bases, ...)
        Sketches of what was published.
    terms : array, shape (n_published,)
        Terms of each that count: a run before the minimum was raised may have written fewer.
    run : array, shape (n_published,)
        Place of the run of each.
    lengths : array
        How many of them each variable of each run has.
    found : array, shape (n_runs, n_groups)
        Place of each group of the survey in each run; −1 where the run had none of this name.
    """

    now: SketchedGroups
    minimum: int
    sums: Ints
    parities: npt.NDArray[np.uint64]
    terms: Ints
    run: Ints
    lengths: Ints
    found: Ints

    @cached_property
    def told_now(self) -> Bools:
        """Groups of the survey with enough respondents."""
        return self.now.sizes[:, 0] >= self.minimum

    @cached_property
    def told(self) -> Bools:
        """Published groups with enough respondents."""
        return self.sums[:, 0, 0] >= self.minimum

    def known(self, run: int) -> Bools:
        """Return which groups of the survey the run told of."""
        found = self.found[run]
        known: Bools = (found >= 0) & self.told[found]
        return known

    def differences(self, run: int, groups: Ints) -> Ints:
        """Return what has changed in groups since a run, from nothing where it had none of the name."""
        found = self.found[run, groups]
        before = np.where(found[:, None, None] >= 0, self.sums[found], 0)
        return (self.now.sums[groups, :, : before.shape[2]] - before) % FIELD

    def distance(self, differences: Ints, published: Ints) -> npt.NDArray[Any]:
        """Return the distances from published groups, each by as many terms as were written of it."""
        found = np.full(differences.shape[:-1], np.inf)
        for terms in np.unique(self.terms[published]):
            own = self.terms[published] == terms
            found[own] = distance(differences[own][..., :terms])
        return found


def side_by_side(now: SketchedGroups, keys: Sequence[bytes], entries: Sequence[Entry], *, minimum: int) -> Releases:
    """Lay the groups of all runs, at least one, side by side."""
    terms = n_terms(2 * (minimum - 1))
    counts = [len(entry.keys) for entry in entries]
    sums = np.zeros((sum(counts), now.sums.shape[1], terms), dtype=np.int64)
    found = np.full((len(entries), len(keys)), -1)
    places = {key: place for place, key in enumerate(keys)}
    first = 0
    for run, entry in enumerate(entries):
        own = entry.sums[:, :, :terms]
        sums[first : first + len(own), :, : own.shape[2]] = own
        for place, key in enumerate(entry.keys, start=first):
            if key in places:
                found[run, places[key]] = place
        first += len(own)
    return Releases(
        now=now,
        minimum=minimum,
        sums=sums,
        parities=np.concatenate([entry.parities for entry in entries]),
        terms=np.repeat([min(terms, entry.sums.shape[2]) for entry in entries], counts),
        run=np.repeat(np.arange(len(entries)), counts),
        lengths=np.concatenate([entry.lengths for entry in entries]).astype(np.int64),
        found=found,
    )
