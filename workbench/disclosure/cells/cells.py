"""All groups that tables of a survey can show, counted: cells of variables and crossings, and how they depend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations, product
from typing import Literal

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.columns import CROSS, NOT_ANSWERED
from workbench.disclosure.cells.respondent_kinds import Bases, Kinds, sort_into_kinds
from workbench.disclosure.cells.subtraction import Counts
from workbench.intake import Survey, below_cutoff, score

Scope = Literal["counts", "shares"]
Names = tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Cells:
    """All cells of one variable or crossing; the last place of each axis holds those who did not answer.

    Attributes
    ----------
    names : tuple of str
        Variables in the codebook's order, one per axis.
    levels : tuple of tuple of str
        Levels of each axis, without "not answered".
    file : array of int
        Respondents in the file, the measure of which cell is smallest.
    bases : dict of str to Counts
        Respondents, and respondents below a cut-off, on every base that tables rest on.
    kinds : Kinds
        The kinds of respondents that occur in the survey.
    members : array of int, one axis more
        Respondents of each kind.
    room : array of bool, one axis more
        Which kinds a cell can hold: who left a predictor unanswered is not in the regression, and everyone with a score
        and every predictor is.
    score_sum : array of float, one axis more
        Sum of the scores of the kinds that have a mean together, each counted from the lowest possible score.
    possible : array of bool
        False for cells that are empty because one variable lies within the other, like a town of another county.
    alike : array of bool
        Cells whose respondents all have the same score, and cells that differ in few people from one of another
        variable.
    withheld : dict of {"counts", "shares"} to array of bool
        Cells not to be published, in tables of counts and means, and in tables of shares.
    """

    names: Names
    levels: tuple[tuple[str, ...], ...]
    file: Ints
    bases: dict[str, Counts]
    kinds: Kinds
    members: Ints
    room: Bools
    score_sum: Floats
    possible: Bools
    alike: Bools
    withheld: dict[Scope, Bools]

    @property
    def status(self) -> Ints:
        """0 for cells that are published, 1 for those withheld from shares only, 2 for those withheld everywhere."""
        status: Ints = np.maximum(self.withheld["shares"], 2 * self.withheld["counts"]).astype(np.int64)
        return status

    def unanswered(self) -> Ints:
        """How many of the cell's variables were left unanswered."""
        missing = np.zeros(self.file.shape, dtype=np.int64)
        for axis, size in enumerate(self.file.shape):
            missing += (np.arange(size) == size - 1).reshape([-1 if a == axis else 1 for a in range(self.file.ndim)])
        return missing

    def label(self, place: tuple[int, ...], order: Names) -> str:
        """Level of a cell as tables write it, with the variables in this order."""
        words = {
            name: (*levels, NOT_ANSWERED)[i] for name, levels, i in zip(self.names, self.levels, place, strict=True)
        }
        return CROSS.join(words[name] for name in order)


def count_cells(survey: Survey) -> dict[Names, Cells]:
    """Count every cell of every variable and crossing on every base; nothing is withheld yet."""
    codes = {str(v): _codes(survey.background[v]) for v in survey.background}
    levels = {str(v): tuple(map(str, survey.background[v].cat.categories)) for v in survey.background}
    points = score(survey.responses, instrument=survey.instrument)
    above = (points - survey.instrument.score.minimum).fillna(0).to_numpy(float)
    bases = _bases(survey, points)
    cutoffs = {f"{base}, {cutoff}": cutoff for cutoff in survey.instrument.cutoffs for base in ("scored", "modelled")}
    kinds, kind = sort_into_kinds(bases, instrument=survey.instrument, cutoffs=cutoffs)
    n_kinds = len(kinds.lowest)
    sizes = {v: len(named) + 1 for v, named in levels.items()}
    nested = _nested(survey, codes, sizes)
    sets = _sets(survey, list(levels), nested)
    shapes = {names: tuple(sizes[v] for v in names) for names in sets}
    places = {names: np.ravel_multi_index(tuple(codes[v] for v in names), shapes[names]) for names in sets}
    near = _differing_by_few(places, shapes, bases, nested, survey.codebook.disclosure.minimum_respondents)
    cells = {}
    for names, shape in shapes.items():
        counted = {base: _counts(places[names], shape, *who) for base, who in bases.items()}
        file = counted["file"].n
        members = np.bincount(places[names] * n_kinds + kind, minlength=file.size * n_kinds)
        sums = [np.bincount(places[names], weights=above * mean[kind], minlength=file.size) for mean in kinds.averaged]
        cells[names] = Cells(
            names=names,
            levels=tuple(levels[v] for v in names),
            file=file,
            bases=counted,
            kinds=kinds,
            members=members.reshape(*shape, n_kinds),
            room=_room(names, shape, kinds, survey.codebook.predictor_names),
            score_sum=np.stack(sums, axis=-1).astype(float).reshape(*shape, len(sums)),
            possible=_possible(names, file, nested),
            alike=_one_score(places[names], shape, points.to_numpy(float)) | near[names],
            withheld={"counts": np.zeros(shape, dtype=bool), "shares": np.zeros(shape, dtype=bool)},
        )
    return cells


