"""Numbers in sentences and pages: each must be what a published one rounds to."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from tests.attackers.pictures import numbers_of

_WRITTEN = re.compile(r"(?<![\w.])\d{1,3}(?:[\u00a0\u202f]\d{3})+(?:\.\d+)?|(?<![\w.])\d+(?:\.\d+)?")


def numbers_beyond(text: str, tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """Numbers in a text that no published number rounds to, as it is or in per cent."""
    known = np.abs(numbers_of(tables))
    told = []
    for found in _WRITTEN.findall(text):
        plain = re.sub("[\u00a0\u202f]", "", found)
        decimals = len(plain.partition(".")[2])
        if np.abs(known - float(plain)).min() > 0.5 * 10.0**-decimals + 1e-9:
            told.append(found)
    return told
