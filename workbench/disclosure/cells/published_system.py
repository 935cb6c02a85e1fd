"""Everything that tables publish of the groups of a survey, as one linear system over its finest cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix, identity, kron, vstack

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.cells.finest_cells import FinestCells
from workbench.disclosure.cells.groups import FILE, MODELLED, SCORED, Base, Groups, Names
from workbench.disclosure.cells.known_respondents import KnownRespondents
from workbench.disclosure.cells.score_kinds import Kinds
from workbench.numerics.disclosure import (
    CountSystem,
    Pieces,
    significant,
    step_of,
    to_step,
    window_middle,
    window_start,
)

_CROSSED = 2  # variables of the largest crossing in a regression: a predictor and another one, or groups
_HOLDING = 1 + 1e-9
Form = dict[Base, int]  # bases that are added (1) or taken away (−1)
Rows = tuple[csr_matrix, Floats, Floats, Ints]  # forms of the unknowns, the ends of each, and the place of its group

# Whom a table counts, and whom of them another one leaves out: in the file without a score, scored but not modelled.
PEOPLE: tuple[Form, ...] = ({SCORED: 1}, {MODELLED: 1}, {SCORED: 1, MODELLED: -1}, {FILE: 1}, {FILE: 1, SCORED: -1})


@dataclass(frozen=True, eq=False, kw_only=True)
class Coarse:
    """By variable or crossing the flat places with windows of twice the width, and those whose outcome is a bound."""

    wide: Mapping[Names, Bools]
    bounded: Mapping[Names, Bools]

    @classmethod
    def nothing(cls, groups: Mapping[Names, Groups]) -> Coarse:
        """Start with the ordinary windows everywhere."""
        wide, bounded = (
            {names: np.zeros(own.listed.size, dtype=bool) for names, own in groups.items()} for _ in range(2)
        )
        return cls(wide=wide, bounded=bounded)

    def marked(self, groups: Iterable[tuple[Names, int]], *, bounds: bool) -> Coarse:
        """Return the same with wider windows, or with bounds, of some groups."""
        own = {names: places.copy() for names, places in (self.bounded if bounds else self.wide).items()}
        for names, place in groups:
            own[names][place] = True
        return replace(self, **{"bounded" if bounds else "wide": own})

    def holds(self, groups: Iterable[tuple[Names, int]], *, bounds: bool) -> bool:
        """Whether all of these groups are so coarse already."""
        own = self.bounded if bounds else self.wide
        return all(own[names][place] for names, place in groups)


@dataclass(frozen=True, eq=False, kw_only=True)
class Publication:
    """What is published, as coarsely as it stands.

    Attributes
    ----------
    cells : FinestCells
    width : int
        Of the ordinary windows.
    design_effect : float
        The survey's, as published.
    means : bool
        Whether means are sums of scores that a reader can add: where nobody has a weight.
    coarse : Coarse
    """

    cells: FinestCells
    width: int
    design_effect: float
    means: bool
    coarse: Coarse

    @cached_property
    def system(self) -> CountSystem:
        """All of it, over the unknowns of the finest cells."""
        matrices, lower, upper, _ = zip(*(part for _, part in self._rows), strict=True)
        return CountSystem(
            matrix=vstack(matrices, format="csr"),
            lower=np.concatenate(lower),
            upper=np.concatenate(upper),
            most=self.cells.most,
            truth=self.cells.truth,
        )

    @cached_property
    def pieces(self) -> Pieces | None:
        """The system by levels of the longest variable; None of a small one."""
        repeated = self.cells.repeated(self.cells.kinds.n + 1)
        return None if repeated is None else Pieces(self.system, repeated)

    @cached_property
    def known_pieces(self) -> Pieces | None:
        """The same of `known_system`."""
        return None if self.known.repeated is None else Pieces(self.known_system, self.known.repeated)

    @cached_property
    def known_system(self) -> CountSystem:
        """The same over the open unknowns of `known`; further rows at the end."""
        return self.known.system(self.system)

    @cached_property
    def known(self) -> KnownRespondents:
        """What is open for somebody who knows who took part."""
        return KnownRespondents(self.cells)

    @cached_property
    def group_of(self) -> list[tuple[Names, int]]:
        """Group that each row of the system is a number of; the place is −1 where a row says what always holds."""
        return [(names, int(place)) for names, (*_, places) in self._rows for place in places]

    @cached_property
    def _rows(self) -> list[tuple[Names, Rows]]:
        rows: list[tuple[Names, Rows]] = [((), part) for part in self._agreeing()]
        return rows + [(names, part) for names in self.cells.groups for part in self._of(names)]

    def _agreeing(self) -> Iterator[Rows]:
        """Say what always holds: parts add up to wholes, and scores lie between the ends of their kind."""
        cells, kinds = self.cells, self.cells.kinds
        if cells.equal.shape[0]:
            matrix = csr_matrix(kron(cells.equal, identity(kinds.n + 1)))
            yield matrix, np.zeros(matrix.shape[0]), np.zeros(matrix.shape[0]), np.full(matrix.shape[0], -1)
        if self.means:
            each, n = csr_matrix(identity(cells.n_cells)), cells.n_cells
            yield cells.forms(each, np.append(-kinds.lowest, 1.0)), np.zeros(n), np.full(n, np.inf), np.full(n, -1)
            yield cells.forms(each, np.append(-kinds.highest, 1.0)), np.full(n, -np.inf), np.zeros(n), np.full(n, -1)

    def _of(self, names: Names) -> Iterator[Rows]:
        own, cells = self.cells.groups[names], self.cells
        inside, shown = cells.inside(names), own.shown.ravel()
        for people in PEOPLE:
            if MODELLED in people and not self._regressed(names):
                continue
            rows = shown & ~self._told_of_all(own) if names and people == {MODELLED: 1} else shown
            yield from self._windows(names, inside, weight_of(people, cells.kinds), rows)
        with_outcome = shown & (own.counts[SCORED].ravel() >= self._widths(names)) & ~self.coarse.bounded[names]
        for cutoff in cutoffs_of(cells.kinds):
            yield from self._windows(names, inside, weight_of({("scored", cutoff): 1}, cells.kinds), with_outcome)
        if self.means:
            yield from self._means(names, inside)

    def _regressed(self, names: Names) -> bool:
        """Whether tables of a regression can show these groups: of everyone, its predictors, and crossings with one."""
        among = set(names) & set(self.cells.kinds.predictors)
        return len(names) <= _CROSSED and (not names or bool(among))

    def _told_of_all(self, own: Groups) -> Bools:
        """Whether tables of regressions show the number of all of a group, since few of it are left out."""
        left = (own.counts[SCORED] - own.counts[MODELLED]).ravel()
        return np.asarray((left > 0) & (left < self.width))

    def _widths(self, names: Names) -> Ints:
        return np.where(self.coarse.wide[names], 2 * self.width, self.width)

    def _windows(self, names: Names, inside: csr_matrix, weight: Floats, rows: Bools) -> Iterator[Rows]:
        """Windows of some groups."""
        form, widths = self.cells.forms(inside[rows], weight), self._widths(names)[rows]
        start = window_start(np.round(form @ self.cells.truth).astype(np.int64), widths).astype(float)
        yield form, start, start + (widths - 1.0), np.flatnonzero(rows)

    def _means(self, names: Names, inside: csr_matrix) -> Iterator[Rows]:
        """Keep sums of scores between the ends of the published mean times the respondents."""
        kinds, own = self.cells.kinds, self.cells.groups[names]
        counts, width = own.counts[SCORED].ravel(), self._widths(names)
        rows = own.shown.ravel() & (counts >= width) & ~self.coarse.bounded[names]
        n, width, scored = counts[rows], width[rows], weight_of({SCORED: 1}, kinds)
        first, second = (_moment(own, kinds, power)[rows] / np.maximum(n, 1) for power in (1, 2))
        spread = np.sqrt(np.maximum(second - first**2, 0))
        mean = to_step(first + kinds.least, self._step(spread, n, width)) - kinds.least
        # not coarser than the exact numbers would allow: then no table has a finer step
        half = np.fmax(step_of(np.fmax(spread / np.sqrt(n) / 2, kinds.span / n)) / 2, np.abs(mean - first) * _HOLDING)
        sums = self.cells.forms(inside[rows], np.append(np.zeros(kinds.n), 1.0))
        people = self.cells.forms(inside[rows], scored)
        infinite = np.full(len(n), np.inf)
        for side, low, high in ((mean - half, 0.0, np.inf), (mean + half, -np.inf, 0.0)):
            wanted = sums - csr_matrix(people.multiply(side[:, None]))
            yield wanted, np.full_like(infinite, low), np.full_like(infinite, high), np.flatnonzero(rows)

    def _step(self, spread: Floats, n: Ints, width: Ints) -> Floats:
        """Step of the published means, as the gate takes it from published numbers."""
        shown, span = window_middle(n, width), self.cells.kinds.span
        deviation = significant(np.fmax(spread * np.sqrt(n / np.maximum(n - 1, 1)), span / (2 * np.sqrt(shown))), 1)
        error = deviation * np.sqrt(self.design_effect / shown)
        return step_of(np.fmax(error / 2, span / np.maximum(window_start(n, width), 1)))


def weight_of(form: Form, kinds: Kinds) -> Floats:
    """How often each kind counts in a form; the sum of the scores never."""
    return np.append(np.sum([sign * kinds.bases[base] for base, sign in form.items()], axis=0), 0.0)


def cutoffs_of(kinds: Kinds) -> list[str]:
    """Names of the cut-offs."""
    return [cutoff for base, cutoff in kinds.bases if base == SCORED[0] and cutoff is not None]


def _moment(own: Groups, kinds: Kinds, power: int) -> Floats:
    sums = np.bincount(own.place, weights=kinds.above**power, minlength=own.listed.size)
    return np.asarray(sums, dtype=float)
