"""Words of names and labels, and numbers that may be written as text."""

from __future__ import annotations

import re

import pandas as pd

_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-zåäö])(?=[A-ZÅÄÖ])")  # between the words of `ageGroup`


def words_of(text: str) -> list[str]:
    """Words of a name or label in small letters, cut at digits, signs and capitals within: `ageGroup2` has two."""
    return [word.lower() for word in _WORD.findall(_HUMP.sub(" ", text))]


def as_numbers(values: pd.Series) -> pd.Series:
    """Numbers of a column, of which text may have a decimal comma; NaN for what is none."""
    if not pd.api.types.is_numeric_dtype(values):
        values = values.astype("str").str.strip().str.replace(",", ".", regex=False)
    return pd.to_numeric(values, errors="coerce")
