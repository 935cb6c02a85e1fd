"""Linearised covariance of totals whose contributions are weight × a value that many respondents share."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from workbench.arrays import Floats, Ints
from workbench.numerics.sampling.survey_variance import SampleStage, SampleStructure, covariance_of_totals


def covariance_of_patterns(weights: Floats, places: Ints, values: Floats, structure: SampleStructure) -> Floats:
    r"""Covariance of the sums :math:`\sum_i w_i u_{p(i)}` over the respondents, p(i) the pattern of respondent i.

    Parameters
    ----------
    weights : array, shape (n_respondents,)
    places : array of int, shape (n_respondents,)
        Pattern of each respondent, −1 = outside the domain (contributes 0, but belongs to the sample).
    values : array, shape (n_patterns, q)
    structure : SampleStructure

    Returns
    -------
    array, shape (q, q)

    Notes
    -----
    The same as `covariance_of_totals` of the contributions, which are never written out: what a unit or a stratum has
    of each pattern is one sparse table, whose products with `values` are the totals.
    """
    inside = np.flatnonzero(places >= 0)
    if structure.calibration is not None:
        contributions = np.zeros((len(places), values.shape[1]))
        contributions[inside] = weights[inside, None] * values[places[inside]]
        return covariance_of_totals(contributions, structure)
    covariance = np.zeros((values.shape[1],) * 2)
    for stage in structure.stages:
        covariance += _of_stage(weights[inside], inside, places[inside], values, stage)
    return covariance


def _of_stage(weight: Floats, inside: Ints, place: Ints, values: Floats, stage: SampleStage) -> Floats:
    sizes = np.bincount(stage.group, minlength=len(stage.scale))
    if stage.unit is not None:
        totals = _totals(weight, stage.unit[inside], place, values, len(stage.group))
        means = _totals(np.ones(len(totals)), stage.group, np.arange(len(totals)), totals, len(sizes)) / sizes[:, None]
        deviation = totals - (means * stage.centred[:, None])[stage.group]
        return np.asarray((deviation * stage.scale[stage.group, None]).T @ deviation)
    group = stage.group[inside]
    squares = np.bincount(place, weights=stage.scale[group] * weight**2, minlength=len(values))
    of_groups = _totals(weight, group, place, values, len(sizes))
    return np.asarray(
        (values * squares[:, None]).T @ values
        - (of_groups * (stage.scale * stage.centred / sizes)[:, None]).T @ of_groups
    )


def _totals(weight: Floats, row: Ints, place: Ints, values: Floats, n_rows: int) -> Floats:
    table = sparse.csr_array((weight, (row, place)), shape=(n_rows, len(values)))
    return np.asarray(table @ values)
