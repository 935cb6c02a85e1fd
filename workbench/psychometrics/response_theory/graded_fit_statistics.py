"""How well the graded response model fits: likelihood criteria and the statistic C2 with its indices."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from workbench.numerics.factors import comparative_fit, rmsea, tucker_lewis
from workbench.numerics.response_theory import (
    Discrepancy,
    Moments,
    discrepancy,
    independent_moments,
    model_moments,
    replicate_moments,
    root_mean_square_residual,
    sample_moments,
)
from workbench.numerics.sampling import jackknife_covariance
from workbench.psychometrics.answers import CompleteResponses
from workbench.psychometrics.response_theory.graded_items import GradedFit
from workbench.wording import say


def fit_statistics(fitted: GradedFit, sample: CompleteResponses) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """One row of fit statistics, and what they lack."""
    model, n = fitted.model, sample.n_respondents
    moments = _moments(fitted, sample)
    implied = model_moments(model.parameters, model.place, fitted.problem.nodes)
    against = discrepancy(moments, implied)
    baseline = discrepancy(moments, independent_moments(moments.means, model.place))
    n_parameters, notes = model.place.size, list[str]()
    criteria = {"aic": 2.0 * n_parameters, "bic": np.log(n) * n_parameters}
    row = {"log_likelihood": fitted.log_likelihood, "n_parameters": n_parameters}
    row |= {name: np.nan if sample.weighted else part - 2 * fitted.log_likelihood for name, part in criteria.items()}
    if sample.weighted:
        notes.append(
            say(
                "The log-likelihood is a weighted one, so AIC and BIC are not defined; C2 is divided by the mean "
                "design effect of its restrictions (Rao & Scott)."
            )
        )
    if against is None or baseline is None:
        notes.append(_why_without(len(model.items)))
    row |= _indices(against, baseline, n)
    row["srmr"] = root_mean_square_residual(moments, implied)
    row["scaling_factor"] = np.nan if against is None else against.scaling_factor
    return pd.DataFrame([{**row, "n_respondents": n}]), tuple(notes)


def _moments(fitted: GradedFit, sample: CompleteResponses) -> Moments:
    problem, patterns = fitted.problem, fitted.patterns
    squares = patterns.sums(sample.weights**2) if sample.weighted else None
    moments = sample_moments(problem.codes, problem.weights, squares, problem.place)
    if sample.replicates is None:
        return moments
    by_replicate = np.concatenate(
        [
            replicate_moments(problem.codes, patterns.sums(np.ascontiguousarray(column))[:, None], problem.place)
            for column in sample.replicates.T
        ]
    )
    return moments._replace(weighted=moments.n * jackknife_covariance(by_replicate))


def _why_without(n_items: int) -> str:
    if n_items == 3:
        return say("With three items C2 has no degrees of freedom, so there is no test of fit.")
    return say(
        "The answers are too sparse for C2 (the covariance of its moments is singular), so there is no test of fit."
    )


def _indices(against: Discrepancy | None, baseline: Discrepancy | None, n: int) -> dict[str, float]:
    """Test, RMSEA with interval, and the two indices against independent items."""
    names = ("chi_square", "df", "p_value", "rmsea", "rmsea_low", "rmsea_high", "cfi", "tli")
    if against is None or baseline is None:
        return dict.fromkeys(names, np.nan)
    chi_square, df = against.chi_square, against.df
    error = rmsea(chi_square, chi_square, df=df, n=n - 1, n_groups=1)
    excess, base_excess = chi_square - df, baseline.chi_square - baseline.df
    values = (
        chi_square,
        float(df),
        float(stats.chi2.sf(chi_square, df)),
        error.estimate,
        error.low,
        error.high,
        comparative_fit(excess, base_excess),
        tucker_lewis(excess, base_excess, df=df, baseline_df=baseline.df),
    )
    return dict(zip(names, values, strict=True))
