"""What a model of levels is fitted to: respondents by combination of levels, and by level."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats, Ints


class LevelCounts(NamedTuple):
    """Respondents of each level of a predictor: those in the model, and all who have an outcome.

    `events` and `answered_events` count those of them beyond the cut-off; None of an outcome that is no yes and no.
    `values` are those of a numeric predictor, whose only row is everyone; None of levels.
    """

    variable: str
    levels: tuple[str, ...]
    n: Ints
    answered: Ints
    events: Ints | None
    answered_events: Ints | None
    values: Floats | None


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class FittedCounts:
    """Numbers that a model follows from.

    Attributes
    ----------
    predictors : tuple of LevelCounts
    codes : array of int, shape (n_combinations, n_predictors)
        Combinations of levels that somebody has: number of the level, reference = 0; of a number that of its value.
    n, answered : array of int, shape (n_combinations,)
        Respondents of each in the model, and all who have an outcome: some of them lack another predictor, that a
        larger model has.
    events : array of int, shape (n_combinations,), or None
        Those in the model beyond the cut-off.
    """

    predictors: tuple[LevelCounts, ...]
    codes: Ints
    n: Ints
    answered: Ints
    events: Ints | None

    def __eq__(self, other: object) -> bool:
        """Whether all numbers are the same."""
        if not isinstance(other, FittedCounts):
            return NotImplemented
        mine, its = ([*chain(*own.predictors), own.codes, own.n, own.answered, own.events] for own in (self, other))
        return len(mine) == len(its) and all(
            np.array_equal(np.asarray(a), np.asarray(b)) for a, b in zip(mine, its, strict=True)
        )

    def __hash__(self) -> int:
        """Equal for equal numbers of respondents."""
        return hash(self.n.tobytes())

    def __repr__(self) -> str:
        """One line: how many combinations there are."""
        return f"{len(self.n)} combinations of levels"


class LineCounts(NamedTuple):
    """Numbers that a line over ordered levels follows from, of an outcome that is yes or no.

    `scores` are those of the levels; None where they are ridits, which follow from `n`.
    """

    variable: str
    levels: tuple[str, ...]
    n: tuple[int, ...]
    events: tuple[int, ...]
    scores: tuple[float, ...] | None
