"""Inequality over an ordered social variable: the slope index and the relative index."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.sampling import domain_means, t_quantile
from workbench.options import check_fraction
from workbench.population.design import Domains, domains, grouping, in_code, numbers_or_truths, sampling_variance
from workbench.population.estimates import by_weights, per_cent
from workbench.population.groups.ordered_line import (
    NO_SPREAD,
    OrderedLine,
    fit_ordered,
    left_out_of_lines,
    level_scores,
    line_columns,
    line_exactness,
    tested,
)
from workbench.results import Result
from workbench.wording import say

_RELATIVE = ("relative_index", "relative_index_low", "relative_index_high")
_ENDS = ("predicted_lowest", "predicted_highest")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Inequality(Result):
    """Slope and relative index of inequality.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per variable: variable, n_levels (with respondents), n_respondents, (n_events), estimate (slope index:
        lowest less highest end), std_error, statistic, df, p_value, conf_low, conf_high, relative_index (lowest over
        highest end), relative_index_low, relative_index_high, predicted_lowest, predicted_highest; for the publication
        gate what `trend` has, and std_dev_total.
    """


def inequality(
    values: pd.Series, groups: pd.Series | pd.DataFrame, *, design: SurveyDesign, conf_level: float = 0.95
) -> Inequality:
    r"""Estimate how much a mean (or share) differs between the two ends of the social order.

    Each level gets its ridit, the middle of its place among the population ordered from low to high:
    :math:`x_g = \sum_{h < g} \hat\pi_h + \hat\pi_g / 2`. The line :math:`y = a + b x` is fitted to the respondents by
    weighted least squares, for a share as a linear probability model. Slope index: :math:`a - (a + b) = -b`, the lowest
    end (x = 0) less the highest (x = 1). Relative index: :math:`a / (a + b)`, with an interval by the delta method on
    its logarithm, where the t intervals of both ends lie above 0: otherwise it has no bound.

    Parameters
    ----------
    values : Series of float, bool or boolean, shape (n_respondents,)
        Missing = outside the domain.
    groups : Series or DataFrame of ordered categoricals
        Levels from the lowest to the highest social position, e.g. education; a frame gives one row per column.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    conf_level : float
        Coverage of both intervals, between 0 and 1.

    Raises
    ------
    DataError
        Values that are neither numbers nor true or false, groups that are not ordered categoricals, parts with
        different indexes.
    NotEstimable
        Respondents in fewer than two levels of a variable.
    ParameterError
        `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same, with r the ridit of each respondent's level: ``m <- svyglm(y ~ r, d)``; slope index
    ``-coef(m)[2]``, relative index ``svycontrast(m, quote(log(`(Intercept)` / (`(Intercept)` + r))))``, t with
    ``m$df.residual``. The ridits are taken as known, as there: that they are estimated from the same sample adds little
    (docs/explanation/groups.md). In Mackenbach and Kunst the slope index is b, so that its sign is the other one.

    Proof: tests/reference/groups, tests/recovery.

    References
    ----------
    Mackenbach, J. P. & Kunst, A. E. (1997). Measuring the magnitude of socio-economic inequalities in health. Social
    Science & Medicine 44(6), 757-771. Moreno-Betancur, M. et al. (2015). Relative index of inequality and slope index
    of inequality: a structured regression framework for estimation. Epidemiology 26(4), 518-527.
    """
    check_fraction("conf_level", conf_level)
    y, sampling = numbers_or_truths(values), sampling_variance(design, values.index)
    frame, rows, at_zero = grouping(groups, values.index), [], []
    is_flag = pd.api.types.is_bool_dtype(values)
    for group in domains(frame, ~np.isnan(y), values.index) if len(frame.columns) else ():
        level_scores(group, frame, "steps")  # refuses groups without an order
        line = fit_ordered(y, sampling, group, ridits(group, sampling.weights))
        row = {"variable": group.variable, "n_levels": line.n_levels, "n_respondents": int(line.inside.sum())}
        row |= line_exactness(y, line, group, None, is_flag=is_flag) | {"conf_level": conf_level}
        row["std_dev_total"] = _spread(y, sampling.weights, line)
        indices = _indices(line, conf_level)
        rows.append(row | indices)
        if np.isnan(indices["relative_index_low"]) and not np.isnan(indices["std_error"]):
            at_zero.append(group.variable)
    columns = [*line_columns(y, is_flag=is_flag), "std_dev_total"]
    return Inequality(
        table=pd.DataFrame(rows, columns=[*columns, *_RELATIVE, *_ENDS]),
        method=say(
            "Slope and relative index of inequality (Mackenbach & Kunst 1997): {line} over ridits, lowest against "
            "highest end, standard error {error} ({none}), {level} % t intervals, of the relative index by the delta "
            "method on its logarithm; degrees of freedom of the design − 1.",
            line=_line_words(design, is_flag=is_flag),
            error=sampling.description,
            none=NO_SPREAD,
            level=per_cent(conf_level),
        ),
        notes=(
            *left_out_of_lines(y, frame),
            *sampling.notes,
            *(_at_zero(at_zero) if at_zero else ()),
        ),
    )


def _at_zero(variables: list[str]) -> tuple[str, ...]:
    return (
        say(
            "The fitted line reaches 0 at an end of the social order, or its interval there does, so the relative "
            "index has no bounds and is left out or has no interval: {variables}. Read the slope index.",
            variables=in_code(variables),
        ),
    )


def _line_words(design: SurveyDesign, *, is_flag: bool) -> str:
    if is_flag:
        return by_weights(
            design,
            weighted=say("weighted line of the share (linear probability model)"),
            unweighted=say("unweighted line of the share (linear probability model)"),
        )
    return by_weights(design, weighted=say("weighted line of the mean"), unweighted=say("unweighted line of the mean"))


def ridits(group: Domains, weights: Floats) -> Floats:
    """Middle of the place of each level in the population, ordered from low to high and scaled to 0–1."""
    inside = group.codes >= 0
    people = np.bincount(group.codes[inside], weights=weights[inside], minlength=len(group.levels))
    share = people / people.sum() if people.sum() > 0 else people
    middle: Floats = np.cumsum(share) - share / 2
    return middle


def _spread(y: Floats, weights: Floats, line: OrderedLine) -> float:
    """Return the standard deviation of the values that the line is fitted to."""
    everyone = np.where(line.inside, 0, -1)
    return float(domain_means(y, weights, everyone, 1).std_dev[0])


def _indices(line: OrderedLine, conf_level: float) -> dict[str, float]:
    lowest, highest = line.intercept, line.intercept + line.slope
    row = tested(-line.slope, float(np.sqrt(line.covariance[1, 1])), line.df, conf_level)
    relative = dict.fromkeys(_RELATIVE, np.nan)
    if lowest > 0 and highest > 0:
        relative["relative_index"] = lowest / highest
        to_ends = np.array([[1.0, 0.0], [1.0, 1.0]])
        ends = to_ends @ line.covariance @ to_ends.T
        t = float(t_quantile((1 - conf_level) / 2, np.array(line.df)))
        gradient = np.array([1 / lowest, -1 / highest])
        margin = t * float(np.sqrt(gradient @ ends @ gradient))
        # an end that may as well be 0 leaves the ratio without a bound
        if lowest > t * np.sqrt(ends[0, 0]) and highest > t * np.sqrt(ends[1, 1]):
            relative |= dict(zip(_RELATIVE[1:], lowest / highest * np.exp([-margin, margin]), strict=True))
    return row | relative | dict(zip(_ENDS, (lowest, highest), strict=True))
