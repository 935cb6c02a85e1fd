"""Ordered answers as category numbers, and what is counted of them: margins of the items and tables of their pairs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from workbench.arrays import Bools, Floats, Ints
from workbench.numerics.ordered_answers.contingency import (
    item_counts,
    levels_and_codes,
    pair_tables,
    replicated_pair_tables,
)
from workbench.numerics.ordered_answers.item_pairs import item_pairs


@dataclass(frozen=True, eq=False, kw_only=True)
class OrderedAnswers:
    """Answers to k items by n respondents. Whatever is counted is counted when first asked for, and once.

    Attributes
    ----------
    codes : array of int, shape (k, n)
        0 for the lowest answer that somebody gave to the item, 1 for the next one, …
    levels : tuple of k arrays
        The different answers to each item, lowest first.
    weights : array, shape (n,), or None
        None where respondents are counted.
    incomplete : bool
        Whether the code `size` stands for an answer that is missing; such answers are not counted.
    """

    codes: NDArray[np.uint8]
    levels: tuple[Floats, ...]
    weights: Floats | None
    incomplete: bool = False

    @classmethod
    def of(cls, values: Floats, weights: Floats | None = None) -> Self:
        """Give each item's different answers a number.

        Parameters
        ----------
        values : array, shape (n, k)
            NaN where an answer is missing. The codes stand for themselves only where an item has at most 255 different
            answers.
        weights : array, shape (n,), optional
        """
        codes = np.empty(values.shape[::-1], dtype=np.uint8)
        levels, missing = [], np.isnan(values.T)
        for row, column, lacking in zip(codes, values.T, missing, strict=True):
            given = ~lacking if lacking.any() else slice(None)
            distinct, row[given] = levels_and_codes(column[given])
            levels.append(distinct)
        codes[missing] = max(map(len, levels))
        return cls(codes=codes, levels=tuple(levels), weights=weights, incomplete=bool(missing.any()))

    @property
    def n_respondents(self) -> int:
        """Number of respondents."""
        return int(self.codes.shape[1])

    @cached_property
    def sizes(self) -> Ints:
        """Number of different answers to each item, shape (k,)."""
        return np.array([len(levels) for levels in self.levels], dtype=np.int64)

    @property
    def size(self) -> int:
        """Largest number of different answers; in tables, smaller items have zeros at the end."""
        return int(self.sizes.max())

    @property
    def n_codes(self) -> int:
        """Number of codes: that of a missing answer comes last."""
        return self.size + self.incomplete

    @cached_property
    def points(self) -> Floats:
        """Points of each answer, shape (k, size), the last one repeated where an item has fewer."""
        return np.array([np.pad(levels, (0, self.size - len(levels)), mode="edge") for levels in self.levels])

    @cached_property
    def pairs(self) -> tuple[Ints, Ints]:
        """First and second item of each pair, each of shape (p,)."""
        return item_pairs(len(self.codes))

    @cached_property
    def counts(self) -> Floats:
        """Sum of weights (or number of respondents) of each answer to each item, shape (k, size)."""
        return item_counts(self.codes, self.weights, size=self.n_codes)[:, : self.size]

    @cached_property
    def tables(self) -> Floats:
        """Sum of weights of each two answers, shape (p, size, size); the first item of the pair in the rows."""
        return self._answered(pair_tables(self.codes, self.weights, size=self.n_codes))

    @cached_property
    def squared_tables(self) -> Floats:
        """Sum of squared weights of each two answers, shape (p, size, size)."""
        if self.weights is None:
            return self.tables
        return self._answered(pair_tables(self.codes, self.weights**2, size=self.n_codes))

    def replicated_tables(self, weights: Floats) -> Floats:
        """Count the tables under each column of other weights (n, R), shape (R, p, size, size)."""
        return self._answered(replicated_pair_tables(self.codes, weights, size=self.n_codes))

    def _answered(self, tables: Floats) -> Floats:
        """Leave out of tables what was missing."""
        return tables[..., : self.size, : self.size]

    @cached_property
    def cells(self) -> Bools:
        """Whether the two answers of a cell exist, shape (p, size, size)."""
        first, second = self.pairs
        exists = np.arange(self.size) < self.sizes[:, None]
        return exists[first][:, :, None] & exists[second][:, None, :]

    @property
    def n_cells(self) -> int:
        """Cells of all tables."""
        return int(self.cells.sum())

    @property
    def n_empty(self) -> int:
        """Cells that nobody chose."""
        return self.n_cells - int((self.tables > 0).sum())

    def with_continuity(self, tables: Floats, continuity: float) -> Floats:
        """Put `continuity` into the empty cells of tables (..., p, size, size)."""
        return np.where(self.cells & (tables == 0), continuity, tables) if continuity else tables
