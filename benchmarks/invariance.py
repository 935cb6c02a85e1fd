"""Measurement invariance of two groups: lavaan and semTools in R.

    python benchmarks/invariance.py [n_respondents ...]

One ordinal step is the model with equal thresholds and loadings (Wu & Estabrook 2016); the ladder has five ordinal or
four continuous models with the tests of each against the one before. The ordinal ladder runs in R up to 50,000
respondents only: above, it takes minutes. Ours also has score tests and latent mean differences.
"""

import numpy as np

from benchmarks.side_by_side import answers, compare, head, in_r, sizes, two_groups
from workbench import psychometrics

LADDER_UP_TO = 50_000
JOBS = """
steps <- list("", "thresholds", c("thresholds", "loadings"), c("thresholds", "loadings", "intercepts"),
              c("thresholds", "loadings", "intercepts", "residuals"))
ordinal <- function(equal) measEq.syntax(configural.model = model, data = cbind(x, g = g), ordered = items, group = "g",
  parameterization = "theta", ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016", group.equal = equal, return.fit = TRUE)
continuous <- function(equal) cfa(model, cbind(x, g = g), group = "g", std.lv = TRUE, estimator = "MLR",
  group.equal = equal)
chi_squares <- function(v) c(sapply(v$fits, function(f) fitMeasures(f, "chisq.scaled")), v$tests)
ladder <- function(fit, steps) { fits <- lapply(steps, fit)
  list(fits = fits, tests = sapply(seq_along(fits)[-1], function(i) lavTestLRT(fits[[i - 1]], fits[[i]])[2, 5])) }
job("lavaan, semTools: one step", c("lavaan", "semTools"), quote(ordinal(c("thresholds", "loadings"))),
    function(v) fitMeasures(v, "chisq.scaled"))
job("lavaan: four models, MLR", "lavaan", quote(ladder(continuous, list("", "loadings", c("loadings", "intercepts"),
    c("loadings", "intercepts", "residuals")))), chi_squares)
"""
WHOLE = """
job("lavaan, semTools: five models", c("lavaan", "semTools"), quote(ladder(ordinal, steps)), chi_squares)
"""


def numbers(result: psychometrics.MeasurementInvariance) -> np.ndarray:
    table = result.table
    return np.concatenate([table["chi_square_scaled"], table["chi_square_difference"].dropna()])


def main() -> None:
    for n in sizes():
        x = answers(n)
        group = two_groups(x)
        r = in_r(x, JOBS + (WHOLE if n <= LADDER_UP_TO else ""), group)
        head(n)
        compare(
            "one ordinal step: thresholds + loadings",
            lambda x=x, group=group: psychometrics.fit_confirmatory_factors(
                x, group=group, equal=("thresholds", "loadings")
            ),
            lambda fitted: fitted.fit["chi_square_scaled"],
            r.get("lavaan, semTools: one step"),
        )
        for name, estimator, peer in (
            ("ordinal ladder, WLSMV", "WLSMV", "lavaan, semTools: five models"),
            ("continuous ladder, MLR", "MLR", "lavaan: four models, MLR"),
        ):
            compare(
                name,
                lambda x=x, group=group, estimator=estimator: psychometrics.measurement_invariance(
                    x, group=group, estimator=estimator
                ),
                numbers,
                r.get(peer),
            )


if __name__ == "__main__":
    main()
