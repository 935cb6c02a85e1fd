"""What the answers say about the scale."""

from workbench.psychometrics.dimensionality import (
    ParallelAnalysis,
    SamplingAdequacy,
    parallel_analysis,
    sampling_adequacy,
)
from workbench.psychometrics.exploratory_factors import ExploratoryFactors, fit_exploratory_factors
from workbench.psychometrics.item_analysis import ItemAnalysis, item_analysis
from workbench.psychometrics.omega import Omega, coefficient_omega
from workbench.psychometrics.polychoric import PolychoricCorrelations, polychoric_correlations
from workbench.psychometrics.reliability import Alpha, coefficient_alpha

__all__ = [
    "Alpha",
    "ExploratoryFactors",
    "ItemAnalysis",
    "Omega",
    "ParallelAnalysis",
    "PolychoricCorrelations",
    "SamplingAdequacy",
    "coefficient_alpha",
    "coefficient_omega",
    "fit_exploratory_factors",
    "item_analysis",
    "parallel_analysis",
    "polychoric_correlations",
    "sampling_adequacy",
]
