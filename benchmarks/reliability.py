"""Alpha and the omegas with bootstrap intervals: pingouin, and psych, lavaan and semTools in R.

    python benchmarks/reliability.py [n_respondents ...]

A peer that would need minutes draws fewer samples, and its time is multiplied: the line says so. Bootstrap intervals
are compared where both use percentiles: they agree within chance only.
"""

import numpy as np
import pandas as pd
import pingouin

from benchmarks.side_by_side import Measured, answers, compare, head, in_r, measured, sizes
from workbench import psychometrics

# Draws that R's program for the omegas and pingouin make, of 1,000.
FEW, HUNDRED, ALL = 3, 100, 1_000
BOOTSTRAP_UP_TO = 50_000
JOBS = """
job("psych::alpha, Feldt", "psych", quote(psych::alpha(x)), function(v) unlist(v$feldt[c("lower.ci", "upper.ci")]))
job("psych::splitHalf", "psych", quote(splitHalf(x, brute = TRUE)), function(v) NULL)  # of the correlations
"""
BOOTSTRAPS = """
drawn <- function() x[sample.int(nrow(x), replace = TRUE), ]
job("psych::alpha(n.iter = 1000)", "psych", quote(psych::alpha(x, n.iter = 1000)),
    function(v) quantile(v$boot[, "raw_alpha"], c(.025, .975)))
job("lavaan ML, 20 draws × 50", "lavaan", quote(for (i in 1:20) { f <- cfa(model, drawn(), std.lv = TRUE)
  e <- lavInspect(f, "est"); sum(e$lambda)^2 / sum(fitted(f)$cov) }), function(v) NULL)
job("semTools, 3 draws × 333", c("lavaan", "semTools"), quote(for (i in 1:3) compRelSEM(cfa(model, drawn(),
  ordered = items, std.lv = TRUE, estimator = "WLSMV", se = "none", test = "none"), ord.scale = TRUE)),
  function(v) NULL)
"""
TIMES = {"lavaan ML, 20 draws × 50": ALL / 20, "semTools, 3 draws × 333": ALL / FEW}


def plain_bootstrap(responses: pd.DataFrame) -> list[float]:
    """What one writes without the workbench: pingouin on resampled frames."""
    rng, n = np.random.default_rng(1), len(responses)
    drawn = [pingouin.cronbach_alpha(responses.iloc[rng.integers(0, n, n)])[0] for _ in range(HUNDRED)]
    return list(np.quantile(drawn, [0.025, 0.975]))


def interval(result: psychometrics.Reliability) -> pd.Series:
    return result.table.loc[0, ["conf_low", "conf_high"]]


def scaled(r: dict[str, Measured]) -> dict[str, Measured]:
    return {name: run._replace(seconds=run.seconds * TIMES.get(name, 1)) for name, run in r.items()}


def bootstraps(x: pd.DataFrame, r: dict[str, Measured]) -> None:
    p = psychometrics
    loop = measured("pingouin in a loop, 100 draws × 10", lambda: plain_bootstrap(x), times=ALL / HUNDRED)
    compare(
        "alpha, bootstrap × 1000",
        lambda: p.coefficient_alpha(x, interval="bootstrap", n_bootstrap=ALL),
        interval,
        loop,
        r.get("psych::alpha(n.iter = 1000)"),
    )
    lavaan, semtools = r.get("lavaan ML, 20 draws × 50"), r.get("semTools, 3 draws × 333")
    compare("omega total, bootstrap × 1000", lambda: p.coefficient_omega(x, n_bootstrap=ALL), interval, lavaan)
    for kind, peer in (("categorical", semtools), ("latent", None)):
        compare(
            f"{kind} omega, bootstrap × 1000",
            lambda kind=kind: p.coefficient_omega(x, kind=kind, n_bootstrap=ALL),
            interval,
            peer,
            repeats=2,
        )
    compare("ordinal alpha, bootstrap × 1000", lambda: p.ordinal_alpha(x, n_bootstrap=ALL), interval, repeats=2)


def main() -> None:
    p = psychometrics
    for n in sizes():
        x = answers(n)
        many = n > BOOTSTRAP_UP_TO
        r = scaled(in_r(x, JOBS + ("" if many else BOOTSTRAPS)))
        head(n)
        compare(
            "alpha, Feldt's interval",
            lambda x=x: p.coefficient_alpha(x),
            interval,
            measured("pingouin (three decimals)", lambda x=x: pingouin.cronbach_alpha(x)[1]),
            r.get("psych::alpha, Feldt"),
        )
        compare(
            "split halves, all enumerated",
            lambda x=x: p.split_half(x),
            None,
            r.get("psych::splitHalf"),
        )
        bootstraps(x, {} if many else r)


if __name__ == "__main__":
    main()
