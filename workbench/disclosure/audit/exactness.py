"""Estimates that are published more exactly than one respondent moves them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.columns import COLUMNS
from workbench.disclosure.audit.census import Census, Names
from workbench.disclosure.audit.exported_tables import ExportedTable
from workbench.disclosure.audit.published_numbers import cells_of
from workbench.disclosure.audit.rounding import middle, next_step, on_step_of_at_least
from workbench.disclosure.audit.single_rows import Finding, finding

_JUDGED = ("mean", "share")  # measures whose truth the audit computes itself
_MANY = 100  # respondents by whom a spread of an item's answers is told to part of their range
_SETS = 3  # of one respondent fewer than the minimum, that the shift of a weighted share does not tell
_SAME = 1e-9
_FOUR_DIGITS = 5.001e-4
_SIGNIFICANT = {"spread": 1, "size": 2}
_DECIMALS = {"quotient": 2}


class Truth(NamedTuple):
    """A quantity in each cell of some variables: its mean, what few respondents move, and how uncertain it is.

    `events` holds the respondents with the larger one of two values, None where there are more values. `shift` is the
    smallest step that what weights add to a plain share is told to; 0 where all in the cell weigh the same. `least` and
    `span` are those of the values.
    """

    mean: Floats
    error: Floats
    floor: Floats
    n: Ints
    events: Ints | None
    shift: Floats
    least: float
    span: float


def exactness(table: ExportedTable, census: Census) -> list[Finding]:
    """Attack estimates of groups, whatever their column is called, and digits."""
    return [*_too_fine(table, census), *_exact_truths(table, census), *_parts(table), *_digits(table, census)]


def _too_fine(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Find means and shares off every allowed step, and unweighted shares that are not those of the windows."""
    if not {"measure", "estimate"} <= set(table.frame.columns):
        return
    judged = table.frame["measure"].isin(_JUDGED).to_numpy(bool)
    for variable, rows in table.variables():
        names = census.find(variable)
        if names is None:
            continue
        cells = cells_of(table.frame.loc[rows, "level"], names, census)
        values = table.numbers("estimate").loc[rows].to_numpy()
        told = np.isfinite(values) & (cells >= 0) & judged[rows.to_numpy()] & ~_bounds(table)[rows.to_numpy()]
        fitting = [t for t in truths(census, names) if told.any() and _near(values[told], t, cells[told], census.width)]
        for row, cell, value in zip(rows[told], cells[told], values[told], strict=True):
            if fitting and not any(_coarse_enough(table, int(row), value, t, int(cell), census) for t in fitting):
                yield finding(table, int(row), "is told more exactly than one respondent moves it")


def _bounds(table: ExportedTable) -> Bools:
    if "bound" not in table.frame:
        return np.zeros(len(table.frame), dtype=bool)
    return table.frame["bound"].fillna("").astype(str).ne("").to_numpy(bool)


def truths(census: Census, names: Names) -> list[Truth]:
    """Every quantity that a mean or share by these variables may be about."""
    return census.once(("truths", names), lambda: list(_truths(census, names)))


def _truths(census: Census, names: Names) -> Iterator[Truth]:
    scored, modelled = census.bases["scored"], census.bases["modelled"]
    numbers = {str(v): census.survey.numeric[v].to_numpy(float) for v in census.survey.numeric}
    quantities = [census.points, census.sensitivity_points, *numbers.values()]
    quantities += [np.where(scored, below, np.nan) for below in census.below.values()]
    quantities += [np.where(scored, ~modelled, np.nan), np.where(census.bases["file"], ~scored, np.nan)]
    for values in quantities:
        for base in (np.isfinite(values), np.isfinite(values) & modelled):
            if base.any():
                yield _truth(census, names, values.astype(float), base)


