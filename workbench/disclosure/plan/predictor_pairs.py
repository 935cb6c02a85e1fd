"""Pairs of predictors that no table crosses: what their margins alone tell of the cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from workbench.arrays import Bools, Ints
from workbench.columns import CROSS
from workbench.disclosure.cells import LEAST_VALUES, Base, Groups, Names
from workbench.numerics.disclosure import window_start

_Ends = tuple[Ints, Ints]


def told_pairs(
    groups: Mapping[Names, Groups], members: Mapping[Base, Bools], predictors: Names, *, width: int
) -> Iterator[tuple[str, str]]:
    """Crossing and level of each cell of 1 to `width` − 1 people that the margins of two predictors tell too much of.

    The bounds of Fréchet are those of a table with given margins: no cell is larger than its row or column, or smaller
    than both of them together minus everyone.
    """
    for pair in combinations(predictors, 2):
        one, two = groups[pair[:1]], groups[pair[1:]]
        if any(set(pair) <= set(names) for names in groups):
            continue
        told = np.zeros((*one.shape, *two.shape), dtype=bool)
        place = one.place * two.shape[0] + two.place
        for base, who in members.items():
            if base[1] is None and base[0] != "file":
                n = np.bincount(place[who], minlength=told.size).reshape(told.shape)
                told |= (n > 0) & (n < width) & _tells(n, base, one, two, groups[()], width)
        for at in np.argwhere(told[:-1, :-1]):
            yield CROSS.join(pair), CROSS.join([one.label((int(at[0]),)), two.label((int(at[1]),))])


def _tells(n: Ints, base: Base, one: Groups, two: Groups, everyone: Groups, width: int) -> Bools:
    people = [_window(own.counts[base], width) for own in (one, two, everyone)]
    low, high = _frechet(*people)
    tells: Bools = high - low + 1 < LEAST_VALUES
    for own in (b for b in everyone.counts if b[0] == base[0] and b[1] is not None):
        below, above = [], []
        for groups, window in zip((one, two, everyone), people, strict=True):
            start, end = _window(groups.counts[own], width)
            has_outcome = window[0] >= width
            below.append((np.where(has_outcome, start, 0), np.where(has_outcome, end, window[1])))
            above.append((np.maximum(window[0] - below[-1][1], 0), window[1] - below[-1][0]))
        least, most = _frechet(*below)
        most = np.minimum(most, high - _frechet(*above)[0])
        tells |= (least > 0) | (most < n)
    return tells


def _window(count: Ints, width: int) -> _Ends:
    start = window_start(count, width)
    return start, start + width - 1


def _frechet(rows: _Ends, columns: _Ends, everyone: _Ends) -> _Ends:
    low = np.maximum(rows[0][:, None] + columns[0][None, :] - everyone[1], 0)
    return low, np.minimum(rows[1][:, None], columns[1][None, :])
