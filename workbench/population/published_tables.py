"""Tables as a reader finds them: what of a frame or payload is a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from workbench.population.table_lines import KEYS

WORDS = ("reference", "statement", "reason", "action", "withheld", "interval", "weighted", *KEYS)


def read_tables(tables: Mapping[str, Any] | Iterable[Any]) -> list[tuple[str, pd.DataFrame]]:
    """Name each table and read its cells: numbers as numbers, words that hold digits as these, keys as they are.

    Parameters
    ----------
    tables : mapping of str to table, or iterable of tables
        Frames, objects with a `frame`, or payloads (`columns` and `rows`).
    """
    if isinstance(tables, Mapping):
        return [(str(name), _frame(table)) for name, table in tables.items()]
    listed = list(tables)
    return [(str(_name(table, place)), _frame(table)) for place, table in enumerate(listed, start=1)]


def _name(table: Any, place: int) -> object:
    if isinstance(table, Mapping):
        return table.get("name", f"table {place}")
    return getattr(table, "name", f"table {place}")


def _frame(table: Any) -> pd.DataFrame:
    if isinstance(table, Mapping):
        table = pd.DataFrame(table["rows"], columns=pd.Index(table["columns"]))
    frame: pd.DataFrame = table if isinstance(table, pd.DataFrame) else table.frame
    frame = frame.reset_index(drop=True)
    words = [str(c) for c in frame if c in WORDS or str(c).endswith("_label")]
    return frame.assign(**{str(c): _numbers(frame[c]) for c in frame if c not in words})


def _numbers(column: pd.Series) -> pd.Series:
    """Read a column as numbers; a text made for people counts as its first digits, a label does not."""
    numbers = pd.to_numeric(column, errors="coerce")
    digits = column.astype(str).str.extract(r"(\d+)", expand=False).astype(float)
    return numbers.where(numbers.notna() | column.isna(), digits)
