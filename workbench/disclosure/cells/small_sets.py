"""Sets of few people, and what an intruder may not learn of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, vstack

from workbench.arrays import Bools, Ints
from workbench.disclosure.cells.finest_cells import FinestCells
from workbench.disclosure.cells.groups import FILE, SCORED, Names
from workbench.disclosure.cells.published_system import PEOPLE, Form, cutoffs_of, weight_of
from workbench.numerics.disclosure import Wanted

LEAST_VALUES = 3  # whole numbers that the size of a small set of people must keep
_SCALE = 0.5  # part of the scale, per person, that the sum of their scores must leave open
Where = tuple[Names, int]  # variable or crossing, and flat place


@dataclass(frozen=True, eq=False, kw_only=True)
class SmallSets:
    """One row per question.

    Attributes
    ----------
    forms : csr_matrix, shape (n_questions, n_unknowns)
    wanted : Wanted
    outcomes : array of bool, shape (n_questions,)
        Whether it is about who is beyond a cut-off, asked as by somebody who knows who took part.
    where : list of (names, place)
        The group that the people of each question are in; of a part of near twins the smallest level of its whole.
    """

    forms: csr_matrix
    wanted: Wanted
    outcomes: Bools
    where: list[Where]

    def only(self, rows: Bools) -> SmallSets:
        """Return some of the questions."""
        where = [self.where[i] for i in np.flatnonzero(rows)]
        return SmallSets(
            forms=self.forms[rows], wanted=self.wanted.only(rows), outcomes=self.outcomes[rows], where=where
        )


def small_sets(cells: FinestCells, *, width: int, means: bool) -> SmallSets:
    """Find sets of 1 to `width` − 1 people: groups, parts of twins, and those of them without a score or a predictor.

    Groups whose people left two questions unanswered are left out: nobody knows them by that. Of each set the size must
    keep `LEAST_VALUES` values, both nobody and everybody of it must be possible below each cut-off, and the sum of its
    scores must be open by half the scale per person.
    """
    found = [part for people in _distinct(cells) for part in _of(people, cells, width, means)]
    if not found:
        nothing = np.zeros(0)
        none = np.zeros(0, dtype=bool)
        wanted = Wanted(nothing, nothing, nothing, none)
        return SmallSets(forms=csr_matrix((0, len(cells.truth))), wanted=wanted, outcomes=none, where=[])
    return SmallSets(
        forms=vstack([part.forms for part in found], format="csr"),
        wanted=Wanted(*map(np.concatenate, zip(*(part.wanted for part in found), strict=True))),
        outcomes=np.concatenate([part.outcomes for part in found]),
        where=[where for part in found for where in part.where],
    )


def _distinct(cells: FinestCells) -> Iterator[Form]:
    """Forms of people that count different kinds."""
    told = set()
    for people in PEOPLE:
        if (key := weight_of(people, cells.kinds).tobytes()) not in told:
            told.add(key)
            yield people


def _of(people: Form, cells: FinestCells, width: int, means: bool) -> Iterator[SmallSets]:
    members, where = _sets(cells)
    sizes = np.round(cells.forms(members, weight_of(people, cells.kinds)) @ cells.truth).astype(np.int64)
    few = np.flatnonzero((sizes > 0) & (sizes < width))
    if not len(few):
        return
    members, own, nothing = members[few], sizes[few].astype(float), np.full(len(few), np.nan)
    at, no, whole = [where[i] for i in few], np.zeros(len(few)), np.ones(len(few), dtype=bool)

    def asked(weight: np.ndarray, wanted: Wanted, *, outcomes: bool) -> SmallSets:
        about = np.full(len(few), outcomes)
        return SmallSets(forms=cells.forms(members, weight), wanted=wanted, outcomes=about, where=at)

    size = Wanted(nothing, nothing, np.full(len(few), LEAST_VALUES - 1.0), whole)
    yield asked(weight_of(people, cells.kinds), size, outcomes=False)
    if FILE in people:
        return
    for cutoff in cutoffs_of(cells.kinds):
        below: Form = {(base, cutoff): sign for (base, _), sign in people.items()}
        yield asked(weight_of(below, cells.kinds), Wanted(no, own, no, whole), outcomes=True)
    if means and people == {SCORED: 1}:
        scores = np.append(np.zeros(cells.kinds.n), 1.0)
        yield asked(scores, Wanted(nothing, nothing, _SCALE * cells.kinds.scale * own, ~whole), outcomes=False)


def _sets(cells: FinestCells) -> tuple[csr_matrix, list[Where]]:
    """All groups, and what each of two near twins has alone, as sums of cells."""
    rows: list[csr_matrix] = []
    where: list[Where] = []
    for names, own in cells.groups.items():
        places: Ints = np.flatnonzero((own.unanswered() <= 1).ravel() & own.possible.ravel())
        rows.append(cells.inside(names)[places])
        where += [(names, int(place)) for place in places]
    for i, pair in enumerate(cells.twins):
        rows += [cells.part(i, 1), cells.part(i, 2)]
        where += [(twin.names, twin.places[0]) for twin in (pair.first, pair.second)]
    return vstack(rows, format="csr"), where
