"""One factor against several: how well exploratory models of one, two, … factors fit, in one table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.factors import UNIQUENESS_BOUNDS, Extraction, rmsea
from workbench.options import check_count
from workbench.psychometrics.answers import CompleteResponses, complete_responses, design_weights, named_items
from workbench.psychometrics.factors import best_extraction
from workbench.psychometrics.ordered_answers import correlations, named_correlations
from workbench.results import Result
from workbench.wording import correlations_named, say, say_count

MOST_FACTORS = 4


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FactorNumbers(Result):
    """Fit of exploratory models that differ in the number of factors.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per number of factors that was found: n_factors, chi_square, df, p_value, rmsea, rmsea_low, rmsea_high,
        tli, bic, residual_rms, share_variance, n_respondents, n_items.
    correlation : str
        `pearson` or `polychoric`.
    """

    correlation: str


def factor_numbers(
    responses: pd.DataFrame,
    *,
    most: int = MOST_FACTORS,
    correlation: str = "pearson",
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> FactorNumbers:
    r"""Fit one factor, then two, and so on, by maximum likelihood, each as long as degrees of freedom are left.

    With k items, p factors, implied correlations :math:`\hat\Sigma`, and :math:`df = ((k - p)^2 - k - p) / 2`:

    .. math:: \chi^2 = \left(n - 1 - \frac{2k + 5}{6} - \frac{2p}{3}\right)
        \left(\ln|\hat\Sigma| - \ln|R| + \mathrm{tr}(\hat\Sigma^{-1}R) - k\right), \quad
        \mathrm{BIC} = \chi^2 - df \ln n

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, no missing values.
    most : int
        Largest number of factors; fewer where the items do not carry so many.
    correlation : {"pearson", "polychoric"}
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    FactorNumbers

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than four items, hardly more respondents than items, an item that everybody answers alike or that follows
        from the others, polychoric correlations that do not exist or are not positive definite, not even one factor.
    ParameterError
        An option that is not allowed.

    Notes
    -----
    R gives the same: ``psych::fa(cor(x), p, n.obs = n, fm = "ml", rotate = "none")``: `STATISTIC`, `dof`, `PVAL`,
    `RMSEA` (90 % interval), `TLI`, `BIC`, `rms` (here residual_rms) and the sum of `communality` over k. The chi-square
    carries Bartlett's (1951) correction; lavaan's of the same one-factor model does not and is a little larger. BIC
    differs from −2 log-likelihood + parameters · ln n by a constant and by that correction; only differences of rows
    mean something. Uniquenesses stay above 0.005.

    Proof: tests/reference/dimensionality.

    References
    ----------
    Bartlett (1951), Biometrika 38(3/4), 337-344.
    Jöreskog (1967), Psychometrika 32(4), 443-482.
    Tucker & Lewis (1973), Psychometrika 38(1), 1-10.
    """
    check_count("most", most)
    what = say("A comparison of factor numbers")
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=what, minimum_items=4)
    matrix = correlations(sample, correlation=correlation, what=what)
    k = sample.n_items
    rows: list[dict[str, float]] = []
    notes: list[str] = []
    for p in range(1, min(most, k - 1) + 1):
        if _degrees(k, p) > 0 and _multiplier(sample.n_respondents, k, p) > 0:
            try:
                solution = best_extraction(matrix, p, "ml")
            except NotEstimable:
                row = _named_row(correlation, p)
                notes.append(say("{row}: the search did not converge; there is no row.", row=row))
                continue
            rows.append(_row(matrix, solution, sample.n_respondents))
            notes += _bound_notes(solution, sample, correlation)
    if not rows:
        raise NotEstimable(
            say(
                "No number of factors could be fitted to {k} items of so few respondents. Leave out an item, or choose "
                "a larger group.",
                k=k,
            )
        )
    table = pd.DataFrame(rows).assign(n_respondents=sample.n_respondents, n_items=k)
    return FactorNumbers(
        table=table.astype({"n_factors": int, "df": int}),
        correlation=correlation,
        method=say(
            "Exploratory factors by maximum likelihood (Jöreskog 1967) on {correlations}; chi-square with Bartlett's "
            "(1951) correction, as psych::fa gives it.",
            correlations=named_correlations(sample, correlation),
        ),
        notes=(*weights.notes_on_errors(replicated=False), *_test_notes(sample.weighted, correlation), *notes),
    )


def _degrees(k: int, p: int) -> int:
    return ((k - p) ** 2 - k - p) // 2


def _multiplier(n: int, k: int, p: int) -> float:
    """Return what the discrepancy is multiplied with: Bartlett's for p factors."""
    return n - 1 - (2 * k + 5) / 6 - 2 * p / 3


def _row(matrix: Floats, solution: Extraction, n: int) -> dict[str, float]:
    loadings = solution.loadings[0]
    k, p = loadings.shape
    df = _degrees(k, p)
    common = loadings @ loadings.T
    implied = common + np.diag(1 - np.diag(common))
    log_observed, multiplier = float(np.linalg.slogdet(matrix)[1]), _multiplier(n, k, p)
    fitted = float(np.linalg.slogdet(implied)[1] - log_observed + np.trace(np.linalg.solve(implied, matrix)) - k)
    discrepancy = max(fitted, 0.0)
    chi_square = multiplier * discrepancy
    # psych divides the chi-square by n and its expectation by n − 1; so that both give the same number, so does this.
    error = rmsea(chi_square * (n - 1) / n, chi_square, df=df, n=n - 1, n_groups=1)
    without = -log_observed / (k * (k - 1) / 2)
    off_diagonal = (matrix - common)[~np.eye(k, dtype=bool)]
    return {
        "n_factors": p,
        "chi_square": chi_square,
        "df": df,
        "p_value": float(stats.chi2.sf(chi_square, df)),
        "rmsea": error.estimate,
        "rmsea_low": error.low,
        "rmsea_high": error.high,
        "tli": (without - discrepancy / df) / (without - 1 / multiplier),
        "bic": chi_square - df * float(np.log(n)),
        "residual_rms": float(np.sqrt(np.mean(off_diagonal**2))),
        "share_variance": float(np.trace(common)) / k,
    }


def _bound_notes(solution: Extraction, sample: CompleteResponses, correlation: str) -> list[str]:
    """Say where an item has no variance of its own left: more factors than the items carry often end so."""
    at_bound = sample.items[solution.uniquenesses[0] <= UNIQUENESS_BOUNDS[0] * 1.001]
    if at_bound.empty:
        return []
    row, names = _named_row(correlation, solution.loadings.shape[2]), named_items([str(item) for item in at_bound])
    return [
        say(
            "{row}: the uniqueness of {items} stopped at its lower bound (Heywood case). A factor nearly coincides "
            "with an item, and the row's tests cannot be relied on.",
            row=row,
            items=names,
        )
    ]


def _named_row(correlation: str, p: int) -> str:
    return say_count(
        "{correlations}, {n} factor", "{correlations}, {n} factors", n=p, correlations=correlations_named(correlation)
    )


def _test_notes(weighted: bool, correlation: str) -> list[str]:
    notes: list[str] = []
    if correlation == "polychoric":
        notes.append(
            say(
                "Chi-square and what follows from it take the polychoric correlations as Pearson correlations of "
                "normal variables; as they vary more from sample to sample, the chi-square is too large."
            )
        )
    if weighted:
        notes.append(
            say(
                "Chi-square and what follows from it take the weighted correlations as those of respondents with equal "
                "probability of selection; the chi-square is too large where weights vary much."
            )
        )
    return notes
