"""Exploratory factors by minimum residuals or maximum likelihood, by two routes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from factor_analyzer import FactorAnalyzer
from statsmodels.multivariate.factor import Factor

from workbench.arrays import Floats
from workbench.errors import NotEstimable, ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.numerics import one_blas_thread
from workbench.numerics.factors import UNIQUENESS_BOUNDS, Extraction, extract_factors, squared_multiple_correlations
from workbench.options import FACTOR_METHODS, check_count, check_option
from workbench.psychometrics.answers import complete_responses, design_weights
from workbench.psychometrics.ordered_answers import correlations, named_correlations
from workbench.results import Result
from workbench.wording import numbers, say, say_count

# Two programs that agree to fewer digits than a printed loading shows are not at one solution.
ROUTES_AGREE = 1e-3
# A start near the lower bound of uniquenesses, but not at it: there the search could not tell up from down.
NEARLY_NOTHING = 0.01


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ExploratoryFactors(Result):
    """Unrotated factors of one correlation matrix.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per factor: factor, sum_squared_loadings, share_variance (of all items' variance).
    loadings : pandas.DataFrame
        One row per item and factor: item, factor, loading, communality, uniqueness. Each factor is reflected so that
        its loadings sum to a positive number.
    eigenvalues : pandas.DataFrame
        Of the correlation matrix: component, eigenvalue, share_variance.
    residual_correlations : pandas.DataFrame
        Items × items: observed correlation less the one that the factors imply; 0 on the diagonal.
    second_route : pandas.DataFrame
        The loadings by statsmodels: item, factor, loading.
    largest_difference : float
        Largest absolute difference between the loadings of the two routes.
    """

    loadings: pd.DataFrame
    eigenvalues: pd.DataFrame
    residual_correlations: pd.DataFrame = field(metadata={"matrix": True})
    second_route: pd.DataFrame
    largest_difference: float = field(metadata={"private": True})


def fit_exploratory_factors(
    responses: pd.DataFrame,
    *,
    n_factors: int = 1,
    method: str = "minres",
    correlation: str = "pearson",
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> ExploratoryFactors:
    r"""Fit unrotated common factors, :math:`R = \Lambda\Lambda' + \Psi`.

    factor_analyzer gives the start. Its search stops near the optimum (it takes derivatives by differences), so Newton
    steps from there, from R's own start and from one start per item (at which that item has hardly any variance of its
    own) go on until the criterion is flat; the best end is kept. statsmodels'
    ``Factor`` finds the loadings a second time by an algorithm of its own.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, no missing values.
    n_factors : int
        Few enough to leave degrees of freedom: (k − p)² ≥ k + p.
    method : {"minres", "ml"}
    correlation : {"pearson", "polychoric"}
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    ExploratoryFactors

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than three items, no more respondents than items, an item that everybody answers alike or that follows
        from the others, polychoric correlations that do not exist or are not positive definite, no convergence.
    ParameterError
        An option that is not allowed, or more factors than the items can carry.

    Notes
    -----
    R gives the same: ``psych::fa(cor(x), nfactors, rotate = "none", fm = "minres")``, or ``fm = "ml"``; also
    ``factanal(covmat = cor(x), factors, rotation = "none")`` for `ml`. Uniquenesses stay within 0.005–1, as there. In a
    Heywood case the residual on the diagonal counts too, as in ``fm = "uls"``; ``fm = "minres"`` ends up to 1e-3 off.

    Proof: tests/reference/factors.

    References
    ----------
    Harman & Jones (1966), Psychometrika 31(3), 351-368.
    Jöreskog (1967), Psychometrika 32(4), 443-482.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> factors = psychometrics.fit_exploratory_factors(complete.responses)
    >>> factors.loadings.round(2)
      item factor  loading  communality  uniqueness
    0   A1     F1     0.38         0.14        0.86
    1   A2     F1     0.68         0.46        0.54
    2   A3     F1     0.76         0.57        0.43
    3   A4     F1     0.48         0.23        0.77
    4   A5     F1     0.61         0.38        0.62
    """
    check_option("method", method, FACTOR_METHODS)
    check_count("n_factors", n_factors)
    what = say("Factor analysis")
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=what, minimum_items=3)
    _check_n_factors(n_factors, sample.n_items)
    matrix = correlations(sample, correlation=correlation, what=what)
    solution = best_extraction(matrix, n_factors, method)
    loadings, k = solution.loadings[0], sample.n_items
    second = _second_route(matrix, n_factors, method, loadings, sample.n_respondents)
    largest_difference = float(np.abs(second - loadings).max())
    residuals = np.where(np.eye(k, dtype=bool), 0.0, matrix - loadings @ loadings.T)
    eigenvalues = np.linalg.eigvalsh(matrix)[::-1]
    squares, names = (loadings**2).sum(axis=0), factor_names(n_factors)
    return ExploratoryFactors(
        table=pd.DataFrame({"factor": names, "sum_squared_loadings": squares, "share_variance": squares / k}),
        loadings=loadings_frame(solution, sample.items),
        eigenvalues=pd.DataFrame(
            {"component": range(1, k + 1), "eigenvalue": eigenvalues, "share_variance": eigenvalues / k}
        ),
        residual_correlations=sample.matrix(residuals),
        second_route=pd.DataFrame(
            {"item": np.repeat(sample.items.to_numpy(), n_factors), "factor": names * k, "loading": second.ravel()}
        ),
        largest_difference=largest_difference,
        method=_method(named_correlations(sample, correlation), n_factors, method),
        notes=(*weights.notes, *heywood_notes(solution, sample.items), *_route_notes(largest_difference)),
    )


def _check_n_factors(n_factors: int, k: int) -> None:
    most = max(p for p in range(1, k) if (k - p) ** 2 >= k + p)
    if n_factors > most:
        raise ParameterError(
            f"`n_factors` is {n_factors}, but {k} items can carry at most {most}. Ask for fewer factors."
        )


def best_extraction(matrix: Floats, n_factors: int, method: str) -> Extraction:
    """Of the ends that Newton's method reaches from several starts, take the one with the lowest criterion.

    Several factors can have several minima, most of them with an item that a factor nearly coincides with. So beside
    the usual starts there is one for each item, at which that item has hardly any variance of its own.

    Raises
    ------
    NotEstimable
        No convergence from any start.
    """
    usual = 1 - squared_multiple_correlations(matrix)
    alone = np.where(np.eye(len(matrix), dtype=bool), NEARLY_NOTHING, usual)
    starts = np.vstack([_first_route(matrix, n_factors, method), usual, alone])
    ends = extract_factors(np.stack([matrix] * len(starts)), n_factors=n_factors, method=method, start=starts)
    found = [
        Extraction(ends.loadings[[i]], ends.uniquenesses[[i]], ends.converged[[i]])
        for i in np.flatnonzero(ends.converged)
    ]
    if not found:
        raise NotEstimable(
            say(
                "The factor search did not converge with `n_factors` {n}. Ask for fewer factors, leave out an item, or "
                "choose a larger group.",
                n=n_factors,
            )
        )
    return min(found, key=lambda end: _discrepancy(matrix, end, method))


def _discrepancy(matrix: Floats, solution: Extraction, method: str) -> float:
    """ML discrepancy or half the sum of squared residuals."""
    loadings = solution.loadings[0]
    implied = loadings @ loadings.T + np.diag(solution.uniquenesses[0])
    if method == "ml":
        return float(np.linalg.slogdet(implied)[1] + np.trace(np.linalg.solve(implied, matrix)))
    return float(((matrix - implied) ** 2).sum() / 2)


@one_blas_thread
def _first_route(matrix: Floats, n_factors: int, method: str) -> Floats:
    """Uniquenesses by factor_analyzer."""
    with warnings.catch_warnings():
        # scikit-learn's renamed argument, and a search that stops early: ours goes on and says if it fails.
        warnings.simplefilter("ignore")
        analyzer = FactorAnalyzer(n_factors, rotation=None, method=method, is_corr_matrix=True)
        analyzer.fit(matrix.copy())
    return np.asarray(analyzer.get_uniquenesses(), dtype=float)


@one_blas_thread
def _second_route(matrix: Floats, n_factors: int, method: str, loadings: Floats, n_respondents: int) -> Floats:
    """Find the loadings by statsmodels (minres: iterated principal axes), columns matched and reflected to ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a second route that fails shows in the difference, which is reported
        if method == "ml":
            fitted = Factor(corr=matrix, n_factor=n_factors, method="ml", nobs=n_respondents).fit()
        else:
            fitted = Factor(corr=matrix, n_factor=n_factors, method="pa", nobs=n_respondents).fit(maxiter=5000)
    found = np.zeros_like(loadings)
    found[:, : fitted.loadings.shape[1]] = np.nan_to_num(fitted.loadings)
    nearest = [int(np.argmax(np.abs(found.T @ column))) for column in loadings.T]
    ordered = found[:, nearest] if len(set(nearest)) == n_factors else found
    return np.asarray(ordered * np.where((ordered * loadings).sum(axis=0) < 0, -1.0, 1.0))


