"""A straight line over the scores of ordered levels, under the survey design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import DataError, NotEstimable
from workbench.numerics.regression import LineCounts, fit_linear_rows, linear_influence
from workbench.numerics.sampling import domain_means, t_tests
from workbench.population.design import (
    Domains,
    SamplingVariance,
    left_out,
    two_valued,
    unanswered,
    value_range,
)
from workbench.wording import counted, say

TESTED = ("estimate", "std_error", "statistic", "df", "p_value", "conf_low", "conf_high")
_EXACTNESS = ("conf_level", "value_minimum", "value_maximum", "largest_part", "line")
NO_SPREAD = say("none where all values lie on the line or the whole population is in the sample")
_ROUNDING = 1e-12  # a standard error this small beside the values is that of points that all lie on the line


@dataclass(frozen=True, eq=False, kw_only=True)
class OrderedLine:
    """A line over the scores of the levels, with the covariance of its height at 0 and its slope.

    `largest_part`: by how much the slope changes, at most, if the value of one respondent changes by 1.
    """

    intercept: float
    slope: float
    covariance: Floats
    df: float
    n_levels: int
    inside: np.ndarray
    largest_part: float


def fit_ordered(y: Floats, sampling: SamplingVariance, group: Domains, scores: Floats) -> OrderedLine:
    """Fit the line over the scores of a variable's levels under the design, among those who have a level."""
    inside = group.codes >= 0
    n_levels = int((group.counts() > 0).sum())
    if n_levels < 2:
        raise NotEstimable(
            say(
                "`{variable}` has respondents in fewer than two of its levels, so there is no trend over them. Choose "
                "another variable, or join levels by `merge` in the codebook.",
                variable=group.variable,
            )
        )

    x, outcome, weight = scores[group.codes[inside]], y[inside], sampling.weights[inside]
    # scores such as years lie far from 0: the line is fitted around their mean, then carried to its height at 0
    middle = float(weight @ x / weight.sum())
    to_origin = np.array([[1.0, -middle], [0.0, 1.0]])

    def estimate(weights: Floats) -> Floats:
        # the line through all respondents is that through the means of their levels
        found = domain_means(y, weights, group.codes, len(group.levels))
        used = found.weight > 0
        if used.sum() < 2:
            return np.full(2, np.nan)  # all that a replicate leaves
        fit = fit_linear_rows(_straight(scores[used] - middle), found.mean[used], found.weight[used])
        return np.asarray(to_origin @ fit.coefficients)

    fit = fit_linear_rows(_straight(x - middle), outcome, weight)
    intercept, slope = (float(value) for value in to_origin @ fit.coefficients)
    contributions = np.zeros((len(y), 2))
    contributions[inside] = weight[:, None] * linear_influence(_straight(x - middle), fit) @ to_origin.T
    covariance = sampling.covariance(contributions, estimate)
    if np.sqrt(covariance.trace()) <= _ROUNDING * np.abs(outcome).max():
        covariance = np.full_like(covariance, np.nan)
    df = sampling.degrees_of_freedom(inside) - 1
    return OrderedLine(
        intercept=intercept,
        slope=slope,
        covariance=covariance,
        df=df,
        n_levels=n_levels,
        inside=inside,
        largest_part=float(np.abs(weight * (x - middle)).max() / (weight @ (x - middle) ** 2)),
    )


def _straight(x: Floats) -> Floats:
    """Design matrix of a line, shape (n, 2)."""
    return np.column_stack([np.ones(len(x)), x])


def left_out_of_lines(y: Floats, frame: pd.DataFrame) -> tuple[str, ...]:
    """Note the respondents without a value, and those outside every level that a line rests on."""
    inside = ~np.isnan(y)
    notes, (some, names) = left_out(inside), unanswered(frame, inside)
    if some:
        outside = counted(
            "In no level, for no answer, one taken for none, or a level that is too small: {variables}.",
            some,
            variables=names,
        )
        notes = (*notes, outside)
    return notes


def line_columns(y: Floats, *, is_flag: bool) -> list[str]:
    """Columns of a table of lines, which has them without rows too."""
    events = ["n_events"] if is_flag or ((~np.isnan(y)).any() and two_valued(y)) else []
    return ["variable", "measure", "n_levels", "n_respondents", *events, *TESTED, *_EXACTNESS]


def line_exactness(
    y: Floats, line: OrderedLine, group: Domains, scores: Floats | None, *, is_flag: bool
) -> dict[str, float | str | LineCounts | None]:
    """Columns that tell how exactly a slope is known; `n_events` where the values are just two.

    `scores` are those of the levels, None of ridits.
    """
    lowest, highest = value_range(y, is_flag=is_flag)
    events: dict[str, int | LineCounts] = {}
    if is_flag or two_valued(y):
        events["n_events"] = int((y[line.inside] == highest).sum())
        events["line"] = LineCounts(
            variable=group.variable,
            levels=tuple(map(str, group.levels)),
            n=tuple(group.counts().tolist()),
            events=tuple(group.counts(y == highest).tolist()),
            scores=None if scores is None else tuple(scores.tolist()),
        )
    return {
        "line": None,
        **events,
        "value_minimum": lowest,
        "value_maximum": highest,
        "largest_part": line.largest_part,
        "measure": "slope",
    }


def tested(estimate: float, std_error: float, df: float, conf_level: float) -> dict[str, float]:
    """Estimate with its t test against 0 and its interval; NaN where the design leaves no degrees of freedom."""
    tests = t_tests(np.array(estimate), np.array(std_error), np.array(df), conf_level)
    return dict(zip(TESTED, (estimate, std_error, *map(float, tests.values())), strict=True))


def level_scores(group: Domains, frame: pd.DataFrame, scores: str) -> Floats:
    """Score of each level: its place, or the number that its label is."""
    if scores == "steps":
        if not frame[group.variable].cat.ordered:
            raise DataError(
                f"`{group.variable}` is not ordered, so it has no steps. Set `ordered: true` for it in the codebook, "
                "with its levels from low to high."
            )
        return np.arange(len(group.levels), dtype=float)
    numbers = pd.to_numeric(pd.Series(group.levels, dtype=object), errors="coerce").to_numpy(float)
    if wrong := [level for level, number in zip(group.levels, numbers, strict=True) if not np.isfinite(number)]:
        raise DataError(
            f"Level `{wrong[0]}` of `{group.variable}` is not a number. Label its levels with numbers in the codebook, "
            "e.g. years."
        )
    return numbers
