r"""Factors of the weights of each sampled unit in each replicate, made so that all replicates count alike (JK1).

A replicate r of a method that counts :math:`c_r` has the factors :math:`1 + k (f_r - 1)`, where
:math:`k^2 = c_r R / (R - 1)`: totals then have the same variance, and what depends on them smoothly to first order.
"""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.sampling.survey_variance import SampleStage


def jackknife_factors(stage: SampleStage) -> Floats:
    """Leave out one unit after the other of every stratum that has a variance.

    Parameters
    ----------
    stage : SampleStage
        The first one.

    Returns
    -------
    array, shape (n_units, R)
        R is the number of these units.

    Notes
    -----
    R: ``survey::jknweights`` and its ``rscales``.
    """
    sizes = np.bincount(stage.group, minlength=len(stage.scale))
    left_out = np.flatnonzero((sizes > 1)[stage.group] & (stage.scale > 0)[stage.group])
    stratum, n_replicates = stage.group[left_out], len(left_out)
    others = sizes[stratum] - 1
    moved = np.where(stage.group[:, None] == stratum, 1 / others, 0.0)
    moved[left_out, np.arange(n_replicates)] = -1.0
    counted = stage.scale[stratum] * (others / sizes[stratum]) ** 2
    return np.asarray(1 + moved * np.sqrt(counted * n_replicates / (n_replicates - 1)))


def bootstrap_factors(stage: SampleStage, n_replicates: int, rng: np.random.Generator) -> Floats:
    """Draw m − 1 of the m units of every stratum with replacement (Rao & Wu 1988), shape (n_units, R).

    Notes
    -----
    R: ``survey::subbootweights``.
    """
    moved = np.zeros((len(stage.group), n_replicates))
    for stratum, size in enumerate(np.bincount(stage.group, minlength=len(stage.scale))):
        if size < 2:
            continue
        drawn = rng.multinomial(size - 1, np.full(size, 1 / size), size=n_replicates).T
        undrawn = stage.scale[stratum] * (size - 1) / size
        moved[stage.group == stratum] = (drawn * size / (size - 1) - 1) * np.sqrt(undrawn)
    return np.asarray(1 + moved * np.sqrt(n_replicates) / (n_replicates - 1))
