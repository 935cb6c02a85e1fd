"""Everything that published numbers say about the unknowns, as one system of linear constraints."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy import sparse

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.audit.linear_ranges import Polytope
from workbench.disclosure.audit.near_twins import Twins
from workbench.disclosure.audit.published_numbers import PublishedCounts, PublishedMeans, What
from workbench.disclosure.audit.unknowns import Layers, Unknowns


class Equations:
    """Collects constraints; `polytope` stacks them."""

    def __init__(self, unknowns: Unknowns, twins: Iterable[Twins]) -> None:
        self.unknowns, self.twins = unknowns, list(twins)
        self.rows: list[sparse.csr_matrix] = []
        self.lower: list[Floats] = []
        self.upper: list[Floats] = []
        self._blocks_agree()
        self._twins_agree()
        if unknowns.sums:
            self._scores_fit()

    def polytope(self) -> Polytope:
        """All constraints together."""
        nothing = sparse.csr_matrix((0, self.unknowns.size))
        matrix = sparse.vstack([nothing, *self.rows], format="csr")
        lower, upper = (np.concatenate([np.zeros(0), *ends]) for ends in (self.lower, self.upper))
        same = _alike(matrix)
        n = int(same.max(initial=-1)) + 1
        least, most = np.full(n, -np.inf), np.full(n, np.inf)
        np.maximum.at(least, same, lower)
        np.minimum.at(most, same, upper)
        return Polytope(matrix=matrix[np.unique(same, return_index=True)[1]], lower=least, upper=most)

    def add_counts(self, counts: PublishedCounts) -> None:
        """Windows of counts."""
        cells = self.unknowns.members(counts.names)[counts.cells]
        layers = layers_counted(counts.what, self.unknowns.layers)
        self._add(self.unknowns.counts(cells, layers), counts.low, counts.high)

    def add_means(self, means: PublishedMeans) -> None:
        """Sum of scores = mean × respondents, as exactly as the mean is given."""
        unknowns, nothing, infinite = self.unknowns, np.zeros(len(means.cells)), np.full(len(means.cells), np.inf)
        cells = unknowns.members(means.names)[means.cells]
        sums, n = unknowns.score_sums(cells), unknowns.counts(cells, unknowns.layers.inside["scored"])
        above = means.mean - unknowns.census.survey.instrument.score.minimum
        self._add(sums - sparse.diags(above - means.half_step) @ n, nothing, infinite)
        self._add(sums - sparse.diags(above + means.half_step) @ n, -infinite, nothing)

    def _blocks_agree(self) -> None:
        """Crossings that share variables have the same cells of these."""
        blocks, members = self.unknowns.blocks, self.unknowns.members
        for place, block in enumerate(blocks):
            shared = {tuple(v for v in block.names if v in other.names) for other in blocks[:place]}
            for names in [s for s in shared if not any(set(s) < set(other) for other in shared)]:
                self._equal(members(names, block) - members(names))

    def _twins_agree(self) -> None:
        """Make each of two nearly equal unions what both share and its own rest."""
        for twins in self.twins:
            for side, (names, cells) in enumerate(twins.cells):
                whole = sparse.csr_matrix(twins.block.keys[:, [side]].T.astype(float)) @ self.unknowns.part(twins.block)
                union = self.unknowns.members(names)[list(cells)].sum(axis=0)
                self._equal(sparse.csr_matrix(union) - whole)

    def _scores_fit(self) -> None:
        """Keep sums of scores within what the respondents of each layer can have."""
        unknowns, n = self.unknowns, self.unknowns.n_cells
        cells = sparse.identity(n, format="csr")
        for reach, low, high in (
            (unknowns.layers.lowest, 0.0, np.inf),
            (unknowns.layers.highest, -np.inf, 0.0),
        ):
            self._add(unknowns.score_sums(cells) - unknowns.counts(cells, reach), np.full(n, low), np.full(n, high))

    def _equal(self, cells: sparse.csr_matrix) -> None:
        """Rows of cells that hold nobody, of any layer."""
        rows = self.unknowns.every(cells[np.diff(cells.indptr) > 0])
        nothing = np.zeros(rows.shape[0])
        self._add(rows, nothing, nothing)

    def _add(self, rows: sparse.csr_matrix, lower: Floats, upper: Floats) -> None:
        if rows.shape[0]:
            self.rows.append(rows)
            self.lower.append(lower)
            self.upper.append(upper)


def layers_counted(what: What, layers: Layers) -> Bools:
    """Which layers a count consists of."""
    counted = layers.inside[what.base].copy()
    if what.without:
        counted &= ~layers.inside[what.without]
    return counted & layers.below[what.cutoff] if what.cutoff else counted


def _alike(matrix: sparse.csr_matrix) -> Ints:
    """Give rows that are alike the same number: tables say much that others say too."""
    matrix.sort_indices()
    known: dict[bytes, int] = {}
    ends = zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    keys = (matrix.indices[a:b].tobytes() + matrix.data[a:b].tobytes() for a, b in ends)
    return np.array([known.setdefault(key, len(known)) for key in keys], dtype=np.int64)
