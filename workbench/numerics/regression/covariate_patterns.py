"""Covariate patterns: the combinations of levels that respondents have, and how much sums over them leave open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workbench.arrays import Bools, Floats, Ints

_RANK_TOLERANCE = 1e-9  # length of what is left of a row of ones and zeros; of a dependent one it is rounding


@dataclass(frozen=True, eq=False, repr=False)
class CovariatePatterns:
    """Respondents of a model by the combination of levels that they have (Hosmer and Lemeshow's covariate patterns).

    `codes` has a row per pattern and a column per variable, `size` the respondents of each.
    """

    variables: tuple[str, ...]
    codes: Ints
    size: Ints

    def __repr__(self) -> str:
        """One line: how many there are."""
        return f"{len(self.size)} covariate patterns"

    def of(self, variables: Sequence[str]) -> CovariatePatterns:
        """Return the patterns of some of the variables."""
        columns = [self.variables.index(name) for name in variables]
        codes, place = np.unique(self.codes[:, columns], axis=0, return_inverse=True)
        size = np.bincount(place.ravel(), weights=self.size, minlength=len(codes)).astype(np.int64)
        return CovariatePatterns(tuple(variables), codes, size)

    @property
    def n_coefficients(self) -> int:
        """Number of coefficients of the model of their levels, the intercept included."""
        return int(self._settled([]).sum())

    def spare_respondents(self, crossed: Sequence[Sequence[str]] = ()) -> int:
        """Count the respondents whose outcomes sums over levels leave open, all others given.

        Parameters
        ----------
        crossed : sequence of sequences of str
            Variables of which the sums over every cell are known too.

        Returns
        -------
        int
            Each known sum settles one pattern once the others are known. The largest patterns are taken as settled, and
            counted are the respondents of all others: none of a model that has as many coefficients as patterns.
        """
        return int(self.size[~self._settled(crossed)].sum())

    def _settled(self, crossed: Sequence[Sequence[str]]) -> Bools:
        """Mark patterns whose rows of indicators are independent, the largest first."""
        groups = [(name,) for name in self.variables] + [tuple(names) for names in crossed]
        indicators = np.hstack([self._cells(names) for names in groups])
        rank = np.linalg.matrix_rank(indicators.T @ indicators, hermitian=True)  # of hundreds of thousands of patterns
        basis, settled = np.zeros((indicators.shape[1], 0)), np.zeros(len(self.size), dtype=bool)
        for place in np.argsort(-self.size, kind="stable"):
            if basis.shape[1] == rank:
                break
            left = indicators[place] - basis @ (basis.T @ indicators[place])
            left -= basis @ (basis.T @ left)
            if (length := np.linalg.norm(left)) > _RANK_TOLERANCE:
                basis, settled[place] = np.column_stack([basis, left / length]), True
        return settled

    def _cells(self, names: Sequence[str]) -> Floats:
        """Return an indicator per cell of some variables that a pattern has."""
        columns = [self.variables.index(name) for name in names]
        cell = np.unique(self.codes[:, columns], axis=0, return_inverse=True)[1].ravel()
        return np.asarray(cell[:, None] == np.arange(cell.max(initial=-1) + 1), dtype=np.float64)
