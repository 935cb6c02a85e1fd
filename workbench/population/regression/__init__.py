"""Who falls beyond the cut-off: logistic and linear models under the design."""

from workbench.population.regression.blocks import incomplete, kept_blocks, model_words
from workbench.population.regression.cutoff_sensitivity import (
    check_distance,
    cutoff_sensitivity,
    cutoff_shares,
    cutoff_words,
)
from workbench.population.regression.diagnostics import diagnostic_words
from workbench.population.regression.interactions import InteractionModel, fit_interaction, fit_interactions
from workbench.population.regression.linear import LinearModel, fit_linear
from workbench.population.regression.logistic import LogisticModel, fit_logistic
from workbench.population.regression.missing_predictors import not_answered_as_level
from workbench.population.regression.splines import Curves, curve_test_words, fit_curves, fit_spline
from workbench.population.regression.within_groups import StratifiedModels, fit_logistic_by

__all__ = [
    "Curves",
    "InteractionModel",
    "LinearModel",
    "LogisticModel",
    "StratifiedModels",
    "check_distance",
    "curve_test_words",
    "cutoff_sensitivity",
    "cutoff_shares",
    "cutoff_words",
    "diagnostic_words",
    "fit_curves",
    "fit_interaction",
    "fit_interactions",
    "fit_linear",
    "fit_logistic",
    "fit_logistic_by",
    "fit_spline",
    "incomplete",
    "kept_blocks",
    "model_words",
    "not_answered_as_level",
]
