"""Whether the items share enough for factors: Kaiser–Meyer–Olkin and Bartlett's test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.psychometrics.answers import complete_responses, design_weights
from workbench.psychometrics.ordered_answers import (
    correlations,
    named_correlations,
)
from workbench.results import Result
from workbench.wording import say


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


def sampling_adequacy(
    responses: pd.DataFrame,
    *,
    correlation: str = "pearson",
    design: SurveyDesign | None = None,
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
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

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

    Proof: tests/reference/dimensionality.

    References
    ----------
    Kaiser & Rice (1974), Educational and Psychological Measurement 34(1), 111-117.
    Bartlett (1951), Biometrika 38(3/4), 337-344.
    """
    what = say("Sampling adequacy")
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=what)
    matrix = correlations(sample, correlation=correlation, what=what)
    n, k = sample.n_respondents, sample.n_items
    off_diagonal = ~np.eye(k, dtype=bool)
    squared, partial = np.where(off_diagonal, matrix**2, 0.0), np.where(off_diagonal, _partial(matrix) ** 2, 0.0)
    if (alone := squared.sum(axis=1) < 1e-20).any():
        names = ", ".join(f"`{item}`" for item in sample.items[alone])
        raise NotEstimable(
            say("{items} correlates exactly 0 with every other item. Leave it out or add respondents.", items=names)
        )
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
        method=say(
            "Kaiser–Meyer–Olkin measure (Kaiser & Rice 1974) and the test of sphericity (Bartlett 1951) of the "
            "{correlations}.",
            correlations=named_correlations(sample, correlation),
        ),
        notes=(*weights.notes_on_errors(replicated=False), *_test_notes(sample.weighted, correlation)),
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
            say(
                "Bartlett's test takes the weighted correlations as those of respondents with equal probability of "
                "selection; its chi-square is too large where weights vary much."
            )
        )
    if correlation == "polychoric":
        notes.append(
            say(
                "Bartlett's test takes the polychoric correlations as Pearson correlations of normal variables; as "
                "they vary more from sample to sample, its chi-square is too large."
            )
        )
    return tuple(notes)
