"""What subtraction reveals: the cells of a line that are withheld are its total minus the cells that are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import numpy as np

from workbench.arrays import Bools, Ints
from workbench.intake.codebook import DisclosureThresholds

Side = Literal["respondents", "below", "not below"]


class Counts(NamedTuple):
    """Respondents per cell, and those of them below a cut-off (None where no share is shown)."""

    n: Ints
    below: Ints | None = None


def failures(counts: Counts, thresholds: DisclosureThresholds) -> dict[Side, Bools]:
    """Which cells fail the primary rule: by respondents, or where shares are shown on a side of the cut-off."""
    if counts.below is None:
        return {"respondents": counts.n < thresholds.minimum_respondents}
    return {
        "below": counts.below < thresholds.minimum_below,
        "not below": counts.n - counts.below < thresholds.minimum_not_below,
    }


def too_small(counts: Counts, thresholds: DisclosureThresholds) -> Bools:
    """Whether each cell fails the primary rule."""
    small = failures(Counts(counts.n), thresholds)["respondents"]
    if counts.below is not None:
        for failing in failures(counts, thresholds).values():
            small = small | failing
    return small


def exposed(
    withheld: Bools, bases: Iterable[Counts], axis: int, margin_known: Bools, *, thresholds: DisclosureThresholds
) -> Bools:
    """Whether each line along `axis` gives a withheld cell away.

    A line whose total is known and which withholds one cell tells that cell; one that withholds several tells their
    sum, which must pass the primary rule itself. A line whose total is withheld too has that total as one more unknown.
    """
    unknown = withheld.sum(axis=axis) + ~margin_known
    tells: Bools = unknown == 1
    for counts in bases:
        hidden = Counts(
            np.where(withheld, counts.n, 0).sum(axis=axis),
            None if counts.below is None else np.where(withheld, counts.below, 0).sum(axis=axis),
        )
        # a sum of nobody tells nothing about a person
        tells = tells | (margin_known & (unknown > 1) & (hidden.n > 0) & too_small(hidden, thresholds))
    return tells


def smallest_open(size: Ints, withheld: Bools, *, last: Bools) -> int | None:
    """Place of the smallest cell that is neither withheld nor empty, those marked `last` only if there is no other."""
    for open_cells in (~withheld & ~last & (size > 0), ~withheld & last & (size > 0)):
        if open_cells.any():
            return int(np.flatnonzero(open_cells)[np.argmin(size[open_cells])])
    return None


def withheld_parts(n: Ints, *, thresholds: DisclosureThresholds) -> Bools:
    """Tell which parts of a whole of known size are withheld: those too small, and further ones that protect them.

    A part of nobody counts as too small: that nobody chose an answer tells what everyone did not choose.
    """
    withheld = too_small(Counts(n), thresholds)
    while withheld.any() and exposed(withheld, [Counts(n)], 0, np.array(True), thresholds=thresholds):
        chosen = smallest_open(n, withheld, last=np.zeros(len(n), dtype=bool))
        if chosen is None:
            break
        withheld[chosen] = True
    return withheld
