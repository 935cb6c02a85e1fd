"""Means, shares, totals, quantiles and distributions of the population."""

from workbench.population.estimates.composition import composition
from workbench.population.estimates.covariances import covariances
from workbench.population.estimates.distribution import distribution
from workbench.population.estimates.domain_tables import (
    Estimate,
    by_weights,
    df_words,
    domain_frame,
    estimate_domains,
    method_words,
    no_error,
    per_cent,
    spare_df_words,
    t_interval,
    with_exactness,
    with_t_interval,
    without_error,
)
from workbench.population.estimates.means_and_shares import mean, share
from workbench.population.estimates.precision import MINIMUM_PRECISE_RESPONDENTS, UNRELIABLE, with_precision
from workbench.population.estimates.quantiles import quantiles
from workbench.population.estimates.totals import ratio, total
from workbench.population.estimates.trimming_sensitivity import (
    QUANTITIES,
    TRIMMED_AT,
    trimming_sensitivity,
    weights_words,
)

__all__ = [
    "MINIMUM_PRECISE_RESPONDENTS",
    "QUANTITIES",
    "TRIMMED_AT",
    "UNRELIABLE",
    "Estimate",
    "by_weights",
    "composition",
    "covariances",
    "df_words",
    "distribution",
    "domain_frame",
    "estimate_domains",
    "mean",
    "method_words",
    "no_error",
    "per_cent",
    "quantiles",
    "ratio",
    "share",
    "spare_df_words",
    "t_interval",
    "total",
    "trimming_sensitivity",
    "weights_words",
    "with_exactness",
    "with_precision",
    "with_t_interval",
    "without_error",
]
