"""The words that options allow, each list once, and the checks every public function shares."""

from __future__ import annotations

import re

from workbench.errors import ParameterError, did_you_mean

ALPHA_INTERVALS = ("feldt", "bonett", "duhachek", "linearised", "bootstrap")
OMEGA_KINDS = ("total", "categorical", "latent")
OMEGA_DENOMINATORS = ("model", "observed")
OMEGA_INTERVALS = ("bootstrap", "linearised")
GROUP_COEFFICIENTS = ("alpha", "omega")
CORRELATIONS = ("pearson", "polychoric")
MEASURE_CORRELATIONS = ("pearson", "spearman", "polyserial")
EQUALITIES = ("thresholds", "loadings", "intercepts", "residuals")
CONFIRMATORY_ESTIMATORS = ("WLSMV", "ML", "MLR")
INVARIANCE_ESTIMATORS = ("WLSMV", "MLR")
MISSING_ANSWERS = ("listwise", "pairwise", "fiml")
STANDARD_ERRORS = ("robust", "lavaan")
MATCHINGS = ("total", "rest", "latent")
FACTOR_METHODS = ("minres", "ml")
ROTATIONS = ("none", "oblimin", "geomin", "promax", "varimax")
PARALLEL_METHODS = ("factors", "components")
PARALLEL_DRAWS = ("normal", "resampled")
MISSING_RULES = ("complete", "one_missing")
SHARE_INTERVALS = ("logit", "beta", "asin", "wald")
ASSOCIATION_TESTS = ("F", "chi_square", "saddlepoint", "wald", "adjusted_wald")
COMPARED_WITH = ("reference", "rest")
TREND_SCORES = ("steps", "numbers")
VARIANCES = ("design", "model")
MISSING_COVARIATES = ("complete", "category", "imputation")
PENALTIES = ("none", "firth")
LONELY_STRATA = ("refuse", "centre", "certainty")
REPLICATE_METHODS = ("JK1", "JKn")
REPLICATIONS = ("JKn", "JK1", "bootstrap")

SCHEDULER = re.compile(r"(tcp|tls)://\S+:\d+")  # address of a Dask scheduler
LEAST = {"n_bootstrap": 100, "n_replicates": 20, "n_imputations": 2, "seed": 0}


def check_option(name: str, value: object, allowed: tuple[str, ...]) -> None:
    """Raise ParameterError unless `value` is one of the `allowed` words of option `name`."""
    if value not in allowed:
        words = ", ".join(f"`{word}`" for word in allowed)
        raise ParameterError(f"`{name}` is {value!r}.{did_you_mean(str(value), allowed)} Allowed: {words}.")


def check_fraction(name: str, value: float) -> None:
    """Raise ParameterError unless `value` lies strictly between 0 and 1."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        raise ParameterError(f"`{name}` is {value!r}, outside 0–1. Give it as a fraction, e.g. 0.95.")


def check_count(name: str, value: int, *, minimum: int = 1) -> None:
    """Raise ParameterError unless `value` is a whole number of at least `minimum`."""
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise ParameterError(f"`{name}` is {value!r}. Give a whole number of at least {minimum}.")
