"""All groups that tables of a survey can show, counted: cells of variables and crossings, on every base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Ints
from workbench.columns import CROSS, NOT_ANSWERED
from workbench.intake import Survey, beyond_cutoff, crossings_of_parts, reported_parts, score

Names = tuple[str, ...]
Base = tuple[str, str | None]  # who, and below which cut-off
FILE: Base = ("file", None)
SCORED: Base = ("scored", None)
MODELLED: Base = ("modelled", None)


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Groups:
    """The cells of one variable or crossing; the last place of each axis holds those who did not answer.

    Attributes
    ----------
    names : tuple of str
        Variables in the codebook's order, one per axis; none for everyone.
    levels : tuple of tuple of str
        Levels of each axis, without "not answered".
    counts : dict of Base to array of int
        Respondents, on every base that tables rest on.
    place : array of int, shape (n_respondents,)
        Flat place of each respondent.
    listed : array of bool
        Cells that tables have a row for.
    possible : array of bool
        False for cells that are empty because one variable lies within the other, like a town of another county.
    """

    names: Names
    levels: tuple[Names, ...]
    counts: Mapping[Base, Ints]
    place: Ints
    listed: Bools
    possible: Bools

    @property
    def shown(self) -> Bools:
        """Cells that tables have a row with numbers for."""
        return self.listed & self.possible

    @property
    def shape(self) -> tuple[int, ...]:
        """Levels of each axis, "not answered" included."""
        return tuple(len(levels) + 1 for levels in self.levels)

    def label(self, place: tuple[int, ...]) -> str:
        """Level of a cell as tables write it, in the order of `names`."""
        return CROSS.join((*levels, NOT_ANSWERED)[i] for levels, i in zip(self.levels, place, strict=True))

    def unanswered(self) -> Ints:
        """How many of the cell's variables were left unanswered."""
        missing = np.zeros(self.shape, dtype=np.int64)
        for axis, size in enumerate(self.shape):
            missing += (np.arange(size) == size - 1).reshape([-1 if a == axis else 1 for a in range(len(self.shape))])
        return missing


def count_groups(survey: Survey, members: Mapping[Base, Bools], nested: set[tuple[str, str]]) -> dict[Names, Groups]:
    """Count everyone and every cell of every variable and declared crossing, on every base."""
    codes = {str(v): _codes(survey.background[v]) for v in survey.background}
    levels = {str(v): tuple(map(str, survey.background[v].cat.categories)) for v in survey.background}
    large = reported_parts(survey) if survey.parts else np.ones((), dtype=bool)
    found = {}
    for names in _sets(list(levels), _declared(survey)):
        shape = tuple(len(levels[v]) + 1 for v in names)
        place = np.zeros(len(survey.background), dtype=np.int64)
        for v, size in zip(names, shape, strict=True):
            place = place * size + codes[v]
        n_cells = int(np.prod(shape, dtype=np.int64))
        counts = {base: np.bincount(place[who], minlength=n_cells).reshape(shape) for base, who in members.items()}
        found[names] = Groups(
            names=names,
            levels=tuple(levels[v] for v in names),
            counts=counts,
            place=place,
            listed=_listed(survey, names, shape, large),
            possible=_possible(names, counts[FILE], nested),
        )
    return found


def _listed(survey: Survey, names: Names, shape: tuple[int, ...], large: Bools) -> Bools:
    """Cells that tables have a row for: of a crossing none for those who left a part of it unanswered.

    Reports of their own of some groups show every other variable, and who left it unanswered; only `large` groups have
    one.
    """
    if len(names) < 2:
        return np.ones(shape, dtype=bool)
    listed, answered = np.zeros(shape, dtype=bool), tuple(slice(0, -1) for _ in names)
    listed[answered] = any({*names} <= {*crossing} for crossing in survey.codebook.crossings)
    if {*names} in [{*crossing} for crossing in crossings_of_parts(survey)]:
        own = np.pad(large, [(0, 1)] * len(survey.parts))  # nobody reports on "not answered"
        listed |= own.reshape([size if v in survey.parts else 1 for v, size in zip(names, shape, strict=True)])
    return listed


def _codes(column: pd.Series) -> Ints:
    """Return the number of the level; those who did not answer come last."""
    codes = column.cat.codes.to_numpy(np.int64)
    return np.where(codes < 0, len(column.cat.categories), codes)


def bases_of(survey: Survey) -> dict[Base, Bools]:
    """Who belongs to each base that tables rest on; arrays of shape (n_respondents,)."""
    points = score(survey.responses, instrument=survey.instrument)
    scored = points.notna().to_numpy()
    modelled = scored & survey.background[list(survey.codebook.predictor_names)].notna().all(axis=1).to_numpy()
    bases = {FILE: np.ones(len(scored), dtype=bool), SCORED: scored, MODELLED: modelled}
    for cutoff in survey.instrument.cutoffs:
        below = beyond_cutoff(points, instrument=survey.instrument, cutoff=cutoff).to_numpy(bool, na_value=False)
        bases["scored", cutoff], bases["modelled", cutoff] = scored & below, modelled & below
    return bases


def nested_variables(survey: Survey) -> set[tuple[str, str]]:
    """Pairs (fine, coarse) where each level of the fine variable lies in one level of the coarse one.

    Declared areas, and whatever the data show to be so, like two groupings of age: the fine levels add up to the coarse
    ones, whether somebody declares it or not.
    """
    codes = {str(v): _codes(survey.background[v]) for v in survey.background}
    sizes = {str(v): len(survey.background[v].cat.categories) + 1 for v in survey.background}
    found = {(small, large) for large, small in pairwise(survey.codebook.area)}
    for fine, coarse in permutations(codes, 2):
        shape = (sizes[fine], sizes[coarse])
        cross = np.bincount(codes[fine] * shape[1] + codes[coarse], minlength=shape[0] * shape[1]).reshape(shape)
        met = cross[:-1, :-1] > 0
        n_fine, n_coarse = int(met.any(axis=1).sum()), int(met.any(axis=0).sum())
        if 2 <= n_coarse <= n_fine and (met.sum(axis=1) <= 1).all() and (coarse, fine) not in found:
            found.add((fine, coarse))
    return found


def _possible(names: Names, file: Ints, nested: set[tuple[str, str]]) -> Bools:
    possible = np.ones(file.shape, dtype=bool)
    for pair in combinations(names, 2):
        if pair in nested or pair[::-1] in nested:
            others = tuple(axis for axis, name in enumerate(names) if name not in pair)
            possible &= file.sum(axis=others, keepdims=True) > 0
    return possible


def _declared(survey: Survey) -> set[frozenset[str]]:
    """Everyone, every variable, every declared crossing and its margins, and what reports of groups show."""
    sets = {frozenset(), *(frozenset([str(v)]) for v in survey.background)}
    for crossing in (*survey.codebook.crossings, *crossings_of_parts(survey)):
        sets |= {frozenset(part) for size in range(1, len(crossing) + 1) for part in combinations(crossing, size)}
    return sets


def _sets(order: list[str], declared: set[frozenset[str]]) -> list[Names]:
    """Return the declared sets, each in the codebook's order."""
    ordered = [tuple(sorted(names, key=order.index)) for names in declared]
    return sorted(ordered, key=lambda names: (len(names), [order.index(v) for v in names]))
