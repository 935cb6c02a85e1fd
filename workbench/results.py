"""What every result shares: a table under the glossary's column names, its method and its doubts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import pandas as pd

from workbench.columns import COLUMNS

# Tables are small and read cell by cell, which takes Python's own texts a quarter of the time of Arrow's.
pd.set_option("mode.string_storage", "python")


@dataclass(frozen=True, eq=False, kw_only=True)
class Result:
    """Base of all results.

    A further frame is a further field. A square matrix with items on both sides declares
    ``field(metadata={"matrix": True})``, because its columns are items and not glossary words. A frame or number that
    is never published declares ``field(metadata={"private": True})``; the protected copy holds nothing in its place. A
    frame that follows from others declares ``field(metadata={"follows": True})``; `following` computes it again from
    the published ones.

    Attributes
    ----------
    table : pandas.DataFrame
        The main numbers, at full precision.
    method : str
        One sentence naming estimator, correction and source.
    notes : tuple of str
        What the reader must know before believing the numbers.
    """

    table: pd.DataFrame
    method: str
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a column that the glossary does not define."""
        for field in fields(self):
            frame = getattr(self, field.name)
            if isinstance(frame, pd.DataFrame) and not field.metadata.get("matrix"):
                unknown = [str(c) for c in frame.columns if c not in COLUMNS]
                if unknown:
                    raise KeyError(f"{type(self).__name__}.{field.name} has columns {unknown} that columns.py lacks.")

    def following(self) -> Self:
        """Return this copy with published tables, and with what follows from them computed again; the gate calls it."""
        return self

    def __repr__(self) -> str:
        """One line: what it is and how large its table is."""
        return f"{type(self).__name__}({len(self.table)} rows: {', '.join(map(str, self.table.columns))})"
