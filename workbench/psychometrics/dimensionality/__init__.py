"""How many dimensions the items have."""

from workbench.psychometrics.dimensionality.essential_unidimensionality import (
    EssentialUnidimensionality,
    essential_unidimensionality,
)
from workbench.psychometrics.dimensionality.factor_numbers import FactorNumbers, factor_numbers
from workbench.psychometrics.dimensionality.minimum_average_partial import (
    MinimumAveragePartial,
    minimum_average_partial,
)
from workbench.psychometrics.dimensionality.parallel_analysis import ParallelAnalysis, parallel_analysis
from workbench.psychometrics.dimensionality.sampling_adequacy import SamplingAdequacy, sampling_adequacy

__all__ = [
    "EssentialUnidimensionality",
    "FactorNumbers",
    "MinimumAveragePartial",
    "ParallelAnalysis",
    "SamplingAdequacy",
    "essential_unidimensionality",
    "factor_numbers",
    "minimum_average_partial",
    "parallel_analysis",
    "sampling_adequacy",
]
