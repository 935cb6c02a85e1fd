"""Cells of tables: who is in them, and what follows when one is taken from another."""

from workbench.disclosure.cells.cells import Cells, Names, Scope, count_cells
from workbench.disclosure.cells.subtraction import (
    Counts,
    Side,
    exposed,
    failures,
    smallest_open,
    too_small,
    withheld_parts,
)

__all__ = [
    "Cells",
    "Counts",
    "Names",
    "Scope",
    "Side",
    "count_cells",
    "exposed",
    "failures",
    "smallest_open",
    "too_small",
    "withheld_parts",
]
