r"""How much a model would gain from one more free parameter: modification indices and expected changes.

.. math:: \mathrm{MI} = \frac{N g^2}{J_{cc} - J_{cx} J_{xx}^{-1} J_{xc}}, \quad
          \mathrm{EPC} = \frac{g}{J_{cc} - J_{cx} J_{xx}^{-1} J_{xc}}

with g the slope by the fixed parameter c and J the expected information of it and of the free parameters x (Sörbom
1989). The same test of a deviation in one group is the univariate score test of an equality.
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
    statistic : array, shape (c,)
        Chi-square with one degree of freedom.
    change : array, shape (c,)
        Expected change of the parameter.
    """

    statistic: Floats
    change: Floats


def score_tests(fit: FactorFit, candidates: Candidates) -> ScoreTests:
    """Test each candidate by itself."""
    count = len(candidates.kind)
    slope, own = np.zeros(count), np.zeros(count)
    cross = np.zeros((len(fit.parameters), count))
    for group, sample in enumerate(fit.samples):
        here = candidates.group == group
        entries = (candidates.kind[here], candidates.row[here], candidates.column[here])
        moved = entry_jacobian(fit.structure, fit.parameters, group, *entries).T
        weighted = sample.share * weigh(fit.weights[group], moved)
        # The slope of least squares counts n − 1 respondents of each group, its information n, as in lavaan.
        counted = (sample.n - 1) / sample.n if fit.structure.ordinal else 1.0
        slope[here] = counted * weighted.T @ fit.residuals[group]
        own[here] = (moved * weighted).sum(axis=0)
        cross[:, here] = fit.jacobians[group].T @ weighted
    left = own - (cross * np.linalg.solve(fit.information, cross)).sum(axis=0)
    useful = left > REPEATS * own
    safe = np.where(useful, left, 1.0)
    return ScoreTests(
        np.where(useful, fit.n * slope**2 / safe, np.nan),
        np.where(useful, slope / safe, np.nan),
    )
