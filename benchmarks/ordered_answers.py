"""Polychoric correlations beside ordinalcorr, psych and lavaan: `python benchmarks/ordered_answers.py [n ...]`."""

import ordinalcorr
import pandas as pd

from benchmarks.side_by_side import answers, compare, head, in_r, measured, sizes
from workbench import psychometrics
from workbench.psychometrics.answers import DesignWeights, complete_responses
from workbench.psychometrics.ordered_answers.pairwise_fit import fit_pairs

JOBS = """
job("psych::polychoric", "psych", quote(psych::polychoric(x, correct = 0, global = TRUE, progress = FALSE)),
    function(v) pairs(v$rho))
job("lavaan::lavCor", "lavaan", quote(lavCor(x, ordered = items, se = "none")), function(v) pairs(unclass(v)))
job("lavaan::lavCor with errors", "lavaan", quote(lavCor(x, ordered = items, se = "robust.sem", output = "fit")),
    function(v) { p <- parameterEstimates(v); p <- p[p$op == "~~" & p$lhs != p$rhs, ]; c(p$est, p$se) })
"""


def one_by_one(x: pd.DataFrame) -> list[float]:
    names = list(x)
    return [ordinalcorr.polychoric(x[a], x[b]) for place, a in enumerate(names) for b in names[place + 1 :]]


def main() -> None:
    for n in sizes():
        x = answers(n)
        sample = complete_responses(x, DesignWeights(), what="Polychoric correlations")
        r = in_r(x, JOBS)
        head(n)
        compare(
            "correlations and thresholds",
            lambda sample=sample: fit_pairs(sample),
            lambda fit: fit.rho,
            measured("ordinalcorr", lambda x=x: one_by_one(x)),
            r.get("psych::polychoric"),
            r.get("lavaan::lavCor"),
            repeats=5,
        )
        compare(
            "with check, asymptotic covariance, errors",
            lambda x=x: psychometrics.polychoric_correlations(x),
            lambda result: result.table[["estimate", "std_error"]].to_numpy().T,
            r.get("lavaan::lavCor with errors"),
            repeats=5,
        )
        weights = pd.Series(1 + x.index.to_numpy() % 7 / 2, index=x.index)
        compare(
            "the same, weighted",
            lambda x=x, w=weights: psychometrics.polychoric_correlations(x, sampling_weights=w),
            None,
            repeats=5,
        )


if __name__ == "__main__":
    main()
