"""Differences between groups, with design-based standard errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.errors import DataError, NotEstimable, ParameterError, did_you_mean
from workbench.intake.sampling import SurveyDesign
from workbench.numerics import holm
from workbench.numerics.sampling import (
    DomainMeans,
    compared_with,
    difference_jacobian,
    domain_means,
    hedges_g,
    mean_contributions,
    t_tests,
)
from workbench.options import COMPARED_WITH, check_fraction, check_option
from workbench.population.design import (
    Domains,
    SamplingVariance,
    domains,
    exactness,
    grouping,
    numbers_or_truths,
    sampling_variance,
)
from workbench.population.estimates import no_error
from workbench.population.groups.group_difference_words import method_of, outside
from workbench.results import Result
from workbench.wording import say

REST = "everyone else"
_ROUNDING = 1e-12  # a standard error this small beside the means is that of values which are all equal


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class GroupComparison(Result):
    """Differences of means or shares from a reference group, or from the rest of everyone.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per level, the reference first (difference 0): variable, level, reference, n_respondents, (n_events),
        difference, std_error, statistic, df, p_value, p_value_holm, conf_low, conf_high, (hedges_g). For the
        publication gate also measure, estimate, std_dev and what `mean` or `share` of the group has; against the rest
        the same of everyone: n_total, (n_events_total), estimate_total, std_dev_total, and share_of_population.
    """


def compare_groups(
    values: pd.Series,
    groups: pd.Series | pd.DataFrame,
    *,
    design: SurveyDesign,
    against: str = "reference",
    reference: str | None = None,
    conf_level: float = 0.95,
) -> GroupComparison:
    r"""Estimate how far each group's mean (or share) lies from that of a reference group, or of everyone else.

    :math:`\hat\delta_g = \hat\mu_g - \hat\mu_0` with the variance of the difference of two domain means under the
    design, their covariance included (groups share clusters and strata). t has clusters − strata + 1 − p degrees of
    freedom, counted among the respondents compared, with p the number of groups (2 for a comparison with the rest).

    Parameters
    ----------
    values : Series of float, bool or boolean, shape (n_respondents,)
        Missing = outside the domain. True and false give a difference of shares.
    groups : Series or DataFrame of categoricals
        A frame gives the rows of each of its columns in turn.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    against : {"reference", "rest"}
        `rest`: each level is compared with all respondents of the other levels of its variable.
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
        Unknown `against` or `reference`; `reference` given for several variables or with the rest; `conf_level` outside
        (0, 1).

    Notes
    -----
    R gives the same: ``summary(svyglm(y ~ g, d))``, for two groups ``svyttest(y ~ g, d)``, for the rest
    ``svyttest(y ~ I(g == "a"), d)``. `p_value_holm` is ``p.adjust(p, "holm")`` over the levels of a variable.
    `hedges_g` divides by the pooled standard deviation of the two groups in the population and corrects for few
    respondents, :math:`\Gamma(m/2) / (\sqrt{m/2}\,\Gamma((m-1)/2))` with :math:`m = n_1 + n_2 - 2`. A group of one
    respondent, or that lies in one cluster of each of its strata, has no standard error, nor has the difference of two
    groups whose values are all equal (R: that of the other group, or 0 and an infinite t).

    Proof: tests/reference/groups.

    References
    ----------
    Hedges, L. V. (1981). Distribution theory for Glass's estimator of effect size. Journal of Educational Statistics
    6(2), 107-128. Holm, S. (1979). Scandinavian Journal of Statistics 6(2), 65-70.

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> score = intake.score(survey.responses, instrument=survey.instrument)
    >>> found = population.compare_groups(score, survey.groups["sex"], design=survey.design, reference="Men")
    >>> found.table[["level", "reference", "difference", "conf_low", "conf_high"]].round(1)
       level reference  difference  conf_low  conf_high
    0    Men       Men         0.0       NaN        NaN
    1  Women       Men         4.3       3.2        5.4
    """
    check_option("against", against, COMPARED_WITH)
    check_fraction("conf_level", conf_level)
    y, sampling = numbers_or_truths(values), sampling_variance(design, values.index)
    is_flag = pd.api.types.is_bool_dtype(values)
    frame, tables, in_one_cluster = grouping(groups, values.index), [], 0
    if frame.columns.empty:
        raise DataError("There is no group to compare. Name at least one background variable in the codebook.")
    for group in domains(frame, ~np.isnan(y), values.index):
        base = _base(group, reference, against, len(frame.columns))
        alone = sampling.domain_degrees_of_freedom(group.codes, len(group.levels)) <= 0
        table = _differences(y, sampling, group, base, alone, conf_level)
        in_one_cluster = max([in_one_cluster, *table.loc[alone, "n_respondents"].astype(int)])
        table = _with_exactness(table, y, sampling, group, base, is_flag=is_flag)
        table = table.assign(conf_level=conf_level).drop(columns="hedges_g" if is_flag else [])
        others = [i for i in range(len(group.levels)) if i != base]
        tables.append(table.iloc[others if base is None else [base, *others]])
    return GroupComparison(
        table=pd.concat(tables, ignore_index=True),
        method=method_of(design, sampling, is_flag, against, conf_level),
        notes=(*outside(y), *sampling.notes, *((no_error(in_one_cluster),) if in_one_cluster > 1 else ())),
    )


def _base(group: Domains, reference: str | None, against: str, n_variables: int) -> int | None:
    """Place of the reference level; None for the rest of everyone."""
    if against == "rest":
        if reference is not None:
            raise ParameterError(
                f'`reference` is {reference!r} beside `against="rest"`. Leave one of them out: a group is compared '
                "with a reference or with everyone else."
            )
        return None
    if reference is None:
        return 0
    if n_variables > 1:
        raise ParameterError(
            f"`reference` is {reference!r} for {n_variables} variables. Leave it out, so that each compares with its "
            "first category, or give one variable."
        )
    if reference not in group.levels:
        raise ParameterError(
            f"`reference` is {reference!r}, not a level of `{group.variable}`.{did_you_mean(reference, group.levels)} "
            f"Allowed: {', '.join(f'`{level}`' for level in group.levels)}."
        )
    return group.levels.index(reference)


def _differences(
    y: Floats, sampling: SamplingVariance, group: Domains, base: int | None, alone: Bools, conf_level: float
) -> pd.DataFrame:
    found = domain_means(y, sampling.weights, group.codes, len(group.levels))
    _check_comparable(group, found, base)
    other, other_n, pooled = compared_with(found, base)
    difference, std_error = found.mean - other, _std_errors(y, sampling, group, found, base)
    no_spread = std_error <= _ROUNDING * (np.abs(found.mean) + np.abs(other))
    std_error[no_spread | _without_error(alone, found, base)] = np.nan
    n_compared = 2 if base is None else int((found.n > 0).sum())
    df = sampling.degrees_of_freedom(group.codes >= 0) + 1 - n_compared
    tests = t_tests(difference, std_error, np.where(np.isnan(std_error), np.nan, df), conf_level)
    tested = ~np.isnan(tests["p_value"])
    adjusted = np.full(len(tested), np.nan)
    adjusted[tested] = holm(tests["p_value"][tested])
    return pd.DataFrame(
        {
            "variable": group.variable,
            "level": group.levels,
            "reference": REST if base is None else group.levels[base],
            "n_respondents": found.n,
            "difference": difference,
            "std_error": std_error,
            "statistic": tests["statistic"],
            "df": tests["df"],
            "p_value": tests["p_value"],
            "p_value_holm": adjusted,
            "conf_low": tests["conf_low"],
            "conf_high": tests["conf_high"],
            "hedges_g": hedges_g(difference, pooled, found.n + other_n - 2.0),
        }
    )


def _with_exactness(
    table: pd.DataFrame, y: Floats, sampling: SamplingVariance, group: Domains, base: int | None, *, is_flag: bool
) -> pd.DataFrame:
    """Add the estimates that are compared, and how exactly each is known: a difference is no more exact than both."""
    found = domain_means(y, sampling.weights, group.codes, len(group.levels))
    columns = exactness(y, sampling.weights, group, is_flag=is_flag)
    events = columns.pop("n_events", None)
    table = table.assign(**columns, estimate=found.mean, std_dev=found.std_dev)
    table.insert(2, "measure", "mean" if events is None else "share")
    if events is not None:
        table.insert(5, "n_events", events)
    if base is not None:
        return table
    whole = domain_means(y, sampling.weights, np.where(group.codes >= 0, 0, -1), 1)
    if events is not None:
        table = table.assign(n_events_total=table["n_events"].sum())
    return table.assign(
        n_total=whole.n[0],
        estimate_total=whole.mean[0],
        std_dev_total=whole.std_dev[0],
        share_of_population=found.weight / whole.weight[0],
    )


def _check_comparable(group: Domains, found: DomainMeans, base: int | None) -> None:
    if not group.levels:
        raise NotEstimable(
            say(
                "`{variable}` has no level to compare. Choose another group or check its codes in the codebook.",
                variable=group.variable,
            )
        )
    if (found.n > 0).sum() < 2 or (base is not None and found.n[base] < 2):
        against = "" if base is None else f" with its reference `{group.levels[base]}`"
        raise NotEstimable(
            f"`{group.variable}` has too few respondents for a comparison{against}. Choose another group or reference, "
            "or join levels by `merge` in the codebook.",
            in_report=say(
                "`{variable}` has too few respondents for a comparison. Choose another group or reference, or join "
                "levels by `merge` in the codebook.",
                variable=group.variable,
            ),
        )


def _std_errors(y: Floats, sampling: SamplingVariance, group: Domains, found: DomainMeans, base: int | None) -> Floats:
    size, codes = len(group.levels), group.codes

    def estimate(weights: Floats) -> Floats:
        again = domain_means(y, weights, codes, size)
        return again.mean - compared_with(again, base).mean

    contributions = [mean_contributions(y, sampling.weights, codes, found)]
    if base is None:
        contributions.append(np.where(codes >= 0, sampling.weights, 0.0))
    covariance = sampling.domain_covariance(np.column_stack(contributions), codes, size, estimate)
    if not sampling.has_replicates:
        jacobian = difference_jacobian(found, base)
        covariance = jacobian @ covariance @ jacobian.T
    return np.sqrt(np.maximum(np.diag(covariance), 0.0))


def _without_error(alone: Bools, found: DomainMeans, base: int | None) -> Bools:
    """Mark differences one side of which lies in one cluster of each stratum, and that of the reference from itself."""
    if base is not None:
        return np.asarray(alone | alone[base] | (np.arange(len(alone)) == base))
    two = (found.n > 0).sum() == 2  # then the rest of one is the other
    return np.asarray(alone | (two & alone[found.n > 0].any()))
