"""Tests of nested factor models whose chi-square statistics need correction."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np
from scipy import linalg

from workbench.arrays import Floats
from workbench.numerics.structural_models import normal_likelihood as likelihood
from workbench.numerics.structural_models.fisher_scoring import Search, minimise
from workbench.numerics.structural_models.fit import FactorFit
from workbench.numerics.structural_models.scaled_tests import scaled_shifted
from workbench.numerics.structural_models.structural_model import jacobian, statistics


class DifferenceTest(NamedTuple):
    """Corrected chi-square difference.

    Attributes
    ----------
    statistic : float
        NaN where the correction is not defined, or the models are the same.
    df : int
    method : str
        Source of the correction.
    """

    statistic: float
    df: int
    method: str


def satorra_2000(wide: FactorFit, narrow: FactorFit) -> DifferenceTest:
    """Scaled and shifted difference (Satorra 2000), restrictions by the delta method, at the wider model's estimates.

    The restrictions A are those directions of the wider model's parameters that the narrower model's statistics do not
    move in; U = W Δ P⁻¹A'(A P⁻¹A')⁻¹A P⁻¹Δ'W.
    """
    name = "Satorra 2000 (delta), scaled and shifted"
    df = narrow.df - wide.df
    if df == 0:
        return DifferenceTest(np.nan, 0, name)
    stacked = [np.concatenate(fit.jacobians) for fit in (wide, narrow)]
    moved = np.linalg.lstsq(stacked[0], stacked[1], rcond=None)[0]
    restrictions = linalg.null_space(moved.T).T
    bread = wide.bread
    inner = restrictions @ bread @ restrictions.T
    projection = bread @ restrictions.T @ np.linalg.pinv(inner) @ restrictions @ bread
    product = projection @ wide.meat
    naive = narrow.test.naive - wide.test.naive
    test = scaled_shifted(naive, df, float(np.trace(product)), float((product * product.T).sum()))
    return DifferenceTest(test.scaled, df, name)


def satorra_bentler(wide: FactorFit, narrow: FactorFit) -> DifferenceTest:
    """Scaled difference of Satorra & Bentler (2001); where its factor is not positive, that of 2010.

    The later one evaluates both models at the narrower model's estimates. Its factor is positive by construction only
    with expected information, which it therefore uses.
    """
    df = narrow.df - wide.df
    if df == 0:
        return DifferenceTest(np.nan, 0, "Satorra & Bentler 2001")
    naive = narrow.test.naive - wide.test.naive
    narrow_part = narrow.df * narrow.test.factor
    factor = (narrow_part - (wide.df * wide.test.factor if wide.df else 0.0)) / df
    if factor > 0:
        return DifferenceTest(naive / factor, df, "Satorra & Bentler 2001")
    there = _at_narrow_estimates(wide, narrow)
    factor = (narrow.expected_trace - there.expected_trace) / df
    statistic = naive / factor if factor > 0 else np.nan
    return DifferenceTest(statistic, df, "Satorra & Bentler 2010, expected information")


def _at_narrow_estimates(wide: FactorFit, narrow: FactorFit) -> FactorFit:
    """Return the wider model with parameters that imply the narrower model's moments."""
    targets = [statistics(narrow.structure, narrow.parameters, group) for group in range(narrow.structure.n_groups)]

    def criterion(x: Floats) -> float:
        away = [statistics(wide.structure, x, group) - target for group, target in enumerate(targets)]
        return float(sum((each**2).sum() for each in away)) / 2

    def slope(x: Floats) -> tuple[Floats, Floats]:
        deltas = [jacobian(wide.structure, x, group) for group in range(len(targets))]
        away = [statistics(wide.structure, x, group) - target for group, target in enumerate(targets)]
        gradient = sum(delta.T @ each for delta, each in zip(deltas, away, strict=True))
        return np.asarray(gradient), np.asarray(sum(delta.T @ delta for delta in deltas))

    found = minimise(criterion, slope, wide.parameters)
    discrepancy = sum(
        sample.share * likelihood.discrepancy(wide.structure, found.parameters, sample, group)
        for group, sample in enumerate(wide.normal_samples)
    )
    search = Search(found.parameters, discrepancy / 2, found.converged, found.n_iterations)
    return replace(wide, search=search)
