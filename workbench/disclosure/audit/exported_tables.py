"""Tables as a reader finds them: cells, sentences and headline numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Floats, Ints
from workbench.columns import COLUMNS, Role
from workbench.disclosure.audit.census import Census, Names


class Groups(NamedTuple):
    """Rows of a table that are groups by the same variables.

    names : variables. rows : (n,), places in the table. cells : (n,), in the order of `Census.places`; −1 for a level
    that the survey does not have.
    """

    names: Names
    rows: Ints
    cells: Ints


@dataclass(frozen=True, eq=False)
class ExportedTable:
    """A table: its name, its cells, what it says in sentences (caption, notes, cells of text), and its headlines.

    `headlines` holds pairs of a number and the words that show it; `groups` the rows of each variable or crossing that
    the survey has.
    """

    name: str
    frame: pd.DataFrame
    sentences: tuple[str, ...]
    headlines: tuple[tuple[Any, str], ...]
    groups: tuple[Groups, ...]
    _read: dict[str, Floats] = field(default_factory=dict)

    def columns(self, *roles: Role) -> list[str]:
        """Columns of some roles."""
        return [str(c) for c in self.frame if c in COLUMNS and COLUMNS[str(c)].role in roles]

    def numbers(self, column: str) -> Floats:
        """Cells of a column as numbers; NaN for what is none, and in a column that the table does not have."""
        if column not in self._read:
            cells = self.frame[column] if column in self.frame else pd.Series(np.nan, self.frame.index)
            self._read[column] = pd.to_numeric(cells, errors="coerce").to_numpy(float, na_value=np.nan)
        return self._read[column]

    @property
    def of_groups(self) -> bool:
        """Whether its rows are groups of respondents."""
        return {"variable", "level"} <= set(self.frame.columns)


def cells_of(levels: pd.Series, names: Names, census: Census) -> Ints:
    """Cell of each level, in the order of `Census.places`; −1 for one that the survey does not have."""
    known = {label: place for place, label in enumerate(census.labels(names))}
    return np.array([known.get(level, -1) for level in levels.astype(str)], dtype=np.int64)


def read_tables(tables: Mapping[str, Any], census: Census) -> list[ExportedTable]:
    """Read frames, objects with a `frame`, or payloads (`columns`, `rows`, `caption`, `notes`, `headlines`)."""
    return [_read(str(name), table, census) for name, table in tables.items()]


_SAID = ("findings", "citable")  # sentences beside a table


def _read(name: str, table: Any, census: Census) -> ExportedTable:
    parts = table if isinstance(table, Mapping) else getattr(table, "__dict__", {})
    if isinstance(table, Mapping):
        table = pd.DataFrame(table["rows"], columns=pd.Index(table["columns"]))
    frame: pd.DataFrame = (table if isinstance(table, pd.DataFrame) else table.frame).reset_index(drop=True)
    words = [str(cell) for column in frame.columns for cell in frame[column].dropna() if isinstance(cell, str)]
    headlines = [head if isinstance(head, Mapping) else vars(head) for head in parts.get("headlines", ())]
    said = [own if isinstance(own, Mapping) else vars(own) for kind in _SAID for own in parts.get(kind, ())]
    sentences = [str(own["sentence"]) for own in said]
    spoken = [f"{head.get('text', '')} {head.get('detail', '')}" for head in headlines]
    return ExportedTable(
        name,
        frame,
        (
            str(parts.get("caption", "")),
            *map(str, parts.get("notes", ())),
            *dict.fromkeys([*words, *sentences]),
        ),
        tuple((head.get("value"), text) for head, text in zip(headlines, spoken, strict=True)),
        tuple(_groups(frame, census)),
    )


def _groups(frame: pd.DataFrame, census: Census) -> Iterator[Groups]:
    if not {"variable", "level"} <= set(frame.columns):
        return
    for variable, rows in frame.groupby(frame["variable"].astype(str), sort=False).indices.items():
        names = census.find(str(variable))
        if names is not None:
            yield Groups(names, np.asarray(rows), cells_of(frame["level"].iloc[rows], names, census))
