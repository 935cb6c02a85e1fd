"""What the published windows leave open: all tables as one linear system, and the small sets it may not tell of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.plan.count_places import CountPlaces, Entries, stacked
from workbench.disclosure.plan.groups import FILE, MODELLED, SCORED, Base
from workbench.numerics.disclosure import Wanted, WindowSystem, window_start

LEAST_VALUES = 3  # whole numbers that the size of a small set of people must keep

Form = list[tuple[Base, int]]  # bases that are added (1) or taken away (−1)
# Whom a table counts, and whom of them another table leaves out: in the file without a score, scored but not modelled.
_PEOPLE: tuple[Form, ...] = (
    [(FILE, 1)],
    [(SCORED, 1)],
    [(MODELLED, 1)],
    [(SCORED, 1), (MODELLED, -1)],
    [(FILE, 1), (SCORED, -1)],
)


@dataclass(frozen=True, eq=False, kw_only=True)
class SmallSets:
    """Sets of few people, and what an intruder may not learn of each; one row per question.

    Attributes
    ----------
    forms : csr_matrix, shape (n_questions, n_bases × n_cells)
    wanted : Wanted
    cells : array of int
        The cell that the people of each question are in.
    """

    forms: csr_matrix
    wanted: Wanted
    cells: Ints

    def only(self, rows: Bools) -> SmallSets:
        """Return some of the questions."""
        return SmallSets(
            forms=self.forms[rows], wanted=Wanted(*(part[rows] for part in self.wanted)), cells=self.cells[rows]
        )


def window_system(places: CountPlaces, *, wide: Bools, bounded: Bools, width: int) -> WindowSystem:
    """Windows of all that is published, sums of parts, and the order of the bases.

    Parameters
    ----------
    places : CountPlaces
    wide : array of bool, shape (n_cells,)
        Cells with windows of twice the width.
    bounded : array of bool, shape (n_cells,)
        Cells of whose outcome a bound is published and no number below a cut-off.
    width : int
    """
    bases = list(places.counts)
    ends = [_windows(places, base, wide=wide, bounded=bounded, width=width) for base in bases]
    lower, upper = (np.array(part, dtype=float) for part in zip(*ends, strict=True))
    return WindowSystem(
        lower=lower,
        upper=upper,
        sums=places.sums,
        order=_order(places, lower.ravel(), upper.ravel()),
        truth=np.array([places.counts[base] for base in bases], dtype=float),
    )


def small_sets(places: CountPlaces, *, width: int) -> SmallSets:
    """Find sets of 1 to `width` − 1 people: cells, parts of twins, and those of them without a score or a predictor.

    Cells whose people left two questions unanswered are left out: nobody knows them by that.
    """
    alone = np.flatnonzero((places.unanswered <= 1) & places.possible)
    entries: Entries = []
    asked: list[tuple[Ints, Floats, Floats, Floats]] = []
    n_rows = 0
    for people in _PEOPLE:
        cells = alone
        if len(people) > 1:  # the difference of two counts that are both shown, and the parts of twins
            cells = alone[
                (places.regressed if people[0][0] == SCORED else places.shown)[alone] | (alone >= places.n_own)
            ]
        size = np.sum([sign * places.counts[base][cells] for base, sign in people], axis=0)
        few = np.flatnonzero((size > 0) & (size < width))
        nothing, own = np.full(len(few), np.nan), size[few].astype(float)
        with_outcome = places.cutoffs if people[0][0] != FILE else []
        below: list[Form] = [[((base[0], cutoff), sign) for base, sign in people] for cutoff in with_outcome]
        for form in (people, *below):
            for base, sign in form:
                entries.append(
                    (n_rows + np.arange(len(few)), _at(places, base, cells[few]), np.full(len(few), float(sign)))
                )
            if form is people:
                asked.append((cells[few], nothing, nothing, np.full(len(few), float(LEAST_VALUES))))
            else:  # that nobody, and that everybody is below
                asked.append((cells[few], np.zeros(len(few)), own, np.zeros(len(few))))
            n_rows += len(few)
    whose, low, high, n_values = (np.concatenate(part) for part in zip(*asked, strict=True))
    forms = stacked(entries, (n_rows, len(places.counts) * places.n_cells))
    return SmallSets(forms=forms, wanted=Wanted(low, high, n_values), cells=whose)


def kinds_of_people(places: CountPlaces) -> list[tuple[int, ...]]:
    """Bases on which one person more counts, or on which one more is below: of all kinds that tables tell apart."""
    number = {base: i for i, base in enumerate(places.counts)}
    people = [(FILE, SCORED, MODELLED), (FILE, SCORED), (FILE,), (MODELLED,)]
    below: list[tuple[Base, ...]] = []
    for cutoff in places.cutoffs:
        scored, modelled = ("scored", cutoff), ("modelled", cutoff)
        below += [(scored, modelled), (scored,), (modelled,)]
    return [tuple(number[base] for base in kind) for kind in [*people, *below]]


def _at(places: CountPlaces, base: Base, cells: Ints) -> Ints:
    return np.asarray(list(places.counts).index(base) * places.n_cells + cells, dtype=np.int64)


def _windows(places: CountPlaces, base: Base, *, wide: Bools, bounded: Bools, width: int) -> tuple[Floats, Floats]:
    count, people = places.counts[base], places.counts[base[0], None]
    widths = np.where(wide, 2 * width, width)
    start = window_start(count, widths)
    seen = places.regressed if base[0] == "modelled" else places.shown
    if base[1] is not None:
        seen = seen & ~bounded & (people >= widths)  # a group below the first window has no outcome
    everyone = window_start(count[:1], width)[0] + width - 1
    low, high = np.where(seen, start, 0), np.where(seen, start + widths - 1, everyone)
    if base[0] == "modelled":
        high = np.where(places.without_predictor, 0, high)
    parts = np.arange(places.n_cells) >= places.n_own
    nobody = ~places.possible | (parts & (places.counts[FILE] == 0))
    return low, np.where(nobody, 0, high)


def _order(places: CountPlaces, lower: Floats, upper: Floats) -> csr_matrix:
    """Rows that are never above 0; left out where the windows say it already."""
    entries: Entries = []
    n_rows = 0
    for form in _parts_minus_wholes(places.cutoffs):
        at = [_at(places, base, places.finest) for base, _ in form]
        most = np.sum(
            [upper[cells] if sign > 0 else -lower[cells] for cells, (_, sign) in zip(at, form, strict=True)], axis=0
        )
        kept = most > 0
        n = int(kept.sum())
        for cells, (_, sign) in zip(at, form, strict=True):
            entries.append((n_rows + np.arange(n), cells[kept], np.full(n, float(sign))))
        n_rows += n
    return stacked(entries, (n_rows, len(lower)))


def _parts_minus_wholes(cutoffs: list[str]) -> Iterator[Form]:
    """Parts of the bases minus their wholes, of each cut-off and the next higher one."""
    yield [(SCORED, 1), (FILE, -1)]
    yield [(MODELLED, 1), (SCORED, -1)]
    for part, whole in zip(cutoffs, [*cutoffs[1:], None], strict=True):
        yield [(("scored", part), 1), (("scored", whole), -1)]
        yield [(("modelled", part), 1), (("modelled", whole), -1)]
        yield [(("modelled", part), 1), (("scored", part), -1)]
        yield [(("scored", part), 1), (("modelled", part), -1), (("scored", whole), -1), (("modelled", whole), 1)]
