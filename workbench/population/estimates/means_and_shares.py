"""Means and shares of the population and of its groups, with design-based standard errors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.sampling import DomainMeans, count_interval, domain_means, mean_contributions, share_interval
from workbench.options import SHARE_INTERVALS, check_fraction, check_option
from workbench.population.design import (
    Domains,
    SamplingVariance,
    check_some,
    domains,
    left_out,
    numbers,
    sampling_variance,
    truths,
    weight_cells,
)
from workbench.population.estimates.domain_tables import (
    Estimate,
    by_weights,
    domain_frame,
    estimate_domains,
    method_words,
    per_cent,
    t_interval,
    with_exactness,
    with_t_interval,
    without_error,
)
from workbench.population.estimates.precision import counts_people, design_effects, with_precision
from workbench.wording import joined, say

_PEOPLE = say(
    "Number of people: the share times all people of the group, those without an answer taken to have the same share, "
    "t interval on the logarithm (none where nobody has the outcome)."
)


def mean(
    values: pd.Series, *, design: SurveyDesign, by: pd.Series | pd.DataFrame | None = None, conf_level: float = 0.95
) -> Estimate:
    r"""Estimate the population mean, for everyone or for each group.

    Groups are domains of the whole sample: :math:`\hat\mu = \sum w d y / \sum w d`, its variance that of the total of
    :math:`w_i d_i (y_i - \hat\mu) / \sum w d` under the design (respondents outside the group stay in it with 0), or
    that of the replicates; a t interval with as many degrees of freedom as the group has clusters less strata.

    Parameters
    ----------
    values : Series of float, shape (n_respondents,)
        Indexed like the whole survey; missing = outside the domain.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    by : Series or DataFrame of categoricals, optional
        Groups; a frame gives the rows of each of its columns in turn. Default: one row for everyone.
    conf_level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Estimate
        `.table` has also std_dev (of the values in the group), design_effect, effective_n.

    Raises
    ------
    DataError
        Values that are not numbers, infinite values, groups that are not categorical, parts with different indexes.
    NotEstimable
        No value at all.
    ParameterError
        `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``m <- svyby(~y, ~g, d, svymean, na.rm = TRUE, deff = TRUE)``,
    ``confint(m, df = degf(subset(d, g == "a")))`` for group a. `std_dev` is ``sqrt(svyvar(~y, subset(d, g == "a")))``,
    `effective_n` is n / `design_effect`. Where the weights do not count people, the design effect is ``"replace"``.

    Proof: tests/reference/estimates, tests/recovery.

    References
    ----------
    Lumley, T. (2010). Complex Surveys. Wiley, chapter 2. Särndal, Swensson & Wretman (1992). Model Assisted Survey
    Sampling. Springer, section 5.8 (domains).

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> score = intake.score(survey.responses, instrument=survey.instrument)
    >>> women_and_men = population.mean(score, design=survey.design, by=survey.groups["sex"])
    >>> women_and_men.table[["level", "n_respondents", "estimate", "conf_low", "conf_high"]].round(1)
       level  n_respondents  estimate  conf_low  conf_high
    0    Men           2266      73.0      72.1       73.9
    1  Women           2931      77.3      76.6       78.0
    """
    check_fraction("conf_level", conf_level)
    y, sampling = numbers(values), sampling_variance(design, values.index)
    check_some(y, "a value")
    rows = []
    for group in domains(by, ~np.isnan(y), values.index):
        estimate, std_error, found = _domain_means(y, sampling, group)
        frame = with_t_interval(domain_frame(group, sampling, estimate[:, 0], std_error[:, 0]), conf_level)
        frame = _with_design_effect(with_precision(frame.assign(std_dev=found.std_dev)), found, sampling)
        rows.append(with_exactness(frame, y, sampling.weights, group, measure="mean", conf_level=conf_level))
    table = pd.concat(rows, ignore_index=True)
    return Estimate(
        table=table,
        method=method_words(
            by_weights(design, weighted=say("Weighted mean"), unweighted=say("Unweighted mean")),
            design,
            sampling,
            t_interval(conf_level),
        ),
        notes=(*left_out(~np.isnan(y), by), *sampling.notes, *without_error(table)),
    )


def share(
    flags: pd.Series,
    *,
    design: SurveyDesign,
    by: pd.Series | pd.DataFrame | None = None,
    interval: str = "logit",
    conf_level: float = 0.95,
) -> Estimate:
    r"""Estimate the share of the population with an outcome, and how many people that is.

    The share is the mean of a 0/1 value. The logit interval is Wald's on the scale of log-odds, carried back:
    :math:`\operatorname{logit}\hat p \pm t \cdot se / (\hat p (1 - \hat p))`. The number of people is
    :math:`\hat T_g = \hat p_g \hat N_g`, the share of those with an answer times the population of the group,
    :math:`\hat N_g = \sum w d`, in which all its respondents count: people without an answer are taken to have the same
    share. Its variance is that of the total of :math:`\hat N_g w d r (y - \hat p_g) / \sum w d r + \hat p_g w d` under
    the design, with r = 1 for those with an answer.

    Parameters
    ----------
    flags : Series of bool or boolean, shape (n_respondents,)
        Whether the respondent has the outcome; missing = outside the domain.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    by : Series or DataFrame of categoricals, optional
        Groups; a frame gives the rows of each of its columns in turn. Default: one row for everyone.
    interval : {"logit", "beta", "asin", "wald"}
        `logit` and `asin` stay within 0–1; `beta` is Korn and Graubard's, for rare outcomes; `wald` is
        estimate ± t · standard error.
    conf_level : float
        Coverage of the interval, between 0 and 1.

    Returns
    -------
    Estimate
        `.table` has also n_events, design_effect, effective_n and, where the weights count people, people, people_low,
        people_high (a t interval on the logarithm, so that it stays above 0), and for the publication gate
        group_population and n_total, the respondents with an answer in any group of the variable.

    Raises
    ------
    DataError
        Flags that are not true, false or missing, groups that are not categorical, parts with different indexes.
    NotEstimable
        No flag at all.
    ParameterError
        Unknown `interval`; `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same for the subset d of a group: ``svyciprop(~y, d, method = "logit", df = degf(d))`` (also
    ``"xlogit"``; `wald`: ``method = "mean"``) and, with r for who has an answer and y 0 where there is none,
    ``svycontrast(svytotal(~I(g * r * y) + I(g * r) + g, d), quote(log(y * n / r)))``. A share of 0 or 1
    has no standard error to build on; its interval is that of Clopper and Pearson with the respondents of the group,
    which is what the interval of Korn and Graubard becomes without a variance (R: ``binom.test(x, n)``). A number of
    0 people has no interval.

    Proof: tests/reference/estimates, tests/recovery.

    References
    ----------
    Korn, E. L. & Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of positive
    counts estimated from survey data. Survey Methodology 24(2), 193-201.

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> score = intake.score(survey.responses, instrument=survey.instrument)
    >>> below = intake.beyond_cutoff(score, instrument=survey.instrument)
    >>> everyone = population.share(below, design=survey.design)
    >>> everyone.table[["n_respondents", "n_events", "estimate", "conf_low", "conf_high"]].round(3)
       n_respondents  n_events  estimate  conf_low  conf_high
    0           5197       488     0.098      0.09      0.108
    """
    check_option("interval", interval, SHARE_INTERVALS)
    check_fraction("conf_level", conf_level)
    y, sampling = truths(flags), sampling_variance(design, flags.index)
    check_some(y, "an answer")
    tail, rows, inside = (1 - conf_level) / 2, [], ~np.isnan(y)
    everybody = domains(by, np.ones(len(y), dtype=bool), flags.index)
    for group, whole in zip(domains(by, inside, flags.index), everybody, strict=True):
        estimate, std_error, found = _domain_means(y, sampling, group)
        frame = domain_frame(group, sampling, estimate[:, 0], std_error[:, 0])
        parts = [frame[c].to_numpy(float) for c in ("estimate", "std_error", "df", "n_respondents")]
        frame["conf_low"], frame["conf_high"] = share_interval(*parts, interval=interval, tail=tail)
        if counts_people(sampling.weights):
            frame = frame.assign(**_people(y, sampling, group, whole, parts[2], tail))
        frame = _with_design_effect(with_precision(frame), found, sampling)
        frame = with_exactness(frame, y, sampling.weights, group, measure="share", conf_level=conf_level, is_flag=True)
        rows.append(frame.assign(weight_cells=weight_cells(sampling.weights, group, whole)))
    table = pd.concat(rows, ignore_index=True)
    words = say(
        "{level} % {kind} interval (Clopper–Pearson for a share of 0 or 1)",
        level=per_cent(conf_level),
        kind=interval,
    )
    what = by_weights(design, weighted=say("Weighted share"), unweighted=say("Unweighted share"))
    method = method_words(what, design, sampling, words)
    return Estimate(
        table=table,
        method=joined([method, _PEOPLE]) if "people" in table else method,
        notes=(*left_out(inside, by), *sampling.notes, *without_error(table)),
    )


def _domain_means(y: Floats, sampling: SamplingVariance, group: Domains) -> tuple[Floats, Floats, DomainMeans]:
    """Mean of each group and its standard error, each of shape (n_groups, 1)."""
    codes, size = group.codes, len(group.levels)
    found = domain_means(y, sampling.weights, codes, size)
    contributions = mean_contributions(y, sampling.weights, codes, found)[:, None]

    def estimate(weights: Floats) -> Floats:
        return domain_means(y, weights, codes, size).mean

    return *estimate_domains(group, sampling, contributions, estimate), found


def _people(
    y: Floats, sampling: SamplingVariance, group: Domains, whole: Domains, df: Floats, tail: float
) -> dict[str, Any]:
    """Estimate the number of people with the outcome in each group: its share times all people of the group.

    `group` numbers the respondents with an answer, `whole` all of them.
    """
    size, inside = len(whole.levels), whole.codes >= 0

    def populations(weights: Floats) -> Floats:
        return np.bincount(whole.codes[inside], weights=weights[inside], minlength=size).astype(float)

    def estimate(weights: Floats) -> Floats:
        return domain_means(y, weights, group.codes, size).mean * populations(weights)

    found, population = domain_means(y, sampling.weights, group.codes, size), populations(sampling.weights)
    of_share, own = mean_contributions(y, sampling.weights, group.codes, found), np.maximum(whole.codes, 0)
    contributions = np.zeros(len(y))
    if size:
        answered = np.nan_to_num(found.mean)
        contributions = np.where(inside, population[own] * of_share + answered[own] * sampling.weights, 0.0)
    people, std_error = estimate_domains(whole, sampling, contributions[:, None], estimate)
    low, high = count_interval(people[:, 0], std_error[:, 0], df, tail)
    return {
        "people": people[:, 0],
        "people_low": low,
        "people_high": high,
        "group_population": population,
        "n_total": int((group.codes >= 0).sum()),
    }


def _with_design_effect(frame: pd.DataFrame, found: DomainMeans, sampling: SamplingVariance) -> pd.DataFrame:
    empty = np.full(len(frame), np.nan)
    effects = design_effects(
        frame["std_error"].to_numpy(float) ** 2,
        found.n.astype(float),
        found.std_dev,
        found.weight,
        people=counts_people(sampling.weights),
    )
    return frame.assign(design_effect=effects, effective_n=np.divide(found.n, effects, where=effects > 0, out=empty))
