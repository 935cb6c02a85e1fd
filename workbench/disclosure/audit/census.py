"""The truth that an attack is measured by: who is in which group, who is counted, and who lies below a cut-off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise, permutations, product
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.columns import CROSS, EVERYONE, NOT_ANSWERED
from workbench.intake import Survey, beyond_cutoff, score, sensitivity_score

Names = tuple[str, ...]
Value = TypeVar("Value")
_SETS = 3  # of one respondent fewer than the minimum, that the shift of a weighted share does not tell
_SAME = 1e-9
WITH_AGE = "scored and of known age"  # what shares are standardised over
OTHER_RULE = "scored by the other rule"  # of missing answers


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


@dataclass(frozen=True, eq=False)
class Census:
    """Everything that the audit knows and a reader does not; computed from the survey alone."""

    survey: Survey
    _kept: dict[Any, Any] = field(default_factory=dict)

    def once(self, key: Any, compute: Callable[[], Value]) -> Value:
        """Compute something for the first time that it is asked for, and keep it as long as the census."""
        if key not in self._kept:
            self._kept[key] = compute()
        kept: Value = self._kept[key]
        return kept

    @property
    def width(self) -> int:
        """Width of the windows that counts are published in."""
        return self.survey.codebook.disclosure.minimum_respondents

    @cached_property
    def codes(self) -> dict[str, Ints]:
        """Number of each respondent's level; those who did not answer come last."""
        background = self.survey.background
        found = {str(v): background[v].cat.codes.to_numpy(np.int64) for v in background}
        return {v: np.where(codes < 0, len(self.levels[v]) - 1, codes) for v, codes in found.items()}

    @cached_property
    def levels(self) -> dict[str, tuple[str, ...]]:
        """Levels of each variable as tables write them, the last for those who did not answer."""
        background = self.survey.background
        return {str(v): (*map(str, background[v].cat.categories), NOT_ANSWERED) for v in background}

    @cached_property
    def points(self) -> Floats:
        """Score of each respondent; NaN without one."""
        return score(self.survey.responses, instrument=self.survey.instrument).to_numpy(float)

    @cached_property
    def sensitivity_points(self) -> Floats:
        """Score by the instrument's other missing rule."""
        return sensitivity_score(self.survey.responses, instrument=self.survey.instrument).to_numpy(float)

    @cached_property
    def weights(self) -> Floats | None:
        """Sampling weight of each respondent; None if nobody has one."""
        weights = self.survey.design.sampling_weights
        return None if weights is None else weights.to_numpy(float)

    @cached_property
    def bases(self) -> dict[str, Bools]:
        """Whom tables count: everyone in the file, those with a score, and those of them in the regression."""
        scored = np.isfinite(self.points)
        answered = self.survey.background[list(self.survey.codebook.predictor_names)].notna().all(axis=1).to_numpy()
        numbers = self.survey.numeric.notna().all(axis=1).to_numpy()
        over = self.survey.codebook.standard_population
        known = np.ones(len(scored), dtype=bool) if over is None else self.survey.background[over.variable].notna()
        return {
            "file": np.ones(len(scored), dtype=bool),
            "scored": scored,
            "modelled": scored & answered,
            "modelled with numbers": scored & answered & numbers,
            WITH_AGE: scored & np.asarray(known),
            OTHER_RULE: np.isfinite(self.sensitivity_points),
        }

    def beyond(self, base: str, cutoff: str) -> Bools:
        """Who is beyond a cut-off, of those who are scored by the other missing rule also by the score of that rule."""
        return self._below_by_other_rule[cutoff] if base == OTHER_RULE else self.below[cutoff]

    @cached_property
    def below(self) -> dict[str, Bools]:
        """Who is below (or beyond) each cut-off; nobody without a score."""
        return self._beyond(self.points)

    @cached_property
    def _below_by_other_rule(self) -> dict[str, Bools]:
        return self._beyond(self.sensitivity_points)

    def _beyond(self, points: Floats) -> dict[str, Bools]:
        instrument, values = self.survey.instrument, pd.Series(points, index=self.survey.responses.index)
        return {
            cutoff: beyond_cutoff(values, instrument=instrument, cutoff=cutoff).to_numpy(bool, na_value=False)
            for cutoff in instrument.cutoffs
        }

    def find(self, variable: str) -> Names | None:
        """Variables that a table's word for a variable or crossing names, in its order; None if it is not known."""
        if variable == EVERYONE:
            return ()
        names = tuple(variable.split(CROSS))
        return names if all(name in self.levels for name in names) and len(set(names)) == len(names) else None

    def places(self, names: Names) -> Ints:
        """Cell of each respondent in the product of the levels of some variables."""
        if not names:
            return np.zeros(len(self.points), dtype=np.int64)
        codes = [self.codes[v] for v in names]
        return self.once(("places", names), lambda: np.ravel_multi_index(codes, self.shape(names)).astype(np.int64))

    def shape(self, names: Names) -> tuple[int, ...]:
        """Levels of each variable, "not answered" included."""
        return tuple(len(self.levels[v]) for v in names)

    def labels(self, names: Names) -> list[str]:
        """Words of all cells in the order of `places`."""
        return [CROSS.join(words) for words in product(*(self.levels[v] for v in names))] if names else [EVERYONE]

    def count(self, names: Names, who: Bools) -> Ints:
        """Respondents of every cell."""
        return np.bincount(self.places(names)[who], minlength=int(np.prod(self.shape(names)))).astype(np.int64)

    def truths(self, names: Names) -> list[Truth]:
        """Every quantity that a mean or share by some variables may be about, the score first."""
        return self.once(("truths", names), lambda: list(self._truths(names)))

    def _truths(self, names: Names) -> Iterator[Truth]:
        scored, modelled = self.bases["scored"], self.bases["modelled"]
        quantities = [self.points, self.sensitivity_points]
        quantities += [self.survey.numeric[v].to_numpy(float) for v in self.survey.numeric]
        quantities += [np.where(scored, below, np.nan) for below in self.below.values()]
        other = self.bases[OTHER_RULE]
        quantities += [np.where(other, below, np.nan) for below in self._below_by_other_rule.values()]
        quantities += [np.where(scored, ~modelled, np.nan), (~scored).astype(float)]
        for values in quantities:
            for base in (np.isfinite(values), np.isfinite(values) & modelled):
                if base.any():
                    yield self._truth(names, values, base)

    def _truth(self, names: Names, values: Floats, who: Bools) -> Truth:
        place, size = self.places(names)[who], int(np.prod(self.shape(names)))
        value, weight = values[who], np.ones(int(who.sum())) if self.weights is None else self.weights[who]

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
        reach = span * (self.width if two and self.weights is not None else 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            uneven = np.maximum(largest / mass - 1 / n, 1 / n - smallest / mass)
        return Truth(
            mean=mean,
            error=spread / np.sqrt(np.maximum(n, 1)),
            floor=reach * largest / mass,
            n=n.astype(np.int64),
            events=total((value == distinct[-1]).astype(float)).astype(np.int64) if two else None,
            shift=_SETS * (self.width - 1) * np.where(uneven * n > _SAME, uneven, 0.0),
            least=float(distinct[0]),
            span=span,
        )

    def nested(self, names: Sequence[str]) -> set[tuple[str, str]]:
        """Pairs (fine, coarse): declared areas, and whatever the answers show to be so, like two groupings of age."""
        found = {(small, large) for large, small in pairwise(self.survey.codebook.area) if {small, large} <= set(names)}
        for fine, coarse in permutations(names, 2):
            met = self.count((fine, coarse), self.bases["file"]).reshape(self.shape((fine, coarse)))[:-1, :-1] > 0
            n_fine, n_coarse = int(met.any(axis=1).sum()), int(met.any(axis=0).sum())
            if 2 <= n_coarse <= n_fine and (met.sum(axis=1) <= 1).all() and (coarse, fine) not in found:
                found.add((fine, coarse))
        return found
