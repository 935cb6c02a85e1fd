"""How coarsely each cell is published, so that all tables together tell of no small set of people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Ints
from workbench.disclosure.plan.count_places import CountPlaces
from workbench.disclosure.plan.groups import FILE
from workbench.disclosure.plan.published_windows import SmallSets, kinds_of_people, small_sets, window_system
from workbench.numerics.disclosure import leaves_open


class Coarseness(NamedTuple):
    """Cells with windows of twice the width, cells of whose outcome a bound is published, cells told of all the same.

    wide, bounded : (n_cells,). narrowed : numbers of cells.
    """

    wide: Bools
    bounded: Bools
    narrowed: Ints


def coarseness(places: CountPlaces, *, width: int) -> Coarseness:
    """Coarsen until no small set of people is told of: first windows, then outcomes.

    Each first in the cell itself, or its shortest line if no table shows it, then in all lines through it. Every step
    only takes away from what is published, so a set that was safe stays so, and only the others are asked about again.
    """
    wide, bounded = np.zeros(places.n_cells, dtype=bool), np.zeros(places.n_cells, dtype=bool)
    told = small_sets(places, width=width)
    told = _told(told, places, wide=wide, bounded=bounded, width=width)
    for marked, n_lines in ((marked, n) for marked in (wide, bounded) for n in (1, None)):
        if not len(told.cells):
            break
        for cell in np.unique(told.cells[told.cells > 0]):  # nothing that is said of parts helps where everyone tells
            for line in places.lines(int(cell))[:n_lines]:
                marked[line] = True
        told = _told(told, places, wide=wide, bounded=bounded, width=width)
    return Coarseness(wide, bounded, np.unique(told.cells))


def _told(asked: SmallSets, places: CountPlaces, *, wide: Bools, bounded: Bools, width: int) -> SmallSets:
    """Which small sets the published windows tell too much of."""
    system = window_system(places, wide=wide, bounded=bounded, width=width)
    # in the search a cell that no table shows and nobody is in stays so: programs are half as large then
    safe = leaves_open(
        system,
        asked.forms,
        asked.wanted,
        kinds=kinds_of_people(places),
        fixed=~places.shown & (places.counts[FILE] == 0),
    )
    return asked.only(~safe)
