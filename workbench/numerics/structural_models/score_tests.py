r"""How much a model would gain from one more free parameter: modification indices, score tests, expected changes.

.. math:: \mathrm{MI} = \frac{N g^2}{J_{cc} - J_{cx} J_{xx}^{-1} J_{xc}}, \quad
          \mathrm{EPC} = \frac{g}{J_{cc} - J_{cx} J_{xx}^{-1} J_{xc}}, \quad
          T = \frac{N g^2}{a^\top M a}

with g the slope by the fixed parameter c and J the expected information of it and of the free parameters x (Sörbom
1989). The same test of a deviation in one group is the univariate score test of an equality. MI is a chi-square only
where slopes vary as J says. T takes their covariance M from the sandwich instead, along :math:`a = (1, -J_{cx}
J_{xx}^{-1})`, what a moved c leaves after the free parameters have followed (generalised score test: White 1982;
Satorra 1989; Boos 1992).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats, Ints
from workbench.numerics.structural_models.fit import FactorFit, weigh
from workbench.numerics.structural_models.structural_model import entry_jacobian

# Below this part of its own information a parameter repeats the free ones, so freeing it changes nothing.
REPEATS = 1e-8


class Candidates(NamedTuple):
    """Entries that might be freed, each in one group.

    Attributes
    ----------
    kind, group, row, column : array of int, shape (c,)
    """

    kind: Ints
    group: Ints
    row: Ints
    column: Ints


class ScoreTests(NamedTuple):
    """One row per candidate; NaN where freeing it would change nothing.

    Attributes
    ----------
    gain : array, shape (c,)
        Modification index: how far the naive chi-square would fall.
    statistic : array, shape (c,)
        Score test, a chi-square with one degree of freedom.
    change : array, shape (c,)
        Expected change of the parameter.
    """

    gain: Floats
    statistic: Floats
    change: Floats


def score_tests(fit: FactorFit, candidates: Candidates, *, robust: bool) -> ScoreTests:
    """Test each candidate by itself.

    Parameters
    ----------
    robust : bool
        Whether the statistic takes the covariance of the slopes from the sandwich; otherwise it is the gain.
    """
    directions = _directions(fit, candidates)
    slope, own, cross = _against(fit, directions)
    left = own - (cross * np.linalg.solve(fit.information, cross)).sum(axis=0)
    useful = left > REPEATS * own
    safe = np.where(useful, left, 1.0)
    gain = np.where(useful, fit.n * slope**2 / safe, np.nan)
    change = np.where(useful, slope / safe, np.nan)
    if not robust:
        return ScoreTests(gain, gain, change)
    spread = np.where(useful, _spread_of_slopes(fit, directions), np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        return ScoreTests(gain, fit.n * slope**2 / spread, change)


def _directions(fit: FactorFit, candidates: Candidates) -> list[Floats]:
    """Differentiate each group's statistics by the candidates, shape (s, c); 0 by those of other groups."""
    found = []
    for group, delta in enumerate(fit.jacobians):
        here = candidates.group == group
        moved = np.zeros((len(delta), len(here)))
        entries = (candidates.kind[here], candidates.row[here], candidates.column[here])
        moved[:, here] = entry_jacobian(fit.structure, fit.parameters, group, *entries).T
        found.append(moved)
    return found


def _against(fit: FactorFit, directions: list[Floats]) -> tuple[Floats, Floats, Floats]:
    """Slopes by the candidates, shape (c,), their own information, and what they share with the parameters (p, c)."""
    count = directions[0].shape[1]
    slope, own = np.zeros(count), np.zeros(count)
    cross = np.zeros((len(fit.parameters), count))
    for group, (sample, moved) in enumerate(zip(fit.samples, directions, strict=True)):
        weighted = sample.share * weigh(fit.weights[group], moved)
        # The slope of least squares counts n − 1 respondents of each group, its information n, as in lavaan.
        counted = (sample.n - 1) / sample.n if fit.structure.ordinal else 1.0
        slope += counted * weighted.T @ fit.residuals[group]
        own += (moved * weighted).sum(axis=0)
        cross += fit.jacobians[group].T @ weighted
    return slope, own, cross


def _spread_of_slopes(fit: FactorFit, directions: list[Floats]) -> Floats:
    """Variance of √n times the slope by each candidate after the free parameters have followed, shape (c,)."""
    shared, own = np.zeros((len(fit.parameters), directions[0].shape[1])), np.zeros_like(fit.information)
    for sample, moved, delta, curvature in zip(fit.samples, directions, fit.jacobians, fit.curvatures, strict=True):
        weighted = sample.share * weigh(curvature, delta)
        shared += weighted.T @ moved
        own += weighted.T @ delta
    followed = np.linalg.solve(own, shared)
    variances = np.zeros(shared.shape[1])
    for group, (sample, moved, delta) in enumerate(zip(fit.samples, directions, fit.jacobians, strict=True)):
        variances += sample.share * np.diag(fit.slope_products(group, moved - delta @ followed))
    return variances
