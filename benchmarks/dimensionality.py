"""Factors and their number: factor_analyzer, statsmodels, and psych in R.

    python benchmarks/dimensionality.py [n_respondents ...]

Random eigenvalues of parallel analysis agree within chance only. psych draws components and factors, normal and
resampled data in one run; its polychoric analysis is run up to 50,000 respondents.
"""

import warnings

import numpy as np
import pandas as pd
from factor_analyzer import FactorAnalyzer
from factor_analyzer.factor_analyzer import calculate_bartlett_sphericity, calculate_kmo

from benchmarks.side_by_side import answers, compare, head, in_r, measured, sizes, statsmodels_loadings
from workbench import psychometrics

POLYCHORIC_UP_TO = 50_000
JOBS = """
parallel <- function(cor) fa.parallel(x, fm = "minres", fa = "both", n.iter = 100, cor = cor, plot = FALSE,
  quant = .95)
job("psych::fa, minres", "psych", quote(fa(x, 1, fm = "minres")), function(v) abs(v$loadings[, 1]))
job("psych::KMO", "psych", quote(KMO(x)), function(v) v$MSAi)
job("psych::vss (with 9 factor solutions)", "psych", quote(vss(x, n = 9, fm = "minres", plot = FALSE)),
    function(v) v$map)
job("psych::fa.parallel", "psych", quote(parallel("cor")), function(v) c(v$pc.values, v$pc.sim))
"""
POLYCHORIC = """
job("psych::fa.parallel(cor = \\"poly\\")", "psych", quote(parallel("poly")), function(v) v$pc.values)
"""


def loadings(fitted: psychometrics.ExploratoryFactors) -> np.ndarray:
    return fitted.loadings["loading"].to_numpy()


def peer_loadings(x: pd.DataFrame) -> np.ndarray:
    return np.abs(FactorAnalyzer(1, rotation=None, method="minres").fit(x).loadings_[:, 0])


def eigenvalues(result: psychometrics.ParallelAnalysis) -> np.ndarray:
    return np.concatenate([result.table["eigenvalue"], result.table["eigenvalue_random_mean"]])


def single_solutions(x: pd.DataFrame, r: dict) -> None:
    p = psychometrics
    compare(
        "KMO by item",
        lambda: p.sampling_adequacy(x),
        lambda result: result.items["sampling_adequacy"],
        measured("factor_analyzer", lambda: calculate_kmo(x)[0]),
        r.get("psych::KMO"),
    )
    compare(
        "Bartlett's chi-square",
        lambda: p.sampling_adequacy(x),
        lambda result: result.table["chi_square"],
        measured("factor_analyzer", lambda: [calculate_bartlett_sphericity(x)[0]]),
    )
    compare(
        "one factor, minres, by two routes",
        lambda: p.fit_exploratory_factors(x),
        loadings,
        measured("factor_analyzer, one route", lambda: peer_loadings(x)),
        r.get("psych::fa, minres"),
    )
    compare(
        "one factor, ML, by two routes",
        lambda: p.fit_exploratory_factors(x, method="ml"),
        loadings,
        measured("statsmodels, one route", lambda: statsmodels_loadings(x)),
    )
    compare(
        "minimum average partial",
        lambda: p.minimum_average_partial(x),
        lambda result: result.table["average_squared_partial"].iloc[1:10],
        r.get("psych::vss (with 9 factor solutions)"),
    )
    compare("one to four factors in one table", lambda: p.factor_numbers(x), None)


def main() -> None:
    p = psychometrics
    warnings.filterwarnings("ignore", category=FutureWarning)  # of the peers
    for n in sizes():
        x = answers(n)
        r = in_r(x, JOBS + (POLYCHORIC if n <= POLYCHORIC_UP_TO else ""))
        head(n)
        single_solutions(x, r)
        compare(
            "parallel analysis × 100, components",
            lambda x=x: p.parallel_analysis(x),
            eigenvalues,
            r.get("psych::fa.parallel"),
        )
        compare("parallel analysis × 100, factors", lambda x=x: p.parallel_analysis(x, method="factors"), None)
        compare("parallel analysis × 100, resampled", lambda x=x: p.parallel_analysis(x, draws="resampled"), None)
        compare(
            "parallel analysis × 100, polychoric",
            lambda x=x: p.parallel_analysis(x, correlation="polychoric"),
            lambda result: result.table["eigenvalue"],
            r.get('psych::fa.parallel(cor = "poly")'),
            repeats=2,
        )


if __name__ == "__main__":
    main()
