"""Quantiles of the population and of its groups, with Woodruff's intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.sampling import DomainQuantiles, domain_means, interval_ends, mean_contributions, t_quantile
from workbench.options import SHARE_INTERVALS, check_fraction, check_option
from workbench.population.design import (
    Domains,
    SamplingVariance,
    check_some,
    domains,
    left_out,
    numbers,
    sampling_variance,
)
from workbench.population.estimates.domain_tables import (
    Estimate,
    by_weights,
    domain_frame,
    estimate_domains,
    method_words,
    per_cent,
    with_exactness,
    without_error,
)
from workbench.population.estimates.precision import with_precision
from workbench.wording import say

QUARTILES = (0.25, 0.5, 0.75)


def quantiles(
    values: pd.Series,
    *,
    design: SurveyDesign,
    by: pd.Series | pd.DataFrame | None = None,
    probabilities: Sequence[float] = QUARTILES,
    interval: str = "wald",
    conf_level: float = 0.95,
) -> Estimate:
    r"""Estimate quantiles of the population, for everyone or for each group.

    The quantile is the smallest value with :math:`\hat F(y) = \sum_{y_i \le y} w_i d_i / \sum w d \ge p`. Its
    interval is that of the share of people at or below it, both ends carried back through the same rule (Woodruff
    1952); its standard error the length of the interval over 2 t.

    Parameters
    ----------
    values : Series of float, shape (n_respondents,)
        Indexed like the whole survey; missing = outside the domain.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    by : Series or DataFrame of categoricals, optional
        Groups; a frame gives the rows of each of its columns in turn. Default: one row for everyone.
    probabilities : sequence of float
        Each between 0 and 1.
    interval : {"wald", "logit", "beta", "asin"}
        Of the share at or below the quantile.
    conf_level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Estimate
        `.table` has one row per group and probability, with the column quantile.

    Raises
    ------
    DataError
        Values that are not numbers, infinite values, groups that are not categorical, parts with different indexes.
    NotEstimable
        No value at all.
    ParameterError
        A probability or `conf_level` outside (0, 1), no probability; unknown `interval`.

    Notes
    -----
    R gives the same: ``svyquantile(~y, d, c(.25, .5, .75))``, interval.type ``"mean"`` (here `wald`), ``"xlogit"``
    (`logit`), ``"beta"`` or ``"asin"``, qrule ``"math"``, except where the probability is below the share of the
    smallest value alone: R's survey 4.1 then returns the second smallest; with replicate weights it takes ``"mean"``
    whatever is asked for. An interval that would leave 0–1 on the scale of shares has no such end (R: NaN). A long
    interval on scores that few people share is no mistake: quantiles jump.

    Proof: tests/reference/estimates.

    References
    ----------
    Woodruff, R. S. (1952). Confidence intervals for medians and other position measures. Journal of the American
    Statistical Association 47, 635-646.

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> score = intake.score(survey.responses, instrument=survey.instrument)
    >>> quartiles = population.quantiles(score, design=survey.design)
    >>> quartiles.table[["estimate", "conf_low", "conf_high"]].round(1)
       estimate  conf_low  conf_high
    0      65.0      65.0       67.5
    1      80.0      80.0       82.5
    2      90.0      90.0       92.5
    """
    check_option("interval", interval, SHARE_INTERVALS)
    check_fraction("conf_level", conf_level)
    if not len(probabilities):
        raise ParameterError("`probabilities` is empty. Give at least one, e.g. 0.5 for the median.")
    for probability in probabilities:
        check_fraction("probabilities", probability)
    y, sampling = numbers(values), sampling_variance(design, values.index)
    check_some(y, "a value")
    wanted = np.array(probabilities, dtype=float)
    rows = [
        _quantile_rows(y, sampling, group, wanted, interval, conf_level)
        for group in domains(by, ~np.isnan(y), values.index)
    ]
    table = with_precision(pd.concat(rows, ignore_index=True))
    name = {"wald": "Wald"}.get(interval, interval)
    words = say(
        "{level} % interval of Woodruff from the {kind} interval of the share at or below",
        level=per_cent(conf_level),
        kind=name,
    )
    what = by_weights(design, weighted=say("Weighted quantiles"), unweighted=say("Unweighted quantiles"))
    open_ended = (table["df"].notna() & table[["conf_low", "conf_high"]].isna().any(axis=1)).any()
    return Estimate(
        table=table,
        method=method_words(what, design, sampling, words),
        notes=(
            *left_out(~np.isnan(y), by),
            *sampling.notes,
            *without_error(table),
            *((say("An interval without an end goes beyond all values of the group."),) if open_ended else ()),
        ),
    )


def _quantile_rows(
    y: Floats, sampling: SamplingVariance, group: Domains, wanted: Floats, interval: str, conf_level: float
) -> pd.DataFrame:
    codes, size, tail = group.codes, len(group.levels), (1 - conf_level) / 2
    ordered = DomainQuantiles(y, sampling.weights, codes, size)
    found = ordered.at(np.tile(wanted, (size, 1)))
    share, std_error = _shares_reached(y, sampling, group, found)
    distributions = pd.Series(ordered.distributions(), dtype=object)
    frames = []
    for j, probability in enumerate(wanted):
        frame = domain_frame(group, sampling, found[:, j], np.full(size, np.nan))
        frame = with_exactness(frame, y, sampling.weights, group, measure="quantile", conf_level=conf_level)
        df, n = frame["df"].to_numpy(float), frame["n_respondents"].to_numpy(float)
        ends = interval_ends(share[:, j], std_error[:, j], df, n, interval=interval, tail=tail)
        low, high = (ordered.at(end[:, None])[:, 0] for end in ends)
        frame["std_error"] = (high - low) / (2 * t_quantile(tail, df))
        told = {"quantile": probability, "conf_low": low, "conf_high": high, "distribution": distributions}
        frames.append(frame.assign(**told))
    table = pd.concat(frames, ignore_index=True)
    order = np.arange(len(table)).reshape(len(wanted), size).T.ravel()  # group by group
    return table.iloc[order]


def _shares_reached(y: Floats, sampling: SamplingVariance, group: Domains, found: Floats) -> tuple[Floats, Floats]:
    """Share of each group at or below each of its quantiles, and its standard error, shape (n_groups, m)."""
    codes, size = group.codes, len(group.levels)
    reached = [(y <= column[np.maximum(codes, 0)]).astype(float) if size else y for column in found.T]

    def estimate(weights: Floats) -> Floats:
        return np.concatenate([domain_means(column, weights, codes, size).mean for column in reached])

    contributions = [
        mean_contributions(column, sampling.weights, codes, domain_means(column, sampling.weights, codes, size))
        for column in reached
    ]
    return estimate_domains(group, sampling, np.column_stack(contributions), estimate)
