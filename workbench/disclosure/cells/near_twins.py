"""Unions of levels that nearly the same people belong to: which of two has an outcome, and near twins to lay out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Ints
from workbench.disclosure.cells.groups import FILE, MODELLED, SCORED, Base, Groups, Names
from workbench.disclosure.cells.near_unions import Union, near_unions


class Twins(NamedTuple):
    """Two unions of shown levels that differ in few people; who belongs to one of them only follows from both.

    parts : numbers of the respondents in both, in the first only, in the second only.
    """

    first: Union
    second: Union
    parts: tuple[Ints, ...]


def near_twins(
    groups: Mapping[Names, Groups], members: Mapping[Base, Bools], together: Sequence[Names], *, width: int
) -> list[Twins]:
    """Find unions that differ in 1 to `width` − 1 people, of the file, with a score or in the regression.

    Parameters
    ----------
    groups : mapping of names to Groups
    members : dict of Base to array of bool, shape (n_respondents,)
    together : sequence of names
        Variables whose crossing is counted, with all that follows from it.
    width : int
        Of a window; of two groups below it their difference tells no more than they do.
    """
    found: dict[tuple[bytes, ...], Twins] = {}
    for one, two in combinations([own for own in groups.values() if own.names], 2):
        if any({*one.names, *two.names} <= set(names) for names in together):
            continue
        bases = {members[base].tobytes(): members[base] for base in (FILE, SCORED, MODELLED)}
        pairs = [pair for who in bases.values() for pair in near_unions(one, two, who, width=width)]
        for first, second in dict.fromkeys(pairs):
            in_one, in_two = first.holds(one), second.holds(two)
            parts = tuple(map(np.flatnonzero, (in_one & in_two, in_one & ~in_two, in_two & ~in_one)))
            # the same people by a finer crossing: its cells are added up as it is
            found.setdefault(tuple(part.tobytes() for part in parts), Twins(first, second, parts))
    return list(found.values())


def without_one_of_two(
    groups: Mapping[Names, Groups], members: Mapping[Base, Bools], *, width: int
) -> Mapping[Names, Bools]:
    """Mark groups without an outcome, so that of two unions that differ by 1 to `width` − 1 scored people one lacks it.

    Of two variables or crossings the one with more levels in such unions loses the outcome of the smallest level of
    each, else that with more variables, else the later one in the codebook. It is always the same one: else the
    complements would tell, as those without children and everyone do. It goes by who belongs to them and not by how
    many are beyond a cut-off: a decision that needs the outcomes tells of them to whoever knows the rule.

    Parameters
    ----------
    groups : mapping of names to Groups
        In the order of the number of variables.
    members : dict of Base to array of bool, shape (n_respondents,)
    width : int
        Of a window.

    Returns
    -------
    mapping of names to array of bool
        By flat place.
    """
    found = {names: np.zeros(own.listed.size, dtype=bool) for names, own in groups.items()}
    small = {names: (own.counts[SCORED] < width).ravel() for names, own in groups.items()}
    for one, two in combinations(groups.values(), 2):
        pairs = near_unions(one, two, members[SCORED], width=width)
        large = [pair for pair in pairs if not any(_has(union, small) for union in pair)]
        sides = [[pair[side] for pair in large] for side in (0, 1)]
        if all(not all(_has(union, found) for union in side) for side in sides):
            loser = max((1, 0), key=lambda side: sum(len(union.places) for union in sides[side]))
            for union in sides[loser]:
                if not _has(union, found):
                    found[union.names][union.places[0]] = True
    return found


def _has(union: Union, marked: Mapping[Names, Bools]) -> bool:
    return bool(marked[union.names][list(union.places)].any())
