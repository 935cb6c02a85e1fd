"""Estimates that are published more exactly than one respondent moves them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.arrays import Bools, Floats, Ints
from workbench.columns import COLUMNS
from workbench.disclosure.audit.census import Census, Truth
from workbench.disclosure.audit.exported_tables import ExportedTable
from workbench.disclosure.audit.rounding import FOUR_DIGITS, middle, next_step, on_step_of_at_least
from workbench.disclosure.audit.single_rows import Finding, finding

_JUDGED = ("mean", "share")  # measures whose truth the audit computes itself
_MANY = 100  # respondents by whom a spread of an item's answers is told to part of their range
_SAME = 1e-9
_SIGNIFICANT = {"spread": 1, "size": 2}
_DECIMALS = {"quotient": 2}


def exactness(table: ExportedTable, census: Census) -> list[Finding]:
    """Attack estimates of groups, whatever their column is called, and digits."""
    return [
        *_too_fine(table, census),
        *_exact_truths(table, census),
        *_told_sides(table, census),
        *_parts(table),
        *_digits(table, census),
    ]


def _too_fine(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Find means and shares off every allowed step, and unweighted shares that are not those of the windows."""
    if not {"measure", "estimate"} <= set(table.frame.columns):
        return
    told = (
        table.frame["measure"].isin(_JUDGED).to_numpy(bool) & np.isfinite(table.numbers("estimate")) & ~_bounds(table)
    )
    for names, all_rows, all_cells in table.groups:
        judged = told[all_rows] & (all_cells >= 0)
        rows, cells = all_rows[judged], all_cells[judged]
        values = table.numbers("estimate")[rows]
        fitting = [t for t in census.truths(names) if len(rows) and _near(values, t, cells, census.width)]
        for row, cell, value in zip(rows, cells, values, strict=True):
            if fitting and not any(_coarse_enough(table, int(row), value, t, int(cell), census) for t in fitting):
                yield finding(table, int(row), "is told more exactly than one respondent moves it")


def _bounds(table: ExportedTable) -> Bools:
    if "bound" not in table.frame:
        return np.zeros(len(table.frame), dtype=bool)
    return table.frame["bound"].fillna("").astype(str).ne("").to_numpy(bool)


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
    share = (value - truth.least) / truth.span
    return any(
        _of_windows(share, e, n, float(truth.shift[cell])) for e, n in [*pairs, *_middles(truth, cell, census)] if n
    )


def is_rounded(value: float, truth: Truth, cell: int, census: Census) -> bool:
    """Whether the rule may publish this value: on a step of a respondent, or of a share a quotient of windows.

    Then it is the published value of a whole step, and says nothing more where the true one happens to be equal to it.
    """
    if on_step_of_at_least(value, float(truth.floor[cell])):
        return True
    if truth.events is None:
        return False
    share, shift = (value - truth.least) / truth.span, float(truth.shift[cell])
    return any(_of_windows(share, e, n, shift) for e, n in _middles(truth, cell, census) if n)


def _middles(truth: Truth, cell: int, census: Census) -> list[tuple[float, float]]:
    """Middles of the windows of those with an outcome and of all, ordinary and wide."""
    if truth.events is None:
        return []
    n, events, widths = int(truth.n[cell]), int(truth.events[cell]), (census.width, 2 * census.width)
    return [(middle(events, w), middle(n, v)) for w in widths for v in widths]


def _of_windows(share: float, above: float, below: float, shift: float) -> bool:
    """Whether a share is the quotient of two published counts, or lies whole steps from it where weights differ."""
    if shift > 0:
        return on_step_of_at_least(share - float(f"{above / below:.4g}"), shift)
    return _quotient(share, above, below)


def _quotient(value: float, above: float, below: float) -> bool:
    """Whether a number is a quotient of two published counts, told to four digits."""
    return bool(abs(value - above / below) <= FOUR_DIGITS * abs(above / below))


def _exact_truths(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Numbers of any column that are a mean or share, or its simple standard error, to the last digit."""
    skipped = {"key", "fixed", "people", "word", "private"}
    columns = [str(c) for c in table.frame if c not in COLUMNS or COLUMNS[str(c)].role not in skipped]
    for names, rows, cells in table.groups:
        known, exact = (cells >= 0) & ~_bounds(table)[rows], census.truths(names)
        means = np.array([t.mean[cells] for t in exact])
        for column in columns:
            values = table.numbers(column)[rows]
            # a number of two digits is equal to some mean by chance
            told = known & ~np.isclose(values, [float(f"{value:.2g}") for value in values], rtol=_SAME, atol=0)
            same = told & (np.abs(values - means) <= _SAME * np.abs(means))
            for place in np.flatnonzero(same.any(axis=0)):
                value, row = float(values[place]), int(rows[place])
                # what is published of one quantity is a rounded one, also where another has the same mean
                met, cell = [t for t, hit in zip(exact, same[:, place], strict=True) if hit], int(cells[place])
                rounded = any(
                    is_rounded(value, t, cell, census) or _coarse_enough(table, row, value, t, cell, census)
                    for t in met
                )
                if not rounded and not _from_windows(table, row, value):
                    yield finding(table, row, f"`{column}` is the exact value")


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
    two_valued = np.isfinite(table.numbers("n_events"))
    for column in table.columns("spread", "size", "quotient"):
        role, values = COLUMNS[column].role, table.numbers(column)
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


def _told_sides(table: ExportedTable, census: Census) -> Iterator[Finding]:
    """Find quantiles whose part lies inside what the windows of a group leave open of its share at a cut-off."""
    if not {"measure", "estimate", "quantile"} <= set(table.frame.columns):
        return
    told = table.frame["measure"].eq("quantile").to_numpy(bool) & np.isfinite(table.numbers("estimate"))
    quantile, scored = table.numbers("quantile"), census.bases["scored"]
    weights = np.ones(len(scored)) if census.weights is None else census.weights
    for names, rows, cells in table.groups:
        place, asked = census.places(names), told[rows] & (cells >= 0)
        for row, cell in zip(rows[asked], cells[asked], strict=True):
            group = scored & (place == cell)
            for cutoff, beyond in census.below.items():
                n, counted = int(group.sum()), int((group & beyond).sum())
                low, high = _share_left(counted, n, census.width)
                shift = weights[group & beyond].sum() / weights[group].sum() - counted / n
                is_low = census.survey.instrument.cutoffs[cutoff].below is not None
                part = quantile[row] if is_low else 1 - quantile[row]
                if low <= part - shift <= high:
                    yield finding(table, int(row), "is a quantile that tells on which side of a cut-off it lies")


def _share_left(counted: int, n: int, width: int) -> tuple[float, float]:
    """Smallest and largest share that two windows leave."""
    few, most = counted // width * width, n // width * width
    return few / (most + width - 1), (few + width - 1) / max(most, 1)
