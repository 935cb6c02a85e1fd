"""Logistic and linear regression, curves, imputation of predictors."""

from workbench.numerics.regression.binary_prediction import (
    nagelkerke_r_squared,
    risk_groups,
    roc_area,
    tjur_r_squared,
    variance_inflation,
)
from workbench.numerics.regression.chained_equations import impute_categories
from workbench.numerics.regression.covariate_patterns import CovariatePatterns
from workbench.numerics.regression.fitted_counts import FittedCounts, LevelCounts, LineCounts
from workbench.numerics.regression.grouped_logistic import (
    GroupedLogistic,
    GroupedPredictors,
    fit_grouped_logistic,
    grouped_own_parts,
)
from workbench.numerics.regression.identifying_respondents import (
    Identifying,
    identifying_respondents,
    largest_influence,
)
from workbench.numerics.regression.linear_regression import fit_linear_rows, linear_influence
from workbench.numerics.regression.logistic_regression import (
    LogisticFit,
    fit_logistic_rows,
    leverage,
    logistic_influence,
)
from workbench.numerics.regression.multiple_imputation import pooled, pooled_wald
from workbench.numerics.regression.natural_spline import QUANTILES, spline_basis
from workbench.numerics.regression.profile_likelihood import profile_intervals

__all__ = [
    "QUANTILES",
    "CovariatePatterns",
    "FittedCounts",
    "GroupedLogistic",
    "GroupedPredictors",
    "Identifying",
    "LevelCounts",
    "LineCounts",
    "LogisticFit",
    "fit_grouped_logistic",
    "fit_linear_rows",
    "fit_logistic_rows",
    "grouped_own_parts",
    "identifying_respondents",
    "impute_categories",
    "largest_influence",
    "leverage",
    "linear_influence",
    "logistic_influence",
    "nagelkerke_r_squared",
    "pooled",
    "pooled_wald",
    "profile_intervals",
    "risk_groups",
    "roc_area",
    "spline_basis",
    "tjur_r_squared",
    "variance_inflation",
]
