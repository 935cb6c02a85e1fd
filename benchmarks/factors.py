"""One confirmatory factor by WLSMV, MLR, ML: semopy, statsmodels, and lavaan in R.

    python benchmarks/factors.py [n_respondents ...]

Ours also make standardised solution, residual correlations and modification indices, which R computes only on request:
its time is that of the fit with standard errors and test. Compared are loadings, their errors, chi-square.
"""

import numpy as np
import pandas as pd
import semopy

from benchmarks.side_by_side import answers, compare, head, in_r, measured, sizes, statsmodels_loadings
from workbench import psychometrics

JOBS = """
loadings <- function(f) { p <- parameterEstimates(f); p <- p[p$op == "=~", ]; m <- fitMeasures(f)
  c(p$est, p$se, if ("chisq.scaled" %in% names(m)) m["chisq.scaled"] else m["chisq"]) }
job("lavaan ML", "lavaan", quote(cfa(model, x, std.lv = TRUE)), loadings)
job("lavaan MLR", "lavaan", quote(cfa(model, x, std.lv = TRUE, estimator = "MLR")), loadings)
job("lavaan WLSMV", "lavaan", quote(cfa(model, x, std.lv = TRUE, ordered = items, estimator = "WLSMV")), loadings)
"""


def numbers(fitted: psychometrics.ConfirmatoryFactors) -> np.ndarray:
    chi_square = "chi_square_scaled" if "chi_square_scaled" in fitted.fit else "chi_square"
    return np.concatenate([fitted.loadings["loading"], fitted.loadings["std_error"], fitted.fit[chi_square]])


def by_semopy(x: pd.DataFrame) -> np.ndarray:
    model = semopy.Model("f =~ " + " + ".join(x.columns))
    model.fit(x)
    table = model.inspect(std_est=True)
    return table.loc[table["rval"] == "f", "Est. Std"].to_numpy(float)[: x.shape[1]]


def main() -> None:
    for n in sizes():
        x = answers(n)
        r = in_r(x, JOBS)
        head(n)
        for estimator in ("ML", "MLR", "WLSMV"):
            compare(
                f"{estimator}: loadings, errors, chi-square",
                lambda x=x, estimator=estimator: psychometrics.fit_confirmatory_factors(x, estimator=estimator),
                numbers,
                r.get(f"lavaan {estimator}"),
            )
        compare(
            "ML: standardised loadings",
            lambda x=x: psychometrics.fit_confirmatory_factors(x, estimator="ML"),
            lambda fitted: fitted.loadings["standardized"],
            measured("semopy", lambda x=x: by_semopy(x)),
            measured("statsmodels Factor (no errors)", lambda x=x: statsmodels_loadings(x)),
        )


if __name__ == "__main__":
    main()
