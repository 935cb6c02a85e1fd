"""Numbers of models, moved to where they were if the respondents of their rows were the middles of published windows.

What a model says of a level hangs on its number with the outcome as its share does. Rounded by itself it would cut the
window of that number; moved to the middle it tells only how far the model lies from the plain share, and so do its
standard error and its p-value. Where a model leaves out only a few of a level, because they did not answer another
question, the middles are those of all of the level, which tables of groups show: those of the respondents in the model
would be a second window beside them, and both together would tell of the few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.arrays import Floats
from workbench.disclosure.gate.estimates import Rows


@dataclass(frozen=True, eq=False)
class Moved:
    """What is added to estimates, and what their standard errors are multiplied by."""

    estimate: Floats
    error: Floats


def to_middles(rows: Rows, scale: str) -> Moved:
    """Return how plain shares of the rows change from what was counted to the middles of windows.

    Parameters
    ----------
    rows : Rows
        Without numbers with the outcome nothing is moved.
    scale : {"log odds", "share", "difference", "log ratio"}
        All but `share` compare with the row's reference.
    """
    if "n_events" not in rows.frame:
        return Moved(np.zeros(len(rows.n)), np.ones(len(rows.n)))
    counted = _plain(rows, rows.number("n_respondents"), rows.number("n_events"), scale)
    published = _plain(rows, *_published(rows), scale)
    with np.errstate(divide="ignore", invalid="ignore"):
        move, ratio = published[0] - counted[0], np.sqrt(published[1] / counted[1])
    return Moved(np.where(np.isfinite(move), move, 0.0), np.where(np.isfinite(ratio) & (ratio > 0), ratio, 1.0))


def error_of_counts(rows: Rows) -> Floats:
    """Return the standard error of log odds that the published counts of a level and its reference give."""
    return np.asarray(np.sqrt(_plain(rows, *_published(rows), "log odds")[1] * rows.design_effect))


def at_reference(rows: Rows, values: Floats) -> Floats:
    """Values, one per row on the last axis, in the row of each row's reference; NaN where the table has none."""
    return np.where(rows.reference >= 0, values[..., rows.reference], np.nan)


def _published(rows: Rows) -> tuple[Floats, Floats]:
    """Respondents of each row and those with the outcome, at the middles of their windows."""
    return rows.count("n_answered") if "n_answered" in rows.counts else rows.n, rows.count("n_events")


def _plain(rows: Rows, n: Floats, e: Floats, scale: str) -> tuple[Floats, Floats]:
    """Plain share on a scale, and its variance without a design."""
    with np.errstate(divide="ignore", invalid="ignore"):
        share = e / n
        if scale == "log odds":
            value, variance = np.log(e / (n - e)), 1 / e + 1 / (n - e)
        elif scale == "log ratio":
            value, variance = np.log(share), (1 - share) / e
        else:
            value, variance = share, share * (1 - share) / n
    if scale == "share":
        return value, variance
    of_reference, its_variance = at_reference(rows, np.stack([value, variance]))
    return value - of_reference, variance + its_variance
