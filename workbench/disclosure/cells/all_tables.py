"""What the outcomes of all groups together tell of single people, for somebody who knows everyone's groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from workbench.arrays import Bools, Ints
from workbench.disclosure.cells.groups import SCORED, Base, Groups, Names
from workbench.disclosure.cells.published_system import Coarse
from workbench.numerics.disclosure import Tallies, left_of_people, otherwise_possible, told_of_people, window_start

# Of everybody's uncertainty what windows take away. By integer programs nobody was known up to .34 of it, and some of a
# hundred people from there on (docs/explanation/disclosure.md); a search has never succeeded beyond the last.
_SAFE, _SAFE_OF_MANY, _HOPELESS = 0.25, 0.4, 0.55
_MANY = 500  # people, of whom others can always make up for one
_LEFT = 0.8  # part of the variance of one person's outcome below which it is asked about by itself
_SEARCHED = 1_000  # people at most; of more, a search finds nothing in reasonable time
_PARTS = 8  # in which crossings, and variables, lose their outcomes
_AT_ONCE = 5_000  # groups at most whose numbers are reckoned together for more people than these


@dataclass(frozen=True, eq=False)
class _Families:
    """Groups with an outcome by the variable or crossing that they belong to, and windows of those beyond a cut-off.

    names : variable or crossing of each family. family : (n_groups,), place of each group's among them.
    """

    names: list[Names]
    family: Ints
    tallies: Tallies


def coarse_for_single_people(
    groups: Mapping[Names, Groups], members: Mapping[Base, Bools], coarse: Coarse, *, width: int
) -> Coarse:
    """Coarsen outcomes until the kind of each single person stays open, beyond a cut-off or not.

    Dozens of questions asked of a hundred people are enough equations to solve for each of them, however each number is
    rounded (Dinur & Nissim 2003, PODS, 202–210). First crossings get windows of twice the width, then everything does;
    then an eighth of the crossings, those with the most cells, have no outcomes, then another; at last variables, the
    later ones first.

    Parameters
    ----------
    groups : mapping of names to Groups
    members : mapping of Base to array of bool, shape (n_respondents,)
    coarse : Coarse
        What other rules have decided; whatever is coarse stays so.
    width : int
        Of the ordinary windows.
    """
    told = _told(groups, members, coarse, width=width)
    for names, bounds in _steps(groups):
        if not told:
            break
        own = coarse.bounded if bounds else coarse.wide
        where = [(family, int(place)) for family in names for place in np.flatnonzero(groups[family].shown.ravel())]
        if all(own[family][place] for family, place in where):
            continue
        coarse = coarse.marked(where, bounds=bounds)
        told = _told(groups, members, coarse, width=width)
    return coarse


def _steps(groups: Mapping[Names, Groups]) -> Iterator[tuple[list[Names], bool]]:
    """Yield what is coarsened one after the other: variables and crossings, and whether they lose their outcomes."""
    crossings: list[Names] = sorted(
        (own for own in groups if len(own) > 1), key=lambda own: -int(groups[own].shown.sum())
    )
    variables: list[Names] = [own for own in groups if len(own) == 1]
    yield crossings, False
    yield [*variables, *crossings], False
    for coarsened in (crossings, variables[::-1]):
        places = np.array_split(np.arange(len(coarsened)), _PARTS)
        yield from (([coarsened[at] for at in part], True) for part in places if len(part))


def _told(groups: Mapping[Names, Groups], members: Mapping[Base, Bools], coarse: Coarse, *, width: int) -> bool:
    """Whether the outcome of somebody follows, or may follow, from all that is published of one cut-off."""
    return any(
        _tells(own)
        for cutoff in (base[1] for base in members if base[0] == SCORED[0] and base[1] is not None)
        for own in _systems(_families(groups, members, coarse, cutoff, width=width))
    )


def _families(
    groups: Mapping[Names, Groups], members: Mapping[Base, Bools], coarse: Coarse, cutoff: str, *, width: int
) -> _Families:
    who = np.flatnonzero(members[SCORED])
    names: list[Names] = []
    people, columns, widths, family = [], [], [], []
    n_groups = 0
    for own in groups.values():
        width_of = np.where(coarse.wide[own.names], 2 * width, width)
        told = own.shown.ravel() & (own.counts[SCORED].ravel() >= width_of) & ~coarse.bounded[own.names]
        number = np.full(told.size, -1)
        number[told] = n_groups + np.arange(told.sum())
        column = number[own.place[who]]
        inside = np.flatnonzero(column >= 0)
        people.append(inside)
        columns.append(column[inside])
        widths.append(width_of[told])
        family.append(np.full(told.sum(), len(names)))
        names.append(own.names)
        n_groups += int(told.sum())
    at = np.concatenate(people), np.concatenate(columns)
    matrix = csr_matrix((np.ones(len(at[0])), at), shape=(len(who), n_groups))
    kind, window = members[SCORED[0], cutoff][who], np.concatenate(widths)
    low = window_start(np.asarray(matrix.T @ kind.astype(np.int64), dtype=np.int64), window)
    return _Families(names, np.concatenate(family), Tallies(matrix, kind, low, low + window - 1))


def _systems(families: _Families) -> Iterator[Tallies]:
    """Yield everybody, where they are not too many, and of many the people of each level of the most crossed variable.

    What holds inside such a level is on its people alone; of what is on more, others take up what changes there.
    """
    tallies = families.tallies
    n, n_groups = tallies.groups.shape
    crossed = [own for own in families.names if len(own) > 1]
    if n <= _SEARCHED or n_groups <= _AT_ONCE or not crossed:
        yield tallies
    if n <= _SEARCHED or not crossed:
        return
    size = np.bincount(families.family, minlength=len(families.names))
    of_variable = dict.fromkeys(sorted({v for own in crossed for v in own}), 0)
    for at, own in enumerate(families.names):
        for v in own if len(own) > 1 else ():
            of_variable[v] += size[at]
    most = max(of_variable, key=lambda v: of_variable[v])
    inside = np.isin(families.family, [at for at, own in enumerate(families.names) if most in own])
    level = families.names.index((most,))
    for column in np.flatnonzero(families.family == level):
        people = np.asarray(tallies.groups[:, [column]].todense()).ravel() > 0
        those = inside & (np.asarray(tallies.groups[people].sum(axis=0)).ravel() > 0)
        if people.any() and those.sum() > 1:
            yield tallies.only(people, those)


def _tells(tallies: Tallies) -> bool:
    """Whether somebody's kind follows, or nothing shows that it does not."""
    n = len(tallies.kind)
    if not n or not tallies.groups.shape[1]:
        return False
    share, safe = told_of_people(tallies), _SAFE_OF_MANY if n >= _MANY else _SAFE
    if share > _HOPELESS or n > _SEARCHED:
        return share > safe
    asked = np.ones(n, dtype=bool) if share > safe else left_of_people(tallies) < _LEFT
    return bool(asked.any() and (asked & ~otherwise_possible(tallies, asked)).any())
