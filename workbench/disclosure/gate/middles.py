"""Numbers of models and sums of weights, moved to where they were if respondents were the middles of their windows.

What a model says of a level hangs on its number with the outcome as its share does. Rounded by itself it would cut the
window of that number; moved to the middle it tells only how far the model lies from the plain share, and so do its
standard error and its p-value. Where a model leaves out only a few of a level, because they did not answer another
question, the middles are those of all of the level, which tables of groups show: those of the respondents in the model
would be a second window beside them, and both together would tell of the few.

The part of the population of a group is a sum of weights. Weights of a known population are known themselves, and the
sum, however coarse, would cut the windows of those who carry them; of the middles of windows it is a function.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.gate.estimates import Rows
from workbench.disclosure.gate.steps import in_first_window, step_of_unevenness, to_step, window_middle
from workbench.numerics.disclosure import window_start
from workbench.numerics.regression import FittedCounts


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
    if "fitted_to" in rows.frame:  # at the middles already
        move = np.where([isinstance(own, FittedCounts) for own in rows.frame["fitted_to"]], np.nan, move)
        ratio = np.where(np.isnan(move), np.nan, ratio)
    return Moved(np.where(np.isfinite(move), move, 0.0), np.where(np.isfinite(ratio) & (ratio > 0), ratio, 1.0))


def error_of_counts(rows: Rows) -> Floats:
    """Return the standard error of log odds that the published counts of a level and its reference give."""
    return np.asarray(np.sqrt(_plain(rows, *_published(rows), "log odds")[1] * rows.design_effect))


def at_reference(rows: Rows, values: Floats) -> Floats:
    """Values, one per row on the last axis, in the row of each row's reference; NaN where the table has none."""
    return np.where(rows.reference >= 0, values[..., rows.reference], np.nan)


def weighed(rows: Rows, n: Floats, place: int) -> Floats:
    """Sum of the weights of each row's respondents, in mean weights, as published numbers give it.

    Respondents of a row who weigh the same count as the middle of their window; all others, who are the published
    number less these middles, with their mean weight, rounded as the shift of a weighted share is: by what few of them
    change, whoever weighs most in the survey.

    Parameters
    ----------
    rows : Rows
        With `weight_cells`.
    n : array, shape (n_rows,)
        Published respondents of each row.
    place : {0, 1}
        Column of `weight_cells`: those with a value, or all.
    """
    cells = list(rows.frame["weight_cells"])
    middles = [window_middle(own[:, place], width) for own, width in zip(cells, rows.width, strict=True)]
    alike = [~in_first_window(middle, width) for middle, width in zip(middles, rows.width, strict=True)]
    sure = np.array([_sums(own[:, 2], middle, which) for own, middle, which in zip(cells, middles, alike, strict=True)])
    found = np.full(len(n), np.nan)
    for block in blocks(rows.frame):
        weight, middle = sure[block].sum(axis=0)
        usual = weight / middle if middle else 1.0
        for at in block:
            weight, middle = sure[at]
            mean = weight / middle if middle else usual
            others = cells[at][~alike[at]]
            shift = _sums(others[:, 2], others[:, place], slice(None))
            least = max(int(window_start(np.array(int(shift[1])), rows.minimum)), 1)
            apart = float(np.abs(cells[at][:, 2] - 1).max())
            step = step_of_unevenness(rows.minimum, (apart + abs(mean - 1)) / least)
            if shift[1] and step > 0:
                mean += float(to_step(shift[0] / shift[1] - mean, step))
            found[at] = weight + (n[at] - middle) * mean
    return found


def _sums(weight: Floats, counts: Floats, which: Bools | slice) -> tuple[float, float]:
    """Sum of the weights of some cells, and of their respondents."""
    return float((weight * counts)[which].sum()), float(counts[which].sum())


def blocks(frame: pd.DataFrame) -> list[Ints]:
    """Places of the rows that belong together: of a variable, in a model."""
    keys = [c for c in ("model", "variable") if c in frame]
    if not keys:
        return [np.arange(len(frame))]
    return [np.asarray(at) for at in frame.reset_index(drop=True).groupby(keys, sort=False).indices.values()]


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
