"""Alpha, omega, factors and parallel analysis beside pingouin, factor_analyzer and statsmodels: same answers, one run.

    .venv/bin/python benchmarks/psychometrics.py [n_respondents]

Ten items with five options. Each line: seconds here (best of three), seconds and name of the peer, and the largest
difference between the two results (pingouin rounds its interval to three decimals); `-` where no maintained Python
package gives that number.
"""

import sys
import time
import warnings

import numpy as np
import pandas as pd
import pingouin
from factor_analyzer import FactorAnalyzer
from factor_analyzer.factor_analyzer import calculate_bartlett_sphericity, calculate_kmo
from statsmodels.multivariate.factor import Factor

from workbench import psychometrics
from workbench.simulation.graded_responses import draw_graded_responses


def answers(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    points = draw_graded_responses(
        rng.standard_normal(n),
        loadings=np.linspace(0.5, 0.8, 10),
        thresholds=np.tile([-1.8, -1.0, -0.3, 0.8], (10, 1)),
        rng=rng,
    )
    return pd.DataFrame(points.astype(float), columns=[f"item{number}" for number in range(1, 11)])


def best_of(call, repeats=3):
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        value = call()
        times.append(time.perf_counter() - begin)
    return min(times), np.asarray(value, float)


def plain_bootstrap(responses: pd.DataFrame, n_bootstrap: int) -> list[float]:
    """What one writes without the workbench: pingouin on resampled frames."""
    rng, n = np.random.default_rng(1), len(responses)
    drawn = [pingouin.cronbach_alpha(responses.iloc[rng.integers(0, n, n)])[0] for _ in range(n_bootstrap)]
    return list(np.quantile(drawn, [0.025, 0.975]))


def loadings(fitted) -> np.ndarray:
    return fitted.loadings["loading"].to_numpy()


def peer_loadings(responses: pd.DataFrame, method: str) -> np.ndarray:
    return np.abs(FactorAnalyzer(1, rotation=None, method=method).fit(responses).loadings_[:, 0])


def interval(result) -> pd.Series:
    return result.table.loc[0, ["conf_low", "conf_high"]]


def resampled_alpha(x: pd.DataFrame, n_bootstrap: int) -> pd.Series:
    return interval(psychometrics.coefficient_alpha(x, interval="bootstrap", n_bootstrap=n_bootstrap))


def resampled_omega(x: pd.DataFrame, n_bootstrap: int) -> pd.Series:
    return interval(psychometrics.coefficient_omega(x, n_bootstrap=n_bootstrap))


def statsmodels_ml(x: pd.DataFrame) -> np.ndarray:
    return np.abs(Factor(corr=x.corr().to_numpy(), n_factor=1, method="ml", nobs=len(x)).fit().loadings[:, 0])


def comparisons(x: pd.DataFrame) -> list[tuple]:
    """What, ours, name of the peer, theirs."""
    p = psychometrics
    return [
        ("alpha, Feldt's interval", lambda: interval(p.coefficient_alpha(x)),
         "pingouin", lambda: pingouin.cronbach_alpha(x)[1]),
        ("alpha, bootstrap × 100", lambda: resampled_alpha(x, 100),
         "pingouin in a loop", lambda: plain_bootstrap(x, 100)),
        ("alpha, bootstrap × 1000", lambda: resampled_alpha(x, 1000), "-", None),
        ("omega, bootstrap × 1000", lambda: resampled_omega(x, 1000), "-", None),
        ("omega, bootstrap × 2000", lambda: resampled_omega(x, 2000), "-", None),
        ("KMO by item", lambda: p.sampling_adequacy(x).items["sampling_adequacy"],
         "factor_analyzer", lambda: calculate_kmo(x)[0]),
        ("Bartlett's chi-square", lambda: p.sampling_adequacy(x).table["chi_square"],
         "factor_analyzer", lambda: [calculate_bartlett_sphericity(x)[0]]),
        ("one factor, minres (two routes)", lambda: loadings(p.fit_exploratory_factors(x)),
         "factor_analyzer", lambda: peer_loadings(x, "minres")),
        ("one factor, ML (two routes)", lambda: loadings(p.fit_exploratory_factors(x, method="ml")),
         "statsmodels", lambda: statsmodels_ml(x)),
        ("parallel analysis of factors × 100",
         lambda: p.parallel_analysis(x, method="factors").table["eigenvalue"], "-", None),
    ]  # fmt: skip


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 26_000
    responses = answers(n)
    print(f"{n} respondents, 10 items, 5 options")
    print(f"{'':36}{'here, s':>10}{'peer, s':>10}  {'peer':20}{'difference':>12}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for what, ours, name, theirs in comparisons(responses):
            seconds, value = best_of(ours)
            if theirs is None:
                print(f"{what:36}{seconds:10.3f}{'-':>10}  {name:20}{'-':>12}")
            else:
                peer_seconds, peer_value = best_of(theirs, repeats=1)
                print(
                    f"{what:36}{seconds:10.3f}{peer_seconds:10.3f}  {name:20}{np.abs(value - peer_value).max():12.1e}"
                )


if __name__ == "__main__":
    main()
