"""Entries of a factor model, with what identifies each: fixed, free, or equal in all groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.arrays import Floats
from workbench.numerics.structural_models import Kind, Structure


@dataclass(frozen=True, eq=False, kw_only=True)
class FactorSpecification:
    """Which items load on which factor, what is equal between groups, and what is freed.

    Attributes
    ----------
    items : tuple of str
    factors : dict of str to tuple of int
        Positions of each factor's items.
    n_groups : int
    n_thresholds : tuple of int, or None
        Of each item; None for continuous answers.
    equal : frozenset of str
        `thresholds`, `loadings`, `intercepts`, `residuals`.
    free : frozenset of tuple
        Freed entries (kind, row, column).
    unit_variance : bool
        One group of ordered answers: normal variables with variance 1 (delta). Otherwise residual variances are
        given (theta).
    """

    items: tuple[str, ...]
    factors: dict[str, tuple[int, ...]]
    n_groups: int
    n_thresholds: tuple[int, ...] | None
    equal: frozenset[str]
    free: frozenset[tuple[int, int, int]]

    @property
    def ordinal(self) -> bool:
        """Whether the answers are ordered categories."""
        return self.n_thresholds is not None

    @property
    def unit_variance(self) -> bool:
        """Whether the normal variables behind ordered answers have variance 1."""
        return self.ordinal and self.n_groups == 1

    def is_equal(self, kind: Kind, row: int, column: int) -> bool:
        """Whether an entry has one value in all groups."""
        word = {
            Kind.THRESHOLD: "thresholds",
            Kind.LOADING: "loadings",
            Kind.INTERCEPT: "intercepts",
            Kind.RESIDUAL_COVARIANCE: "residuals",
        }[kind]
        return word in self.equal and (int(kind), row, column) not in self.free

    def n_anchors(self, item: int) -> int:
        """Thresholds of an item that are equal in all groups."""
        counts = self.n_thresholds or (0,) * len(self.items)
        first = sum(counts[:item])
        return sum(self.is_equal(Kind.THRESHOLD, number, 0) for number in range(first, first + counts[item]))

    def is_located(self, item: int) -> bool:
        """Whether an item's mean can be compared between groups: ordered answers need an equal threshold."""
        return not self.ordinal or self.n_anchors(item) > 0

    def threshold_items(self) -> list[int]:
        """Item of each threshold."""
        return [item for item, n in enumerate(self.n_thresholds or ()) for _ in range(n)]

    def term(self, kind: int, row: int, column: int) -> str:
        """Name of an entry, as lavaan writes it."""
        names, factors = self.items, list(self.factors)
        if kind == Kind.LOADING:
            return f"{factors[column]}=~{names[row]}"
        if kind == Kind.FACTOR_COVARIANCE:
            return f"{factors[column]}~~{factors[row]}"
        if kind == Kind.RESIDUAL_COVARIANCE:
            return f"{names[column]}~~{names[row]}"
        if kind == Kind.INTERCEPT:
            return f"{names[row]}~1"
        if kind == Kind.FACTOR_MEAN:
            return f"{factors[row]}~1"
        owners = self.threshold_items()
        return f"{names[owners[row]]}|{row - owners.index(owners[row]) + 1}"


