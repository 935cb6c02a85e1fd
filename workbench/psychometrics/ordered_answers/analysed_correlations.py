"""The correlation matrix that eigenvalues and factors are taken of: Pearson or polychoric."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics.moments import correlation_matrix
from workbench.options import CORRELATIONS, check_option
from workbench.psychometrics.answers import SINGULAR, CompleteResponses, inside_sentence, named_items
from workbench.psychometrics.ordered_answers.pairwise_fit import fit_pairs
from workbench.wording import number, say


def correlations(sample: CompleteResponses, *, correlation: str, what: str) -> Floats:
    """Return the correlation matrix that factors and eigenvalues are taken of.

    Raises
    ------
    ParameterError
        `correlation` is not an allowed word.
    NotEstimable
        No more respondents than items, an item that follows from the others, polychoric correlations that do not exist
        or that are not positive definite.
    """
    check_option("correlation", correlation, CORRELATIONS)
    n, k = sample.values.shape
    if n <= k:
        raise NotEstimable(
            say(
                "{what} of {k} items needs more than {k} respondents. Choose a larger group or fewer items.",
                what=what,
                k=k,
            )
        )
    if correlation == "pearson":
        matrix = correlation_matrix(sample.covariances)
        _refuse_singular(sample, matrix, what)
        return matrix
    matrix = fit_pairs(sample).correlations
    smallest = float(np.linalg.eigvalsh(matrix)[0])
    if smallest < SINGULAR * k:
        raise NotEstimable(
            say(
                "The polychoric correlations of the {k} items are not positive definite (smallest eigenvalue {value}), "
                "so {what} cannot be computed. Leave out items, choose a larger group, or use "
                '`correlation="pearson"`.',
                k=k,
                value=number(smallest),
                what=inside_sentence(what),
            )
        )
    return matrix


def named_correlations(sample: CompleteResponses, correlation: str) -> str:
    """Return what the matrix holds, for the sentence `method`."""
    if sample.weighted:
        return {
            "pearson": say("weighted Pearson correlations"),
            "polychoric": say("weighted polychoric correlations (Olsson 1979)"),
        }[correlation]
    return {
        "pearson": say("Pearson correlations"),
        "polychoric": say("polychoric correlations (Olsson 1979)"),
    }[correlation]


def _refuse_singular(sample: CompleteResponses, matrix: Floats, what: str) -> None:
    values, vectors = np.linalg.eigh(matrix)
    singular = values < SINGULAR * len(values)
    if singular.any():
        involved = (vectors[:, singular] ** 2).sum(axis=1) > 1e-6
        names = named_items([str(item) for item in sample.items[involved]])
        raise NotEstimable(
            say(
                "Of the items {items} one follows exactly from the others, so {what} cannot be computed. Leave one of "
                "them out, or check whether a column was read twice.",
                items=names,
                what=inside_sentence(what),
            )
        )
