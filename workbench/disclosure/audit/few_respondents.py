"""Sets of one to a few respondents that a system of crossings has, as rows over its unknowns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from scipy import sparse

from workbench.arrays import Bools, Ints
from workbench.columns import CROSS, EVERYONE
from workbench.disclosure.audit.census import OTHER_RULE, WITH_AGE, Names
from workbench.disclosure.audit.equations import layers_counted
from workbench.disclosure.audit.near_twins import Twins
from workbench.disclosure.audit.published_numbers import What
from workbench.disclosure.audit.unknowns import Unknowns


class Few(NamedTuple):
    """Sets of respondents that are counted alike, one per row.

    names : variable, level and what is counted. n : true numbers, one to a few. respondents : rows that count them.
    below : of each cut-off rows that count those below it; empty for people without a score. sums : rows that add their
    scores, where the system has them.
    """

    names: list[tuple[str, str, str]]
    n: Ints
    respondents: sparse.csr_matrix
    below: dict[str, sparse.csr_matrix]
    sums: sparse.csr_matrix | None


class _Sets(NamedTuple):
    """Disjoint sets: rows of cells, the set of each respondent (−1 in none), and those that people are known by."""

    cells: sparse.csr_matrix
    place: Ints
    known: Bools
    variable: str
    levels: list[str]
    word: str


def few_respondents(
    unknowns: Unknowns, shown: Iterable[Names], twins: Iterable[Twins], *, fewer_than: int
) -> list[Few]:
    """Return cells, and differences of near twins, with at least one and fewer than some respondents, on each base."""
    sets = [_cells(unknowns, names) for names in dict.fromkeys((*shown, ()))]
    sets += [_differences(unknowns, two) for two in twins]
    found = [_few(unknowns, own, what, word, fewer_than) for what, word in _counted(unknowns) for own in sets]
    return [few for few in found if len(few.n)]


def _counted(unknowns: Unknowns) -> Iterator[tuple[What, str]]:
    """Whom the system tells apart: each base, and those whom one base has beside the next."""
    inside = unknowns.layers.inside
    yield What("scored"), "with a score"
    if not inside["scored"].all():
        yield What("file"), "in the file"
        yield What("file", without="scored"), "without a score"
    for base in ("modelled", "modelled with numbers"):
        if base in inside:
            yield What(base), "in the regression"
            yield What("scored", without=base), "with a score and left out of the regression"
    if WITH_AGE in inside:
        yield What("scored", without=WITH_AGE), "with a score and of unknown age"
    if OTHER_RULE in inside:
        yield What(OTHER_RULE, without="scored"), "with a score by the other missing rule only"


def _cells(unknowns: Unknowns, names: Names) -> _Sets:
    """Cells of some variables; nobody knows people by two questions they left out."""
    census, shape = unknowns.census, unknowns.census.shape(names)
    unanswered = sum((index == size - 1 for index, size in zip(np.indices(shape), shape, strict=True)), np.zeros(shape))
    place, known = census.places(names), unanswered.ravel() <= 1
    return _Sets(unknowns.members(names), place, known, CROSS.join(names) or EVERYONE, census.labels(names), "")


def _differences(unknowns: Unknowns, twins: Twins) -> _Sets:
    """Parts that two near twins do not share."""
    labels = [[unknowns.census.labels(names)[cell] for cell in cells] for names, cells in twins.cells]
    words = " / ".join(" + ".join(own) for own in labels)
    (one, _), (other, _) = twins.cells
    return _Sets(
        unknowns.part(twins.block),
        twins.block.place,
        twins.block.keys.sum(axis=1) == 1,
        f"{CROSS.join(one)} / {CROSS.join(other)}",
        [words] * len(twins.block.keys),
        ", in one of both only",
    )


def _few(unknowns: Unknowns, sets: _Sets, what: What, word: str, fewer_than: int) -> Few:
    """Those of the sets that few of some respondents are in."""
    who = what.who(unknowns.census) & (sets.place >= 0)
    n = np.bincount(sets.place[who], minlength=len(sets.known)).astype(np.int64)
    few = np.flatnonzero((n > 0) & (n < fewer_than) & sets.known)
    cells, layers = sets.cells[few], unknowns.layers
    counted = layers_counted(what, layers)
    sides = {} if what.base == "file" else layers.below
    return Few(
        names=[(sets.variable, sets.levels[i], word + sets.word) for i in few],
        n=n[few],
        respondents=unknowns.counts(cells, counted),
        below={cutoff: unknowns.counts(cells, counted & side) for cutoff, side in sides.items()},
        sums=unknowns.score_sums(cells) if unknowns.sums and what == What("scored") else None,
    )
