"""Knots and values of a curve that follow from no single respondent, and whether enough respondents carry a curve."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics.disclosure import window_start
from workbench.numerics.regression import QUANTILES
from workbench.population.design import truths
from workbench.population.regression.splines.spline import N_VALUES
from workbench.wording import say

_MINIMA_BEYOND = 4  # times the survey's minimum of respondents at or beyond either end of a published curve
_FEWEST_VALUES = 10
_EVENTS_PER_COLUMN = 10  # with or without the outcome, whichever are fewer: single ones would bend the curve
_ROUND_STEPS = (1, 2, 5, 10)  # powers of ten apart


def at_least(outcome: pd.Series, predictors: pd.DataFrame, variable: str, width: int) -> tuple[int, int]:
    """Fewest respondents, and fewest on the rarer side of the outcome, by windows that tables show.

    They are those of the model, unless it leaves out fewer than a window of those with all other predictors, or of all.
    """
    y = truths(outcome)
    answered = ~np.isnan(y) & predictors.drop(columns=variable).notna().all(axis=1).to_numpy()
    counted = answered & predictors[variable].notna().to_numpy()
    for wider in (answered, ~np.isnan(y)):
        if wider.sum() - counted.sum() < width:
            counted = wider
    n, with_outcome = window_start(np.array([counted.sum(), (y[counted] == 1).sum()]), width)
    return int(n), int(min(with_outcome, n - (with_outcome + width - 1)))


def round_knots(
    values: Floats, carried: tuple[int, int], variable: str, *, minimum: int
) -> tuple[Floats, tuple[Floats, float]]:
    """Return round knots, the outer ones with `minimum` respondents at or beyond them, and round values.

    With the values comes the one in the middle between the outer knots. `carried`: respondents, and those on the rarer
    side of the outcome.

    A quantile can be the value of one respondent, and the knots follow from the digits of the curve.
    """
    n, rarer = carried
    if len(np.unique(values)) < _FEWEST_VALUES:
        raise NotEstimable(
            say(
                "`{variable}` has fewer than {n} distinct values. Make it categories.",
                variable=variable,
                n=_FEWEST_VALUES,
            )
        )
    enough = False
    for n_knots in (4, 3):
        if n * QUANTILES[n_knots][0] < minimum or rarer < _EVENTS_PER_COLUMN * (n_knots - 1):
            continue
        enough = True
        exact = np.quantile(values, QUANTILES[n_knots])
        if exact[-1] <= exact[0]:
            continue
        step, whole = _round_step(exact), bool((values % 1 == 0).all())
        step = max(step, 1.0) if whole else step
        knots = np.round(exact / step)
        knots[[0, -1]] = np.ceil(exact[0] / step), np.floor(exact[-1] / step)  # inward: nobody is left alone outside
        if (np.diff(knots) > 0).all():
            grid = step * np.arange(knots[0], knots[-1] + 1)
            beyond = np.fmin(*((sign * values >= sign * grid[:, None]).sum(axis=1) for sign in (-1, 1)))
            shown = grid[beyond >= _MINIMA_BEYOND * minimum]
            if len(shown) > 1:
                middle = grid[len(grid) // 2]
                return step * knots, (shown, middle if middle in shown else shown[len(shown) // 2])
    if not enough:
        raise NotEstimable(
            say(
                "Too few respondents are in the model, or on one side of the outcome, for a curve of `{variable}`. "
                "Make it categories.",
                variable=variable,
            )
        )
    raise NotEstimable(
        say("The values of `{variable}` lie too close together for a curve. Make it categories.", variable=variable)
    )


def _round_step(knots: Floats) -> float:
    """Smallest round step that leaves at most `N_VALUES` values between the outermost knots."""
    low, high = knots[0], knots[-1]
    power = 10.0 ** np.floor(np.log10((high - low) / (N_VALUES - 1)))
    steps = [float(power * step) for step in _ROUND_STEPS]
    return next(step for step in steps if np.floor(high / step) - np.ceil(low / step) < N_VALUES)
