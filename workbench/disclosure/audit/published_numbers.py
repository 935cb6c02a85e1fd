"""What tables say of the numbers in each cell: windows of counts, and means with their steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.audit.census import OTHER_RULE, WITH_AGE, Census, Names
from workbench.disclosure.audit.exported_tables import ExportedTable, Groups
from workbench.disclosure.audit.rounding import FOUR_DIGITS, middle, next_step, windows_of


class What(NamedTuple):
    """What a count counts: respondents of a base, those of them outside another base, or those beyond a cut-off.

    `without` and `cutoff` are empty where they do not apply. `whole`: the base that may be counted in its place, as in
    cells where it leaves out one to a few of that.
    """

    base: str
    without: str = ""
    cutoff: str = ""
    whole: str = ""

    def who(self, census: Census) -> Bools:
        """Respondents that are counted."""
        inside = census.bases[self.base].copy()
        if self.without:
            inside &= ~census.bases[self.without]
        return inside & census.beyond(self.base, self.cutoff) if self.cutoff else inside

    def in_cells(self, census: Census, names: Names) -> Ints:
        """How many they are in each cell."""
        return census.once((self, names), lambda: census.count(names, self.who(census)))

    def fitting(self, census: Census, names: Names, cells: Ints, low: Floats, high: Floats) -> list[tuple[What, Bools]]:
        """Return what may be counted in which of some cells, by the windows that are published of them."""
        own, whole = self._replace(whole=""), self._replace(base=self.whole or self.base, whole="")
        truth, of_whole = (one.in_cells(census, names)[cells] for one in (own, whole))
        n, n_whole = (What(one.base).in_cells(census, names)[cells] for one in (own, whole))
        few = (n >= census.width) & (n < n_whole) & (n_whole - n < census.width)
        right = (low <= truth) & (truth <= high)
        instead = (low <= of_whole) & (of_whole <= high) & (few | ~right)
        return [(own, right & ~instead), (whole, instead)]


class PublishedCounts(NamedTuple):
    """Counts of one column in cells of one variable or crossing.

    names : variables in the table's order. cells : (n,), in the order of `Census.places`. low, high : (n,), windows.
    """

    names: Names
    what: What
    cells: Ints
    low: Floats
    high: Floats


class PublishedMeans(NamedTuple):
    """Mean scores in cells of one variable or crossing, and half of the step that they are rounded to."""

    names: Names
    cells: Ints
    mean: Floats
    half_step: Floats


def published_counts(tables: Iterable[ExportedTable], census: Census, *, earlier: bool) -> Iterator[PublishedCounts]:
    """Read every column of respondents as what the survey shows it to be: one thing in the whole table, if one fits.

    `earlier`: the people may have changed since; rows whose window no longer holds the truth say nothing of today's.
    """
    for table in tables:
        for column in table.columns("people"):
            yield from _read_column(table, column, census, earlier=earlier)
        if not table.of_groups:
            yield from _of_everyone(table, census)


def _of_everyone(table: ExportedTable, census: Census) -> Iterator[PublishedCounts]:
    """Read rows about everyone: a share is the quotient of two windows, and tells both.

    Rows that name a rule of missing answers are each of another base, where one fits. Any other row with the numbers of
    those with a score, such as one of several limits of the score or a band of scores, tells at most what theirs do.
    """
    taken: set[What] = set()
    bases = ["scored"]
    bases += ["modelled"] * ("model" in table.frame) + [OTHER_RULE] * ("missing_rule" in table.frame)
    possible = [What(base, cutoff=cutoff) for cutoff in census.below for base in bases]
    for column in ("share", "estimate"):
        for value, number in zip(table.numbers(column), table.numbers("n_respondents"), strict=True):
            fitting = [what for what in possible if _is_share(value, number, what, census)]
            for what in sorted(fitting, key=taken.__contains__)[:1]:
                taken.add(what)
                for counted in (what, What(what.base)):
                    low, high = windows_of(middle(int(counted.who(census).sum()), census.width), census.width)
                    yield PublishedCounts((), counted, np.zeros(1, dtype=np.int64), low.reshape(1), high.reshape(1))


def _is_share(value: float, number: float, what: What, census: Census) -> bool:
    above, below = (middle(int(one.who(census).sum()), census.width) for one in (what, What(what.base)))
    return bool(number == below and abs(value - above / below) <= FOUR_DIGITS * above / below)


def meanings(column: str, table: ExportedTable, census: Census) -> list[What]:
    """Return what a column of respondents may count, the likeliest first."""
    estimates = bool(table.columns("estimate")) or "n_events" in table.frame
    order = ("scored", "modelled", "modelled with numbers", OTHER_RULE, "file")
    bases = order if estimates else ("file", *order[:-1])
    of_few_more = What(WITH_AGE, whole="scored")
    in_models = [What(base, whole="scored") for base in ("modelled", "modelled with numbers")]
    everyone = [*(What(base) for base in bases), *in_models, of_few_more]
    left_out = [What("file", without="scored"), What("scored", without="modelled")]
    events = [What(base, cutoff=c) for base in order[:4] for c in census.below]
    events += [of_few_more._replace(cutoff=c) for c in census.below]
    events += [What("scored", without="modelled", cutoff=c) for c in census.below]
    if column == "n_complete":
        return [What("scored")]
    if column in ("n_missing", "n_dropped"):
        return left_out
    if column == "n_events":
        return [*events, left_out[1], *everyone]
    return [*everyone, *left_out, *events] if column in ("n_respondents", "n_total") else []


class _Windows(NamedTuple):
    """What a column tells of the cells of one variable or crossing."""

    names: Names
    cells: Ints
    low: Floats
    high: Floats

    def fitting(self, what: What, census: Census) -> list[tuple[What, Bools]]:
        return what.fitting(census, *self)


def _read_column(table: ExportedTable, column: str, census: Census, *, earlier: bool) -> Iterator[PublishedCounts]:
    windows = [own for groups in table.groups if len((own := _windows(table, column, groups, census)).cells)]
    possible = meanings(column, table, census)
    # read by itself, the number left out of a group may look like that of those below a cut-off
    every = (what for what in possible if all(_n_right(own.fitting(what, census)) == len(own.cells) for own in windows))
    one = next(every, None)
    for own in windows:
        yield from _read_counts(own, possible if one is None else [one], census, earlier=earlier)


def _windows(table: ExportedTable, column: str, groups: Groups, census: Census) -> _Windows:
    values = table.numbers(column)[groups.rows]
    told = np.isfinite(values) & (groups.cells >= 0)
    low, high = windows_of(values[told], census.width)
    low, high = np.where(np.isnan(low), values[told], low), np.where(np.isnan(low), values[told], high)
    return _Windows(groups.names, groups.cells[told], low, high)


def _read_counts(own: _Windows, possible: list[What], census: Census, *, earlier: bool) -> Iterator[PublishedCounts]:
    best: list[tuple[What, Bools]] = []
    for what in possible:
        fitting = own.fitting(what, census)
        if _n_right(fitting) > _n_right(best):
            best = fitting
        if _n_right(best) == len(own.cells):
            break
    for what, right in best if earlier or _n_right(best) == len(own.cells) else ():
        if right.any():
            yield PublishedCounts(own.names, what, own.cells[right], own.low[right], own.high[right])


def _n_right(fitting: list[tuple[What, Bools]]) -> int:
    return int(sum(right.sum() for _, right in fitting))


def published_means(tables: Iterable[ExportedTable], census: Census) -> Iterator[PublishedMeans]:
    """Read mean scores where nobody has a weight; with weights a mean is no sum of scores that a reader could add."""
    if census.weights is not None:
        return
    for table in tables:
        means = table.frame["measure"].eq("mean").to_numpy(bool) if "measure" in table.frame else False
        told = np.isfinite(table.numbers("estimate")) & means
        for names, rows, cells in table.groups:
            inside = told[rows] & (cells >= 0)
            value, at, score = table.numbers("estimate")[rows][inside], cells[inside], census.truths(names)[0]
            half = np.array([next_step(max(score.error[c] / 2, score.floor[c])) / 2 for c in at])
            apart = np.abs(value - score.mean[at])
            if len(at) and (apart <= 2 * half).all():
                # wide enough for the truth
                yield PublishedMeans(names=names, cells=at, mean=value, half_step=np.maximum(half, apart * (1 + 1e-9)))
