"""Closed forms of retest, convergence, discrimination and replication."""

from workbench.numerics.validity.comparisons import (
    Comparison,
    alphas_compared,
    correlations_compared,
    dependent_correlations_compared,
    tucker_congruence,
)
from workbench.numerics.validity.correlations import (
    estimated_correlation,
    fisher_interval,
    mid_distribution,
)
from workbench.numerics.validity.heterotrait import HeterotraitRatios, heterotrait_ratios, within
from workbench.numerics.validity.retest import (
    Retest,
    WeightedKappa,
    limits_of_agreement_errors,
    retest,
    weighted_kappa,
)

__all__ = [
    "Comparison",
    "HeterotraitRatios",
    "Retest",
    "WeightedKappa",
    "alphas_compared",
    "correlations_compared",
    "dependent_correlations_compared",
    "estimated_correlation",
    "fisher_interval",
    "heterotrait_ratios",
    "limits_of_agreement_errors",
    "mid_distribution",
    "retest",
    "tucker_congruence",
    "weighted_kappa",
    "within",
]
