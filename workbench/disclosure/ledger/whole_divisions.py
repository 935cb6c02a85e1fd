"""Variables and crossings keep earlier numbers as a whole.

Where only those levels kept them that changed by few, whoever knows who joined would read off their levels: of six who
joined, the one of a town is of the one cell of this town that is kept.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.columns import EVERYONE
from workbench.disclosure.ledger.sketched_groups import Division


def with_whole_divisions(kept: Mapping[int, int], divisions: tuple[Division, ...]) -> dict[int, int]:
    """Add all other groups of each variable or crossing of which some keep earlier numbers.

    Also those of divisions that it is a sum of, such as the crossings of a variable.

    Parameters
    ----------
    kept : mapping of int to int
        Group and run whose numbers it keeps.
    divisions : tuple of Division
        In the order of the groups.

    Returns
    -------
    dict of int to int
        All groups of one variable or crossing with one run, the last of theirs: which group is nearest to which run
        would tell them apart again.
    """
    starts = np.cumsum([0, *(len(division.levels) for division in divisions)])
    run_of: dict[int, int] = {}
    for group, run in kept.items():
        place = int(np.searchsorted(starts, group, side="right")) - 1
        run_of[place] = max(run, run_of.get(place, run))
    for place, run in sorted(run_of.items()):
        for finer, division in enumerate(divisions):
            if finer not in run_of and division.variable != EVERYONE and _splits(division, divisions[place]):
                run_of[finer] = run
    return {group: run for place, run in run_of.items() for group in range(starts[place], starts[place + 1])}


def _splits(finer: Division, whole: Division) -> bool:
    """Whether each level of a division lies inside one of another."""
    pairs = np.unique(finer.codes * len(whole.levels) + whole.codes)
    return len(np.unique(pairs // len(whole.levels))) == len(pairs)
