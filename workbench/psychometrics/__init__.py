"""What the answers say about the scale."""

from workbench.psychometrics.alpha import Alpha, coefficient_alpha
from workbench.psychometrics.confirmatory_factors import ConfirmatoryFactors, fit_confirmatory_factors
from workbench.psychometrics.cutoff_precision import CutoffPrecision, cutoff_precision
from workbench.psychometrics.dimensionality import (
    ParallelAnalysis,
    SamplingAdequacy,
    parallel_analysis,
    sampling_adequacy,
)
from workbench.psychometrics.exploratory_factors import ExploratoryFactors, fit_exploratory_factors
from workbench.psychometrics.factor_numbers import FactorNumbers, factor_numbers
from workbench.psychometrics.graded_response import GradedResponse, fit_graded_response
from workbench.psychometrics.invariance_effects import InvarianceEffects, invariance_effects
from workbench.psychometrics.item_analysis import ItemAnalysis, item_analysis
from workbench.psychometrics.item_bias import ItemBias, item_bias
from workbench.psychometrics.measurement_error import StandardErrorOfMeasurement, standard_error_of_measurement
from workbench.psychometrics.measurement_invariance import MeasurementInvariance, measurement_invariance
from workbench.psychometrics.minimum_average_partial import MinimumAveragePartial, minimum_average_partial
from workbench.psychometrics.omega import Omega, coefficient_omega
from workbench.psychometrics.ordinal_alpha import OrdinalAlpha, ordinal_alpha
from workbench.psychometrics.polychoric import PolychoricCorrelations, polychoric_correlations
from workbench.psychometrics.reliability_by_group import ReliabilityByGroup, reliability_by_group
from workbench.psychometrics.reliability_intervals import Reliability
from workbench.psychometrics.scalability import ScalabilityCoefficients, scalability_coefficients
from workbench.psychometrics.split_halves import GuttmanLambdas, SplitHalf, guttman_lambdas, split_half

__all__ = [
    "Alpha",
    "ConfirmatoryFactors",
    "CutoffPrecision",
    "ExploratoryFactors",
    "FactorNumbers",
    "GradedResponse",
    "GuttmanLambdas",
    "InvarianceEffects",
    "ItemAnalysis",
    "ItemBias",
    "MeasurementInvariance",
    "MinimumAveragePartial",
    "Omega",
    "OrdinalAlpha",
    "ParallelAnalysis",
    "PolychoricCorrelations",
    "Reliability",
    "ReliabilityByGroup",
    "SamplingAdequacy",
    "ScalabilityCoefficients",
    "SplitHalf",
    "StandardErrorOfMeasurement",
    "coefficient_alpha",
    "coefficient_omega",
    "cutoff_precision",
    "factor_numbers",
    "fit_confirmatory_factors",
    "fit_exploratory_factors",
    "fit_graded_response",
    "guttman_lambdas",
    "invariance_effects",
    "item_analysis",
    "item_bias",
    "measurement_invariance",
    "minimum_average_partial",
    "ordinal_alpha",
    "parallel_analysis",
    "polychoric_correlations",
    "reliability_by_group",
    "sampling_adequacy",
    "scalability_coefficients",
    "split_half",
    "standard_error_of_measurement",
]
