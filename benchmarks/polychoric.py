"""Polychoric correlations: tables and likelihood, then with standard errors; psych and lavaan beside, if R is there.

    .venv/bin/python benchmarks/polychoric.py [n_respondents ...]

Ten items with five options; seconds, best of five (R: once), and the largest difference of a correlation from R's.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import psychometrics
from workbench.psychometrics.complete_responses import complete_responses
from workbench.psychometrics.ordered_categories import fit_pairs
from workbench.simulation.graded_responses import draw_graded_responses

WHAT = "Polychoric correlations"
R_SCRIPT = """
suppressMessages({library(psych); library(lavaan)})
a <- commandArgs(TRUE); x <- read.csv(a[1])
one <- system.time(p <- suppressWarnings(psych::polychoric(x, correct = 0, global = TRUE, progress = FALSE)))[[3]]
two <- system.time(l <- lavaan::lavCor(x, ordered = names(x), se = "none"))[[3]]
write.table(rbind(c(one, p$rho[upper.tri(p$rho)]), c(two, l[upper.tri(l)])), a[2], row.names = FALSE, col.names = FALSE)
"""


def answers(n: int) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    points = draw_graded_responses(
        rng.standard_normal(n),
        loadings=np.linspace(0.5, 0.8, 10),
        thresholds=np.tile([-1.8, -1.0, -0.3, 0.8], (10, 1)),
        rng=rng,
    )
    return pd.DataFrame(points.astype(float), columns=[f"item{number}" for number in range(1, 11)])


def best_of(call, repeats=5):
    times = []
    for _ in range(repeats):
        begin = time.perf_counter()
        value = call()
        times.append(time.perf_counter() - begin)
    return min(times), value


def in_r(responses: pd.DataFrame) -> np.ndarray:
    """One row per program: seconds, then the correlations column by column."""
    with tempfile.TemporaryDirectory() as folder:
        data, out, script = (Path(folder) / name for name in ("x.csv", "out.txt", "s.R"))
        responses.astype(int).to_csv(data, index=False)
        script.write_text(R_SCRIPT, encoding="utf-8")
        subprocess.run(["Rscript", str(script), str(data), str(out)], check=True, capture_output=True)
        return np.loadtxt(out)


def main() -> None:
    for n in [int(word) for word in sys.argv[1:]] or [26_000, 200_000]:
        x = answers(n)
        sample = complete_responses(x, sampling_weights=None, what=WHAT)
        weights = pd.Series(np.random.default_rng(2).uniform(0.5, 2, n), index=x.index)
        print(f"{n} respondents, 10 items, 5 options")
        checked, _ = best_of(lambda x=x: complete_responses(x, sampling_weights=None, what=WHAT))
        seconds, fit = best_of(lambda sample=sample: fit_pairs(sample))
        print(f"{'check of the answers, means, covariances':44}{checked:8.3f}")
        print(f"{'tables and correlations':44}{seconds:8.3f}")
        whole, _ = best_of(lambda x=x: psychometrics.polychoric_correlations(x))
        print(f"{'all, with thresholds, covariance, errors':44}{whole:8.3f}")
        whole, _ = best_of(lambda x=x, w=weights: psychometrics.polychoric_correlations(x, sampling_weights=w))
        print(f"{'the same, weighted':44}{whole:8.3f}")
        if shutil.which("Rscript"):
            ours = np.zeros((10, 10))
            ours[fit.second, fit.first] = fit.rho
            ours = ours[np.tril_indices(10, -1)]
            for name, row in zip(("psych::polychoric", "lavaan::lavCor"), in_r(x), strict=True):
                print(
                    f"{name + ' (correlations only)':44}{row[0]:8.3f}   difference {np.abs(row[1:] - ours).max():.1e}"
                )


if __name__ == "__main__":
    main()
