"""Variances and tests under a sampling design."""

from workbench.numerics.sampling.calibration import Calibration, linear_weights, raked_weights
from workbench.numerics.sampling.domain_differences import compared_with, difference_jacobian, hedges_g
from workbench.numerics.sampling.domain_means import DomainMeans, domain_means, mean_contributions
from workbench.numerics.sampling.domain_quantiles import DomainQuantiles
from workbench.numerics.sampling.jackknife import jackknife_covariance, replicate_degrees_of_freedom
from workbench.numerics.sampling.patterned_totals import covariance_of_patterns
from workbench.numerics.sampling.ranks import rank_intervals
from workbench.numerics.sampling.rao_scott import TableTest, design_effects, pearson_statistic, rao_scott, wald
from workbench.numerics.sampling.replicate_factors import bootstrap_factors, jackknife_factors
from workbench.numerics.sampling.share_intervals import (
    count_interval,
    interval_ends,
    logit_interval,
    share_interval,
    t_quantile,
)
from workbench.numerics.sampling.survey_variance import (
    SampleStage,
    SampleStructure,
    covariance_of_domain_totals,
    covariance_of_totals,
    degrees_of_freedom,
    domain_degrees_of_freedom,
)
from workbench.numerics.sampling.t_tests import t_tests

__all__ = [
    "Calibration",
    "DomainMeans",
    "DomainQuantiles",
    "SampleStage",
    "SampleStructure",
    "TableTest",
    "bootstrap_factors",
    "compared_with",
    "count_interval",
    "covariance_of_domain_totals",
    "covariance_of_patterns",
    "covariance_of_totals",
    "degrees_of_freedom",
    "design_effects",
    "difference_jacobian",
    "domain_degrees_of_freedom",
    "domain_means",
    "hedges_g",
    "interval_ends",
    "jackknife_covariance",
    "jackknife_factors",
    "linear_weights",
    "logit_interval",
    "mean_contributions",
    "pearson_statistic",
    "raked_weights",
    "rank_intervals",
    "rao_scott",
    "replicate_degrees_of_freedom",
    "share_interval",
    "t_quantile",
    "t_tests",
    "wald",
]
