"""Kinds of respondents that tables tell apart: in which bases they count, and which scores they can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.plan.groups import MODELLED, SCORED, Base, Names
from workbench.intake import Survey, below_cutoff, score


@dataclass(frozen=True, eq=False, kw_only=True)
class Kinds:
    """Only kinds that somebody is of.

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
    found, of = np.unique(np.column_stack(list(members.values())), axis=0, return_inverse=True)
    bases = {base: found[:, i] for i, base in enumerate(members)}
    points = score(survey.responses, instrument=instrument).to_numpy(float)
    totals = range(len(instrument.items) * instrument.points[0], len(instrument.items) * instrument.points[-1] + 1)
    possible = pd.Series([float(instrument.exact_score(total)) for total in totals])
    fits = np.ones((len(found), len(possible)), dtype=bool)
    for cutoff in instrument.cutoffs:
        below = below_cutoff(possible, instrument=instrument, cutoff=cutoff).to_numpy(bool)
        fits &= bases["scored", cutoff][:, None] == below
    fits &= bases[SCORED][:, None]
    reach = possible.to_numpy() - instrument.score.minimum
    lowest = np.array([reach[own].min() if own.any() else 0.0 for own in fits])
    highest = np.array([reach[own].max() if own.any() else 0.0 for own in fits])
    return Kinds(
        bases=bases,
        lowest=lowest,
        highest=highest,
        of=of.ravel().astype(np.int64),
        above=np.nan_to_num(points - instrument.score.minimum),
        predictors=tuple(survey.codebook.predictor_names),
        least=float(instrument.score.minimum),
        span=float(np.nanmax(points) - np.nanmin(points)),
        scale=float(instrument.score.maximum - instrument.score.minimum),
    )
