"""Exploratory and confirmatory factor models."""

from workbench.psychometrics.factors.confirmatory import (
    ConfirmatoryFactors,
    fit_confirmatory_factors,
    specify_and_sample,
)
from workbench.psychometrics.factors.cutoffs_by_simulation import DynamicCutoffs, dynamic_cutoffs
from workbench.psychometrics.factors.estimation import estimate
from workbench.psychometrics.factors.exploratory import ExploratoryFactors, fit_exploratory_factors
from workbench.psychometrics.factors.extraction import best_extraction, factor_names, heywood_notes, loadings_frame
from workbench.psychometrics.factors.fit_table import NO_ROBUST_INDICES, fit_row
from workbench.psychometrics.factors.how_fitted import describe
from workbench.psychometrics.factors.parameters import (
    admissibility_notes,
    equality_tests,
    modification_indices,
    parameter_table,
)
from workbench.psychometrics.factors.rotation import rotated_factors
from workbench.psychometrics.factors.specification import items_by_factor, specify
from workbench.psychometrics.factors.structure import FactorSpecification

__all__ = [
    "NO_ROBUST_INDICES",
    "ConfirmatoryFactors",
    "DynamicCutoffs",
    "ExploratoryFactors",
    "FactorSpecification",
    "admissibility_notes",
    "best_extraction",
    "describe",
    "dynamic_cutoffs",
    "equality_tests",
    "estimate",
    "factor_names",
    "fit_confirmatory_factors",
    "fit_exploratory_factors",
    "fit_row",
    "heywood_notes",
    "items_by_factor",
    "loadings_frame",
    "modification_indices",
    "parameter_table",
    "rotated_factors",
    "specify",
    "specify_and_sample",
]
