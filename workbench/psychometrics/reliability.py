"""Reliability: coefficient alpha with Feldt's or a bootstrap interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.errors import NotEstimable, ParameterError
from workbench.numerics.covariance import correlation_matrix
from workbench.numerics.internal_consistency import alpha
from workbench.numerics.resampling import answer_patterns, resampled_covariances
from workbench.options import ALPHA_INTERVALS, check_count, check_fraction, check_option
from workbench.psychometrics.complete_responses import SINGULAR, CompleteResponses, complete_responses
from workbench.psychometrics.item_analysis import item_notes, items_against_rest
from workbench.results import Result
from workbench.wording.numbers import number

Floats = NDArray[np.float64]

# With fewer usable bootstrap samples the interval would describe the usable samples, not the estimate.
MINIMUM_USABLE = 0.9


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Alpha(Result):
    """Coefficient alpha of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        term, estimate, conf_low, conf_high, n_respondents, n_items. One row, `coefficient alpha`; with the bootstrap
        interval a second one, `standardised alpha`, for which no Feldt interval exists.
    items : pandas.DataFrame
        One row per item, in the order of the responses: item, item_rest_correlation, alpha_if_deleted (the last
        one only with three items or more).
    standardized_alpha : float
        Alpha of the correlation matrix.
    interval : str
        Kind of interval: `feldt` or `bootstrap`.
    weighted : bool
        Whether sampling weights were used.
    """

    items: pd.DataFrame
    standardized_alpha: float
    interval: str
    weighted: bool

    def __repr__(self) -> str:
        """One line with estimate and interval."""
        row = self.table.iloc[0]
        return f"Alpha({row.estimate:.3f} [{row.conf_low:.3f}, {row.conf_high:.3f}], n={row.n_respondents})"


def coefficient_alpha(
    responses: pd.DataFrame,
    *,
    interval: str = "feldt",
    conf_level: float = 0.95,
    n_bootstrap: int = 2000,
    seed: int = 1,
    sampling_weights: pd.Series | None = None,
) -> Alpha:
    r"""Estimate coefficient alpha (Cronbach 1951).

    .. math:: \alpha = \frac{k}{k-1}\left(1 - \frac{\sum_i s_{ii}}{\sum_{ij} s_{ij}}\right)

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    interval : {"feldt", "bootstrap"}
        Feldt's interval (normal, parallel items, equal probabilities of selection) or percentiles of resampled
        respondents.
    conf_level : float
        Coverage of the interval, between 0 and 1.
    n_bootstrap, seed : int
        Bootstrap samples and the seed of the draws; the order of the respondents changes nothing.
    sampling_weights : Series, shape (n_respondents,), optional
        With the index of `responses`.

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
        An option that is not allowed; Feldt's interval with weights.

    Notes
    -----
    R gives the same: ``psych::alpha(x)$total`` and ``psych::alpha.ci(alpha, n.obs = n, n.var = k)``; R's ``qf``
    replaces F by chi-square above 4e5 denominator degrees of freedom and is then up to 2e-5 off. On skewed items
    with few options Feldt's interval covers less than it promises; show the bootstrap interval beside it. The
    bootstrap draws single respondents, so it does not widen for clusters.

    References
    ----------
    Cronbach (1951), Psychometrika 16(3), 297-334.
    Feldt, Woodruff & Salih (1987), Applied Psychological Measurement 11(1), 93-103.
    """
    check_option("interval", interval, ALPHA_INTERVALS)
    check_fraction("conf_level", conf_level)
    check_count("n_bootstrap", n_bootstrap, minimum=100)
    check_count("seed", seed, minimum=0)
    if interval == "feldt" and sampling_weights is not None:
        raise ParameterError(
            "`interval` is 'feldt', but Feldt's interval does not hold with sampling weights. "
            "Use interval='bootstrap', or leave the weights out."
        )
    sample = complete_responses(responses, sampling_weights=sampling_weights, what="Coefficient alpha")
    check_total_varies(sample)
    estimates = {
        "coefficient alpha": float(alpha(sample.covariances)),
        "standardised alpha": float(alpha(correlation_matrix(sample.covariances))),
    }
    against_rest = items_against_rest(sample)
    notes = [*item_notes(sample, against_rest), *_sign_notes(estimates["coefficient alpha"])]
    if interval == "feldt":
        ends = {"coefficient alpha": _feldt(estimates["coefficient alpha"], sample, conf_level)}
        how = "after Feldt, Woodruff & Salih (1987), which assumes normal, parallel items"
    else:
        resampled, failed = bootstrap_covariances(sample, n_bootstrap, seed)
        replicates = {"coefficient alpha": resampled, "standardised alpha": correlation_matrix(resampled)}
        ends = {term: percentile_interval(alpha(matrices), conf_level) for term, matrices in replicates.items()}
        how = bootstrap_method(n_bootstrap, seed)
        notes += failed
    return Alpha(
        table=interval_table(estimates, ends, sample),
        items=against_rest,
        standardized_alpha=estimates["standardised alpha"],
        interval=interval,
        weighted=sample.weighted,
        method=f"Coefficient alpha (Cronbach 1951){', weighted' if sample.weighted else ''}; "
        f"{100 * conf_level:g} % interval {how}.",
        notes=tuple(notes),
    )


def _feldt(estimate: float, sample: CompleteResponses, conf_level: float) -> tuple[float, float]:
    n, k = sample.n_respondents, sample.n_items
    tail, df1, df2 = (1 - conf_level) / 2, n - 1, (n - 1) * (k - 1)
    low, high = 1 - (1 - estimate) * stats.f.isf([tail, 1 - tail], df1, df2)
    return float(low), float(high)


def check_total_varies(sample: CompleteResponses) -> None:
    """Raise NotEstimable where the items cancel out, so that the sum of all items is the same for everybody."""
    if sample.covariances.sum() < SINGULAR * np.trace(sample.covariances):
        raise NotEstimable(
            f"The sum of the items is the same for all {sample.n_respondents} respondents, so it has no reliability. "
            "Check in the codebook whether items are stored reversed."
        )


def _sign_notes(estimate: float) -> list[str]:
    if estimate >= 0:
        return []
    return [
        f"Coefficient alpha is negative ({number(estimate)}): on average the items correlate negatively. "
        "Check whether items are stored reversed."
    ]


def bootstrap_covariances(sample: CompleteResponses, n_bootstrap: int, seed: int) -> tuple[Floats, list[str]]:
    """Covariance matrices of the bootstrap samples in which all items and their sum vary, and a note on the others.

    Raises
    ------
    NotEstimable
        More than one sample in ten is not usable.
    """
    patterns = answer_patterns(sample.values, sample.weights)
    resampled = resampled_covariances(patterns, n_replicates=n_bootstrap, seed=seed)
    own = np.diagonal(resampled, axis1=1, axis2=2)
    varies = (own > SINGULAR * np.diag(sample.covariances)).all(axis=1)
    varies &= resampled.sum(axis=(1, 2)) > SINGULAR * np.trace(sample.covariances)
    return resampled[varies], failed_notes(int(varies.sum()), n_bootstrap)


def failed_notes(n_usable: int, n_bootstrap: int) -> list[str]:
    """Note how many bootstrap samples gave no estimate, or refuse when they are too many."""
    if n_usable < MINIMUM_USABLE * n_bootstrap:
        raise NotEstimable(
            f"Only {n_usable} of {n_bootstrap} bootstrap samples give an estimate. Choose a larger group, or leave out "
            "items: those that nearly everybody answers alike first, or many where respondents are few."
        )
    if n_usable == n_bootstrap:
        return []
    return [f"{n_bootstrap - n_usable} of {n_bootstrap} bootstrap samples gave no estimate and were left out."]


def percentile_interval(replicates: Floats, conf_level: float) -> tuple[float, float]:
    """Percentiles of the bootstrap distribution (``quantile(type = 7)`` in R)."""
    low, high = np.quantile(replicates, [(1 - conf_level) / 2, (1 + conf_level) / 2])
    return float(low), float(high)


def bootstrap_method(n_bootstrap: int, seed: int) -> str:
    """How the bootstrap interval was made, for `.method`."""
    return f"from percentiles of {n_bootstrap} bootstrap samples of respondents (seed {seed})"


def interval_table(
    estimates: dict[str, float], ends: dict[str, tuple[float, float]], sample: CompleteResponses
) -> pd.DataFrame:
    """One row per estimate that has an interval."""
    rows = [
        {
            "term": term,
            "estimate": estimates[term],
            "conf_low": low,
            "conf_high": high,
            "n_respondents": sample.n_respondents,
            "n_items": sample.n_items,
        }
        for term, (low, high) in ends.items()
    ]
    return pd.DataFrame(rows)
