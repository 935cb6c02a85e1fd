"""Estimates by what they are: `measure` decides how exactly they are published, with errors, intervals and tests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.disclosure.gate.coefficients import banded_or_derived, crude_shares, published_coefficients
from workbench.disclosure.gate.derived import compare
from workbench.disclosure.gate.estimates import Published, Rows, published_means, published_shares
from workbench.numerics.sampling import rank_intervals

_OF_GROUPS = ("mean", "share")
_MAY_BE_BOUNDS = ("mean", "share", "adjusted share", "standardised share")  # a mean of just two values is a share
_UNDER_OWN_NAME = ("difficulty", "discrimination")


def may_be_bounds(frame: pd.DataFrame) -> bool:
    """Whether a table has estimates that can be published as bounds; without rows it has them in another survey."""
    return "measure" in frame and (frame.empty or bool(frame["measure"].isin(_MAY_BE_BOUNDS).any()))


def with_measures(rows: Rows, published: pd.DataFrame, withheld: Bools) -> pd.DataFrame:
    """Fill estimates, their errors, intervals and tests as `measure` says; nothing is derived of withheld rows."""
    if "measure" not in rows.frame:
        return published
    measures = rows.frame["measure"].astype(str).to_numpy()
    if may_be_bounds(rows.frame) and "bound" not in published:
        published["bound"] = ""
    for measure in dict.fromkeys(measures):
        at = measures == measure
        part = _measured(rows.of(at), published[at].copy(), measure, withheld[at])
        published.loc[at, part.columns] = part
    return published


def _measured(rows: Rows, part: pd.DataFrame, measure: str, withheld: Bools) -> pd.DataFrame:
    """Fill the rows of one measure."""
    name = next((each for each in _UNDER_OWN_NAME if each in rows.frame), "estimate")
    if name != "estimate":
        rows = replace(rows, frame=rows.frame.assign(estimate=rows.frame[name]))
    found = _published(rows, measure).without(withheld)
    if "crude" in part:
        part["crude"] = crude_shares(rows)
    for column, values in found.columns().items():
        target = name if column == "estimate" else column
        if target in part:
            part = part.assign(**{target: values})
    if "p_value" in part:
        part["p_value"] = banded_or_derived(rows, found, measure)
    if "rank_low" in part:
        part = part.assign(**_published_ranks(rows, found, share=measure == "share"))
    return compare(rows, part, found, measure) if "difference" in part and measure in _OF_GROUPS else part


def _published(rows: Rows, measure: str) -> Published:
    if measure == "mean":
        return published_means(rows)
    return published_shares(rows) if measure == "share" else published_coefficients(rows, measure)


def _published_ranks(rows: Rows, own: Published, *, share: bool) -> dict[str, Floats]:
    """Ranks that each group may have; one of which only a bound or nothing is published may have any."""
    estimate = np.where(np.array(own.bound) == "", own.estimate, np.nan)
    low, high = np.full(len(estimate), np.nan), np.full(len(estimate), np.nan)
    for at in rows.frame.reset_index(drop=True).groupby("variable", sort=False).indices.values():
        ends = rank_intervals(estimate[at], own.std_error[at], rows.df[at], tail=float(rows.tail()[at[0]]), share=share)
        low[at], high[at] = ends
    return {"rank_low": low, "rank_high": high}
