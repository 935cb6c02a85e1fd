"""Respondents divided into groups, with their weights."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.columns import EVERYONE
from workbench.intake.sampling import aligned_replicate_weights, aligned_weights
from workbench.psychometrics.answers.compared_groups import compared_groups
from workbench.psychometrics.answers.design_weights import DesignWeights


class Part(NamedTuple):
    """Respondents of one group.

    Attributes
    ----------
    level : str
        Name of the group, `all` where there is only one.
    size : float
        Sum of the sampling weights, rescaled so that those of all groups sum to the number of respondents; without
        weights the respondents of the group.
    responses : pandas.DataFrame
    weights : DesignWeights
    """

    level: str
    size: float
    responses: pd.DataFrame
    weights: DesignWeights


class Groups(NamedTuple):
    """Respondents by group.

    Attributes
    ----------
    variable : str
        `all` where there is one group only.
    parts : list of Part
        In the order of the categories (numbers and words sorted).
    notes : list of str
    """

    variable: str
    parts: list[Part]
    notes: list[str]

    @property
    def df_residual(self) -> float:
        """Degrees of freedom behind intervals: replicates less one, infinite without replicate weights."""
        replicates = self.parts[0].weights.replicate_weights
        return np.inf if replicates is None else replicates.shape[1] - 1


def split(responses: pd.DataFrame, group: pd.Series | None, weights: DesignWeights) -> Groups:
    """Divide the respondents; those without a known group are left out and noted.

    Raises
    ------
    DataError
        Groups or weights of other respondents.
    NotEstimable
        Fewer than two groups.
    """
    if group is None:
        everyone = Part(EVERYONE, float(len(responses)), responses, weights)
        return Groups(EVERYONE, [everyone], [*weights.notes_on_errors()])
    groups = compared_groups(responses, group)
    known_weights = aligned_weights(responses.index, weights.sampling_weights)[groups.known]
    sizes = known_weights * (len(known_weights) / known_weights.sum())
    if weights.replicate_weights is not None:
        aligned_replicate_weights(responses.index, weights.replicate_weights)
    parts = []
    rows = np.flatnonzero(groups.known)
    for number, level in enumerate(groups.levels):
        members = rows[groups.codes == number]
        size = float(sizes[groups.codes == number].sum())
        parts.append(Part(level, size, responses.iloc[members], weights.of(members)))
    return Groups(groups.variable, parts, [*groups.notes, *weights.notes_on_errors()])