def _codes(column: pd.Series) -> Ints:
    """Return the number of the level; those who did not answer come last."""
    codes = column.cat.codes.to_numpy(np.int64)
    return np.where(codes < 0, len(column.cat.categories), codes)


def _bases(survey: Survey, points: pd.Series) -> Bases:
    """Who belongs to each base, and who of them is below a cut-off."""
    scored = points.notna().to_numpy()
    modelled = scored & survey.background[list(survey.codebook.predictor_names)].notna().all(axis=1).to_numpy()
    bases: Bases = {
        "file": (np.ones(len(scored), dtype=bool), None),
        "scored": (scored, None),
        "modelled": (modelled, None),
    }
    for cutoff in survey.instrument.cutoffs:
        below = below_cutoff(points, instrument=survey.instrument, cutoff=cutoff).to_numpy(bool, na_value=False)
        bases[f"scored, {cutoff}"] = (scored, below)
        bases[f"modelled, {cutoff}"] = (modelled, below)
    return bases


def _room(names: Names, shape: tuple[int, ...], kinds: Kinds, predictors: Names) -> Bools:
    """Which kinds each cell can hold, by whether its respondents left a predictor unanswered."""
    modelled, scored = kinds.inside["modelled"], kinds.inside["scored"]
    unanswered = np.zeros(shape, dtype=bool)
    for axis in (names.index(name) for name in predictors if name in names):
        unanswered[(slice(None),) * axis + (-1,)] = True
    room = ~(unanswered[..., None] & modelled)
    if set(predictors) <= set(names):
        room &= unanswered[..., None] | ~scored | modelled
    return room


def _counts(place: Ints, shape: tuple[int, ...], who: Bools, below: Bools | None) -> Counts:
    def count(rows: Bools) -> Ints:
        return np.bincount(place[rows], minlength=int(np.prod(shape))).reshape(shape)

    return Counts(count(who), None if below is None else count(who & below))


def _one_score(place: Ints, shape: tuple[int, ...], points: Floats) -> Bools:
    """Cells whose mean tells the score of every respondent, because all have the same."""
    low, high = np.full(int(np.prod(shape)), np.inf), np.full(int(np.prod(shape)), -np.inf)
    scored = ~np.isnan(points)
    np.minimum.at(low, place[scored], points[scored])
    np.maximum.at(high, place[scored], points[scored])
    same: Bools = (low == high).reshape(shape)
    return same


def _cross(codes: Mapping[str, Ints], sizes: Mapping[str, int], pair: tuple[str, str], who: Bools) -> Ints:
    """Respondents by two variables; those who did not answer stand in the last row or column."""
    shape = (sizes[pair[0]], sizes[pair[1]])
    place = np.ravel_multi_index((codes[pair[0]][who], codes[pair[1]][who]), shape)
    return np.bincount(place, minlength=shape[0] * shape[1]).reshape(shape)


