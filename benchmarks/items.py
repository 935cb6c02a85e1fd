"""Mokken's coefficients and item bias: statsmodels; mokken and MASS in R.

    python benchmarks/items.py [n_respondents ...]

R's mokken is compared where it is installed; MASS comes with R. statsmodels' ordinal regression runs for one item at
26,000 respondents or fewer, and its time is multiplied by the ten items.
"""

import numpy as np
import pandas as pd
from statsmodels.miscmodels.ordinal_model import OrderedModel

from benchmarks.side_by_side import Measured, answers, compare, head, in_r, measured, sizes, two_groups
from workbench import psychometrics

STATSMODELS_UP_TO = 30_000
JOBS = """
job("R mokken", "mokken", quote(coefH(x, se = TRUE, results = FALSE)), function(v) as.numeric(unlist(v$H)[1]))
total <- as.numeric(scale(rowSums(x)))
# With its default tolerance polr stops so early that chi-squares of 200,000 respondents are off by up to 0.2.
deviance_of <- function(formula, d) polr(formula, d, control = list(reltol = 1e-14, maxit = 1000))$deviance
polr3 <- function(i) { d <- data.frame(y = ordered(x[[i]]), total, g); base <- deviance_of(y ~ total, d)
  base - c(deviance_of(y ~ total + g, d), deviance_of(y ~ total * g, d)) }
job("MASS::polr, 10 items", "MASS", quote(sapply(items, polr3)), function(v) c(v[1, ], v[2, ]))
"""


def bias(result: psychometrics.ItemBias) -> np.ndarray:
    by_term = result.table.pivot(index="item", columns="term", values="statistic").loc[result.table["item"].unique()]
    return np.concatenate([by_term["uniform"], by_term["both"]])


def by_statsmodels(x: pd.DataFrame, group: pd.Series) -> Measured:
    """Three models of the first item."""
    total = (x.sum(axis=1) - 36) / 8  # at these values of a predictor its optimiser does not get lost
    other = (group == "two").astype(float)
    answered = pd.Series(pd.Categorical(x.iloc[:, 0], ordered=True), index=x.index)
    predictors = pd.DataFrame({"total": total, "group": other, "product": total * other})

    def deviances() -> list[float]:
        columns = (["total"], ["total", "group"], ["total", "group", "product"])
        fits = [OrderedModel(answered, predictors[c], distr="logit").fit(method="bfgs", disp=0) for c in columns]
        return [2 * (fit.llf - fits[0].llf) for fit in fits[1:]]

    return measured("statsmodels OrderedModel, 1 item × 10", deviances, times=x.shape[1])


def main() -> None:
    for n in sizes():
        x = answers(n)
        group = two_groups(x)
        r = in_r(x, JOBS, group)
        head(n)
        compare(
            "Mokken's coefficients with errors",
            lambda x=x: psychometrics.scalability_coefficients(x),
            lambda result: result.table["estimate"],
            r.get("R mokken"),
        )
        compare(
            "item bias, 10 items",
            lambda x=x, group=group: psychometrics.item_bias(x, group=group),
            bias,
            r.get("MASS::polr, 10 items"),
        )
        if n <= STATSMODELS_UP_TO:
            compare(
                "item bias, the first item's chi-squares",
                lambda x=x, group=group: psychometrics.item_bias(x, group=group),
                lambda result: bias(result)[[0, 10]],
                by_statsmodels(x, group),
            )


if __name__ == "__main__":
    main()
