"""Sets of one to a few respondents that a system of crossings has, as rows over its unknowns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from workbench.arrays import Bools, Ints
from workbench.columns import CROSS, EVERYONE
from workbench.disclosure.audit.census import Names
from workbench.disclosure.audit.equations import layers_counted
from workbench.disclosure.audit.near_twins import Twins
from workbench.disclosure.audit.published_numbers import What
from workbench.disclosure.audit.unknowns import Unknowns

Rows = Callable[[Bools], sparse.csr_matrix]  # from layers to rows that count their respondents


@dataclass(frozen=True, eq=False, kw_only=True)
class Few:
    """Sets of respondents that are counted alike.

    Attributes
    ----------
    names : list of (variable, level, what is counted)
    n : array of int, shape (n_sets,)
        True numbers, one to a few.
    respondents : csr_matrix, shape (n_sets, n_unknowns)
    below : dict of str to csr_matrix
        Respondents of each set below each cut-off; empty for people without a score.
    sums : csr_matrix or None
        Sum of the scores of each set, where the system has it.
    """

    names: list[tuple[str, str, str]]
    n: Ints
    respondents: sparse.csr_matrix
    below: dict[str, sparse.csr_matrix]
    sums: sparse.csr_matrix | None


def few_respondents(
    unknowns: Unknowns, shown: Iterable[Names], twins: Iterable[Twins], *, fewer_than: int
) -> list[Few]:
    """Return cells, and differences of near twins, with at least one and fewer than some respondents, on each base."""
    shown, twins = [*dict.fromkeys((*shown, ()))], list(twins)
    found = []
    for what, word in _counted(unknowns):
        found += [_cells(unknowns, names, what, word, fewer_than) for names in shown]
        found += [_differences(unknowns, two, what, word, fewer_than) for two in twins]
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


def _cells(unknowns: Unknowns, names: Names, what: What, word: str, fewer_than: int) -> Few:
    census = unknowns.census
    n = what.in_cells(census, names)
    few = np.flatnonzero((n > 0) & (n < fewer_than) & (_unanswered(unknowns, names) <= 1))
    labels = census.labels(names) if len(few) else []
    return _few(
        [(CROSS.join(names) or EVERYONE, labels[cell], word) for cell in few],
        n[few],
        lambda layers: unknowns.counts(names, layers)[few],
        unknowns.score_sums(names)[few] if len(few) and unknowns.sums and what == What("scored") else None,
        unknowns=unknowns,
        what=what,
    )


def _unanswered(unknowns: Unknowns, names: Names) -> Ints:
    """Count the variables that each cell leaves unanswered; nobody knows people by two questions they left out."""
    shape = unknowns.census.shape(names)
    missing = np.zeros(shape, dtype=np.int64)
    for axis, size in enumerate(shape):
        missing[(slice(None),) * axis + (size - 1,)] += 1
    return missing.ravel()


def _differences(unknowns: Unknowns, twins: Twins, what: What, word: str, fewer_than: int) -> Few:
    census, block = unknowns.census, twins.block
    inside = what.who(census) & (block.place >= 0)
    n = np.bincount(block.place[inside], minlength=len(block.keys))
    few = np.flatnonzero((n > 0) & (n < fewer_than) & (block.keys.sum(axis=1) == 1))
    (one, cell), (other, other_cell) = twins.cells
    words = f"{census.labels(one)[cell]} / {census.labels(other)[other_cell]}"
    return _few(
        [(f"{CROSS.join(one)} / {CROSS.join(other)}", words, f"{word}, in one of both only") for _ in few],
        n[few].astype(np.int64),
        lambda layers: unknowns.part_counts(block, layers)[few],
        unknowns.part_sums(block)[few] if len(few) and unknowns.sums and what == What("scored") else None,
        unknowns=unknowns,
        what=what,
    )


def _few(
    names: list[tuple[str, str, str]],
    n: Ints,
    rows: Rows,
    sums: sparse.csr_matrix | None,
    *,
    unknowns: Unknowns,
    what: What,
) -> Few:
    nothing = sparse.csr_matrix((0, unknowns.size))
    if not len(n):
        return Few(names=[], n=n, respondents=nothing, below={}, sums=None)
    layers = unknowns.layers
    counted: Bools = layers_counted(what, layers)
    scored = bool((counted & layers.inside["scored"]).any()) and what.base != "file"
    below = {cutoff: rows(counted & side) for cutoff, side in layers.below.items()} if scored else {}
    return Few(names=names, n=n, respondents=rows(counted), below=below, sums=sums)
