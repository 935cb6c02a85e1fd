"""Of two groups that differ by a few people only one has an outcome, or both together would tell theirs.

It goes by who belongs to the groups and not by how many of them are beyond a cut-off: a decision that needs the
outcomes tells of them, as soon as a reader knows the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np

from workbench.arrays import Bools
from workbench.disclosure.plan.groups import SCORED, Base, Groups, Names
from workbench.disclosure.plan.near_twins import close_groups


def without_one_of_two(
    groups: Mapping[Names, Groups], members: Mapping[Base, Bools], *, width: int
) -> Mapping[Names, Bools]:
    """Mark groups without an outcome, so that no two that have one differ by 1 to `width` − 1 people with a score.

    Of two, the one with more variables loses it, else the later one in the codebook.

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
