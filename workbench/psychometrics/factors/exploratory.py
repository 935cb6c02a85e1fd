"""Exploratory factors by minimum residuals or maximum likelihood, by two routes, unrotated or rotated."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from statsmodels.multivariate.factor import Factor

from workbench.arrays import Floats
from workbench.errors import ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.numerics import one_blas_thread
from workbench.options import FACTOR_METHODS, LEAST, ROTATIONS, check_count, check_option
from workbench.psychometrics.answers import complete_responses, design_weights
from workbench.psychometrics.factors.extraction import best_extraction, factor_names, heywood_notes, loadings_frame
from workbench.psychometrics.factors.rotation import rotated_factors, rotation_name
from workbench.psychometrics.ordered_answers import correlations, named_correlations
from workbench.results import Result
from workbench.wording import say, say_count

# Two programs that agree to fewer digits than a printed loading shows are not at one solution.
ROUTES_AGREE = 1e-3


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ExploratoryFactors(Result):
    """Common factors of one correlation matrix.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per factor: factor, sum_squared_loadings, share_variance (of all items' variance). Of correlated factors
        the sum is that of the products of loading and structure loading, so that the factors add up to the communality.
    loadings : pandas.DataFrame
        One row per item and factor: item, factor, loading (rotated: the pattern), communality, uniqueness. Each factor
        is reflected so that its loadings sum to a positive number; rotated ones stand in descending order of the sum of
        their squared loadings.
    structure : pandas.DataFrame
        item, factor, loading: correlation of the item with the factor; without rotation, and after varimax, the
        loadings again.
    factor_correlations : pandas.DataFrame
        Factors × factors.
    eigenvalues : pandas.DataFrame
        Of the correlation matrix: component, eigenvalue, share_variance.
    residual_correlations : pandas.DataFrame
        Items × items: observed correlation less the one that the factors imply; 0 on the diagonal.
    second_route : pandas.DataFrame
        The unrotated loadings by statsmodels: item, factor, loading.
    largest_difference : float
        Largest absolute difference between the unrotated loadings of the two routes.
    """

    loadings: pd.DataFrame
    structure: pd.DataFrame
    factor_correlations: pd.DataFrame = field(metadata={"matrix": True})
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
    rotation: str = "none",
    seed: int = 1,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> ExploratoryFactors:
    r"""Fit common factors, :math:`R = \Lambda\Phi\Lambda' + \Psi`, and rotate them.

    factor_analyzer gives the start. Its search stops near the optimum (it takes derivatives by differences), so Newton
    steps from there, from R's own start and from one start per item (at which that item has hardly any variance of its
    own) go on until the criterion is flat; the best end is kept. statsmodels'
    ``Factor`` finds the loadings a second time by an algorithm of its own. Rotations are found by gradient projection
    from 100 starts, the first of which is the unrotated solution.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, no missing values.
    n_factors : int
        Few enough to leave degrees of freedom: (k − p)² ≥ k + p.
    method : {"minres", "ml"}
    correlation : {"pearson", "polychoric"}
    rotation : {"none", "oblimin", "geomin", "promax", "varimax"}
        Oblimin (quartimin), geomin (oblique, offset 0.01) and promax (power 4) let factors correlate. Varimax and
        promax use Kaiser's normalisation, the others do not. One factor is never rotated.
    seed : int
        Of the random starts of the rotation.
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
    Of these loadings ``GPArotation::oblimin(L, eps = 1e-10, maxit = 1e5)``, ``geominQ``, ``stats::varimax(L, eps =
    1e-15)`` and ``stats::promax`` of that give the same rotations, from one start each.

    Proof: tests/reference/factors.

    References
    ----------
    Bernaards & Jennrich (2005), Educational and Psychological Measurement 65(5), 676-696.
    Harman & Jones (1966), Psychometrika 31(3), 351-368.
    Jennrich (2002), Psychometrika 67(1), 7-19.
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
    check_option("rotation", rotation, ROTATIONS)
    check_count("n_factors", n_factors)
    check_count("seed", seed, minimum=LEAST["seed"])
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
    rotated = rotated_factors(loadings, rotation=rotation, seed=seed)
    structure = rotated.pattern @ rotated.correlations
    squares, names = (rotated.pattern * structure).sum(axis=0), factor_names(n_factors)
    keys = {"item": np.repeat(sample.items.to_numpy(), n_factors), "factor": names * k}
    return ExploratoryFactors(
        table=pd.DataFrame({"factor": names, "sum_squared_loadings": squares, "share_variance": squares / k}),
        loadings=loadings_frame(solution, sample.items, pattern=rotated.pattern),
        structure=pd.DataFrame(keys | {"loading": structure.ravel()}),
        factor_correlations=pd.DataFrame(rotated.correlations, index=names, columns=names),
        eigenvalues=pd.DataFrame(
            {"component": range(1, k + 1), "eigenvalue": eigenvalues, "share_variance": eigenvalues / k}
        ),
        residual_correlations=sample.matrix(residuals),
        second_route=pd.DataFrame(keys | {"loading": second.ravel()}),
        largest_difference=largest_difference,
        method=_method(named_correlations(sample, correlation), n_factors, method, rotation),
        notes=(
            *weights.notes,
            *heywood_notes(solution, sample.items),
            *rotated.notes,
            *_route_notes(largest_difference),
        ),
    )


def _check_n_factors(n_factors: int, k: int) -> None:
    most = max(p for p in range(1, k) if (k - p) ** 2 >= k + p)
    if n_factors > most:
        raise ParameterError(
            f"`n_factors` is {n_factors}, but {k} items can carry at most {most}. Ask for fewer factors."
        )


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


def _method(analysed: str, n_factors: int, method: str, rotation: str) -> str:
    if rotation != "none" and n_factors > 1:
        return say(
            "{n} factors by {extraction} on {correlations}, {rotation}, in descending order of the sum of squared "
            "loadings and each reflected so that its loadings sum to a positive number; factor_analyzer, refined by "
            "Newton steps, with statsmodels as second route of the unrotated factors.",
            n=n_factors,
            extraction=_extraction_name(method),
            correlations=analysed,
            rotation=rotation_name(rotation),
        )
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


def _extraction_name(method: str) -> str:
    return {
        "minres": say("minimum residuals (Harman & Jones 1966)"),
        "ml": say("maximum likelihood (Jöreskog 1967)"),
    }[method]


def _route_notes(largest_difference: float) -> tuple[str, ...]:
    if largest_difference <= ROUTES_AGREE:
        return ()
    return (
        say(
            "The second route (statsmodels) ends elsewhere: it stopped early, or the data hardly determine the "
            "solution."
        ),
    )
