"""Totals of the population and ratios of totals, for everyone or by group."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.sampling import domain_means
from workbench.options import check_fraction
from workbench.population.design import (
    check_one_index,
    check_some,
    domains,
    left_out,
    numbers_or_truths,
    sampling_variance,
)
from workbench.population.estimates.domain_tables import (
    Estimate,
    by_weights,
    domain_frame,
    estimate_domains,
    method_words,
    t_interval,
    with_t_interval,
    without_error,
)
from workbench.population.estimates.precision import counts_people, with_precision
from workbench.wording import say

_RESCALED = say(
    "The weights do not count people (their sum is near the number of respondents): totals are on their scale."
)


def total(
    values: pd.Series, *, design: SurveyDesign, by: pd.Series | pd.DataFrame | None = None, conf_level: float = 0.95
) -> Estimate:
    r"""Estimate the sum of a value over the population, :math:`\hat T = \sum w d y`; of a flag: the number of people.

    Parameters
    ----------
    values : Series of float, bool or boolean, shape (n_respondents,)
        Missing = outside the domain: what these people have is not in the total.
    design : SurveyDesign
        Its weights must count people.
    by : Series or DataFrame of categoricals, optional
        Groups; a frame gives the rows of each of its columns in turn. Default: one row for everyone.
    conf_level : float
        Coverage of the t interval, between 0 and 1.

    Raises
    ------
    DataError
        Values that are neither numbers nor true or false, groups that are not categorical, parts with different
        indexes.
    NotEstimable
        No value at all.
    ParameterError
        `conf_level` outside (0, 1).

    Notes
    -----
    R gives the same: ``t <- svytotal(~y, subset(d, g == "a"))``, ``confint(t, df = degf(subset(d, g == "a")))``.

    Proof: tests/reference/estimates.
    """
    check_fraction("conf_level", conf_level)
    y, sampling = numbers_or_truths(values), sampling_variance(design, values.index)
    check_some(y, "a value")
    rows = []
    for group in domains(by, ~np.isnan(y), values.index):
        codes, size = group.codes, len(group.levels)

        def estimate(weights: Floats, codes: np.ndarray = codes, size: int = size) -> Floats:
            inside = codes >= 0
            return np.bincount(codes[inside], weights=(weights * y)[inside], minlength=size).astype(float)

        contributions = np.where(codes >= 0, sampling.weights * y, 0.0)[:, None]
        found, std_error = estimate_domains(group, sampling, contributions, estimate)
        frame = with_t_interval(domain_frame(group, sampling, found[:, 0], std_error[:, 0]), conf_level)
        rows.append(frame.assign(measure="total"))
    table = with_precision(pd.concat(rows, ignore_index=True))
    rescaled = () if counts_people(sampling.weights) else (_RESCALED,)
    return Estimate(
        table=table,
        method=method_words(
            by_weights(design, weighted=say("Weighted total"), unweighted=say("Unweighted total")),
            design,
            sampling,
            t_interval(conf_level),
        ),
        notes=(*left_out(~np.isnan(y), by), *sampling.notes, *rescaled, *without_error(table)),
    )


def ratio(
    numerator: pd.Series,
    denominator: pd.Series,
    *,
    design: SurveyDesign,
    by: pd.Series | pd.DataFrame | None = None,
    conf_level: float = 0.95,
) -> Estimate:
    r"""Estimate the ratio of two totals of the population, :math:`\hat R = \sum w d y / \sum w d x`.

    Its variance is that of the total of :math:`w_i d_i (y_i - \hat R x_i) / \sum w d x`.

    Parameters
    ----------
    numerator, denominator : Series of float, bool or boolean, shape (n_respondents,)
        Missing in either = outside the domain.
    design : SurveyDesign
        ``SurveyDesign()`` is a simple random sample.
    by, conf_level
        As in `total`.

    Raises
    ------
    DataError, NotEstimable, ParameterError
        As `total`, where nobody has both values.

    Notes
    -----
    R gives the same: ``svyratio(~y, ~x, subset(d, g == "a"))``. A group whose denominators sum to 0 has no ratio.

    Proof: tests/reference/estimates.
    """
    check_fraction("conf_level", conf_level)
    check_one_index(numerator, denominator)
    y, x = numbers_or_truths(numerator), numbers_or_truths(denominator)
    y = np.where(np.isnan(x), np.nan, y)
    check_some(y, "both values")
    sampling, inside, rows = sampling_variance(design, numerator.index), ~np.isnan(y), []
    for group in domains(by, inside, numerator.index):
        codes, size = group.codes, len(group.levels)

        def estimate(weights: Floats, codes: np.ndarray = codes, size: int = size) -> Floats:
            parts = [domain_means(part, weights, codes, size).mean for part in (y, x)]
            with np.errstate(invalid="ignore", divide="ignore"):
                return np.asarray(np.where(parts[1] == 0, np.nan, parts[0] / parts[1]))

        over, contributions = domain_means(x, sampling.weights, codes, size), np.zeros((len(y), 1))
        at = np.flatnonzero(codes >= 0)
        residual = y[at] - estimate(sampling.weights)[codes[at]] * x[at]
        contributions[at, 0] = sampling.weights[at] * residual / (over.mean * over.weight)[codes[at]]
        found, std_error = estimate_domains(group, sampling, contributions, estimate)
        frame = with_t_interval(domain_frame(group, sampling, found[:, 0], std_error[:, 0]), conf_level)
        rows.append(frame.assign(measure="ratio"))
    table = with_precision(pd.concat(rows, ignore_index=True))
    return Estimate(
        table=table,
        method=method_words(
            by_weights(
                design,
                weighted=say("Weighted ratio of totals (none where the denominators of a group sum to 0)"),
                unweighted=say("Unweighted ratio of totals (none where the denominators of a group sum to 0)"),
            ),
            design,
            sampling,
            t_interval(conf_level),
        ),
        notes=(*left_out(inside, by), *sampling.notes, *without_error(table)),
    )