def _method(analysed: str, n_factors: int, method: str) -> str:
    if method == "minres":
        return say_count(
            "One unrotated factor by minimum residuals (Harman & Jones 1966) on {correlations}, reflected so that its "
            "loadings sum to a positive number; factor_analyzer, refined by Newton steps, with statsmodels as second "
            "route.",
            "{n} unrotated factors by minimum residuals (Harman & Jones 1966) on {correlations}, reflected so that its "
            "loadings sum to a positive number; factor_analyzer, refined by Newton steps, with statsmodels as second "
            "route.",
            n=n_factors, correlations=analysed,
        )  # fmt: skip
    return say_count(
        "One unrotated factor by maximum likelihood (Jöreskog 1967) on {correlations}, reflected so that its loadings "
        "sum to a positive number; factor_analyzer, refined by Newton steps, with statsmodels as second route.",
        "{n} unrotated factors by maximum likelihood (Jöreskog 1967) on {correlations}, reflected so that its loadings "
        "sum to a positive number; factor_analyzer, refined by Newton steps, with statsmodels as second route.",
        n=n_factors, correlations=analysed,
    )  # fmt: skip


def _route_notes(largest_difference: float) -> tuple[str, ...]:
    if largest_difference <= ROUTES_AGREE:
        return ()
    return (
        say(
            "The second route (statsmodels) ends elsewhere: it stopped early, or the data hardly determine the "
            "solution."
        ),
    )


