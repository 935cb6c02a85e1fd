"""Which groups of a survey differ by few respondents from something published, under this or another name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workbench.arrays import Bools, Ints
from workbench.disclosure.ledger.compared import Hits, Rests, Side, compared, counted, joined
from workbench.disclosure.ledger.releases import Releases
from workbench.disclosure.ledger.set_sketches import least_distance
from workbench.disclosure.ledger.sets import Sets, joined_sets, singles, unions_of

_LARGE = 4  # times the fewest respondents that a number rests on: of so many, most are the same


@dataclass(frozen=True, kw_only=True, eq=False)
class Near:
    """What may not be published anew, by one family of bases.

    Attributes
    ----------
    groups : dict of int to int
        Each group that keeps earlier numbers, by its place, and the place of the run it is nearest to.
    rests : list of (array, int)
        Groups of which one at least has to keep its numbers, the smallest first, because everyone without them is near
        something of this run.
    recognised : array of int
        Runs of which respondents were recognised. By answers alone this takes a group of so many that one of other
        people would not be as near; where a run is recognised, smaller groups of the same name count too.
    surely : array of int
        Those of them that a large group was recognised of.
    """

    groups: dict[int, int]
    rests: list[tuple[Ints, int]]
    recognised: Ints
    surely: Ints


def near_groups(releases: Releases, *, by_id: bool) -> Near:
    """Find the groups that keep earlier numbers.

    Groups that changed by few respondents, or of the same respondents were cut otherwise by few; and of levels that
    together did, though each by many, the smallest. What has the very members and answers of something published is not
    among them: it gives the same numbers.

    Parameters
    ----------
    releases : Releases
        On the bases of one family.
    by_id : bool
        Whether ids are part of them, so that groups of a few count under other names too.
    """
    every = singles(np.arange(len(releases.told_now)))
    sets = joined_sets(every, unions_of(np.array(releases.now.lengths), releases.told_now))
    named = joined(_of_the_same_names(releases, sets))
    others = joined([*_of_other_names(releases, sets), *_of_other_cuts(releases, sets)])
    rests = joined(_by_subtraction(releases, sets))
    every_hit, least = joined([named, others, rests]), releases.now.least.max()
    recognised = np.unique(every_hit.runs[every_hit.members >= least]) if least else np.arange(len(releases.found))
    smallest = 0 if by_id else least
    counting = (named, others.only(others.members >= smallest))
    found = joined(hits.only(np.isin(hits.runs, recognised)) for hits in counting)
    return Near(
        groups=_kept(found, releases, sets),
        rests=[
            (groups, run)
            for place, run, basis in _nearest(rests.only(rests.members >= least))
            if len(groups := _changed(releases, sets, place % len(sets.lengths), run, basis))
        ],
        recognised=recognised,
        surely=np.unique(every_hit.runs[every_hit.members >= max(least, _LARGE * releases.minimum)]),
    )


def _kept(found: Hits, releases: Releases, sets: Sets) -> dict[int, int]:
    n, nearest = len(releases.told_now), _nearest(found)
    kept = {place: run for place, run, _ in nearest if place < n}
    for place, run, basis in nearest:
        if place >= n and kept.keys().isdisjoint(sets.take(np.array([place])).members.tolist()):
            for group in _changed(releases, sets, place, run, basis)[:1]:
                kept[int(group)] = run
    return kept


def _nearest(found: Hits) -> list[tuple[int, int, int]]:
    """Each place that is near something and on this basis equal to nothing; the run it is nearest to, and the basis."""
    same = found.only(found.distances == 0)
    unchanged = set(zip(same.places.tolist(), same.bases.tolist(), strict=True))
    nearest: dict[int, tuple[int, int]] = {}
    for hit in np.lexsort((found.runs, found.distances)):
        place, basis = int(found.places[hit]), int(found.bases[hit])
        if (place, basis) not in unchanged:
            nearest.setdefault(place, (int(found.runs[hit]), basis))
    return [(place, *nearest[place]) for place in sorted(nearest)]


def _changed(releases: Releases, sets: Sets, place: int, run: int, basis: int) -> Ints:
    """Return the groups of a set that changed since a run on this basis, the smallest first."""
    groups = sets.take(np.array([place])).members
    changed = releases.differences(run, groups)[:, basis].any(axis=1) & ~releases.published_alike[groups]
    groups = groups[changed]
    return groups[np.argsort(releases.now.sizes[groups, 0], kind="stable")]


def _of_the_same_names(releases: Releases, sets: Sets) -> Iterator[Hits]:
    """Compare groups, and levels together, with those of the same names."""
    for run in range(len(releases.found)):
        own = np.flatnonzero(_every(releases.known(run), sets))
        named = sets.take(own)
        now, before = _now(releases, named), _before(releases, Sets(releases.found[run, named.members], named.lengths))
        least = least_distance(now.sizes - before.sizes, now.parities, before.parities)
        for basis in range(now.sizes.shape[1]):
            near = (least[:, basis] < releases.minimum) & (before.sizes[:, basis] >= releases.minimum)
            places = np.flatnonzero(near)
            for hits in counted(releases, now, before, places, places, basis):
                yield hits.at(own)


def _of_other_names(releases: Releases, sets: Sets) -> Iterator[Hits]:
    """Compare with groups of other names: renamed, merged or split levels, an area that is a file of its own."""
    told = releases.told & ~releases.same_people
    single = _every(releases.told_now, sets) & (sets.lengths == 1)
    single_before, merged_before = singles(np.flatnonzero(told)), unions_of(releases.lengths, told)
    for marked, others in ((single, single_before), (single, merged_before), (sets.lengths > 1, single_before)):
        places = np.flatnonzero(marked)
        for hits in compared(releases, _now(releases, sets.take(places)), _before(releases, others)):
            yield hits.at(places)


def _by_subtraction(releases: Releases, sets: Sets) -> Iterator[Hits]:
    """Compare what is left of everyone without a set, where people and grouping changed together.

    Everyone is always published, so that an outcome of a set is one of the rest too, then and now.
    """
    told = releases.told & ~releases.same_people & ~releases.silent & (releases.everyone >= 0)
    if not told.any():
        return
    before = joined_sets(singles(np.flatnonzero(told)), unions_of(releases.lengths, told))
    places = np.flatnonzero(_every(releases.told_now & ~releases.silent_now, sets))
    own = sets.take(places)
    now, rests_now = _now(releases, own), _rests_now(releases, own)
    rests_before = Rests(before, releases.sums, releases.parities, releases.silent, releases.everyone)
    for hits in compared(releases, now, rests_before):
        yield hits.at(places)
    for others in (_before(releases, before), rests_before):
        for hits in compared(releases, rests_now, others):
            yield hits.at(len(sets.lengths) + places)


def _of_other_cuts(releases: Releases, sets: Sets) -> Iterator[Hits]:
    """Compare outcomes of the same people by another grouping, as of 65 or over and of 66 or over.

    What is published now of the same groups is left to the plan, which lays it beside all others of now. Everyone less
    a set is compared too, since everyone is always published.
    """
    told = releases.told & releases.same_people & ~releases.silent
    gone = told & ~releases.shown_alike
    if not gone.any():
        return
    merged = unions_of(releases.lengths, told)
    before = joined_sets(singles(np.flatnonzero(gone)), merged.take(np.flatnonzero(_any(gone, merged))))
    new = _any(~releases.published_alike, sets) & _every(releases.told_now & ~releases.silent_now, sets)
    places = np.flatnonzero(new)
    own = sets.take(places)
    for now in (_now(releases, own), _rests_now(releases, own)):
        for hits in compared(releases, now, _before(releases, before)):
            yield hits.at(places)


def _now(releases: Releases, sets: Sets) -> Side:
    return Side(sets, releases.now.sums, releases.now.parities, releases.silent_now)


def _rests_now(releases: Releases, sets: Sets) -> Rests:
    everyone = np.zeros(len(releases.told_now), dtype=np.int64)
    return Rests(sets, releases.now.sums, releases.now.parities, releases.silent_now, everyone)


def _before(releases: Releases, sets: Sets) -> Side:
    return Side(sets, releases.sums, releases.parities, releases.silent)


def _every(marked: Bools, sets: Sets) -> Bools:
    return np.asarray(np.logical_and.reduceat(marked[sets.members], sets.starts))


def _any(marked: Bools, sets: Sets) -> Bools:
    return np.asarray(np.logical_or.reduceat(marked[sets.members], sets.starts))
