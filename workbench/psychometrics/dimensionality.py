"""Dimensionality: is there enough common variance for factors, and how many eigenvalues exceed chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.chance_correlations import normal_correlations, shuffled_correlations
from workbench.numerics.factor_extraction import extract_factors
from workbench.options import (
    CORRELATIONS,
    PARALLEL_DRAWS,
    PARALLEL_METHODS,
    check_count,
    check_fraction,
    check_option,
)
from workbench.psychometrics.analysed_correlations import NAMES, correlations, named_correlations
from workbench.psychometrics.complete_responses import complete_responses
from workbench.psychometrics.ordered_categories import correlations_without_association
from workbench.results import Result

RANDOM_DATA = {
    "normal": "sets of uncorrelated normal data",
    "resampled": "sets in which the answers to each item were shuffled",
}
PEARSON_DRAWS = (
    "The random eigenvalues are those of Pearson correlations of normal numbers. Polychoric correlations vary more "
    'from sample to sample, so too many of their eigenvalues exceed these; `draws="resampled"` compares like with like.'
)
USUAL_DRAWS = {"pearson": "normal", "polychoric": "resampled"}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class SamplingAdequacy(Result):
    """Kaiser–Meyer–Olkin measure and Bartlett's test of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        One row: sampling_adequacy (all items), chi_square, df, p_value (Bartlett), n_respondents, n_items.
    items : pandas.DataFrame
        One row per item, in the order of the responses: item, sampling_adequacy.
    correlation : str
        `pearson` or `polychoric`.
    """

    items: pd.DataFrame
    correlation: str


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


def sampling_adequacy(
    responses: pd.DataFrame,
    *,
    correlation: str = "pearson",
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> SamplingAdequacy:
    r"""Measure sampling adequacy (Kaiser 1974) and test sphericity (Bartlett 1951).

    .. math:: \mathrm{KMO} = \frac{\sum_{i \ne j} r_{ij}^2}{\sum_{i \ne j} r_{ij}^2 + \sum_{i \ne j} p_{ij}^2},
        \qquad \chi^2 = -\left(n - 1 - \frac{2k + 5}{6}\right) \ln |R|

    with partial correlations :math:`p_{ij}` given all other items; an item's own measure sums over j alone.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, no missing values.
    correlation : {"pearson", "polychoric"}
    sampling_weights : Series, shape (n_respondents,), optional
        With the index of `responses`.
    replicate_weights : DataFrame, shape (n_respondents, n_replicates), optional
        Checked; there is no standard error here, so they change no number.

    Returns
    -------
    SamplingAdequacy

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than two items, no more respondents than items, an item that everybody answers alike or that follows
        from the others, or an item that correlates with no other.
    ParameterError
        An option that is not allowed.

    Notes
    -----
    R gives the same: ``psych::KMO(cor(x))`` and ``psych::cortest.bartlett(cor(x), n)``.

    References
    ----------
    Kaiser & Rice (1974), Educational and Psychological Measurement 34(1), 111-117.
    Bartlett (1951), Biometrika 38(3/4), 337-344.
    """
    what = "Sampling adequacy"
    sample = complete_responses(
        responses, sampling_weights=sampling_weights, replicate_weights=replicate_weights, what=what
    )
    matrix = correlations(sample, correlation=correlation, what=what)
    n, k = sample.n_respondents, sample.n_items
    off_diagonal = ~np.eye(k, dtype=bool)
    squared, partial = np.where(off_diagonal, matrix**2, 0.0), np.where(off_diagonal, _partial(matrix) ** 2, 0.0)
    if (alone := squared.sum(axis=1) < 1e-20).any():
        names = ", ".join(f"`{item}`" for item in sample.items[alone])
        raise NotEstimable(f"{names} correlates exactly 0 with every other item. Leave it out or add respondents.")
    chi_square = -(n - 1 - (2 * k + 5) / 6) * float(np.linalg.slogdet(matrix)[1])
    df = k * (k - 1) // 2
    table = pd.DataFrame(
        {
            "sampling_adequacy": [squared.sum() / (squared.sum() + partial.sum())],
            "chi_square": [chi_square],
            "df": [df],
            "p_value": [float(stats.chi2.sf(chi_square, df))],
            "n_respondents": [n],
            "n_items": [k],
        }
    )
    own = squared.sum(axis=1) / (squared.sum(axis=1) + partial.sum(axis=1))
    return SamplingAdequacy(
        table=table,
        items=pd.DataFrame({"item": sample.items, "sampling_adequacy": own}),
        correlation=correlation,
        method=(
            f"Kaiser–Meyer–Olkin measure (Kaiser & Rice 1974) and Bartlett's test of sphericity (1951) of the "
            f"{named_correlations(sample, correlation)}."
        ),
        notes=_test_notes(sample.weighted, correlation),
    )


def _partial(matrix: Floats) -> Floats:
    """Correlation of each pair given all other items."""
    inverse = np.linalg.inv(matrix)
    scale = np.sqrt(np.diag(inverse))
    return np.asarray(-inverse / np.outer(scale, scale))


def _test_notes(weighted: bool, correlation: str) -> tuple[str, ...]:
    notes = []
    if weighted:
        notes.append(
            "Bartlett's test takes the weighted correlations as those of respondents with equal probability of "
            "selection; its chi-square is too large where weights vary much."
        )
    if correlation == "polychoric":
        notes.append(
            "Bartlett's test takes the polychoric correlations as Pearson correlations of normal variables; as they "
            "vary more from sample to sample, its chi-square is too large."
        )
    return tuple(notes)


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
    once from its Wishart distribution, not through respondents. In random data the one factor often collapses onto a
    single item (its communality is then near 1), so that the first random eigenvalue of `factors` is either near 0 or
    near 1: its quantile is coarse.

    References
    ----------
    Horn (1965), Psychometrika 30(2), 179-185.
    """
    check_option("correlation", correlation, CORRELATIONS)
    check_option("method", method, PARALLEL_METHODS)
    draws = USUAL_DRAWS[correlation] if draws is None else draws
    check_option("draws", draws, PARALLEL_DRAWS)
    check_count("n_replicates", n_replicates, minimum=20)
    check_fraction("quantile", quantile)
    check_count("seed", seed, minimum=0)
    what = "Parallel analysis"
    sample = complete_responses(
        responses, sampling_weights=None, what=what, minimum_items=3 if method == "factors" else 2
    )
    observed = correlations(sample, correlation=correlation, what=what)
    if draws == "normal":
        random = normal_correlations(sample.n_respondents, sample.n_items, n_replicates=n_replicates, seed=seed)
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
        method=(
            f"Parallel analysis (Horn 1965) of {method} of the unweighted {NAMES[correlation]} against the "
            f"{quantile:g} quantile of {n_replicates} {RANDOM_DATA[draws]} (seed {seed})."
        ),
        notes=(PEARSON_DRAWS,) if (correlation, draws) == ("polychoric", "normal") else (),
    )


@one_blas_thread
def _eigenvalues(matrices: Floats, method: str) -> Floats:
    """Eigenvalues of each matrix, largest first; for factors with communalities on the diagonal."""
    if method == "factors":
        communalities = (extract_factors(matrices, n_factors=1, method="minres").loadings ** 2).sum(axis=2)
        k = matrices.shape[1]
        matrices = matrices.copy()
        matrices[:, range(k), range(k)] = communalities
    return np.asarray(np.linalg.eigvalsh(matrices)[:, ::-1])