def factor_names(n_factors: int) -> list[str]:
    """F1, F2, … in order of extraction."""
    return [f"F{number}" for number in range(1, n_factors + 1)]


def loadings_frame(solution: Extraction, items: pd.Index) -> pd.DataFrame:
    """Long frame of one solution: item, factor, loading, communality, uniqueness; items in order, factors within."""
    loadings = solution.loadings[0]
    k, p = loadings.shape
    return pd.DataFrame(
        {
            "item": np.repeat(items.to_numpy(), p),
            "factor": factor_names(p) * k,
            "loading": loadings.ravel(),
            "communality": np.repeat((loadings**2).sum(axis=1), p),
            "uniqueness": np.repeat(solution.uniquenesses[0], p),
        }
    )


def heywood_notes(solution: Extraction, items: pd.Index) -> list[str]:
    """One note for each item whose uniqueness ended at the lower bound (a Heywood case)."""
    lowest = UNIQUENESS_BOUNDS[0]
    at_bound = items[solution.uniquenesses[0] <= lowest * 1.001]
    return [
        say(
            "Heywood case: the uniqueness of item `{item}` stopped at its lower bound {lowest}. Factor and item nearly "
            "coincide, so the loadings are not to be trusted.",
            item=item,
            lowest=numbers.shortest(lowest),
        )
        for item in at_bound
    ]
