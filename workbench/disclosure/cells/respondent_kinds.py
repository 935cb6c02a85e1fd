"""Respondents sorted into kinds that tables tell apart: with a score or not, in the regression or not, below or not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats, Ints
from workbench.instruments import Instrument

Bases = dict[str, tuple[Bools, Bools | None]]


class Kinds(NamedTuple):
    """Kinds of respondents that occur; every number of respondents in a table is a sum over some of them.

    inside : whether each kind belongs to a base. below : whether it belongs to it and is below the base's cut-off.
    lowest, highest : between which one of this kind can score, counted from the lowest possible score; 0 and 0 for
    those without a score. averaged : which kinds have a mean together: those in the regression, and the others with a
    score; one row each.
    """

    inside: Mapping[str, Bools]
    below: Mapping[str, Bools]
    lowest: Floats
    highest: Floats
    averaged: Bools


def sort_into_kinds(bases: Bases, *, instrument: Instrument, cutoffs: Mapping[str, str]) -> tuple[Kinds, Ints]:
    """Return the kinds, and the kind of each respondent.

    Parameters
    ----------
    bases : dict of str to (who, below)
        Arrays of shape (n_respondents,): who belongs to the base, and who of them is below a cut-off.
    instrument : Instrument
    cutoffs : mapping of str to str
        Name of the cut-off of each base that has one.
    """
    columns = {(base, side): rows for base, who in bases.items() for side, rows in enumerate(who) if rows is not None}
    patterns, kind = np.unique(np.array(list(columns.values())).T, axis=0, return_inverse=True)
    of = dict(zip(columns, patterns.T, strict=True))
    below = {base: of[base, 0] & of[base, 1] for base in cutoffs}
    lowest, highest = np.zeros(len(patterns)), np.zeros(len(patterns))
    scores = instrument.possible_scores()
    for row in np.flatnonzero(of["scored", 0]):
        possible = np.ones(len(scores), dtype=bool)
        for base, name in cutoffs.items():
            if of[base, 0][row]:
                possible &= instrument.cutoffs[name].is_below(scores) == below[base][row]
        lowest[row], highest[row] = scores[possible].min() - scores.min(), scores[possible].max() - scores.min()
    modelled, scored = of["modelled", 0], of["scored", 0]
    averaged = np.array([row for row in (modelled, scored & ~modelled) if row.any()])
    inside = {base: of[base, 0] for base in bases}
    return Kinds(inside, below, lowest, highest, averaged), kind.ravel().astype(np.int64)
