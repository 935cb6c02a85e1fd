"""Coefficient alpha: reliability of the sum of the items if they are essentially tau-equivalent."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.errors import NotEstimable, ParameterError
from workbench.numerics.covariance import correlation_matrix
from workbench.numerics.internal_consistency import alpha, linearised_variances, normal_theory_variance
from workbench.options import ALPHA_INTERVALS, check_count, check_fraction, check_option
from workbench.psychometrics.complete_responses import CompleteResponses, complete_responses
from workbench.psychometrics.item_analysis import item_notes, items_against_rest
from workbench.psychometrics.reliability_intervals import (
    Ends,
    Reliability,
    bootstrap_covariances,
    bootstrap_method,
    check_total_varies,
    covariances_of_replicates,
    interval_table,
    linearised_interval,
    linearised_method,
    percentile_interval,
    replicate_interval,
    replicate_method,
    sum_std_dev,
)
from workbench.wording.numbers import number

Floats = NDArray[np.float64]

RAW, STANDARDISED = "coefficient alpha", "standardised alpha"
# Intervals in closed form: who found them, and what they assume.
UNWEIGHTED_INTERVALS = {
    "feldt": "after Feldt, Woodruff & Salih (1987), which assumes normal, parallel items",
    "bonett": "after Bonett (2002), which assumes normal, parallel items",
    "duhachek": "after Duhachek & Iacobucci (2004), which assumes normal items",
}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Alpha(Reliability):
    """Coefficient alpha of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        term, estimate, conf_low, conf_high, n_respondents, n_items. One row, `coefficient alpha`; with linearised,
        bootstrap and replicate intervals a second one, `standardised alpha`, for which the others do not exist.
    items : pandas.DataFrame
        One row per item, in the order of the responses: item, item_rest_correlation, alpha_if_deleted (the last
        one only with three items or more).
    standardized_alpha : float
        Alpha of the correlation matrix.
    """

    items: pd.DataFrame
    standardized_alpha: float


def coefficient_alpha(
    responses: pd.DataFrame,
    *,
    interval: str = "feldt",
    conf_level: float = 0.95,
    n_bootstrap: int = 2000,
    seed: int = 1,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> Alpha:
    r"""Estimate coefficient alpha (Cronbach 1951).

    .. math:: \alpha = \frac{k}{k-1}\left(1 - \frac{\sum_i s_{ii}}{\sum_{ij} s_{ij}}\right)

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    interval : {"feldt", "bonett", "duhachek", "linearised", "bootstrap"}
        The first three assume normal items (Feldt and Bonett parallel ones too) and equal probabilities of selection;
        `linearised` rests on each respondent's influence and takes weights; `bootstrap` on resampled respondents. With
        replicate weights the interval comes from them, whatever stands here.
    conf_level : float
        Coverage of the interval, between 0 and 1.
    n_bootstrap, seed : int
        Bootstrap samples and the seed of the draws; the order of the respondents changes nothing.
    sampling_weights : Series, shape (n_respondents,), optional
        With the index of `responses`.
    replicate_weights : DataFrame, shape (n_respondents, n_replicates), optional
        With the index of `responses`; only beside `sampling_weights`.

    Returns
    -------
    Alpha

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than two items or respondents, an item that everybody answers alike, items that cancel out.
    ParameterError
        An option that is not allowed; Feldt's, Bonett's or Duhachek's interval with sampling weights alone; replicate
        weights without sampling weights.

    Notes
    -----
    R gives the same: ``psych::alpha(x)$total`` and ``psych::alpha.ci(alpha, n.obs = n, n.var = k)``; R's ``qf``
    replaces F by chi-square above 4e5 denominator degrees of freedom and is then up to 2e-5 off. Bonett:
    ``1 - exp(log(1 - alpha) + c(1, -1) * qnorm(.975) * sqrt(2 * k / ((k - 1) * (n - 2))))``. Duhachek:
    ``psych::alpha(x)$total$ase`` (psych multiplies it by 1.96, we by 1.959964). Linearised: ``survey::svycontrast`` of
    ``svyvar``. On skewed items with few options the first three cover less than they promise.
    The bootstrap draws single respondents, so it does not widen for clusters.

    References
    ----------
    Bonett (2002), Journal of Educational and Behavioral Statistics 27(4), 335-340.
    Cronbach (1951), Psychometrika 16(3), 297-334.
    Duhachek & Iacobucci (2004), Journal of Applied Psychology 89(5), 792-808.
    Feldt, Woodruff & Salih (1987), Applied Psychological Measurement 11(1), 93-103.
    """
    check_option("interval", interval, ALPHA_INTERVALS)
    check_fraction("conf_level", conf_level)
    check_count("n_bootstrap", n_bootstrap, minimum=100)
    check_count("seed", seed, minimum=0)
    if replicate_weights is None and sampling_weights is not None and interval in UNWEIGHTED_INTERVALS:
        raise ParameterError(
            f"`interval` is {interval!r}, but {interval.capitalize()}'s interval does not hold with sampling weights. "
            "Use interval='linearised' or 'bootstrap', or leave the weights out."
        )
    sample = complete_responses(
        responses, sampling_weights=sampling_weights, replicate_weights=replicate_weights, what="Coefficient alpha"
    )
    check_total_varies(sample)
    estimates = _both(sample.covariances)
    against_rest = items_against_rest(sample)
    if sample.replicates is not None:
        interval = "replicates"
    ends, how, notes = _interval(sample, estimates, interval, conf_level=conf_level, n_bootstrap=n_bootstrap, seed=seed)
    return Alpha(
        table=interval_table(estimates, ends, sample),
        items=against_rest,
        standardized_alpha=estimates[STANDARDISED],
        interval=interval,
        weighted=sample.weighted,
        sum_std_dev=sum_std_dev(sample),
        method=f"Coefficient alpha (Cronbach 1951){', weighted' if sample.weighted else ''}, the reliability of the "
        f"sum if all items load equally; {100 * conf_level:g} % interval {how}.",
        notes=(*item_notes(sample, against_rest), *_sign_notes(estimates[RAW]), *notes),
    )


def _both(covariances: Floats) -> dict[str, float]:
    return {RAW: float(alpha(covariances)), STANDARDISED: float(alpha(correlation_matrix(covariances)))}


def _interval(
    sample: CompleteResponses,
    estimates: dict[str, float],
    interval: str,
    *,
    conf_level: float,
    n_bootstrap: int,
    seed: int,
) -> tuple[dict[str, Ends], str, list[str]]:
    """Return the ends of the interval of each term, how they were found, and notes."""
    match interval:
        case "replicates" if sample.replicates is not None:
            drawn = covariances_of_replicates(sample, sample.replicates)
            both = {RAW: alpha(drawn), STANDARDISED: alpha(correlation_matrix(drawn))}
            ends = {term: replicate_interval(estimates[term], both[term], conf_level) for term in both}
            return ends, replicate_method(len(drawn)), []
        case "bootstrap":
            drawn, failed = bootstrap_covariances(sample, n_bootstrap, seed)
            both = {RAW: alpha(drawn), STANDARDISED: alpha(correlation_matrix(drawn))}
            ends = {term: percentile_interval(values, conf_level) for term, values in both.items()}
            return ends, bootstrap_method(n_bootstrap, seed), failed
        case "linearised":
            std_errors = np.sqrt(linearised_variances(sample.values, sample.weights, sample.covariances))
            ends = {
                term: linearised_interval(estimates[term], float(std_error), sample, conf_level)
                for term, std_error in zip((RAW, STANDARDISED), std_errors, strict=True)
            }
            return ends, linearised_method(sample), []
        case _:
            ends = {RAW: _closed_interval(sample, estimates[RAW], interval, conf_level)}
            return ends, UNWEIGHTED_INTERVALS[interval], []


def _closed_interval(sample: CompleteResponses, estimate: float, interval: str, conf_level: float) -> Ends:
    n, k = sample.n_respondents, sample.n_items
    tail = (1 - conf_level) / 2
    z = float(stats.norm.isf(tail))
    if interval == "feldt":
        low, high = 1 - (1 - estimate) * stats.f.isf([tail, 1 - tail], n - 1, (n - 1) * (k - 1))
    elif interval == "duhachek":
        margin = z * np.sqrt(normal_theory_variance(sample.covariances) / n)
        low, high = estimate - margin, estimate + margin
    else:
        if n < 3:
            raise NotEstimable("Bonett's interval needs at least 3 respondents; got 2. Choose a larger group.")
        margin = z * np.sqrt(2 * k / ((k - 1) * (n - 2)))
        low, high = 1 - (1 - estimate) * np.exp([margin, -margin])
    return float(low), float(high)


def _sign_notes(estimate: float) -> list[str]:
    if estimate >= 0:
        return []
    return [
        f"Coefficient alpha is negative ({number(estimate)}): on average the items correlate negatively. "
        "Check whether items are stored reversed."
    ]
