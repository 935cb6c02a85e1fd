"""Is one score enough? A general factor and group factors of an exploratory bifactor model."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.errors import NotEstimable
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.factors import N_STARTS
from workbench.options import LEAST, check_count
from workbench.psychometrics.answers import CompleteResponses, complete_responses, design_weights, named_items
from workbench.psychometrics.dimensionality.bifactor_solutions import (
    BifactorSolution,
    BifactorSolutions,
    bifactor_solutions,
)
from workbench.psychometrics.factors import factor_names, heywood_notes
from workbench.psychometrics.ordered_answers import correlations, named_correlations
from workbench.results import Result
from workbench.wording import say

GENERAL = "general"
# Fewer markers do not identify a factor of their own.
ITEMS_OF_A_GROUP = 3
_FEWEST_GROUP_FACTORS = 2


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class EssentialUnidimensionality(Result):
    """A general factor beside group factors, by two transformations of the same correlated factors.

    Attributes
    ----------
    table : pandas.DataFrame
        Rows omega_hierarchical, omega_total, explained_common_variance, percent_uncontaminated (0–1) and relative_bias
        (mean over the items of its absolute value): term, measure (always `coefficient`), estimate (Schmid–Leiman),
        estimate_direct (direct Schmid–Leiman), n_respondents, n_items.
    loadings : pandas.DataFrame
        One row per item and factor, `general` first, then F1, F2, … in descending order of the sum of squared oblimin
        loadings: item, factor, loading (Schmid–Leiman), loading_direct, communality, uniqueness.
    items : pandas.DataFrame
        item, loading_one_factor (of one factor without group factors), relative_bias (that loading less the general
        one, over the size of the general one), explained_common_variance (the general factor's part of the squared
        loadings of the item); the last two by Schmid–Leiman.
    group_factors : pandas.DataFrame
        factor, loading_on_general (of the correlated factor), n_items (whose largest group loading is on it), and of
        the sum of these items omega_total, omega_general, omega_group (Schmid–Leiman) and omega_group_direct.
    correlation : str
        `pearson` or `polychoric`.
    """

    loadings: pd.DataFrame
    items: pd.DataFrame
    group_factors: pd.DataFrame
    correlation: str


def essential_unidimensionality(
    responses: pd.DataFrame,
    *,
    n_group_factors: int = 3,
    correlation: str = "polychoric",
    seed: int = 1,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> EssentialUnidimensionality:
    r"""Say how much of what the items share is one general factor.

    Minres factors are rotated by oblimin; their correlations have one factor of their own, and Schmid and Leiman's
    transformation turns it into a general factor of the items, uncorrelated with what is left of the others. With
    general loadings :math:`g_i`, group loadings :math:`s_{ij}`, communalities :math:`h_i^2`, item correlations
    :math:`r_{ii'}`, one-factor loadings :math:`\lambda_i` and :math:`k_j` items of group factor j:

    .. math::
        \omega_h = \frac{(\sum_i g_i)^2}{\sum_{ii'} r_{ii'}}, \quad
        \omega_t = 1 - \frac{\sum_i (1 - h_i^2)}{\sum_{ii'} r_{ii'}}, \quad
        ECV = \frac{\sum_i g_i^2}{\sum_i g_i^2 + \sum_{ij} s_{ij}^2}, \quad
        PUC = 1 - \frac{\sum_j k_j (k_j - 1)}{k (k - 1)}, \quad
        bias = \frac1k \sum_i \frac{|\lambda_i - g_i|}{|g_i|}

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    n_group_factors : int
        At least 2, and three items for each. With 2 the general factor is not identified; its loadings on both are
        then set equal, as in psych.
    correlation : {"polychoric", "pearson"}
    seed : int
        Of the random starts of the rotation.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`. The coefficients have no standard
        errors, so strata, clusters and replicates change nothing.

    Returns
    -------
    EssentialUnidimensionality

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than three items for each group factor, no more respondents than items, an item that everybody answers
        alike or that follows from the others, polychoric correlations that do not exist or are not positive definite,
        no convergence.
    ParameterError
        An option that is not allowed; one group factor, which cannot be told from the general one.

    Notes
    -----
    R gives the same: ``psych::omega(cor(x), nfactors = 3, flip = FALSE)``: `omega_h`, `omega.tot`, `ECV`,
    `omega.group` and `schmid$sl`; for the direct solution ``psych::omegaDirect(cor(x), nfactors = 3)``. psych turns
    items with negative general loadings round unless ``flip = FALSE``; here they stay and are noted. The coefficients
    are those of the sum of standardised items, or for polychoric correlations of the normal variables behind the
    answers.

    Proof: tests/reference/dimensionality.

    References
    ----------
    Reise, Scheines, Widaman & Haviland (2013), Educational and Psychological Measurement 73(1), 5-26.
    Schmid & Leiman (1957), Psychometrika 22(1), 53-61.
    Waller (2018), Psychometrika 83(4), 858-870.
    Zinbarg, Revelle, Yovel & Li (2005), Psychometrika 70(1), 123-133.
    """
    check_count("n_group_factors", n_group_factors, minimum=2)
    check_count("seed", seed, minimum=LEAST["seed"])
    what = say("The bifactor model")
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=what, minimum_items=3)
    _check_items(n_group_factors, sample.n_items)
    matrix = correlations(sample, correlation=correlation, what=what)
    found = bifactor_solutions(matrix, n_group_factors, seed)
    return EssentialUnidimensionality(
        table=_table(found, sample),
        loadings=_loadings(found, sample),
        items=pd.DataFrame(
            {
                "item": sample.items,
                "loading_one_factor": found.one_factor,
                "relative_bias": found.hierarchical.bias,
                "explained_common_variance": found.hierarchical.indices.of_items,
            }
        ),
        group_factors=_group_factors(found),
        correlation=correlation,
        method=say(
            "Exploratory bifactor model of {correlations}: {n} factors by minimum residuals, oblimin (quartimin, best "
            "of {starts} starts), Schmid & Leiman's (1957) transformation as in psych::omega; beside it the direct "
            "solution of Waller (2018).",
            correlations=named_correlations(sample, correlation),
            n=n_group_factors,
            starts=N_STARTS,
        ),
        notes=(
            *weights.notes,
            *heywood_notes(found.extraction, sample.items),
            *found.notes,
            *_structure_notes(found),
            *_sign_notes(found, sample),
        ),
    )


def _check_items(n_group_factors: int, k: int) -> None:
    least = ITEMS_OF_A_GROUP * n_group_factors
    if k < ITEMS_OF_A_GROUP * _FEWEST_GROUP_FACTORS:
        raise NotEstimable(
            say(
                "A bifactor model has two group factors or more with three items each; got {k} items. Leave this "
                "question out: in so few items there are no groups to be told apart.",
                k=k,
            )
        )
    if k < least:
        raise NotEstimable(
            say(
                "A bifactor model with {n} group factors needs at least {least} items, three for each; got {k}. Ask "
                "for fewer group factors, or take an instrument with more items.",
                n=n_group_factors,
                least=least,
                k=k,
            )
        )


def _table(found: BifactorSolutions, sample: CompleteResponses) -> pd.DataFrame:
    estimates = _coefficients(found.hierarchical)
    return pd.DataFrame(
        {
            "term": list(estimates),
            "measure": "coefficient",
            "estimate": list(estimates.values()),
            "estimate_direct": list(_coefficients(found.direct).values()),
            "n_respondents": sample.n_respondents,
            "n_items": sample.n_items,
        }
    )


def _coefficients(solution: BifactorSolution) -> dict[str, float]:
    return {
        "omega_hierarchical": solution.indices.omega_hierarchical,
        "omega_total": solution.indices.omega_total,
        "explained_common_variance": solution.indices.explained_common_variance,
        "percent_uncontaminated": solution.indices.percent_uncontaminated,
        "relative_bias": float(np.abs(solution.bias).mean()),
    }


def _loadings(found: BifactorSolutions, sample: CompleteResponses) -> pd.DataFrame:
    k, n_columns = found.hierarchical.loadings.shape
    return pd.DataFrame(
        {
            "item": np.repeat(sample.items.to_numpy(), n_columns),
            "factor": [GENERAL, *factor_names(n_columns - 1)] * k,
            "loading": found.hierarchical.loadings.ravel(),
            "loading_direct": found.direct.loadings.ravel(),
            "communality": np.repeat((found.extraction.loadings[0] ** 2).sum(axis=1), n_columns),
            "uniqueness": np.repeat(found.extraction.uniquenesses[0], n_columns),
        }
    )


def _group_factors(found: BifactorSolutions) -> pd.DataFrame:
    both, by_general, by_group = found.hierarchical.indices.of_groups.T
    return pd.DataFrame(
        {
            "factor": factor_names(len(found.general)),
            "loading_on_general": found.general,
            "n_items": found.hierarchical.indices.n_items,
            "omega_total": both,
            "omega_general": by_general,
            "omega_group": by_group,
            "omega_group_direct": found.direct.indices.of_groups[:, 2],
        }
    )


def _structure_notes(found: BifactorSolutions) -> list[str]:
    """Say where general and group factors are not told apart by the data."""
    notes: list[str] = []
    names = factor_names(len(found.general))
    if len(names) == 2:
        notes.append(
            say(
                "Two group factors do not identify a general one: its loadings on both are set equal, to the root of "
                "their correlation, as psych does."
            )
        )
    notes += [
        say(
            "Heywood case: group factor `{factor}` coincides with the general factor and nothing is left of it, as "
            "happens where the items measure one thing.",
            factor=names[place],
        )
        for place in found.coinciding
    ]
    notes += [
        say(
            "Fewer than three items load most on group factor `{factor}`, so it hardly exists on its own; fewer group "
            "factors may be enough.",
            factor=name,
        )
        for name, n_items in zip(names, found.hierarchical.indices.n_items, strict=True)
        if n_items < ITEMS_OF_A_GROUP
    ]
    return notes


def _sign_notes(found: BifactorSolutions, sample: CompleteResponses) -> list[str]:
    negative = [str(item) for item in sample.items[found.hierarchical.loadings[:, 0] < 0]]
    if not negative:
        return []
    return [
        say(
            "On the general factor {items} load negatively and lower omega; check whether the file stores them "
            "reversed.",
            items=named_items(negative),
        )
    ]
