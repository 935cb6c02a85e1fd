"""Coefficient alpha: reliability of the sum of the items if they are essentially tau-equivalent."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.errors import NotEstimable, ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.moments import correlation_matrix
from workbench.numerics.reliability import alpha, linearised_variances, normal_theory_variance
from workbench.options import ALPHA_INTERVALS
from workbench.psychometrics.answers import CompleteResponses, complete_responses, design_weights
from workbench.psychometrics.items import item_notes, items_against_rest
from workbench.psychometrics.reliability.intervals import (
    Ends,
    Interval,
    IntervalOptions,
    Reliability,
    bootstrap_covariances,
    check_total_varies,
    covariances_of_replicates,
    estimate_interval,
    interval_options,
    interval_table,
    sum_std_dev,
)
from workbench.wording import number

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
        term, measure, estimate, conf_low, conf_high, n_respondents, n_items. One row, `coefficient alpha`; with
        linearised, bootstrap and replicate intervals a second one, `standardised alpha`, for which the others do not
        exist.
    items : pandas.DataFrame
        One row per item, in the order of the responses: item, item_rest_correlation, alpha_if_deleted (the last
        one only with three items or more).
    standardized_alpha : float
        Alpha of the correlation matrix.
    """

    items: pd.DataFrame
    standardized_alpha: float = field(metadata={"private": True})


def coefficient_alpha(
    responses: pd.DataFrame,
    *,
    interval: str = "feldt",
    conf_level: float = 0.95,
    n_bootstrap: int = 2000,
    seed: int = 1,
    design: SurveyDesign | None = None,
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
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

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
        An option that is not allowed; Feldt's, Bonett's or Duhachek's interval with sampling weights alone.

    Notes
    -----
    R gives the same: ``psych::alpha(x)$total`` and ``psych::alpha.ci(alpha, n.obs = n, n.var = k)``; R's ``qf``
    replaces F by chi-square above 4e5 denominator degrees of freedom and is then up to 2e-5 off. Bonett:
    ``1 - exp(log(1 - alpha) + c(1, -1) * qnorm(.975) * sqrt(2 * k / ((k - 1) * (n - 2))))``. Duhachek:
    ``psych::alpha(x)$total$ase`` (psych multiplies it by 1.96, we by 1.959964). Linearised: ``survey::svycontrast`` of
    ``svyvar``. On skewed items with few options the first three cover less than they promise.
    The bootstrap draws single respondents, so it does not widen for clusters.

    Proof: tests/reference/reliability, tests/recovery.

    References
    ----------
    Bonett (2002), Journal of Educational and Behavioral Statistics 27(4), 335-340.
    Cronbach (1951), Psychometrika 16(3), 297-334.
    Duhachek & Iacobucci (2004), Journal of Applied Psychology 89(5), 792-808.
    Feldt, Woodruff & Salih (1987), Applied Psychological Measurement 11(1), 93-103.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> alpha = psychometrics.coefficient_alpha(complete.responses)
    >>> alpha.table[["term", "estimate", "conf_low", "conf_high"]].round(3)
                    term  estimate  conf_low  conf_high
    0  coefficient alpha     0.704     0.686      0.721
    >>> alpha.items.round(2)
      item  item_rest_correlation  alpha_if_deleted
    0   A1                   0.31              0.72
    1   A2                   0.56              0.62
    2   A3                   0.59              0.60
    3   A4                   0.39              0.69
    4   A5                   0.49              0.64
    """
    options = interval_options(
        interval, allowed=ALPHA_INTERVALS, conf_level=conf_level, n_bootstrap=n_bootstrap, seed=seed
    )
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    weighted_alone = weights.sampling_weights is not None and weights.replicate_weights is None
    if weighted_alone and interval in UNWEIGHTED_INTERVALS:
        raise ParameterError(
            f"`interval` is {interval!r}, but {interval.capitalize()}'s interval does not hold with sampling weights. "
            "Use interval='linearised' or 'bootstrap', or leave the weights out."
        )
    sample = complete_responses(responses, weights, what="Coefficient alpha")
    check_total_varies(sample)
    estimates = dict(zip((RAW, STANDARDISED), _both(sample.covariances).tolist(), strict=True))
    against_rest = items_against_rest(sample)
    found = _interval(sample, estimates, options)
    return Alpha(
        table=interval_table(estimates, found.ends, sample),
        items=against_rest,
        standardized_alpha=estimates[STANDARDISED],
        interval=found.kind,
        conf_level=conf_level,
        weighted=sample.weighted,
        sum_std_dev=sum_std_dev(sample),
        method=f"Coefficient alpha (Cronbach 1951){', weighted' if sample.weighted else ''}, the reliability of the "
        f"sum if all items load equally; {100 * conf_level:g} % interval {found.how}.",
        notes=(
            *weights.notes_on_errors(),
            *item_notes(sample, against_rest),
            *_sign_notes(estimates[RAW]),
            *found.notes,
        ),
    )


def _both(covariances: Floats) -> Floats:
    """Alpha and standardised alpha, shape (..., 2) from (..., k, k)."""
    return np.stack([alpha(covariances), alpha(correlation_matrix(covariances))], axis=-1)


def _interval(sample: CompleteResponses, estimates: dict[str, float], options: IntervalOptions) -> Interval:
    if options.kind in UNWEIGHTED_INTERVALS and sample.replicates is None:
        ends = {RAW: _closed_interval(sample, estimates[RAW], options)}
        return Interval(options.kind, ends, UNWEIGHTED_INTERVALS[options.kind], [])
    return estimate_interval(
        sample,
        estimates,
        options,
        linearised=lambda: np.sqrt(linearised_variances(sample.values, sample.weights, sample.covariances)),
        bootstrapped=lambda: (_both(bootstrap_covariances(sample, options)), []),
        replicated=lambda replicates: _both(covariances_of_replicates(sample, replicates)),
    )


def _closed_interval(sample: CompleteResponses, estimate: float, options: IntervalOptions) -> Ends:
    n, k = sample.n_respondents, sample.n_items
    tail = (1 - options.conf_level) / 2
    z = float(stats.norm.isf(tail))
    if options.kind == "feldt":
        low, high = 1 - (1 - estimate) * stats.f.isf([tail, 1 - tail], n - 1, (n - 1) * (k - 1))
    elif options.kind == "duhachek":
        margin = z * np.sqrt(normal_theory_variance(sample.covariances) / n)
        low, high = estimate - margin, estimate + margin
    else:
        if n < 3:
            raise NotEstimable("Bonett's interval needs at least 3 respondents. Choose a larger group.")
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
