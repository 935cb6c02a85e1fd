"""What a reader learns of one to a few respondents from everything that is published together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import sparse

from workbench.arrays import Bools, Floats
from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.equations import Equations
from workbench.disclosure.audit.exported_tables import ExportedTable
from workbench.disclosure.audit.few_respondents import Few, few_respondents
from workbench.disclosure.audit.linear_ranges import TOLERANCE, Polytope, Ranges
from workbench.disclosure.audit.near_twins import find_twins
from workbench.disclosure.audit.published_numbers import published_counts, published_means
from workbench.disclosure.audit.unknowns import Unknowns, layers_of

VALUES_LEFT = 3  # whole numbers that the size of a few respondents must leave open
FEWER_THAN = 5  # respondents of a set whose number, scores and side of the cut-off nobody may find out
CELLS_NEARBY = (100, 1000)  # cells that are moved together before all are, where there are many more
RANGE_LEFT = 0.5  # part of the scale, per respondent, that the sum of their scores must leave open


@dataclass(frozen=True, kw_only=True)
class Range:
    """What the tables leave open about one number that nobody may find out; not for publication.

    Attributes
    ----------
    variable, level : str
        The cell, or the two cells whose difference it is.
    number : str
        What is counted, e.g. ``respondents, scored`` or ``below very_weak, scored``.
    low, high : int
        Smallest and largest value that all published numbers together allow, as far as the attack had to look.
    """

    variable: str
    level: str
    number: str
    low: int
    high: int


class Attack(NamedTuple):
    """Numbers that were found out, the narrowest range of respondents, and how many sets were tried."""

    found: tuple[Range, ...]
    narrowest: Range | None
    n_targets: int


def attack(tables: Iterable[ExportedTable], *, census: Census, earlier: Iterable[ExportedTable] = ()) -> Attack:
    """Lay everything that is published side by side and try each set of one to a few respondents.

    Parameters
    ----------
    tables, earlier : iterable of ExportedTable
        What would be published, and what has been.
    census : Census

    Notes
    -----
    A set fails if its number of respondents keeps fewer than three whole values, if nobody or everybody below the
    cut-off is impossible, or if the sum of their scores keeps less than half the scale per respondent.
    """
    system = published_system(tables, census=census, earlier=earlier)
    if system is None or not system.sets:
        return Attack(found=(), narrowest=None, n_targets=0)
    questions = [q for few in system.sets for q in _questions(few, census)]
    ranges = Ranges(
        polytope=system.polytope,
        forms=sparse.vstack([q.rows for q in questions], format="csr"),
        truth=system.unknowns.truth,
        nearby=[columns for most in CELLS_NEARBY for columns in system.unknowns.nearby(most)],
    )
    return _answered(questions, ranges)


class PublishedSystem(NamedTuple):
    """Unknowns, everything that is published of them, and the sets of a few respondents among them."""

    unknowns: Unknowns
    polytope: Polytope
    sets: list[Few]


def published_system(
    tables: Iterable[ExportedTable], *, census: Census, earlier: Iterable[ExportedTable] = ()
) -> PublishedSystem | None:
    """Lay out what `attack` solves; None where no table shows a group."""
    tables, earlier = list(tables), list(earlier)
    counts = [*published_counts(tables, census, earlier=False), *published_counts(earlier, census, earlier=True)]
    means = list(published_means([*tables, *earlier], census))
    shown = [*dict.fromkeys([*(tuple(c.names) for c in counts), *(tuple(m.names) for m in means)])]
    if not shown:
        return None
    bases = {base for c in counts for base in (c.what.base, c.what.without) if base}
    layers = layers_of(census, bases, (c.what.cutoff for c in counts if c.what.cutoff))
    unknowns = Unknowns(census, shown, layers=layers, sums=bool(means))
    twins = find_twins(unknowns, shown, fewest=census.width)
    equations = Equations(unknowns, twins)
    for count in counts:
        if {count.what.base, count.what.without or "scored"} <= set(layers.inside):
            equations.add_counts(count)
    for mean in means:
        equations.add_means(mean)
    sets = few_respondents(unknowns, shown, twins, fewer_than=FEWER_THAN)
    return PublishedSystem(unknowns=unknowns, polytope=equations.polytope(), sets=sets)


class _Question(NamedTuple):
    """One number of some sets: how low and how high it must be able to be, and how far apart the ends must lie."""

    names: list[tuple[str, str, str]]
    number: str
    rows: sparse.csr_matrix
    low: Floats
    high: Floats
    apart: Floats


def _questions(few: Few, census: Census) -> Iterator[_Question]:
    true_n, nothing, free = few.n.astype(float), np.zeros(len(few.n)), np.full(len(few.n), np.inf)
    apart = np.full(len(few.n), VALUES_LEFT - 1.0)
    yield _Question(names=few.names, number="respondents", rows=few.respondents, low=free, high=-free, apart=apart)
    for cutoff, rows in few.below.items():
        word = f"respondents below {cutoff}"
        yield _Question(names=few.names, number=word, rows=rows, low=nothing, high=true_n, apart=nothing)
    if few.sums is not None:
        scale = census.survey.instrument.score
        needed = RANGE_LEFT * (scale.maximum - scale.minimum) * true_n
        yield _Question(names=few.names, number="sum of scores", rows=few.sums, low=free, high=-free, apart=needed)


def _answered(questions: list[_Question], ranges: Ranges) -> Attack:
    """Push everything down from the truth, then up and down as far as is missing."""
    low, high, apart = (np.concatenate([getattr(q, part) for q in questions]) for part in ("low", "high", "apart"))
    whole = np.concatenate([np.full(len(q.apart), q.number != "sum of scores") for q in questions])
    wide = np.isinf(low)
    ranges.push(np.where(wide, np.maximum(ranges.low - np.ceil(apart / 2), 0), low), -1, everywhere=False)
    ranges.push(np.where(wide, np.where(whole, ranges.whole_low, ranges.low) + apart, high), 1)
    missing = wide & (_width(ranges, whole) < apart - TOLERANCE)
    end = np.where(whole, ranges.whole_high, ranges.high)
    ranges.push(np.where(missing, np.maximum(end - apart, 0), low), -1)
    short = (ranges.low > low + TOLERANCE) | (ranges.high < high - TOLERANCE)
    short |= wide & (_width(ranges, whole) < apart - TOLERANCE)
    return _attack(questions, ranges, short)


def _width(ranges: Ranges, whole: Bools) -> Floats:
    """Distance of the ends; of counts between the whole numbers inside."""
    return np.where(whole, ranges.whole_high - ranges.whole_low, ranges.high - ranges.low)


def _attack(questions: list[_Question], ranges: Ranges, short: Bools) -> Attack:
    called = [(*names, q.number) for q in questions for names in q.names]
    sizes = np.array([q.number == "respondents" for q in questions for _ in q.names])

    def range_at(place: int) -> Range:
        variable, level, word, number = called[place]
        low, high = int(ranges.whole_low[place]), int(ranges.whole_high[place])
        return Range(variable=variable, level=level, number=f"{number}, {word}", low=low, high=high)

    width = np.where(sizes, ranges.whole_high - ranges.whole_low, np.iinfo(np.int64).max)
    return Attack(
        found=tuple(range_at(int(place)) for place in np.flatnonzero(short)),
        narrowest=range_at(int(np.argmin(width))),
        n_targets=int(sizes.sum()),
    )
