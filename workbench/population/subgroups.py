"""Differences between groups, with design-based standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.errors import DataError, NotEstimable, ParameterError, did_you_mean
from workbench.intake.design import SurveyDesign
from workbench.numerics.domain_means import Floats, domain_means
from workbench.options import check_fraction
from workbench.population.estimation import design_notes, few, grouping, numbers, respondent_weights, truths
from workbench.results import Result

_ROUNDING = 1e-12  # a standard error this small beside the means is that of values which are all equal


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GroupComparison(Result):
    """Differences of means or shares from a reference group.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per level, the reference first (difference 0): variable, level, reference, n_respondents, (n_events),
        difference, std_error, statistic, df, p_value, conf_low, conf_high.
    """


def compare_groups(
    values: pd.Series,
    groups: pd.Series | pd.DataFrame,
    *,
    design: SurveyDesign,
    reference: str | None = None,
    conf_level: float = 0.95,
) -> GroupComparison:
    r"""Estimate the difference of each group's mean (or share) from that of a reference group.

    .. math:: \hat\delta_g = \hat\mu_g - \hat\mu_0, \qquad
        \hat V(\hat\delta_g) = \hat V(\hat\mu_g) + \hat V(\hat\mu_0)

    with the linearised variances of domain means; groups of an element sample share no respondent, so there is no
    covariance. t has n − (number of groups) degrees of freedom, n counting the respondents in a group.

    Parameters
    ----------
    values : Series of float, bool or boolean, shape (n_respondents,)
        Missing = outside the domain. True and false give a difference of shares.
    groups : Series or DataFrame of categoricals
        A frame gives the rows of each of its columns in turn.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample. Only the sampling weights are used for now.
    reference : str, optional
        Level to compare with, where `groups` is one Series; default the first category.
    conf_level : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    DataError
        Values that are neither numbers nor true or false, no group, groups that are not categorical, parts with
        different indexes.
    NotEstimable
        Fewer than two respondents in the reference group, or no second group.
    ParameterError
        Unknown `reference`; `reference` given for several variables; `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``summary(svyglm(y ~ g, svydesign(ids = ~1, weights = ~w)))``. Welch's t test differs: its
    variances have the divisor n − 1 of each group and its degrees of freedom are fewer. p-values are not adjusted for
    the number of comparisons. A group of one respondent has no standard error, nor has the difference of two groups
    whose values are all equal (R: 0, and t is infinite).
    """
    check_fraction("conf_level", conf_level)
    is_flag = pd.api.types.is_bool_dtype(values)
    y = truths(values) if is_flag else numbers(values)
    weights = respondent_weights(values, design)
    frame = grouping(groups, values.index)
    if frame.columns.empty:
        raise DataError("There is no group to compare. Name at least one background variable in the codebook.")
    tables = []
    for name in frame:
        levels = [str(level) for level in frame[name].cat.categories]
        base = _reference_place(reference, str(name), levels, len(frame.columns))
        codes = frame[name].cat.codes.to_numpy(np.int64)
        table = _differences(y, weights, codes, levels, base, str(name), conf_level)
        if is_flag:
            events = np.bincount(codes[(codes >= 0) & (y == 1)], minlength=len(levels))
            table.insert(4, "n_events", events)
        tables.append(table.iloc[[base, *(i for i in range(len(levels)) if i != base)]])
    kind = "shares" if is_flag else "means"
    outside = int(np.isnan(y).sum())
    notes = (f"Outside the comparison: {few(outside)} of {len(y)} respondents, who have no value.",) if outside else ()
    return GroupComparison(
        table=pd.concat(tables, ignore_index=True),
        method=(
            f"Difference of {'weighted' if design.is_weighted else 'unweighted'} {kind} from the reference group, "
            "linearised "
            f"standard error, {100 * conf_level:g} % t interval with n − number of groups degrees of freedom."
        ),
        notes=(*notes, "p-values are not adjusted for the number of comparisons.", *design_notes(design)),
    )


def _reference_place(reference: str | None, variable: str, levels: list[str], n_variables: int) -> int:
    if reference is None:
        return 0
    if n_variables > 1:
        raise ParameterError(
            f"`reference` is {reference!r} for {n_variables} variables. Leave it out, so that each compares with its "
            "first "
            "category, or give one variable."
        )
    if reference not in levels:
        raise ParameterError(
            f"`reference` is {reference!r}, not a level of `{variable}`.{did_you_mean(reference, levels)} "
            f"Allowed: {', '.join(f'`{level}`' for level in levels)}."
        )
    return levels.index(reference)


def _differences(
    y: Floats, weights: Floats, codes: np.ndarray, levels: list[str], base: int, variable: str, conf_level: float
) -> pd.DataFrame:
    if not levels:
        raise NotEstimable(
            f"`{variable}` has no level to compare. Choose another group or check its codes in the codebook."
        )
    found = domain_means(y, weights, codes, len(levels))
    if found.n[base] < 2 or (found.n > 0).sum() < 2:
        raise NotEstimable(
            f"`{variable}` has too few respondents for a comparison with its reference `{levels[base]}`. "
            "Choose another group or reference, or merge levels in the codebook."
        )
    df = float(found.n.sum() - (found.n > 0).sum())
    difference, std_error = found.mean - found.mean[base], np.sqrt(found.variance + found.variance[base])
    no_spread = std_error <= _ROUNDING * (np.abs(found.mean) + np.abs(found.mean[base]))
    std_error[no_spread | (np.arange(len(levels)) == base)] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = difference / std_error
    margin = stats.t.isf((1 - conf_level) / 2, df) * std_error
    return pd.DataFrame(
        {
            "variable": variable,
            "level": levels,
            "reference": levels[base],
            "n_respondents": found.n,
            "difference": difference,
            "std_error": std_error,
            "statistic": statistic,
            "df": np.where(np.isnan(std_error), np.nan, df),
            "p_value": 2 * stats.t.sf(np.abs(statistic), df),
            "conf_low": difference - margin,
            "conf_high": difference + margin,
        }
    )
