"""Background variables crossed into one."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.columns import CROSS


def cross(frame: pd.DataFrame) -> pd.Series:
    """Cross the categoricals of a frame into one; levels in dictionary order, missing if any part is missing."""
    levels = pd.MultiIndex.from_product([frame[name].cat.categories for name in frame])
    codes = np.zeros(len(frame), dtype=np.intp)
    for name in frame:
        codes = codes * len(frame[name].cat.categories) + frame[name].cat.codes.to_numpy()
    codes[frame.isna().any(axis=1).to_numpy()] = -1
    labels = pd.Index([CROSS.join(map(str, level)) for level in levels])
    crossed = pd.Categorical.from_codes(codes, categories=labels)
    return pd.Series(crossed, index=frame.index, name=CROSS.join(map(str, frame.columns)))
