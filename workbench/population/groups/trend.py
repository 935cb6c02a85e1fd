"""Linear trends of a mean or share over the levels of ordered groups, and over years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.intake.sampling import SurveyDesign
from workbench.options import TREND_SCORES, check_fraction, check_option
from workbench.population.design import domains, grouping, numbers_or_truths, sampling_variance
from workbench.population.estimates import by_weights, t_interval
from workbench.population.groups.ordered_line import (
    NO_SPREAD,
    fit_ordered,
    left_out_of_lines,
    level_scores,
    line_columns,
    line_exactness,
    tested,
)
from workbench.results import Result
from workbench.wording import say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Trend(Result):
    """Slopes over ordered groups.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per variable: variable, n_levels (with respondents), n_respondents, (n_events), estimate (slope per
        step or unit), std_error, statistic, df, p_value, conf_low, conf_high; for the publication gate measure,
        conf_level, value_minimum, value_maximum and largest_part, the most that one respondent's value moves the slope
        by. n_events stands wherever the values are just two.
    """


def trend(
    values: pd.Series,
    groups: pd.Series | pd.DataFrame,
    *,
    design: SurveyDesign,
    scores: str = "steps",
    conf_level: float = 0.95,
) -> Trend:
    r"""Estimate by how much a mean (or share) changes per step of an ordered variable, and test it against no change.

    The slope b of :math:`y = a + b x` over the scores x of the levels, fitted by weighted least squares; its variance
    is that of the total of :math:`w (y - \hat a - \hat b x)(x - \bar x) / \sum w (x - \bar x)^2` under the design. The
    test is Wald's, t with the degrees of freedom of the design − 1.

    Parameters
    ----------
    values : Series of float, bool or boolean, shape (n_respondents,)
        Missing = outside the domain. True and false give the change of a share (a linear probability model).
    groups : Series or DataFrame of ordered categoricals
        A frame gives one row for each of its columns.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    scores : {"steps", "numbers"}
        `steps`: 0, 1, 2, … in the order of the levels, those without respondents included. `numbers`: the levels
        themselves, e.g. years, which need not be equally far apart nor declared ordered.
    conf_level : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    DataError
        Values that are neither numbers nor true or false, groups that are not (ordered) categoricals, levels that are
        no numbers where they are to be the scores, parts with different indexes.
    NotEstimable
        Respondents in fewer than two levels of a variable.
    ParameterError
        Unknown `scores`; `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``summary(svyglm(y ~ as.numeric(g), d))``. A slope near 0 does not say that the levels are alike:
    they may rise and fall.

    Proof: tests/reference/groups.
    """
    check_option("scores", scores, TREND_SCORES)
    check_fraction("conf_level", conf_level)
    y, sampling = numbers_or_truths(values), sampling_variance(design, values.index)
    frame, rows = grouping(groups, values.index), []
    is_flag = pd.api.types.is_bool_dtype(values)
    for group in domains(frame, ~np.isnan(y), values.index) if len(frame.columns) else ():
        line = fit_ordered(y, sampling, group, numbers := level_scores(group, frame, scores))
        row = {"variable": group.variable, "n_levels": line.n_levels, "n_respondents": int(line.inside.sum())}
        row |= line_exactness(y, line, group, numbers, is_flag=is_flag) | {"conf_level": conf_level}
        rows.append(row | tested(line.slope, float(np.sqrt(line.covariance[1, 1])), line.df, conf_level))
    columns = line_columns(y, is_flag=is_flag)
    return Trend(
        table=pd.DataFrame(rows, columns=columns),
        method=say(
            "{what}, standard error {error} ({none}), {interval} and Wald test with the degrees of freedom of the "
            "design − 1.",
            what=_of_shares(design, scores) if is_flag else _of_means(design, scores),
            error=sampling.description,
            none=NO_SPREAD,
            interval=t_interval(conf_level),
        ),
        notes=(*left_out_of_lines(y, frame), *sampling.notes),
    )


def _of_shares(design: SurveyDesign, scores: str) -> str:
    if scores == "steps":
        return by_weights(
            design,
            weighted=say("Weighted linear change of the share per step of the variable"),
            unweighted=say("Unweighted linear change of the share per step of the variable"),
        )
    return by_weights(
        design,
        weighted=say("Weighted linear change of the share per unit of the variable"),
        unweighted=say("Unweighted linear change of the share per unit of the variable"),
    )


def _of_means(design: SurveyDesign, scores: str) -> str:
    if scores == "steps":
        return by_weights(
            design,
            weighted=say("Weighted linear change of the mean per step of the variable"),
            unweighted=say("Unweighted linear change of the mean per step of the variable"),
        )
    return by_weights(
        design,
        weighted=say("Weighted linear change of the mean per unit of the variable"),
        unweighted=say("Unweighted linear change of the mean per unit of the variable"),
    )
