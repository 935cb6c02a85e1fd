"""How exactly a score measures."""

from workbench.psychometrics.reliability.alpha import Alpha, coefficient_alpha
from workbench.psychometrics.reliability.by_group import ReliabilityByGroup, reliability_by_group
from workbench.psychometrics.reliability.intervals import (
    MINIMUM_USABLE,
    IntervalOptions,
    Reliability,
    bootstrap_covariances,
    interval_options,
)
from workbench.psychometrics.reliability.measurement_error import (
    StandardErrorOfMeasurement,
    standard_error_of_measurement,
)
from workbench.psychometrics.reliability.omega import Omega, coefficient_omega
from workbench.psychometrics.reliability.ordinal_alpha import OrdinalAlpha, ordinal_alpha
from workbench.psychometrics.reliability.ordinal_moments import SHARED_BOOTSTRAP
from workbench.psychometrics.reliability.split_halves import GuttmanLambdas, SplitHalf, guttman_lambdas, split_half

__all__ = [
    "MINIMUM_USABLE",
    "SHARED_BOOTSTRAP",
    "Alpha",
    "GuttmanLambdas",
    "IntervalOptions",
    "Omega",
    "OrdinalAlpha",
    "Reliability",
    "ReliabilityByGroup",
    "SplitHalf",
    "StandardErrorOfMeasurement",
    "bootstrap_covariances",
    "coefficient_alpha",
    "coefficient_omega",
    "guttman_lambdas",
    "interval_options",
    "ordinal_alpha",
    "reliability_by_group",
    "split_half",
    "standard_error_of_measurement",
]