def _truth(census: Census, names: Names, values: Floats, who: Bools) -> Truth:
    place, size = census.places(names)[who], int(np.prod(census.shape(names)))
    value, weight = values[who], np.ones(int(who.sum())) if census.weights is None else census.weights[who]

    def total(of: Floats) -> Floats:
        return np.bincount(place, weights=of, minlength=size).astype(np.float64)

    n, mass = np.bincount(place, minlength=size), np.maximum(total(weight), 1e-300)
    mean = total(weight * value) / mass
    largest, smallest = np.zeros(size), np.full(size, np.inf)
    np.maximum.at(largest, place, weight)
    np.minimum.at(smallest, place, weight)
    spread = np.sqrt(np.maximum(total(weight * value**2) / mass - mean**2, 0))
    distinct = np.unique(value)
    two, span = len(distinct) == 2, float(np.ptp(distinct))
    reach = span * (census.width if two and census.weights is not None else 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        uneven = np.maximum(largest / mass - 1 / n, 1 / n - smallest / mass)
    return Truth(
        mean=mean,
        error=spread / np.sqrt(np.maximum(n, 1)),
        floor=reach * largest / mass,
        n=n.astype(np.int64),
        events=total((value == distinct[-1]).astype(float)).astype(np.int64) if two else None,
        shift=_SETS * (census.width - 1) * np.where(uneven * n > _SAME, uneven, 0.0),
        least=float(distinct[0]),
        span=span,
    )


def _near(values: Floats, truth: Truth, cells: Ints, width: int) -> bool:
    """Whether all published values lie within two steps, or the width of their windows, of a quantity."""
    slack = np.array([2 * next_step(max(truth.floor[c], truth.error[c])) for c in cells])
    if truth.events is not None:
        slack += truth.span * width / np.maximum(truth.n[cells], 1)
    return bool((np.abs(values - truth.mean[cells]) <= slack + _SAME).all())


def _coarse_enough(table: ExportedTable, row: int, value: float, truth: Truth, cell: int, census: Census) -> bool:
    if truth.events is None:
        return on_step_of_at_least(value, float(truth.floor[cell]))
    published = [table.numbers(c)[row] for c in ("n_events", "n_respondents") if c in table.frame]
    pairs = [published] if len(published) == 2 else []
    pairs += [
        [middle(int(truth.events[cell]), w), middle(int(truth.n[cell]), v)]
        for w in (census.width, 2 * census.width)
        for v in (census.width, 2 * census.width)
    ]
    share = (value - truth.least) / truth.span
    return any(_of_windows(share, e, n, float(truth.shift[cell])) for e, n in pairs if n)


def _of_windows(share: float, above: float, below: float, shift: float) -> bool:
    """Whether a share is the quotient of two published counts, or lies whole steps from it where weights differ."""
    if shift > 0:
        return on_step_of_at_least(share - float(f"{above / below:.4g}"), shift)
    return _quotient(share, above, below)


def _quotient(value: float, above: float, below: float) -> bool:
    """Whether a number is a quotient of two published counts, told to four digits."""
    return bool(abs(value - above / below) <= _FOUR_DIGITS * abs(above / below))


def _exact_truths(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Numbers of any column that are a mean or share, or its simple standard error, to the last digit."""
    skipped = {"key", "fixed", "people", "word", "private"}
    columns = [str(c) for c in table.frame if c not in COLUMNS or COLUMNS[str(c)].role not in skipped]
    for variable, rows in table.variables():
        names = census.find(variable)
        if names is None:
            continue
        cells = cells_of(table.frame.loc[rows, "level"], names, census)
        known = (cells >= 0) & ~_bounds(table)[rows.to_numpy()]
        exact = truths(census, names)
        for column in columns:
            values = table.numbers(column).loc[rows].to_numpy()
            told = np.flatnonzero(known & np.isfinite(values))
            for truth in exact:
                mean, at = truth.mean[cells[told]], values[told]
                for place in told[np.abs(at - mean) <= _SAME * np.abs(mean)]:
                    value, row = float(values[place]), int(rows[place])
                    if not (
                        _from_windows(table, row, value) or _rounded(table, row, exact, value, cells[place], census)
                    ):
                        yield finding(table, row, f"`{column}` is the exact value")


def _rounded(table: ExportedTable, row: int, exact: list[Truth], value: float, cell: int, census: Census) -> bool:
    """Whether a number is what is published of some quantity that it equals."""
    met = [t for t in exact if abs(value - t.mean[cell]) <= _SAME * abs(t.mean[cell])]
    return any(
        on_step_of_at_least(value, float(t.floor[cell])) or _coarse_enough(table, row, value, t, cell, census)
        for t in met
    )


def _from_windows(table: ExportedTable, row: int, value: float) -> bool:
    """Whether a number is the quotient of two published counts of its row."""
    counts = [table.numbers(c)[row] for c in table.columns("people")]
    return any(_quotient(value, a, b) for a in counts for b in counts if b and np.isfinite(a) and np.isfinite(b))


def _parts(table: ExportedTable) -> Iterator[Finding]:
    """Parts that neither follow from the counts beside them nor are told to a step of a respondent."""
    for column in table.columns("part"):
        of = COLUMNS[column].of
        if of is None or not set(of) <= set(table.frame.columns):
            continue
        values, above, below = table.numbers(column), table.numbers(of[0]), table.numbers(of[1])
        for row in np.flatnonzero(np.isfinite(values) & np.isfinite(above) & np.isfinite(below) & (below > 0)):
            follows = _quotient(values[row], above[row], below[row])
            if not (follows or on_step_of_at_least(values[row], 1 / below[row])):
                yield finding(table, int(row), f"`{column}` does not follow from the counts beside it")


def _digits(table: ExportedTable, census: Census) -> Iterator[Finding]:
    two_valued = table.numbers("n_events").notna() if "n_events" in table.frame else pd.Series(False, table.frame.index)
    for column in table.columns("spread", "size", "quotient"):
        role, values = COLUMNS[column].role, table.numbers(column).to_numpy()
        for row in np.flatnonzero(np.isfinite(values)):
            value = float(values[row])
            if role in _SIGNIFICANT:
                digits = _SIGNIFICANT[role] + (role == "spread" and two_valued[row])  # that of yes and no is derived
                rounded = float(f"{value:.{digits}g}")
            else:
                rounded = round(value, _DECIMALS[role])
            known = abs(rounded - value) <= _SAME * max(1.0, abs(value))
            if not (known or (role == "spread" and _spread_of_item(table, int(row), value, census))):
                yield finding(table, int(row), f"`{column}` has more digits than it is known to")


def _spread_of_item(table: ExportedTable, row: int, value: float, census: Census) -> bool:
    """Whether a standard deviation is that of an item's answers by many, told to a fortieth of their range."""
    if "measure" in table.frame or not {"item", "n_respondents"} <= set(table.frame.columns):
        return False
    answers = census.survey.responses.to_numpy(float, na_value=np.nan)[census.bases["scored"]]
    many = table.numbers("n_respondents")[row] >= _MANY
    return bool(many and on_step_of_at_least(value, float(np.ptp(answers)) / 40))
