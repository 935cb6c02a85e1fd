"""Numbers as smooth curves in the logistic regression: at full precision, and as they may be published."""

from workbench.population.regression.splines.curves import Curves, fit_curves
from workbench.population.regression.splines.spline import curve_test_words, fit_spline

__all__ = ["Curves", "curve_test_words", "fit_curves", "fit_spline"]
