"""All published groups side by side with those of a survey."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.entries import Entry
from workbench.disclosure.ledger.set_sketches import FIELD, distance, n_terms
from workbench.disclosure.ledger.sketched_groups import Group, SketchedGroups

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
    silent, silent_now : array of bool, shape (n_published,) and (n_groups,)
        Groups of which no outcome was or would be published.
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
    silent: Bools
    silent_now: Bools
    found: Ints

    def on(self, bases: Sequence[int]) -> Releases:
        """Return the same releases on some bases only."""
        kept = list(bases)
        return replace(self, now=self.now.on(kept), sums=self.sums[:, kept], parities=self.parities[:, kept])

    def without(self, runs: Ints) -> Releases:
        """Return the same as if some runs had told of nobody."""
        kept = ~np.isin(self.run, runs)
        return replace(self, sums=self.sums * kept[:, None, None])

    @cached_property
    def told_now(self) -> Bools:
        """Groups of the survey with enough respondents."""
        return self.now.sizes[:, 0] >= self.minimum

    @cached_property
    def told(self) -> Bools:
        """Published groups with enough respondents."""
        return self.sums[:, 0, 0] >= self.minimum

    @cached_property
    def same_people(self) -> Bools:
        """Published groups of runs since which nobody changed."""
        everyone = np.array([EVERYONE_AT])
        enough = self.now.sizes[EVERYONE_AT].max() >= self.now.least.max()
        same = [enough and not self.differences(run, everyone).any() for run in range(len(self.found))]
        return np.array(same)[self.run]

    @cached_property
    def everyone(self) -> Ints:
        """Place of everyone of the same run for each published group; −1 where the run did not publish them."""
        return np.asarray(self.found[self.run, EVERYONE_AT], dtype=np.int64)

    @cached_property
    def shown_alike(self) -> Bools:
        """Published groups of the same people of which today's tables show an outcome too, under whatever name."""
        return _alike(self._sums_before, self.same_people, self._sums_now, ~self.silent_now)

    @cached_property
    def published_alike(self) -> Bools:
        """Groups of the survey whose outcome was published of the very same members, under whatever name."""
        everyone = np.ones(len(self.told_now), dtype=bool)
        return _alike(self._sums_now, everyone, self._sums_before, self.same_people & ~self.silent)

    @property
    def _sums_now(self) -> Ints:
        return self.now.sums[:, :, : self.terms.min()]

    @property
    def _sums_before(self) -> Ints:
        return self.sums[:, :, : self.terms.min()]

    def known(self, run: int) -> Bools:
        """Return which groups of the survey the run told of."""
        found = self.found[run]
        known: Bools = (found >= 0) & self.told[found]
        return known

    def differences(self, run: int, groups: Ints) -> Ints:
        """Return what has changed in groups since a run, from nothing where it had none of the name.

        Terms that the run did not write tell of no change.
        """
        found = self.found[run, groups]
        before = np.where(found[:, None, None] >= 0, self.sums[found], 0)
        changed = (self.now.sums[groups, :, : before.shape[2]] - before) % FIELD
        written = np.where(found >= 0, self.terms[found], before.shape[2])
        return np.where(np.arange(before.shape[2]) < written[:, None, None], changed, 0)

    def distance(self, differences: Ints, published: Ints) -> npt.NDArray[Any]:
        """Return the distances from published groups, each by as many terms as were written of it."""
        found = np.full(differences.shape[:-1], np.inf)
        for terms in np.unique(self.terms[published]):
            own = self.terms[published] == terms
            found[own] = distance(differences[own][..., :terms])
        return found


def _alike(sums: Ints, asked: Bools, others: Ints, among: Bools) -> Bools:
    """Which of the asked groups have the very members of one among others."""
    known = {own.tobytes() for own in others[among]}
    return np.array([bool(of) and own.tobytes() in known for own, of in zip(sums, asked, strict=True)], dtype=bool)


def silent_groups(now: SketchedGroups, without_outcome: Collection[Group], *, minimum: int) -> Bools:
    """Mark groups of the survey that have no outcome, too few with a score or the members of such a group."""
    silent = now.sizes[:, 1] < minimum
    silent |= np.array([name in without_outcome for name in now.names])
    return silent | _alike(now.sums, ~silent, now.sums, silent)


def side_by_side(
    now: SketchedGroups, keys: Sequence[bytes], entries: Sequence[Entry], *, silent_now: Bools, minimum: int
) -> Releases:
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
        silent=np.concatenate([entry.silent for entry in entries]),
        silent_now=silent_now,
        found=found,
    )
