"""From a survey design to the arrays that variances rest on, and every refusal of strata, clusters and sizes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Floats, Ints
from workbench.errors import DataError
from workbench.intake.sampling.design import SurveyDesign, stages_of
from workbench.numerics.sampling import SampleStage, SampleStructure

_CERTAIN = 1e-7  # a share of units left undrawn that is none (R draws the line here too)


def sample_structure(design: SurveyDesign, n_respondents: int) -> SampleStructure:
    """Give numbers to strata and units of each stage, and scale their squared deviations.

    Parameters
    ----------
    design : SurveyDesign
    n_respondents : int
        Needed where the design has no part at all.

    Raises
    ------
    DataError
        A stratum or cluster that is missing, a cluster in two strata, more units than the population has, a population
        size that differs within a stratum or cluster, one unit sampled where `lonely_strata` is "refuse".
    """
    if not n_respondents:
        raise DataError("The design has no respondents. Read a file with rows.")
    stratum = np.zeros(n_respondents, dtype=np.int64) if design.strata is None else _codes(design.strata, "Stratum")
    clusters, sizes = stages_of(design.clusters), stages_of(design.population_size)
    n_stages = max(len(clusters), len(sizes), 1)
    group, share = stratum, np.ones(int(stratum.max()) + 1)
    stages = []
    for place in range(n_stages):
        unit = None
        if place < len(clusters):
            unit = _units(clusters[place], group, nested=design.nested or place > 0)
        size = sizes[place] if place < len(sizes) else None
        stage, drawn = _stage(unit, group, size, share, design, first=place == 0)
        stages.append(stage)
        share = (share * drawn)[stage.group]
        if unit is None or not share.any():
            break
        group = unit
    return SampleStructure(stratum=stratum, stages=tuple(stages), calibration=design.calibration)


def base_weights(design: SurveyDesign, n_respondents: int) -> Floats:
    """Return the weights of the respondents on the scale they were given in.

    Without sampling weights they follow from population sizes: units in the population per unit sampled, multiplied
    over the stages; ones if these are unknown too.

    Notes
    -----
    R: ``weights(svydesign(ids, strata, fpc))``.
    """
    if design.sampling_weights is not None:
        return np.asarray(design.sampling_weights.to_numpy(float))
    weights = np.ones(n_respondents)
    if design.population_size is None or design.replicate_weights is not None:
        return weights
    structure = sample_structure(design, n_respondents)
    group = structure.stratum
    for size, stage in zip(stages_of(design.population_size), structure.stages, strict=False):
        sampled = np.bincount(stage.group, minlength=len(stage.scale))
        weights = weights * size.to_numpy(float) / sampled[group]
        if stage.unit is None:
            break
        group = stage.unit
    return weights


def _codes(column: pd.Series, what: str) -> Ints:
    codes, _ = pd.factorize(column, use_na_sentinel=True)
    if count := int((codes < 0).sum()):
        raise DataError(
            f"{what} `{column.name}` is missing in {count} of {len(codes)} rows. Complete it, or leave it out of the "
            "design; a design that is known for some respondents only cannot be used."
        )
    return codes.astype(np.int64)


def _units(column: pd.Series, group: Ints, *, nested: bool) -> Ints:
    codes = _codes(column, "Cluster")
    pairs, numbers = np.unique(group * (codes.max() + 1) + codes, return_inverse=True)
    n_labels = int(codes.max()) + 1
    if not nested and len(pairs) > n_labels:
        split = int((np.bincount(pairs % n_labels) > 1).sum())
        raise DataError(
            f"Cluster `{column.name}` has labels that stand in more than one stratum: {split} of {n_labels}. Correct "
            "strata or clusters, or set `nested: true` under `design` in the codebook if labels start anew in every "
            "stratum."
        )
    return numbers.astype(np.int64)


def _stage(
    unit: Ints | None, group: Ints, size: pd.Series | None, share: Floats, design: SurveyDesign, *, first: bool
) -> tuple[SampleStage, Floats]:
    """One stage, and the share of the units of each group that was drawn (0 from an infinite population)."""
    of_unit = group if unit is None else _first_of(unit, group)
    sampled = np.bincount(of_unit, minlength=len(share)).astype(float)
    drawn = np.zeros(len(share))
    if size is not None:
        drawn = sampled / _sizes_of_groups(size, group, sampled)
    undrawn = np.where(1 - drawn < _CERTAIN, 0.0, 1 - drawn)
    single = (sampled == 1) & (undrawn > 0) & (share > 0)
    if single.any() and design.lonely_strata == "refuse":
        raise DataError(_single_unit(int(single.sum()), len(share), design, first=first))
    several = sampled > 1
    scale = share * undrawn * np.where(several, sampled / np.where(several, sampled - 1, 1), 1.0)
    if design.lonely_strata == "certainty":
        scale[single] = 0.0
    return SampleStage(unit, of_unit, scale, several), drawn


def _sizes_of_groups(size: pd.Series, group: Ints, sampled: Floats) -> Floats:
    values = size.to_numpy(float)
    of_group = _first_of(group, values)
    if count := int(np.bincount(group[values != of_group[group]], minlength=1).astype(bool).sum()):
        raise DataError(
            f"Population size `{size.name}` differs within {count} of {len(of_group)} strata or clusters. Give every "
            "respondent the number of units of the own stratum (first stage) or cluster (second stage)."
        )
    if over := int((sampled > of_group).sum()):
        raise DataError(
            f"Population size `{size.name}` is smaller than the number sampled in {over} of {len(of_group)} strata or "
            "clusters. Give the number of units in the population, not in the sample, and not a share."
        )
    return of_group


def _first_of(codes: Ints, values: np.ndarray) -> np.ndarray:
    """Value of the first respondent with each code."""
    found = np.empty(int(codes.max()) + 1, dtype=values.dtype)
    found[codes[::-1]] = values[::-1]
    return found


def _single_unit(count: int, n_groups: int, design: SurveyDesign, *, first: bool) -> str:
    if not first:
        return (
            f"{count} of {n_groups} clusters have one second-stage unit sampled of several, so that their variance "
            "cannot be estimated. Leave the second stage out, or set `lonely_strata` to centre or certainty."
        )
    unit = "respondent" if design.clusters is None else "cluster"
    if design.strata is None:
        repair = "Take a file with more" if design.clusters is None else "Correct the design"
        return f"The sample has one {unit} only, so that no variance can be estimated. {repair}."
    return (
        f"Stratum `{design.strata.name}` has one {unit} only in {count} of {n_groups} strata, so that their variance "
        "cannot be estimated. Merge them with a stratum like them, or set `lonely_strata` to centre or certainty."
    )
