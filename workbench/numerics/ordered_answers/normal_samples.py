"""Answers of simulated respondents: normal variables with given correlations, cut at thresholds."""

from __future__ import annotations

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.ordered_answers.coded_answers import OrderedAnswers


class NormalAnswers:
    """Samples of answers whose latent responses are normal with variance 1.

    Parameters
    ----------
    correlations : array, shape (k, k)
        Positive semidefinite.
    cuts : array, shape (k, size − 1)
        Thresholds; infinity after an item's last one.
    """

    def __init__(self, correlations: Floats, cuts: Floats) -> None:
        values, vectors = np.linalg.eigh(correlations)
        self._root = (vectors * np.sqrt(np.maximum(values, 0.0))).T
        self._cuts = [own[np.isfinite(own)] for own in cuts]
        self._levels = tuple(np.arange(len(own) + 1, dtype=float) for own in self._cuts)

    def draw(self, n: int, rng: np.random.Generator) -> OrderedAnswers:
        """Draw the answers of n respondents; a category that nobody gives keeps its number."""
        latent = (rng.standard_normal((n, len(self._root))) @ self._root).T
        codes = np.empty(latent.shape, dtype=np.uint8)
        for row, cuts, variable in zip(codes, self._cuts, latent, strict=True):
            row[:] = np.searchsorted(cuts, variable)
        return OrderedAnswers(codes=codes, levels=self._levels, weights=None)
