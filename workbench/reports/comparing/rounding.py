"""Whether two published numbers are one step of rounding apart, as another processor may make them."""

from __future__ import annotations

import math
import re

from workbench.columns import COLUMNS
from workbench.numerics.disclosure import step_of
from workbench.reports.comparing.cells import ChangedCell, TableChange, number_in

_BANDS = (0.001, 0.01, 0.05, 1.0)  # of published p-values
_NUMBER = re.compile(r"[-−+]?\d[\d.,\u202f]*")
_WHOLE = 1e-6  # how far from a whole number of steps a published number may lie


def only_rounding(change: TableChange, *, width: int) -> bool:
    """Whether two tables differ by nothing but single steps of rounding.

    Parameters
    ----------
    change : TableChange
    width : int
        Of the windows of numbers of respondents.
    """
    alike = not (change.rows_gone or change.rows_new or change.columns_gone or change.columns_new or change.reordered)
    return alike and all(_explained(cell, change, width) for cell in change.changed)


def without_numbers(sentence: str) -> str:
    """Return a sentence with a sign in the place of each number: sentences alike so differ by numbers alone."""
    return _NUMBER.sub("#", sentence)


def _explained(cell: ChangedCell, change: TableChange, width: int) -> bool:
    """Whether a cell moved by a step of its own, or no more than twice with one of its row that it is computed from."""
    if one_step(cell, width=width):
        return True
    beside = [
        abs(other.change) for other in change.changed if other.place == cell.place and one_step(other, width=width)
    ]
    return bool(beside) and abs(cell.change) <= 2 * max(beside) * (1 + _WHOLE)


def one_step(cell: ChangedCell, *, width: int) -> bool:
    """Whether the numbers of a cell are neighbours: windows, bands of p, or multiples of a step that is between them.

    Two numbers that are two steps of half the size apart, and multiples of both steps, cannot be told from neighbours.
    """
    before, after, apart = number_in(cell.before), number_in(cell.after), abs(cell.change)
    if math.isnan(apart) or math.isinf(apart) or apart == 0:
        return False
    role = COLUMNS[cell.column].role if cell.column in COLUMNS else ""
    if role == "people":
        return apart <= width
    if role == "probability" and before in _BANDS and after in _BANDS:
        return abs(_BANDS.index(before) - _BANDS.index(after)) == 1
    step = float(step_of(apart))
    return math.isclose(step, apart, rel_tol=_WHOLE) and all(
        abs(value / step - round(value / step)) < _WHOLE for value in (before, after)
    )
