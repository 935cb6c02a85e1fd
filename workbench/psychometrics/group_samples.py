"""Sample statistics of each group for factor models, and what speaks against comparing the groups."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.errors import DataError, NotEstimable
from workbench.numerics.covariance import smallest_eigenvalues
from workbench.numerics.diagonal_least_squares import OrdinalSample
from workbench.numerics.fourth_moments import squared_moments
from workbench.numerics.normal_likelihood import NormalSample
from workbench.numerics.replication import jackknife_covariance
from workbench.numerics.structural_model import lower_triangle
from workbench.psychometrics.complete_responses import SINGULAR, CompleteResponses, complete_responses
from workbench.psychometrics.polychoric import polychoric_correlations

Floats = NDArray[np.float64]

EVERYONE = "all"


class Part(NamedTuple):
    """Respondents of one group.

    Attributes
    ----------
    level : str
        Name of the group, `all` where there is only one.
    responses : pandas.DataFrame
    sampling_weights : pandas.Series or None
    replicate_weights : pandas.DataFrame or None
    """

    level: str
    responses: pd.DataFrame
    sampling_weights: pd.Series | None
    replicate_weights: pd.DataFrame | None


def split(
    responses: pd.DataFrame,
    group: pd.Series | None,
    sampling_weights: pd.Series | None,
    replicate_weights: pd.DataFrame | None,
) -> list[Part]:
    """Divide the respondents; groups stand in the order of the categories (numbers and words sorted).

    Raises
    ------
    DataError
        Groups of other respondents, or missing for some.
    NotEstimable
        Fewer than two groups.
    """
    if group is None:
        return [Part(EVERYONE, responses, sampling_weights, replicate_weights)]
    name = group.name or "group"
    if not group.index.equals(responses.index):
        raise DataError(
            f"`{name}` and the responses belong to different respondents. Take both from one survey; "
            "`complete(survey)` keeps them together."
        )
    if n_missing := int(group.isna().sum()):
        raise DataError(
            f"`{name}` is missing for {n_missing} respondents. Leave these out first: "
            "`keep = group.notna()`, then index responses, group and weights by it."
        )
    categories = group.astype("category").cat.remove_unused_categories()
    if len(categories.cat.categories) < 2:
        raise NotEstimable(f"All respondents belong to one group of `{name}`. Choose a variable with several groups.")
    parts = []
    for level in categories.cat.categories:
        members = responses.index[(categories == level).to_numpy()]
        weights = None if sampling_weights is None else sampling_weights.loc[members]
        replicates = None if replicate_weights is None else replicate_weights.loc[members]
        parts.append(Part(str(level), responses.loc[members], weights, replicates))
    return parts


def checked(part: Part, what: str) -> CompleteResponses:
    """Check the answers of one group; refusals name it."""
    with _naming(part.level):
        return complete_responses(
            part.responses,
            sampling_weights=part.sampling_weights,
            replicate_weights=part.replicate_weights,
            what=what,
            minimum_items=3,
        )


@contextmanager
def _naming(level: str) -> Iterator[None]:
    """Put the group's name in front of a refusal."""
    try:
        yield
    except DataError as error:
        if level == EVERYONE:
            raise
        raise type(error)(f"Group `{level}`: {error}") from error


class OrdinalParts(NamedTuple):
    """Statistics of ordered answers.

    Attributes
    ----------
    samples : list of OrdinalSample
    n_thresholds : list of int
        Of each item.
    notes : list of str
    """

    samples: list[OrdinalSample]
    n_thresholds: list[int]
    notes: list[str]


def ordinal_samples(parts: list[Part], what: str) -> OrdinalParts:
    """Thresholds, polychoric correlations and their covariance in each group.

    Raises
    ------
    NotEstimable
        An answer that nobody in a group gave, besides all refusals of `polychoric_correlations`.
    """
    _refuse_unequal_categories(parts)
    n_total = sum(len(part.responses) for part in parts)
    samples, notes = [], []
    for part in parts:
        checked(part, what)
        with _naming(part.level):
            fitted = polychoric_correlations(
                part.responses, sampling_weights=part.sampling_weights, replicate_weights=part.replicate_weights
            )
        n = len(part.responses)
        observed = np.concatenate([fitted.thresholds["estimate"], fitted.table["estimate"]])
        samples.append(OrdinalSample(n, n / n_total, observed, fitted.asymptotic_covariance.to_numpy()))
        notes += [note if part.level == EVERYONE else f"Group `{part.level}`: {note}" for note in fitted.notes]
    counts = fitted.thresholds["item"].value_counts()
    return OrdinalParts(samples, [int(counts[item]) for item in parts[0].responses.columns], notes)


def _refuse_unequal_categories(parts: list[Part]) -> None:
    for item in parts[0].responses.columns if len(parts) > 1 else ():
        answered = [set(part.responses[item].unique()) for part in parts]
        everything = set().union(*answered)
        for part, seen in zip(parts, answered, strict=True):
            if unseen := sorted(everything - seen):
                listed = ", ".join(f"{value:g}" for value in unseen)
                raise NotEstimable(
                    f"Nobody in group `{part.level}` answered {listed} to `{item}`, so its thresholds cannot be "
                    "compared between the groups. Group rare answers of this item for everyone, or choose larger groups."
                )


def normal_samples(parts: list[Part], what: str, *, robust: bool) -> list[NormalSample]:
    """Means and covariances of each group, with fourth moments where robust errors need them.

    Raises
    ------
    NotEstimable
        A covariance matrix that is not positive definite.
    """
    n_total = sum(len(part.responses) for part in parts)
    samples = []
    for part in parts:
        sample = checked(part, what)
        n = sample.n_respondents
        scale = np.sqrt(np.diag(sample.covariances))
        if smallest_eigenvalues((sample.covariances / np.outer(scale, scale))[None])[0] < SINGULAR * sample.n_items:
            with _naming(part.level):
                raise NotEstimable(
                    f"The covariance matrix of the items is not positive definite with {n} respondents: one item "
                    "follows from the others, or there are too few respondents. Leave out an item, or choose a larger "
                    "group."
                )
        means = sample.weights @ sample.values / n
        squares = _squares(sample) if robust else (1.0, np.empty(0), np.empty((0, 0)))
        samples.append(NormalSample(n, n / n_total, means, sample.covariances * (n - 1) / n, squares))
    return samples


def _squares(sample: CompleteResponses) -> tuple[float, Floats, Floats]:
    if sample.replicates is None:
        return squared_moments(sample.values, sample.weights)
    n, k = sample.values.shape
    rows, columns = lower_triangle(k)
    drawn = np.empty((sample.replicates.shape[1], k + len(rows)))
    for number, weights in enumerate(sample.replicates.T):
        means = weights @ sample.values / n
        centred = sample.values - means
        drawn[number] = np.concatenate([means, ((centred * weights[:, None]).T @ centred / n)[rows, columns]])
    # The estimates themselves vary by this; model misfit is not part of it.
    return 0.0, np.zeros(drawn.shape[1]), n * jackknife_covariance(drawn)
