"""Rows of estimates by group: standard errors and degrees of freedom from the design, and words for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.sampling import t_quantile
from workbench.population.design import Domains, SamplingVariance, exactness
from workbench.results import Result
from workbench.wording import counted, numbers, say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Estimate(Result):
    """An estimate for everyone or by group.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per group: variable, level, n_respondents, (n_events), estimate, std_error, df, conf_low, conf_high,
        relative_std_error, unreliable, and what the function adds. measure (what `estimate` is), conf_level,
        value_minimum, value_maximum and weight_cells tell the publication gate how exactly the estimate is known;
        n_events stands wherever the values are just two.
    """


def estimate_domains(
    group: Domains, sampling: SamplingVariance, contributions: Floats, estimate: Callable[[Floats], Floats]
) -> tuple[Floats, Floats]:
    """Estimates of every group and their standard errors, each of shape (n_groups, q).

    Parameters
    ----------
    group : Domains
    sampling : SamplingVariance
    contributions : array, shape (n_respondents, q)
        Weighted contributions of each respondent to the q linearised estimates of the own group, 0 outside.
    estimate : function of weights to estimates, shape (q · n_groups,)
        All groups for the first of the q estimates, then for the next.
    """
    q, size = contributions.shape[1], len(group.levels)
    covariance = sampling.domain_covariance(contributions, group.codes, size, estimate)
    std_error = np.sqrt(np.diag(covariance)).reshape(q, size).T
    # one respondent, or one cluster of each stratum, tells nothing about the spread between them
    known = sampling.domain_degrees_of_freedom(group.codes, size) > 0
    return estimate(sampling.weights).reshape(q, size).T, np.where(known[:, None], std_error, np.nan)


def domain_frame(group: Domains, sampling: SamplingVariance, estimate: Floats, std_error: Floats) -> pd.DataFrame:
    """One row per group: variable, level, n_respondents, estimate, std_error, df."""
    size = len(group.levels)
    known = sampling.domain_degrees_of_freedom(group.codes, size)
    return pd.DataFrame(
        {
            "variable": group.variable,
            "level": group.levels,
            "n_respondents": group.counts(),
            "estimate": estimate,
            "std_error": std_error,
            "df": np.where(known > 0, known, np.nan),
        }
    )


def with_exactness(
    frame: pd.DataFrame,
    y: Floats,
    weights: Floats,
    group: Domains,
    *,
    measure: str,
    conf_level: float,
    is_flag: bool = False,
) -> pd.DataFrame:
    """Add to rows of `domain_frame` what they estimate and how exactly that is known.

    The mean of just two values is a share, in whatever numbers they are written.
    """
    columns = exactness(y, weights, group, is_flag=is_flag)
    events = columns.pop("n_events", None)
    frame = frame.assign(**columns, conf_level=conf_level)
    if events is not None:
        frame.insert(3, "n_events", events)
        measure = "share" if measure == "mean" else measure
    frame.insert(2, "measure", measure)
    return frame


def with_t_interval(frame: pd.DataFrame, conf_level: float) -> pd.DataFrame:
    """Add `conf_low` and `conf_high`, estimate ± t · standard error."""
    margin = t_quantile((1 - conf_level) / 2, frame["df"].to_numpy(float)) * frame["std_error"]
    return frame.assign(conf_low=frame["estimate"] - margin, conf_high=frame["estimate"] + margin)


def by_weights(design: SurveyDesign, *, weighted: str, unweighted: str) -> str:
    """Choose the words for estimates with or without weights; population sizes alone give weights too."""
    return weighted if design.is_weighted or design.population_size is not None else unweighted


def per_cent(conf_level: float) -> str:
    """Write the level of an interval, for a message that has the sign behind it."""
    return numbers.shortest(100 * conf_level)


def method_words(what: str, design: SurveyDesign, sampling: SamplingVariance, interval: str) -> str:
    """Say what was estimated, how sure it is, and with how many degrees of freedom."""
    return say(
        "{what}, standard error {error}, {interval}, degrees of freedom: {df} of the group.",
        what=what,
        error=sampling.description,
        interval=interval,
        df=df_words(design, sampling),
    )


def t_interval(conf_level: float) -> str:
    """Name an interval by the t distribution, for a method."""
    return say("{level} % t interval", level=per_cent(conf_level))


def df_words(design: SurveyDesign, sampling: SamplingVariance) -> str:
    """Say what the degrees of freedom of the design count."""
    if sampling.has_replicates:
        return say("rank of the replicate weights − 1")
    if design.clusters is None:
        return say("respondents − 1") if design.strata is None else say("respondents − strata")
    return say("clusters − 1") if design.strata is None else say("clusters − strata")


def spare_df_words(design: SurveyDesign, sampling: SamplingVariance, taken: str) -> str:
    """Say what the degrees of freedom of a model count, whose coefficients (`taken`) use up some of the design's."""
    if sampling.has_replicates:  # rank − 1 and units − strata lose one more for every further coefficient
        return say("rank of the replicate weights − {taken}", taken=taken)
    if design.clusters is None:
        return (
            say("respondents − {taken}", taken=taken)
            if design.strata is None
            else say("respondents − strata + 1 − {taken}", taken=taken)
        )
    return (
        say("clusters − {taken}", taken=taken)
        if design.strata is None
        else say("clusters − strata + 1 − {taken}", taken=taken)
    )


def no_error(n: int) -> str:
    """Say that groups have no standard error, the largest of them of `n`: of few respondents not in a report.

    It would tell one respondent from several of a group that is too small for an outcome.
    """
    return counted(
        "No standard error where a group lies in one cluster of each of its strata: that does not show how clusters "
        "differ.",
        n,
    )


def without_error(table: pd.DataFrame) -> tuple[str, ...]:
    """Note on groups that have an estimate but no degrees of freedom, so no standard error and no interval."""
    n = table.loc[table["df"].isna(), "n_respondents"].max()
    return (no_error(int(n)),) if n > 1 else ()
