"""Why a logistic regression may be trusted or not: events, collinearity, influence, calibration, discrimination."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats
from scipy.special import expit

from workbench.arrays import Floats, Ints
from workbench.numerics.regression import (
    CovariatePatterns,
    LogisticFit,
    leverage,
    logistic_influence,
    nagelkerke_r_squared,
    pooled,
    risk_groups,
    roc_area,
    tjur_r_squared,
    variance_inflation,
)
from workbench.numerics.sampling import logit_interval
from workbench.population.regression.sample import ModelSample, refitted
from workbench.wording import say

N_RISK_GROUPS = 10

AREA = "area under the ROC curve"
TJUR = "Tjur's R²"
NAGELKERKE = "Nagelkerke's R²"
ARCHER_LEMESHOW = "Archer–Lemeshow test of calibration"
INFLUENCE = "largest change of a coefficient without one respondent, in standard errors"


def diagnostic_words(term: str) -> str:
    """Name a diagnostic in the language that is spoken."""
    return {
        AREA: say("area under the ROC curve"),
        TJUR: say("Tjur's R²"),
        NAGELKERKE: say("Nagelkerke's R²"),
        ARCHER_LEMESHOW: say("Archer–Lemeshow test of calibration"),
        INFLUENCE: say("largest change of a coefficient without one respondent, in standard errors"),
    }[term]


class Diagnosed(NamedTuple):
    """What is known of one fit; `calibration` and the test only for a single data set."""

    area: float
    area_variance: float
    tjur: float
    nagelkerke: float
    calibration_test: tuple[float, int, float]
    collinearity: pd.DataFrame
    influence: float
    calibration: pd.DataFrame


def diagnosed(
    sample: ModelSample, variables: Sequence[str], fit: LogisticFit, covariance: Floats, conf_level: float
) -> Diagnosed:
    """Look at one fit from all sides."""
    rows, x, weight = sample.rows, sample.rows.design_matrix(variables), sample.weight
    predicted = expit(x @ fit.coefficients)
    area, change = roc_area(predicted, rows.outcome, weight)

    def again(w: Floats) -> Floats:
        coefficients = refitted(x, rows.outcome, w, fit.coefficients)
        return np.array([roc_area(x @ coefficients, rows.outcome, w)[0]])

    mean = float(np.average(rows.outcome, weights=weight))
    null = float(weight.sum() * (mean * np.log(mean) + (1 - mean) * np.log1p(-mean)))
    test, calibration = _calibration(sample, predicted, conf_level)
    return Diagnosed(
        area=area,
        area_variance=float(sample.covariance(change[:, None], again)[0, 0]),
        tjur=tjur_r_squared(predicted, rows.outcome, weight),
        nagelkerke=nagelkerke_r_squared(fit.log_likelihood, null, float(weight.sum())),
        calibration_test=test,
        collinearity=_collinearity(sample, variables, x),
        influence=_influence(sample, x, fit, np.sqrt(np.diag(covariance))),
        calibration=calibration,
    )


def _calibration(
    sample: ModelSample, predicted: Floats, conf_level: float
) -> tuple[tuple[float, int, float], pd.DataFrame]:
    r"""Mean residual by group of risk: F test of Archer and Lemeshow, and observed beside predicted shares.

    .. math:: F = \frac{f - g + 2}{f g} \hat M^\top \hat V(\hat M)^{-1} \hat M \sim F_{g-1,\, f-g+2}

    with g groups of about equal weight and f degrees of freedom of the design; residuals and groups are held fixed.

    References
    ----------
    Archer, K. J., Lemeshow, S. & Hosmer, D. W. (2007). Goodness-of-fit tests for logistic regression models when data
    are collected using a complex sampling design. Computational Statistics & Data Analysis 51, 4450-4464.
    """
    rows, weight, f = sample.rows, sample.weight, sample.degrees_of_freedom
    group = risk_groups(predicted, weight, N_RISK_GROUPS)
    g = int(group.max()) + 1
    residuals, residual_covariance = _group_means(sample, rows.outcome - predicted, group, g)
    observed, observed_covariance = _group_means(sample, rows.outcome, group, g)
    denominator = f - g + 2
    if g < 3 or denominator < 1 or np.linalg.matrix_rank(residual_covariance) < g:
        test = (np.nan, g - 1, np.nan)
    else:
        wald = float(residuals @ np.linalg.solve(residual_covariance, residuals))
        test = (denominator / (f * g) * wald, g - 1, denominator)
    used = rows.place >= 0
    size = np.bincount(rows.place[used], minlength=len(weight))
    error = np.sqrt(np.diag(observed_covariance))
    low, high = logit_interval(observed, error, np.full(g, f), (1 - conf_level) / 2)
    table = pd.DataFrame(
        {
            "level": [f"{k} of {g}" for k in range(1, g + 1)],
            "n_respondents": np.bincount(group, weights=size, minlength=g).astype(np.int64),
            "n_events": np.bincount(group, weights=size * rows.outcome, minlength=g).astype(np.int64),
            "predicted": _means(predicted, weight, group, g),
            "estimate": observed,
            "std_error": error,
            "conf_low": low,
            "conf_high": high,
            "measure": "share",
            "conf_level": conf_level,
        }
    )
    return test, table


def _means(values: Floats, weight: Floats, group: Ints, g: int) -> Floats:
    sums = np.bincount(group, weights=weight * values, minlength=g)
    return np.asarray(sums / np.bincount(group, weights=weight, minlength=g))


def _group_means(sample: ModelSample, values: Floats, group: Ints, g: int) -> tuple[Floats, Floats]:
    """Weighted means by group and their covariance under the design."""
    means = _means(values, sample.weight, group, g)
    inside = group[:, None] == np.arange(g)
    sums = np.bincount(group, weights=sample.weight, minlength=g)
    influence = inside * ((values - means[group])[:, None] / sums)
    return means, sample.covariance(influence, lambda weight: _means(values, weight, group, g))


def _collinearity(sample: ModelSample, variables: Sequence[str], x: Floats) -> pd.DataFrame:
    spans = sample.rows.spans(variables)
    factors = variance_inflation(x, sample.weight, list(spans.values()))
    df = np.array([span.stop - span.start for span in spans.values()])
    return pd.DataFrame({"variable": list(spans), "df": df, "vif": factors, "vif_per_df": factors ** (1 / (2 * df))})


def _influence(sample: ModelSample, x: Floats, fit: LogisticFit, std_error: Floats) -> float:
    """Largest change of a coefficient, in standard errors, when one respondent is left out (one step of Newton)."""
    largest = sample.largest_weight
    change = np.abs(logistic_influence(x, sample.rows.outcome, fit)) * largest[:, None]
    kept = 1 - largest * leverage(x, x @ fit.coefficients, fit.inverse)
    return float((change / np.maximum(kept, np.finfo(float).tiny)[:, None] / std_error).max())


def diagnostic_table(
    found: Sequence[Diagnosed], patterns: CovariatePatterns, n_fewest: int, complete_df: float, conf_level: float
) -> pd.DataFrame:
    """One row per diagnostic; over imputations the area is pooled, the others are averaged, and there is no test.

    `n_fewest`: of all who have the outcome or not, those on the rarer side, also those whom the model leaves out.
    """
    area, variance, df = found[0].area, found[0].area_variance, complete_df
    if len(found) > 1:
        areas, variances = np.array([[d.area] for d in found]), np.array([[[d.area_variance]] for d in found])
        mean, total, degrees = pooled(areas, variances, complete_df)
        area, variance, df = float(mean[0]), float(total[0, 0]), float(degrees[0])
    if variance == 0:  # of the whole population: no error rather than an interval without width
        variance = np.nan
    low, high = logit_interval(np.array(area), np.sqrt(variance), np.array(df), (1 - conf_level) / 2)
    statistic, numerator, denominator = found[0].calibration_test if len(found) == 1 else (np.nan, 0, np.nan)
    values = {
        AREA: area,
        TJUR: np.mean([d.tjur for d in found]),
        NAGELKERKE: np.mean([d.nagelkerke for d in found]),
        INFLUENCE: max(d.influence for d in found),
        ARCHER_LEMESHOW: np.nan,
    }
    table = pd.DataFrame({"term": list(values), "estimate": np.array(list(values.values()), dtype=float)})
    is_area, is_test = table["term"] == AREA, table["term"] == ARCHER_LEMESHOW
    return table.assign(
        measure=table["term"].map({INFLUENCE: "influence", ARCHER_LEMESHOW: "coefficient"}).fillna("prediction"),
        n_fewest=n_fewest,
        patterns=pd.Series([patterns] * len(values), dtype=object),
        std_error=np.where(is_area, np.sqrt(variance), np.nan),
        conf_low=np.where(is_area, low, np.nan),
        conf_high=np.where(is_area, high, np.nan),
        statistic=np.where(is_test, statistic, np.nan),
        df=np.where(is_test & ~np.isnan(statistic), numerator, np.nan),
        df_residual=np.where(is_test, denominator, np.nan),
        p_value=np.where(is_test, stats.f.sf(statistic, max(numerator, 1), denominator), np.nan),
    )
