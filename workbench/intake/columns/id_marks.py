"""Marks of respondents made from their ids, so that the ids themselves are forgotten after reading."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

_NO_ID = 0
_BYTES = 8


def id_marks(ids: pd.Series) -> pd.Series:
    """Return an unreadable number for each id, the same in every file that holds the id; 0 without an id.

    Parameters
    ----------
    ids : Series
        As stored; 7, 7.0 and " 7" are one id.
    """
    marks = [_NO_ID if pd.isna(value) else _mark(value) for value in ids]
    return pd.Series(np.array(marks, dtype=np.uint64), index=ids.index, name="id_mark")


def _mark(value: object) -> int:
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    digest = hashlib.blake2b(text.encode(), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "big") if text else _NO_ID
