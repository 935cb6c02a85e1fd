"""Groups that nearly the same people belong to: which of two has an outcome, and near twins of different variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Ints
from workbench.disclosure.plan.groups import FILE, MODELLED, SCORED, Base, Groups, Names


class Twins(NamedTuple):
    """Two shown groups that differ in few people; who belongs to one of them only follows from both.

    first, second : (variables, flat place) of each. parts : flat numbers of the respondents in both, in the first only,
    in the second only.
    """

    first: tuple[Names, int]
    second: tuple[Names, int]
    parts: tuple[Ints, ...]


def near_twins(
    groups: Mapping[Names, Groups], members: Mapping[Base, Bools], together: Sequence[Names], *, width: int
) -> list[Twins]:
    """Find the shown groups that differ in 1 to `width` − 1 people, of the file, with a score or in the regression.

    Parameters
    ----------
    groups : mapping of names to Groups
    members : dict of Base to array of bool, shape (n_respondents,)
    together : sequence of names
        Variables whose crossing is counted, with all that follows from it.
    width : int
        Of a window; of two groups below it their difference tells no more than they do.
    """
    found = []
    for one, two in combinations([own for own in groups.values() if own.names], 2):
        if any({*one.names, *two.names} <= set(names) for names in together):
            continue
        pairs = {pair for base in (FILE, SCORED, MODELLED) for pair in close_groups(one, two, base, members, width)}
        for at_one, at_two in sorted(pairs):
            in_one, in_two = one.place == at_one, two.place == at_two
            parts = tuple(map(np.flatnonzero, (in_one & in_two, in_one & ~in_two, in_two & ~in_one)))
            found.append(Twins((one.names, at_one), (two.names, at_two), parts))
    return found


def without_one_of_two(
    groups: Mapping[Names, Groups], members: Mapping[Base, Bools], *, width: int
) -> Mapping[Names, Bools]:
    """Mark groups without an outcome, so that no two that have one differ by 1 to `width` − 1 people with a score.

    Of two, the one with more variables loses it, else the later one in the codebook. It goes by who belongs to them and
    not by how many are beyond a cut-off: a decision that needs the outcomes tells of them to whoever knows the rule.

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
    for one, two in combinations(groups.values(), 2):
        enough = [own.shown.ravel() & (own.counts[SCORED].ravel() >= width) for own in (one, two)]
        for at_one, at_two in close_groups(one, two, SCORED, members, width):
            if enough[0][at_one] and enough[1][at_two] and not found[one.names][at_one]:
                found[two.names][at_two] = True
    return found


def close_groups(
    one: Groups, two: Groups, base: Base, members: Mapping[Base, Bools], width: int
) -> Iterator[tuple[int, int]]:
    """Yield shown groups that differ in 1 to `width` − 1 people of a base, one of them at least of a window."""
    n_one, n_two = one.counts[base].ravel(), two.counts[base].ravel()
    alike = np.zeros(int(n_one.max(initial=0)) + width + 1, dtype=bool)
    for n in n_two[two.shown.ravel()]:
        alike[max(n - width + 1, 0) : n + width] = True
    candidates = one.shown.ravel() & alike[np.minimum(n_one, len(alike) - 1)]
    kept = np.flatnonzero(members[base] & candidates[one.place])
    met, n_met = np.unique(one.place[kept] * len(n_two) + two.place[kept], return_counts=True)
    at_one, at_two = met // len(n_two), met % len(n_two)
    apart = n_one[at_one] + n_two[at_two] - 2 * n_met
    close = (apart > 0) & (apart < width) & two.shown.ravel()[at_two]
    close &= (n_one[at_one] >= width) | (n_two[at_two] >= width)
    yield from zip(at_one[close].tolist(), at_two[close].tolist(), strict=True)
