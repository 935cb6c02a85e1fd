"""Codes: the values of a column as the file stores them, brought to one form so that 1, 1.0 and "1" are one code."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

Code = int | float | str

_POINT_NUMBER = re.compile(r"[+-]?(0|[1-9]\d*)(\.\d+)?")
_COMMA_NUMBER = re.compile(r"[+-]?(0|[1-9]\d*),\d+")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_ANY_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")


def as_code(value: object) -> Code | None:
    """Return a code in its one form, None for a missing value.

    Whole numbers become int, whether stored as 1, 1.0, "1" or "1.0". Text with leading zeros stays text, because an
    area code 091 is not 91. Other text is stripped of surrounding blanks; blank text is missing.
    """
    if isinstance(value, str):
        text = value.strip()
        return (_number(float(text)) if _POINT_NUMBER.fullmatch(text) else text) if text else None
    if isinstance(value, bool | np.bool_):
        return int(value)
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    try:
        number = float(value)  # type: ignore[arg-type]  # numpy scalars and Decimal; anything else is text
    except (TypeError, ValueError):
        return str(value)
    return None if math.isnan(number) else _number(number)


def as_number(value: Code) -> Code:
    """Read a code that is still text as a number, with decimal comma or point; return other text unchanged."""
    if isinstance(value, str) and _ANY_NUMBER.fullmatch(value):
        return _number(float(value.replace(",", ".")))
    return value


def _number(number: float) -> int | float:
    return int(number) if math.isfinite(number) and number == int(number) else number


@dataclass(frozen=True, eq=False, kw_only=True)
class CodedColumn:
    """A column as its distinct codes and where they stand.

    Attributes
    ----------
    name : str
        Column of the survey file.
    codes : list of Code
        Distinct codes in one form, in order of first appearance.
    positions : ndarray of int, shape (n_rows,)
        Index into `codes`; −1 is an empty cell.
    n_text, n_comma, n_point : int
        Rows whose number is stored as text; among them those with a decimal comma and with a decimal point.
    only_thousands : bool
        Whether every decimal comma might as well separate thousands, as in 1,234.
    """

    name: str
    codes: list[Code]
    positions: np.ndarray
    n_text: int
    n_comma: int
    n_point: int
    only_thousands: bool

    @property
    def counts(self) -> np.ndarray:
        """Rows of each code."""
        return np.bincount(self.positions[self.positions >= 0], minlength=len(self.codes))

    @property
    def n_empty(self) -> int:
        """Rows with an empty cell."""
        return int((self.positions < 0).sum())

    def pairs(self, usable: np.ndarray | None = None) -> list[tuple[Code, int]]:
        """Codes with their rows; with `usable`, only the codes it marks."""
        keep = np.ones(len(self.codes), dtype=bool) if usable is None else usable
        return [(code, int(n)) for code, n, k in zip(self.codes, self.counts, keep, strict=True) if k]

    def recoded(self, codes: Sequence[Code | None]) -> CodedColumn:
        """Return the column with a new code in place of each of its own, None for an empty cell."""
        places: dict[Code, int] = {}
        moved = [-1 if code is None else places.setdefault(code, len(places)) for code in codes]
        return replace(self, codes=list(places), positions=np.array([*moved, -1])[self.positions])

    def look_up(self, values: Sequence[Any] | np.ndarray, empty: Any) -> np.ndarray:
        """Value of each row, from one value for each code and one for empty cells."""
        table: np.ndarray = np.asarray([*values, empty])
        return np.asarray(table[self.positions])


def coded(column: pd.Series, *, numeric: bool) -> CodedColumn:
    """Bring a column to distinct codes.

    Parameters
    ----------
    column : Series, shape (n_rows,)
        As read from the file: numbers, text or categories.
    numeric : bool
        Whether text such as "1,25" stands for a number (items, weights) or is a code of its own (background).
    """
    raw_positions, distinct = pd.factorize(column, use_na_sentinel=True)
    raw_counts = np.bincount(raw_positions[raw_positions >= 0], minlength=len(distinct))
    texts = [value.strip() if isinstance(value, str) else None for value in distinct]
    places: dict[Code, int] = {}
    moved = np.full(len(distinct) + 1, -1)
    for place, value in enumerate(distinct):
        code = as_code(value)
        if code is not None:
            moved[place] = places.setdefault(as_number(code) if numeric else code, len(places))
    n_of = {
        kind: int(raw_counts[[t is not None and bool(p.fullmatch(t)) for t in texts]].sum()) if len(distinct) else 0
        for kind, p in {"any": _ANY_NUMBER, "comma": _COMMA_NUMBER, "thousands": _THOUSANDS}.items()
    }
    pointed = [t is not None and bool(_ANY_NUMBER.fullmatch(t)) and "." in t for t in texts]
    return CodedColumn(
        name=str(column.name),
        codes=list(places),
        positions=moved[raw_positions],
        n_text=n_of["any"],
        n_comma=n_of["comma"],
        n_point=int(raw_counts[pointed].sum()) if len(distinct) else 0,
        only_thousands=n_of["comma"] > 0 and n_of["comma"] == n_of["thousands"],
    )
