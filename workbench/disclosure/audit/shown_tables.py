"""Tables as a reader finds them: what of a frame or payload is a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from workbench.disclosure.gate import WORDS


class ReadTable(NamedTuple):
    """A table: its name, its cells as a frame, and what it says in sentences (caption, notes, cells of text)."""

    name: str
    frame: pd.DataFrame
    sentences: tuple[str, ...]


def read_tables(tables: Mapping[str, Any] | Iterable[Any]) -> list[ReadTable]:
    """Name each table and read its cells: numbers as numbers, words that hold digits as these, keys as they are.

    Parameters
    ----------
    tables : mapping of str to table, or iterable of tables
        Frames, objects with a `frame`, or payloads (`columns` and `rows`).
    """
    if isinstance(tables, Mapping):
        return [_read(str(name), table) for name, table in tables.items()]
    return [_read(str(_name(table, place)), table) for place, table in enumerate(tables, start=1)]


def _read(name: str, table: Any) -> ReadTable:
    cells = _cells(table)
    parts = table if isinstance(table, Mapping) else getattr(table, "__dict__", {})
    words = (str(cell) for column in cells.select_dtypes(exclude="number") for cell in cells[column].dropna())
    return ReadTable(name, _frame(cells), (str(parts.get("caption", "")), *map(str, parts.get("notes", ())), *words))


def _name(table: Any, place: int) -> object:
    if isinstance(table, Mapping):
        return table.get("name", f"table {place}")
    return getattr(table, "name", f"table {place}")


def _frame(frame: pd.DataFrame) -> pd.DataFrame:
    words = [str(c) for c in frame if c in WORDS or str(c).endswith("_label")]
    return frame.assign(**{str(c): _numbers(frame[c]) for c in frame if c not in words})


def _cells(table: Any) -> pd.DataFrame:
    if isinstance(table, Mapping):
        table = pd.DataFrame(table["rows"], columns=pd.Index(table["columns"]))
    frame: pd.DataFrame = table if isinstance(table, pd.DataFrame) else table.frame
    return frame.reset_index(drop=True)


def _numbers(column: pd.Series) -> pd.Series:
    """Read a column as numbers; a text made for people counts as its first digits, a label does not."""
    numbers = pd.to_numeric(column, errors="coerce")
    digits = column.astype(str).str.extract(r"(\d+)", expand=False).astype(float)
    return numbers.where(numbers.notna() | column.isna(), digits)
