"""The graded response model and the precision of the score at the cut-off."""

from workbench.psychometrics.response_theory.cutoff_precision import CutoffPrecision, cutoff_precision
from workbench.psychometrics.response_theory.graded_response import GradedResponse, fit_graded_response

__all__ = [
    "CutoffPrecision",
    "GradedResponse",
    "cutoff_precision",
    "fit_graded_response",
]
