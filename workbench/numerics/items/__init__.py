"""Items: scalability, monotone rest scores, ordinal models of item bias."""

from workbench.numerics.items.item_bias_models import (
    ItemModels,
    SlopeCovariances,
    fit_item,
    linearised_covariances,
    model_covariances,
    pseudo_r_squared,
    replicated_covariances,
    score_and_group,
    wald,
)
from workbench.numerics.items.rest_score_monotonicity import LEAST_RESPONDENTS, crit, monotonicity
from workbench.numerics.items.scalability import (
    PairMoments,
    item_and_scale_variances,
    pair_moments,
    pair_variances,
    scalability,
)
from workbench.numerics.items.scale_partition import partition

__all__ = [
    "LEAST_RESPONDENTS",
    "ItemModels",
    "PairMoments",
    "SlopeCovariances",
    "crit",
    "fit_item",
    "item_and_scale_variances",
    "linearised_covariances",
    "model_covariances",
    "monotonicity",
    "pair_moments",
    "pair_variances",
    "partition",
    "pseudo_r_squared",
    "replicated_covariances",
    "scalability",
    "score_and_group",
    "wald",
]
