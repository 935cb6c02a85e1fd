"""Dimensionality: is there enough common variance for factors, and how many eigenvalues exceed chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.disclosure.gate import window_middle
from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.numerics import one_blas_thread
from workbench.numerics.factors import extract_factors, normal_correlations, shuffled_correlations
from workbench.options import (
    CORRELATIONS,
    LEAST,
    PARALLEL_DRAWS,
    PARALLEL_METHODS,
    check_count,
    check_fraction,
    check_option,
)
from workbench.psychometrics.answers import DesignWeights, complete_responses
from workbench.psychometrics.ordered_answers import (
    correlations,
    correlations_without_association,
    named_correlations,
)
from workbench.results import Result
from workbench.wording import numbers, say

PEARSON_DRAWS = say(
    "The random eigenvalues are those of Pearson correlations of normal numbers. Polychoric correlations vary more "
    'from sample to sample, so too many of their eigenvalues exceed these; `draws="resampled"` compares like with like.'
)
USUAL_DRAWS = {"pearson": "normal", "polychoric": "resampled"}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ParallelAnalysis(Result):
    """Eigenvalues beside those of random data.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per component or factor: component, eigenvalue, eigenvalue_random (the chosen quantile),
        eigenvalue_random_mean.
    extracted : str
        What the eigenvalues belong to: `components` or `factors`.
    n_above_random : int
        How many of the first eigenvalues in a row exceed the quantile of random data: a count, not advice.
    correlation : str
        `pearson` or `polychoric`.
    draws : str
        What the random data are: `normal` or `resampled`.
    """

    extracted: str
    n_above_random: int
    correlation: str
    draws: str


def parallel_analysis(
    responses: pd.DataFrame,
    *,
    correlation: str = "pearson",
    method: str = "components",
    draws: str | None = None,
    n_replicates: int = 100,
    quantile: float = 0.95,
    seed: int = 1,
) -> ParallelAnalysis:
    """Set the eigenvalues beside those of uncorrelated data of the same size (Horn 1965).

    Components: eigenvalues of the correlation matrix. Factors: eigenvalues of the correlation matrix with the
    communalities of one minres factor on its diagonal, in the responses as in the random data.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, no missing values.
    correlation : {"pearson", "polychoric"}
    method : {"components", "factors"}
    draws : {"normal", "resampled"}, optional
        Random data: Pearson correlations of uncorrelated normal numbers, or the answers themselves, those to each item
        shuffled among the respondents, with correlations of the kind asked for. By default `normal` for Pearson and
        `resampled` for polychoric correlations.
    n_replicates : int
        Random data sets.
    quantile : float
        Quantile of the random eigenvalues, between 0 and 1.
    seed : int

    Returns
    -------
    ParallelAnalysis

    Raises
    ------
    DataError
        A missing answer.
    NotEstimable
        Fewer than two items (three for factors), no more respondents than items, an item that everybody answers
        alike or that follows from the others, polychoric correlations that do not exist, also of shuffled answers.
    ParameterError
        An option that is not allowed.

    Notes
    -----
    R gives the same: ``psych::fa.parallel(x, fm = "minres", fa = "both")``, ``pc.values`` and ``fa.values``, and within
    chance the means ``pc.sim`` and ``fa.sim`` (`normal`), ``pc.simr`` and ``fa.simr`` (`resampled`, there with
    replacement); its ``cor = "poly"`` takes Pearson correlations of the normal numbers too. A normal matrix is drawn at
    once from its Wishart distribution, not through respondents, for a number of respondents rounded to a window of the
    publication gate (2,707 for 2,705 to 2,709). In random data the one factor often collapses onto a
    single item (its communality is then near 1), so that the first random eigenvalue of `factors` is either near 0 or
    near 1: its quantile is coarse.

    Proof: tests/reference/dimensionality.

    References
    ----------
    Horn (1965), Psychometrika 30(2), 179-185.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> found = psychometrics.parallel_analysis(complete.responses)
    >>> found.table[["component", "eigenvalue", "eigenvalue_random"]].round(1)
       component  eigenvalue  eigenvalue_random
    0          1         2.4                1.1
    1          2         0.9                1.0
    2          3         0.7                1.0
    3          4         0.6                1.0
    4          5         0.5                1.0
    """
    check_option("correlation", correlation, CORRELATIONS)
    check_option("method", method, PARALLEL_METHODS)
    draws = USUAL_DRAWS[correlation] if draws is None else draws
    check_option("draws", draws, PARALLEL_DRAWS)
    check_count("n_replicates", n_replicates, minimum=LEAST["n_replicates"])
    check_fraction("quantile", quantile)
    check_count("seed", seed, minimum=LEAST["seed"])
    what = say("Parallel analysis")
    sample = complete_responses(responses, DesignWeights(), what=what, minimum_items=3 if method == "factors" else 2)
    observed = correlations(sample, correlation=correlation, what=what)
    if draws == "normal":
        # Of the published number: seeded eigenvalues of the exact one would tell it to whoever draws them again.
        n = int(window_middle(sample.n_respondents, MINIMUM_RESPONDENTS))
        random = normal_correlations(n, sample.n_items, n_replicates=n_replicates, seed=seed)
    elif correlation == "pearson":
        random = shuffled_correlations(sample.values, n_replicates=n_replicates, seed=seed)
    else:
        random = correlations_without_association(sample, n_replicates=n_replicates, seed=seed)
    eigenvalues, chance = _eigenvalues(observed[None], method)[0], _eigenvalues(random, method)
    limit = np.quantile(chance, quantile, axis=0)
    return ParallelAnalysis(
        table=pd.DataFrame(
            {
                "component": range(1, sample.n_items + 1),
                "eigenvalue": eigenvalues,
                "eigenvalue_random": limit,
                "eigenvalue_random_mean": chance.mean(axis=0),
            }
        ),
        extracted=method,
        n_above_random=int(np.cumprod(eigenvalues > limit).sum()),
        correlation=correlation,
        draws=draws,
        method=_method(
            method,
            draws,
            correlations=named_correlations(sample, correlation),
            quantile=numbers.shortest(quantile),
            n=n_replicates,
            seed=seed,
        ),
        notes=(PEARSON_DRAWS,) if (correlation, draws) == ("polychoric", "normal") else (),
    )


@one_blas_thread
def _method(extracted: str, draws: str, **values: object) -> str:
    if draws == "normal":
        return {
            "components": say(
                "Parallel analysis (Horn 1965) of components of the unweighted {correlations} against the {quantile} "
                "quantile of {n} sets of uncorrelated normal data (seed {seed}).",
                **values,
            ),
            "factors": say(
                "Parallel analysis (Horn 1965) of factors of the unweighted {correlations} against the {quantile} "
                "quantile of {n} sets of uncorrelated normal data (seed {seed}).",
                **values,
            ),
        }[extracted]
    return {
        "components": say(
            "Parallel analysis (Horn 1965) of components of the unweighted {correlations} against the {quantile} "
            "quantile of {n} sets in which the answers to each item were shuffled (seed {seed}).",
            **values,
        ),
        "factors": say(
            "Parallel analysis (Horn 1965) of factors of the unweighted {correlations} against the {quantile} "
            "quantile of {n} sets in which the answers to each item were shuffled (seed {seed}).",
            **values,
        ),
    }[extracted]


def _eigenvalues(matrices: Floats, method: str) -> Floats:
    """Eigenvalues of each matrix, largest first; for factors with communalities on the diagonal."""
    if method == "factors":
        communalities = (extract_factors(matrices, n_factors=1, method="minres").loadings ** 2).sum(axis=2)
        k = matrices.shape[1]
        matrices = matrices.copy()
        matrices[:, range(k), range(k)] = communalities
    return np.asarray(np.linalg.eigvalsh(matrices)[:, ::-1])
