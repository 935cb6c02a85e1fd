"""How large the levels of a predictor are at least, as far as what is published of them tells."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import numpy as np
import pandas as pd

from workbench.disclosure.plan.plan import ProtectionPlan
from workbench.disclosure.plan.told_apart import Levels
from workbench.numerics.disclosure import window_start

# Of a level of a logistic regression, with the outcome and without it: a log odds published to 5 · SE² is then known no
# more exactly than five people allow.
MINIMUM_EVENTS = 10


def is_yes_no(outcome: pd.Series) -> bool:
    """Whether the outcome is that of a logistic regression."""
    return pd.api.types.is_bool_dtype(outcome.dtype)


class Counts(Protocol):
    """What merging asks of the levels."""

    def least(self, levels: list[str]) -> int:
        """How many of several levels together there are at least, as far as tables show an outcome of them."""

    def too_small(self, levels: list[str]) -> bool:
        """Whether what is published leaves open that these levels together are too small."""


class Sizes:
    """Respondents by level and those of them with the outcome, at the lower ends of the published windows."""

    def __init__(
        self,
        column: pd.Series,
        outcome: pd.Series | None,
        plan: ProtectionPlan,
        *,
        variable: str,
        prefix: str = "",
    ) -> None:
        self.minimum = plan.thresholds.minimum_respondents
        self.yes_no = outcome is not None and is_yes_no(outcome)
        answered = column if outcome is None else column[outcome[column.index].notna()]
        n, events = _numbers(answered), {}
        if self.yes_no and outcome is not None:
            events = _numbers(answered[outcome[answered.index].astype(bool)])
        self.people, self.with_outcome, self.without = {}, {}, {}
        for level, count in n.items():
            width = plan.width(variable, prefix + level)
            start, start_with = map(int, window_start(np.array([count, events.get(level, 0)]), width))
            if start and not plan.bounded(variable, prefix + level):
                self.people[level], self.with_outcome[level] = start, start_with
                self.without[level] = max(start - (start_with + width - 1), 0)

    def least(self, levels: list[str]) -> int:
        """How many of several levels together there are at least, as far as tables show an outcome of them."""
        return _total(self.people, levels)

    def too_small(self, levels: list[str]) -> bool:
        """Whether what is published leaves open that these levels together are too small."""
        return _too_small([self], levels)

    def rarer(self, levels: Collection[str]) -> float:
        """Part of these levels that is on the rarer side of the outcome; 1 where it has no sides."""
        if not self.yes_no:
            return 1.0
        fewest = min(_total(side, levels) for side in (self.with_outcome, self.without))
        return fewest / max(_total(self.people, levels), 1)


class WithConfounded:
    """Sizes of levels, some of which are too small, too, because too few tell them apart from other predictors."""

    def __init__(self, sizes: Counts, column: pd.Series, confounded: Collection[Levels]) -> None:
        self.sizes, self.confounded = sizes, confounded
        self.present = set(_numbers(column))

    def least(self, levels: list[str]) -> int:
        """As of the levels themselves."""
        return self.sizes.least(levels)

    def too_small(self, levels: list[str]) -> bool:
        """Whether they are too small themselves, or confounded as one level."""
        return self.present.intersection(levels) in self.confounded or self.sizes.too_small(levels)


class EveryCell:
    """Levels of a predictor by their cells within the levels of another, some of which may be one."""

    def __init__(self, cells: list[list[Sizes]], whole: Sizes) -> None:
        self.cells, self.whole = cells, whole

    def least(self, levels: list[str]) -> int:
        """How many there are at least in all cells together."""
        return self.whole.least(levels)

    def too_small(self, levels: list[str]) -> bool:
        """Whether they are too small in any cell."""
        return any(_too_small(together, levels) for together in self.cells)


def _too_small(together: list[Sizes], levels: list[str]) -> bool:
    if not together[0].yes_no:
        return sum(own.least(levels) for own in together) < together[0].minimum
    sides = ("with_outcome", "without")
    return min(sum(_total(getattr(own, side), levels) for own in together) for side in sides) < MINIMUM_EVENTS


def _total(of_levels: dict[str, int], levels: Collection[str]) -> int:
    return sum(of_levels.get(level, 0) for level in levels)


def _numbers(column: pd.Series) -> dict[str, int]:
    return {str(level): int(n) for level, n in column.value_counts().items()}
