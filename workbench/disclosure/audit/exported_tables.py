"""Tables as a reader finds them: cells, sentences and headline numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from workbench.columns import COLUMNS, Role


@dataclass(frozen=True, eq=False)
class ExportedTable:
    """A table: its name, its cells, what it says in sentences (caption, notes, cells of text), and its headlines.

    `headlines` holds pairs of a number and the words that show it.
    """

    name: str
    frame: pd.DataFrame
    sentences: tuple[str, ...]
    headlines: tuple[tuple[Any, str], ...]
    _read: dict[str, pd.Series] = field(default_factory=dict)

    def columns(self, *roles: Role) -> list[str]:
        """Columns of some roles."""
        return [str(c) for c in self.frame if c in COLUMNS and COLUMNS[str(c)].role in roles]

    def numbers(self, column: str) -> pd.Series:
        """Cells of a column as numbers; NaN for what is none."""
        if column not in self._read:
            self._read[column] = pd.to_numeric(self.frame[column], errors="coerce").astype(float)
        return self._read[column]

    @property
    def of_groups(self) -> bool:
        """Whether its rows are groups of respondents."""
        return {"variable", "level"} <= set(self.frame.columns)

    def variables(self) -> Iterator[tuple[str, pd.Index]]:
        """Each variable or crossing with its rows."""
        if self.of_groups:
            for variable, rows in self.frame.groupby(self.frame["variable"].astype(str), sort=False).groups.items():
                yield str(variable), pd.Index(rows)


def read_tables(tables: Mapping[str, Any]) -> list[ExportedTable]:
    """Read frames, objects with a `frame`, or payloads (`columns`, `rows`, `caption`, `notes`, `headlines`)."""
    return [_read(str(name), table) for name, table in tables.items()]


def _read(name: str, table: Any) -> ExportedTable:
    parts = table if isinstance(table, Mapping) else getattr(table, "__dict__", {})
    if isinstance(table, Mapping):
        table = pd.DataFrame(table["rows"], columns=pd.Index(table["columns"]))
    frame: pd.DataFrame = (table if isinstance(table, pd.DataFrame) else table.frame).reset_index(drop=True)
    words = [str(cell) for column in frame.columns for cell in frame[column].dropna() if isinstance(cell, str)]
    headlines = [head if isinstance(head, Mapping) else vars(head) for head in parts.get("headlines", ())]
    spoken = [f"{head.get('text', '')} {head.get('detail', '')}" for head in headlines]
    return ExportedTable(
        name,
        frame,
        (str(parts.get("caption", "")), *map(str, parts.get("notes", ())), *dict.fromkeys(words)),
        tuple((head.get("value"), text) for head, text in zip(headlines, spoken, strict=True)),
    )
