"""The graded response model and the precision of the score at the cut-off."""

from workbench.psychometrics.response_theory.cutoff_precision import CutoffPrecision, cutoff_precision
from workbench.psychometrics.response_theory.graded_items import fit_items
from workbench.psychometrics.response_theory.graded_response import GradedResponse, fit_graded_response
from workbench.psychometrics.response_theory.local_dependence import LocalDependence, local_dependence

__all__ = [
    "CutoffPrecision",
    "GradedResponse",
    "LocalDependence",
    "cutoff_precision",
    "fit_graded_response",
    "fit_items",
    "local_dependence",
]
