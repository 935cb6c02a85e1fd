"""Bands of predicted risk are sums of cells of the predictors' crossing, declared or not.

The intruder orders the cells by the published coefficients. Here he is told the cells of each band.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.attackers.joint import Tables
from tests.attackers.reading import count
from tests.attackers.worlds import Worlds


def hold_bands(worlds: Worlds, tables: Tables, bands: Sequence[Sequence[tuple[str, str]]], *, exact: bool) -> None:
    """Know the respondents of each band, and those below; `bands`: the cells (sex, household) of each."""
    frame = tables.get("logistic_calibration")
    if frame is None:
        return
    for (_, row), cells in zip(frame.iterrows(), bands, strict=True):
        for kind, column in (("n", "n_respondents"), ("e", "n_events")):
            form = sum(worlds.number(kind, sex=sex, household=household) for sex, household in cells)
            worlds.hold(form, count(row[column], exact))  # type: ignore[arg-type]