def _nested(survey: Survey, codes: Mapping[str, Ints], sizes: Mapping[str, int]) -> set[tuple[str, str]]:
    """Pairs (fine, coarse) where each level of the fine variable lies in one level of the coarse one.

    Declared areas, and whatever the data show to be so, like two groupings of age: the fine levels add up to the coarse
    ones, whether somebody declares it or not.
    """
    found = {(small, large) for large, small in pairwise(survey.codebook.area)}
    everyone = np.ones(len(survey.background), dtype=bool)
    for fine, coarse in permutations(codes, 2):
        cross = _cross(codes, sizes, (fine, coarse), everyone)[:-1, :-1] > 0
        n_fine, n_coarse = int(cross.any(axis=1).sum()), int(cross.any(axis=0).sum())
        if 2 <= n_coarse <= n_fine and (cross.sum(axis=1) <= 1).all() and (coarse, fine) not in found:
            found.add((fine, coarse))
    return found


def _differing_by_few(
    places: Mapping[Names, Ints],
    shapes: Mapping[Names, tuple[int, ...]],
    bases: Bases,
    nested: set[tuple[str, str]],
    minimum: int,
) -> dict[Names, Bools]:
    """Cells within `minimum` people of a cell of other variables: their difference tells these people's scores."""
    found = {names: np.zeros(int(np.prod(shape)), dtype=bool) for names, shape in shapes.items()}
    for pair, base in product(combinations(places, 2), ("scored", "modelled")):
        if any(_adds_up(*order, nested) and _union(pair) in map(set, places) for order in (pair, pair[::-1])):
            continue  # the lines between them are protected as those of a crossing
        (first, second), who = pair, bases[base][0]
        n_first, n_second = (np.bincount(places[names][who], minlength=len(found[names])) for names in pair)
        both = places[first][who] * len(n_second) + places[second][who]
        met, n_met = np.unique(both, return_counts=True)
        at_first, at_second = met // len(n_second), met % len(n_second)
        apart = n_first[at_first] + n_second[at_second] - 2 * n_met
        close = (apart > 0) & (apart < minimum)
        found[first][at_first[close]] = True
        found[second][at_second[close]] = True
    return {names: cells.reshape(shapes[names]) for names, cells in found.items()}


def _union(pair: tuple[Names, Names]) -> set[str]:
    return {*pair[0], *pair[1]}


def _adds_up(coarse: Names, fine: Names, nested: set[tuple[str, str]]) -> bool:
    """Whether the cells of one crossing are sums of those of another."""
    return all(name in fine or any((other, name) in nested for other in fine) for name in coarse)


def _possible(names: Names, file: Ints, nested: set[tuple[str, str]]) -> Bools:
    possible = np.ones(file.shape, dtype=bool)
    for pair in combinations(names, 2):
        if pair in nested or pair[::-1] in nested:
            others = tuple(axis for axis, name in enumerate(names) if name not in pair)
            possible &= file.sum(axis=others, keepdims=True) > 0
    return possible


def _sets(survey: Survey, order: list[str], nested: set[tuple[str, str]]) -> list[Names]:
    """Every variable, every declared crossing and its margins, nested variables; each in the codebook's order."""
    sets = {frozenset([v]) for v in order} | {frozenset(pair) for pair in nested}
    for crossing in survey.codebook.crossings:
        sets |= {frozenset(part) for size in range(1, len(crossing) + 1) for part in combinations(crossing, size)}
    sets |= set(_crossed_within(sets, nested))
    ordered = [tuple(sorted(names, key=order.index)) for names in sets]
    return sorted(ordered, key=lambda names: (len(names), [order.index(v) for v in names]))


def _crossed_within(sets: set[frozenset[str]], nested: set[tuple[str, str]]) -> Iterator[frozenset[str]]:
    """Crossings of a fine variable whose cells add up to a crossing of the coarse one."""
    for names in sets:
        for fine, coarse in nested:
            if len(names) > 1 and fine in names and coarse not in names and names - {fine} | {coarse} in sets:
                yield names | {coarse}
