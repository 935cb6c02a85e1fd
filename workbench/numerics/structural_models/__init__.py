"""Confirmatory factor models: moments, likelihoods, standard errors, tests."""

from workbench.numerics.structural_models.diagonal_least_squares import OrdinalSample
from workbench.numerics.structural_models.difference_tests import satorra_2000, satorra_bentler
from workbench.numerics.structural_models.fit import (
    FactorFit,
    fit_normal,
    fit_ordinal,
    implied_correlations,
    residual_correlations,
    standardised_residuals,
)
from workbench.numerics.structural_models.fourth_moments import squared_moments
from workbench.numerics.structural_models.full_information import fit_patterns
from workbench.numerics.structural_models.incomplete_answers import group_by_pattern
from workbench.numerics.structural_models.normal_likelihood import NormalSample, information_of_entries
from workbench.numerics.structural_models.saturated_moments import PatternSample, saturated_sample
from workbench.numerics.structural_models.scaled_tests import ScaledTest
from workbench.numerics.structural_models.score_tests import Candidates, score_tests
from workbench.numerics.structural_models.standardised_solution import standardised_solution
from workbench.numerics.structural_models.structural_model import Kind, Structure, lower_triangle, moments

__all__ = [
    "Candidates",
    "FactorFit",
    "Kind",
    "NormalSample",
    "OrdinalSample",
    "PatternSample",
    "ScaledTest",
    "Structure",
    "fit_normal",
    "fit_ordinal",
    "fit_patterns",
    "group_by_pattern",
    "implied_correlations",
    "information_of_entries",
    "lower_triangle",
    "moments",
    "residual_correlations",
    "satorra_2000",
    "satorra_bentler",
    "saturated_sample",
    "score_tests",
    "squared_moments",
    "standardised_residuals",
    "standardised_solution",
]
