"""Graded response model and precision at the cut-off: mirt for Python, and mirt in R.

    python benchmarks/response_theory.py [n_respondents ...]

R's mirt is compared where it is installed.
"""

import mirt
import numpy as np
import pandas as pd

from benchmarks.side_by_side import answers, compare, head, in_r, measured, sizes
from workbench import psychometrics
from workbench.instruments import load_instrument

JOBS = """
job("R mirt", "mirt", quote(mirt(x, 1, "graded", SE = TRUE, verbose = FALSE)), function(v) {
  p <- sapply(coef(v, IRTpars = TRUE)[items], function(m) m[, "a"])
  c(p[1, ], sqrt(p[2, ] * 0) + (p[3, ] - p[2, ]) / 3.919928) })
"""


def graded(result: psychometrics.GradedResponse) -> np.ndarray:
    return np.concatenate([result.items["discrimination"], result.items["std_error"]])


def by_mirt(x: pd.DataFrame) -> np.ndarray:
    fitted = mirt.fit_mirt(x.to_numpy(int) - 1, model="GRM", n_quadpts=61, n_categories=5)
    return np.concatenate([fitted.model.parameters["discrimination"], fitted.standard_errors["discrimination"]])


def main() -> None:
    for n in sizes():
        x = answers(n)
        r = in_r(x, JOBS)
        head(n)
        compare(
            "graded response: discriminations, errors",
            lambda x=x: psychometrics.fit_graded_response(x),
            graded,
            measured("mirt for Python", lambda x=x: by_mirt(x)),
            r.get("R mirt"),
            repeats=2,
        )
        fitted, scale = psychometrics.fit_graded_response(x), load_instrument("esis")
        compare(
            "precision at the cut-off",
            lambda fitted=fitted, scale=scale: psychometrics.cutoff_precision(fitted, instrument=scale),
            None,
        )


if __name__ == "__main__":
    main()
