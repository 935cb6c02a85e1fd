"""Two tables beside each other, cell for cell; rows are found again by what names them."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from workbench.columns import COLUMNS

Same = Callable[[str, str], bool]


@dataclass(frozen=True, kw_only=True)
class ChangedCell:
    """A cell that is not the same in two tables.

    Attributes
    ----------
    row : str
        What names the row.
    column, before, after : str
        As the files have them.
    place : int
        Of the row in the earlier table, from 0.
    """

    row: str
    column: str
    before: str
    after: str
    place: int

    @property
    def change(self) -> float:
        """Later number less the earlier one; NaN where one of them is none."""
        return number_in(self.after) - number_in(self.before)


@dataclass(frozen=True, kw_only=True)
class TableChange:
    """How two tables of one name differ.

    Attributes
    ----------
    n_cells : int
        Compared, those that name the rows included.
    changed : tuple of ChangedCell
    rows_gone, rows_new, columns_gone, columns_new : tuple of str
        What only the earlier, and only the later table has.
    reordered : bool
        Whether the same rows stand in another order.
    """

    name: str
    n_cells: int
    changed: tuple[ChangedCell, ...] = ()
    rows_gone: tuple[str, ...] = ()
    rows_new: tuple[str, ...] = ()
    columns_gone: tuple[str, ...] = ()
    columns_new: tuple[str, ...] = ()
    reordered: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        shapes = self.rows_gone + self.rows_new + self.columns_gone + self.columns_new
        return not (self.changed or shapes or self.reordered)


def read_table(content: bytes) -> list[list[str]]:
    """Return the rows of a csv file, the heads first; bytes that are no text show as such."""
    text = content.decode("utf-8-sig", errors="replace")
    return list(csv.reader(io.StringIO(text, newline="")))


def number_in(cell: str) -> float:
    """Return the number of a cell; NaN where there is none."""
    try:
        return float(cell)
    except ValueError:
        return math.nan


def equal(before: str, after: str) -> bool:
    """Whether two cells say the same: by their letters, or as numbers."""
    return before == after or number_in(before) == number_in(after)


def compare_tables(
    name: str, before: Sequence[Sequence[str]], after: Sequence[Sequence[str]], *, same: Same = equal
) -> TableChange:
    """Compare two tables.

    Parameters
    ----------
    name : str
    before, after : sequence of sequence of str
        Rows of cells, the heads first.
    same : callable
        Whether two cells are taken as the same.
    """
    heads, later_heads = (list(table[0]) if table else [] for table in (before, after))
    keys = [c for c in heads if c in later_heads and c in COLUMNS and COLUMNS[c].role == "key"]
    own, other = _by_key(before, keys), _by_key(after, keys)
    columns = [c for c in heads if c in later_heads and c not in keys]
    common = [row for row in own if row in other]
    changed = []
    for row in common:
        place, cells = own[row]
        later = other[row][1]
        for column in columns:
            if not same(cells[column], later[column]):
                cell = ChangedCell(row=row, column=column, before=cells[column], after=later[column], place=place)
                changed.append(cell)
    return TableChange(
        name=name,
        n_cells=len(common) * (len(columns) + len(keys)),
        changed=tuple(changed),
        rows_gone=tuple(row for row in own if row not in other),
        rows_new=tuple(row for row in other if row not in own),
        columns_gone=tuple(c for c in heads if c not in later_heads),
        columns_new=tuple(c for c in later_heads if c not in heads),
        reordered=common != [row for row in other if row in own],
    )


def _by_key(table: Sequence[Sequence[str]], keys: Iterable[str]) -> dict[str, tuple[int, dict[str, str]]]:
    """Name each row by its keys, by its number where there are none; what stands twice is numbered too."""
    heads, rows = (table[0], table[1:]) if table else ((), ())
    keys, seen = list(keys), Counter[str]()
    found: dict[str, tuple[int, dict[str, str]]] = {}
    for place, row in enumerate(rows):
        cells = dict(zip(heads, [*row, *[""] * (len(heads) - len(row))], strict=False))
        named = ", ".join(dict.fromkeys(cells[key] for key in keys if cells[key])) if keys else f"row {place + 1}"
        seen[named] += 1
        found[named if seen[named] == 1 else f"{named} ({seen[named]})"] = (place, cells)
    return found