class _Entries:
    """The lists of a structure while they grow."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, int, int, int, float]] = []
        self.numbers: dict[tuple[int, ...], int] = {}

    def fixed(self, kind: Kind, group: int, row: int, column: int, value: float) -> None:
        self.rows.append((int(kind), group, row, column, -1, value))

    def free(self, kind: Kind, group: int, row: int, column: int, start: float, *, shared: bool = False) -> None:
        key = (int(kind), row, column) if shared else (int(kind), row, column, group)
        number = self.numbers.setdefault(key, len(self.numbers))
        self.rows.append((int(kind), group, row, column, number, start))


@dataclass(frozen=True, eq=False, kw_only=True)
class StartingValues:
    """Where the search starts, the same in all groups.

    Attributes
    ----------
    loadings, intercepts, residuals : array, shape (k,)
    thresholds : array, shape (q,)
    """

    loadings: Floats
    intercepts: Floats
    residuals: Floats
    thresholds: Floats


def build_structure(model: FactorSpecification, start: StartingValues, *, means: bool | None = None) -> Structure:
    """Entries of all groups.

    Continuous answers of several groups have intercepts, those of one group only if `means` asks for them.

    The first group has factor means 0 and variances 1; other groups' are free once the loadings (variances) and the
    intercepts (means) are equal. Ordered answers follow Wu & Estabrook (2016): intercepts 0 and residual variances 1 in
    the first group; elsewhere they are free as far as equal thresholds identify them, until they are set equal.
    """
    entries = _Entries()
    means = not model.ordinal and model.n_groups > 1 if means is None else means
    for group in range(model.n_groups):
        _factor_entries(model, entries, group)
        for column, members in enumerate(model.factors.values()):
            for row in members:
                shared = model.is_equal(Kind.LOADING, row, column)
                entries.free(Kind.LOADING, group, row, column, float(start.loadings[row]), shared=shared)
        for row in range(len(model.items)):
            if model.ordinal:
                _ordinal_item(model, entries, group, row)
            else:
                _continuous_item(model, entries, group, row, start, means)
        for number in range(len(start.thresholds)):
            shared = model.is_equal(Kind.THRESHOLD, number, 0)
            entries.free(Kind.THRESHOLD, group, number, 0, float(start.thresholds[number]), shared=shared)
        for kind, high, low in sorted(model.free):
            if kind == Kind.RESIDUAL_COVARIANCE and high != low:
                entries.free(Kind.RESIDUAL_COVARIANCE, group, high, low, 0.0)
    places = np.array([entry[:5] for entry in entries.rows], dtype=np.int64)
    return Structure(
        n_items=len(model.items),
        n_factors=len(model.factors),
        n_groups=model.n_groups,
        kind=places[:, 0],
        group=places[:, 1],
        row=places[:, 2],
        column=places[:, 3],
        parameter=places[:, 4],
        value=np.array([entry[5] for entry in entries.rows]),
        threshold_items=np.array(model.threshold_items(), dtype=np.int64) if model.ordinal else None,
        unit_variance=model.unit_variance,
        means=means,
    )


def _factor_entries(model: FactorSpecification, entries: _Entries, group: int) -> None:
    any_equal = {
        factor: any(model.is_equal(Kind.LOADING, row, column) for row in members)
        for column, (factor, members) in enumerate(model.factors.items())
    }
    for row, (factor, members) in enumerate(model.factors.items()):
        if group and any_equal[factor]:
            entries.free(Kind.FACTOR_COVARIANCE, group, row, row, 1.0)
        else:
            entries.fixed(Kind.FACTOR_COVARIANCE, group, row, row, 1.0)
        for column in range(row):
            entries.free(Kind.FACTOR_COVARIANCE, group, row, column, 0.3)
        if group and any(model.is_equal(Kind.INTERCEPT, item, 0) and model.is_located(item) for item in members):
            entries.free(Kind.FACTOR_MEAN, group, row, 0, 0.0)


def _continuous_item(
    model: FactorSpecification, entries: _Entries, group: int, row: int, start: StartingValues, means: bool
) -> None:
    residuals, intercept = Kind.RESIDUAL_COVARIANCE, Kind.INTERCEPT
    entries.free(residuals, group, row, row, float(start.residuals[row]), shared=model.is_equal(residuals, row, row))
    if means:
        entries.free(intercept, group, row, 0, float(start.intercepts[row]), shared=model.is_equal(intercept, row, 0))


def _ordinal_item(model: FactorSpecification, entries: _Entries, group: int, row: int) -> None:
    if model.unit_variance:  # the residual variance follows from the loading
        return
    anchors = model.n_anchors(row)
    column = next(number for number, members in enumerate(model.factors.values()) if row in members)
    scale_known = anchors >= 2 or (anchors == 1 and model.is_equal(Kind.LOADING, row, column))
    if group and anchors >= 1 and not model.is_equal(Kind.INTERCEPT, row, 0):
        entries.free(Kind.INTERCEPT, group, row, 0, 0.0)
    if group and scale_known and not model.is_equal(Kind.RESIDUAL_COVARIANCE, row, row):
        entries.free(Kind.RESIDUAL_COVARIANCE, group, row, row, 1.0)
    else:
        entries.fixed(Kind.RESIDUAL_COVARIANCE, group, row, row, 1.0)
