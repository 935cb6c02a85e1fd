"""Linearised covariance of totals under strata, clusters, stages and finite populations: arrays in, arrays out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import sparse

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.sampling.calibration import Calibration, calibration_residuals, calibration_slopes

_DENSE = 20  # cells of a table of domains and units per respondent, above which pairs are sorted instead
_NO_VARIANCE = 1e-12  # of the variance before calibration: what is left is rounding


class SampleStage(NamedTuple):
    """One stage of sampling: units drawn from groups (strata at the first stage, earlier units at later ones).

    Attributes
    ----------
    unit : array of int, shape (n_respondents,), or None
        Number of the unit of each respondent; None = every respondent is a unit.
    group : array of int, shape (n_units,)
        Number of the group that each unit was drawn from.
    scale : array, shape (n_groups,)
        What the squared deviations of a group count: share of earlier stages × finite population correction ×
        m / (m − 1) with m units.
    centred : array of bool, shape (n_groups,)
        Whether deviations are taken from the mean of the group; else from 0.
    """

    unit: Ints | None
    group: Ints
    scale: Floats
    centred: Bools


@dataclass(frozen=True, eq=False, kw_only=True)
class SampleStructure:
    """How the respondents were drawn, as arrays.

    Attributes
    ----------
    stratum : array of int, shape (n_respondents,)
    stages : tuple of SampleStage
        The first stage first.
    calibration : Calibration, optional
    """

    stratum: Ints
    stages: tuple[SampleStage, ...]
    calibration: Calibration | None = None


def covariance_of_totals(contributions: Floats, structure: SampleStructure) -> Floats:
    r"""Covariance of the sums of contributions over the respondents.

    .. math:: \sum_h (1 - f_h) \frac{n_h}{n_h - 1} \sum_{i \in h} (t_{hi} - \bar t_h)(t_{hi} - \bar t_h)^\top

    with :math:`t_{hi}` the sum over the respondents of unit i of stratum h; each later stage adds the same within
    every unit of the stage before, times the share of units drawn there.

    Parameters
    ----------
    contributions : array, shape (n_respondents, q)
        Weighted contributions to the q sums; 0 outside a domain.
    structure : SampleStructure

    Returns
    -------
    array, shape (q, q)

    Notes
    -----
    R: ``survey::svyrecvar`` as called by ``svytotal`` and ``svymean``. After calibration the contributions are those of
    the residuals (see `calibration_residuals`).
    """
    if structure.calibration is not None:
        contributions = calibration_residuals(contributions, structure.calibration)
    covariance = np.zeros((contributions.shape[1],) * 2)
    for stage in structure.stages:
        totals = contributions if stage.unit is None else sums_within(contributions, stage.unit, len(stage.group))
        sizes = np.bincount(stage.group, minlength=len(stage.scale))
        means = sums_within(totals, stage.group, len(stage.scale)) / sizes[:, None]
        deviation = totals - (means * stage.centred[:, None])[stage.group]
        covariance += (deviation * stage.scale[stage.group, None]).T @ deviation
    return covariance


def covariance_of_domain_totals(
    contributions: Floats, codes: Ints, n_domains: int, structure: SampleStructure
) -> Floats:
    r"""Covariance of the sums of contributions over many disjoint domains at once.

    Parameters
    ----------
    contributions : array, shape (n_respondents, q)
        Weighted contributions.
    codes : array of int, shape (n_respondents,)
        Number of the respondent's domain, −1 = in none.
    n_domains : int
    structure : SampleStructure

    Returns
    -------
    array, shape (q · n_domains, q · n_domains)
        Row j · n_domains + g belongs to contribution j in domain g.

    Notes
    -----
    The same as `covariance_of_totals` with a column per contribution and domain, but a respondent appears in one
    column only, so the totals of the units are kept sparse: time and memory do not grow with the number of domains.
    """
    inside = np.flatnonzero(codes >= 0)
    q = contributions.shape[1]
    width = q * n_domains
    rows = np.tile(inside, q)
    columns = np.concatenate([codes[inside] + j * n_domains for j in range(q)]) if q else np.zeros(0, np.int64)
    data = contributions[inside].T.ravel()
    if structure.calibration is None:
        return _clipped(_sparse_covariance(rows, columns, data, width, structure))
    x = structure.calibration.auxiliary.tocoo()
    slopes = calibration_slopes(
        sparse.csr_array((data, (rows, columns)), shape=(len(codes), width)), structure.calibration
    )
    joint = _sparse_covariance(
        np.concatenate([rows, x.row]),
        np.concatenate([columns, x.col + width]),
        np.concatenate([data, x.data * structure.calibration.after[x.row]]),
        width + x.shape[1],
        structure,
    )
    left = np.hstack([np.eye(width), -slopes.T])
    return _clipped(left @ joint @ left.T, np.diag(joint)[:width])


def sums_within(values: Floats, codes: Ints, n_codes: int) -> Floats:
    """Sum the rows of each code, shape (n_codes, q)."""
    sums = np.empty((n_codes, values.shape[1]))
    for j in range(values.shape[1]):
        sums[:, j] = np.bincount(codes, weights=values[:, j], minlength=n_codes)
    return sums


def degrees_of_freedom(structure: SampleStructure, inside: Bools | None = None) -> float:
    """Units of the first stage minus strata, among the respondents `inside` (R: ``degf`` of the subset)."""
    codes = np.zeros(len(structure.stratum), dtype=np.int64) if inside is None else np.where(inside, 0, -1)
    return float(domain_degrees_of_freedom(structure, codes, 1)[0])


def domain_degrees_of_freedom(structure: SampleStructure, codes: Ints, n_domains: int) -> Floats:
    """Units of the first stage minus strata, among the respondents of each domain; code −1 = in none."""
    inside = codes >= 0
    domain, first = codes[inside], structure.stages[0]
    strata = _distinct(domain, structure.stratum[inside], n_domains, len(first.scale))
    if first.unit is None:
        return (np.bincount(domain, minlength=n_domains) - strata).astype(float)
    return (_distinct(domain, first.unit[inside], n_domains, len(first.group)) - strata).astype(float)


def _distinct(domain: Ints, codes: Ints, n_domains: int, n_codes: int) -> Ints:
    """Count the different codes that occur in each domain."""
    if n_domains * n_codes <= _DENSE * max(len(codes), 1_000):
        seen = np.zeros((n_domains, n_codes), dtype=bool)
        seen[domain, codes] = True
        return np.asarray(seen.sum(axis=1), dtype=np.int64)
    pairs = np.unique(domain * n_codes + codes)
    return np.bincount(pairs // n_codes, minlength=n_domains).astype(np.int64)


def _sparse_covariance(rows: Ints, columns: Ints, data: Floats, width: int, structure: SampleStructure) -> Floats:
    covariance = np.zeros((width, width))
    for stage in structure.stages:
        unit = rows if stage.unit is None else stage.unit[rows]
        totals = sparse.csr_array((data, (unit, columns)), shape=(len(stage.group), width))
        of_groups = sparse.csr_array((data, (stage.group[unit], columns)), shape=(len(stage.scale), width))
        sizes = np.bincount(stage.group, minlength=len(stage.scale))
        for part, factor in ((totals, stage.scale[stage.group]), (of_groups, -stage.scale * stage.centred / sizes)):
            covariance += (part.T @ (sparse.diags_array(factor) @ part)).toarray()
    return covariance


def _clipped(covariance: Floats, uncalibrated: Floats | None = None) -> Floats:
    """Put variances that are rounding only to 0."""
    variance = np.diag(covariance)
    none = variance <= _NO_VARIANCE * (np.abs(variance) if uncalibrated is None else np.abs(uncalibrated))
    covariance[none, :] = 0.0
    covariance[:, none] = 0.0
    return covariance
