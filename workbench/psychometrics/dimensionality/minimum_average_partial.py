"""Velicer's minimum average partial: how many components hold what the items share in groups of several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.numerics import one_blas_thread
from workbench.psychometrics.answers import complete_responses, design_weights
from workbench.psychometrics.ordered_answers import correlations, named_correlations
from workbench.results import Result
from workbench.wording import say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class MinimumAveragePartial(Result):
    """Average partial correlations after each number of components.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per number of components, 0 first and n_items − 1 last: n_components, average_squared_partial,
        average_fourth_partial.
    n_components, n_components_fourth : int
        Where the average of the squares and that of the fourth powers is smallest: counts, no advice.
    correlation : str
        `pearson` or `polychoric`.
    """

    n_components: int
    n_components_fourth: int
    correlation: str


def minimum_average_partial(
    responses: pd.DataFrame,
    *,
    correlation: str = "pearson",
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> MinimumAveragePartial:
    r"""Average the partial correlations of the items after each number of principal components (Velicer 1976).

    .. math:: \mathrm{MAP}_m = \frac{1}{k (k - 1)} \sum_{i \ne j} r_{ij \cdot m}^2

    with correlations :math:`r_{ij \cdot m}` of what the first m components leave; also with fourth powers (Velicer,
    Eaton & Fava 2000). As long as a component takes out what several items share, the average falls; it rises when
    components take out single items.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, no missing values.
    correlation : {"pearson", "polychoric"}
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    MinimumAveragePartial

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than three items, no more respondents than items, an item that everybody answers alike or that follows
        from the others, polychoric correlations that do not exist or are not positive definite.
    ParameterError
        An option that is not allowed.

    Notes
    -----
    R gives the same: ``psych::vss(cor(x), n = k - 1, n.obs = n)$map`` from one component on; no component is the mean
    of the squared correlations. After k − 1 components each item's rest follows from any other's, so the last row is 1.

    Proof: tests/reference/dimensionality.

    References
    ----------
    Velicer (1976), Psychometrika 41(3), 321-327.
    Velicer, Eaton & Fava (2000), in Goffin & Helmes (eds.), Problems and Solutions in Human Assessment, Kluwer, 41-71.
    """
    what = say("The minimum average partial")
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=what, minimum_items=3)
    matrix = correlations(sample, correlation=correlation, what=what)
    squared, fourth = _averages(matrix)
    return MinimumAveragePartial(
        table=pd.DataFrame(
            {
                "n_components": range(sample.n_items),
                "average_squared_partial": squared,
                "average_fourth_partial": fourth,
            }
        ),
        n_components=int(np.argmin(squared)),
        n_components_fourth=int(np.argmin(fourth)),
        correlation=correlation,
        method=say(
            "Minimum average partial (Velicer 1976; fourth powers: Velicer, Eaton & Fava 2000) of the {correlations}.",
            correlations=named_correlations(sample, correlation),
        ),
        notes=weights.notes,
    )


@one_blas_thread
def _averages(matrix: Floats) -> tuple[Floats, Floats]:
    """Mean of the squared and of the fourth powers after 0, 1, …, k − 1 components."""
    k = len(matrix)
    values, vectors = np.linalg.eigh(matrix)
    loadings = (vectors * np.sqrt(values))[:, ::-1]
    left = np.empty((k, k, k))
    for m in range(k):  # from the components that stay: subtraction would cancel digits
        left[m] = loadings[:, m:] @ loadings[:, m:].T
    scale = np.sqrt(np.diagonal(left, axis1=1, axis2=2))
    partial = left / (scale[:, :, None] * scale[:, None, :])
    off = partial[:, ~np.eye(k, dtype=bool)]
    return (off**2).mean(axis=1), (off**4).mean(axis=1)
