"""Kinds of respondents that tables tell apart: in which bases they count, and which scores they can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.cells.groups import MODELLED, SCORED, Base, Names
from workbench.intake import Survey, beyond_cutoff, score


@dataclass(frozen=True, eq=False, kw_only=True)
class Kinds:
    """Kinds of people: those of every base that somebody belongs to, on every side of the cut-offs.

    Attributes
    ----------
    bases : dict of Base to array of bool, shape (n_kinds,)
    lowest, highest : array, shape (n_kinds,)
        Possible scores above the lowest of the scale; 0 without a score.
    of : array of int, shape (n_respondents,)
    above : array, shape (n_respondents,)
        Score above the lowest of the scale; 0 without a score.
    predictors : tuple of str
    least : float
        Lowest score of the scale.
    span : float
        Range of the scores that respondents have.
    scale : float
        Range of the scores that the instrument has.
    """

    bases: Mapping[Base, Bools]
    lowest: Floats
    highest: Floats
    of: Ints
    above: Floats
    predictors: Names
    least: float
    span: float
    scale: float

    @property
    def n(self) -> int:
        """How many kinds there are."""
        return len(self.lowest)

    @property
    def modelled(self) -> Bools:
        """Kinds in the regression."""
        return self.bases[MODELLED]

    @property
    def left_out(self) -> Bools:
        """Kinds with a score that the regression leaves out."""
        return self.bases[SCORED] & ~self.bases[MODELLED]


def kinds_of(survey: Survey, members: Mapping[Base, Bools]) -> Kinds:
    """Sort the respondents by the bases that they belong to."""
    instrument = survey.instrument
    points = score(survey.responses, instrument=instrument).to_numpy(float)
    totals = range(len(instrument.items) * instrument.points[0], len(instrument.items) * instrument.points[-1] + 1)
    possible = pd.Series([float(instrument.exact_score(total)) for total in totals])
    sides = np.column_stack(
        [np.zeros((len(possible), 0), dtype=bool)]
        + [beyond_cutoff(possible, instrument=instrument, cutoff=c).to_numpy(bool) for c in instrument.cutoffs]
    )
    people = [base for base in members if base[1] is None]
    cutoffs = list(instrument.cutoffs)
    groups = np.unique(np.column_stack([members[base] for base in people]), axis=0)
    # nobody knows that one of these kinds is empty: each base has people on every side of the cut-offs
    found = np.array(
        [
            (*group, *side)
            for group in groups
            for side in (np.unique(sides, axis=0) if group[people.index(SCORED)] else [np.zeros(len(cutoffs), bool)])
        ]
    )
    bases: dict[Base, Bools] = {base: found[:, i] for i, base in enumerate(people)}
    below = dict(zip(cutoffs, found[:, len(people) :].T, strict=True))
    bases |= {(base, c): bases[base, None] & below[c] for base, c in members if c is not None}
    fits = np.ones((len(found), len(possible)), dtype=bool)
    for cutoff, side in zip(cutoffs, sides.T, strict=True):
        fits &= below[cutoff][:, None] == side
    own = np.column_stack([members[base] for base in bases])
    of = (own[:, None, :] == np.column_stack(list(bases.values()))[None]).all(axis=2).argmax(axis=1)
    fits &= bases[SCORED][:, None]
    reach = possible.to_numpy() - instrument.score.minimum
    lowest = np.array([reach[own].min() if own.any() else 0.0 for own in fits])
    highest = np.array([reach[own].max() if own.any() else 0.0 for own in fits])
    return Kinds(
        bases=bases,
        lowest=lowest,
        highest=highest,
        of=of.astype(np.int64),
        above=np.nan_to_num(points - instrument.score.minimum),
        predictors=tuple(survey.codebook.predictor_names),
        least=float(instrument.score.minimum),
        span=float(np.nanmax(points) - np.nanmin(points)),
        scale=float(instrument.score.maximum - instrument.score.minimum),
    )
