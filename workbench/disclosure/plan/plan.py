"""What is decided once for everything that is published of a survey."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations, permutations, product

import pandas as pd

from workbench.columns import CROSS, NOT_ANSWERED
from workbench.errors import PublicationError
from workbench.intake import Survey, score
from workbench.intake.codebook import DisclosureThresholds
from workbench.results import Result


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ProtectionPlan(Result):
    """Stand-in until the plan with its linear programs is merged."""

    fingerprint: str
    thresholds: DisclosureThresholds
    known: Mapping[str, tuple[str, ...]]
    n: Mapping[tuple[str, str], int]
    numbers: frozenset[str]
    is_open: bool = False
    open_because: str = ""
    design_effect: float = 1.0
    clustered: bool = False
    kept: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def levels(self, variable: str) -> tuple[str, ...]:
        return self.known.get(variable, ())

    def width(self, variable: str, level: str) -> int:
        return self.thresholds.minimum_respondents

    def bounded(self, variable: str, level: str) -> bool:
        return False

    def small_levels(self, variable: str, minimum: int) -> frozenset[str]:
        w = self.thresholds.minimum_respondents
        return frozenset(
            lv for lv in self.levels(variable) if self.n.get((variable, lv), 0) // w * w + (w - 1) // 2 < minimum
        )


def protection_plan(survey: Survey) -> ProtectionPlan:
    """Stand-in."""
    points = score(survey.responses, instrument=survey.instrument)
    if points.notna().sum() < 5:
        raise PublicationError(
            "Fewer than 5 respondents answered every item, so nothing may be published. Add respondents."
        )
    known: dict[str, tuple[str, ...]] = {}
    n: dict[tuple[str, str], int] = {}
    for v in survey.background:
        known[v] = (*map(str, survey.background[v].cat.categories), NOT_ANSWERED)
        for lv, c in survey.background.loc[points.notna(), v].value_counts().items():
            n[v, str(lv)] = int(c)
    for crossing in survey.codebook.crossings:
        for size in range(2, len(crossing) + 1):
            for part in combinations(crossing, size):
                for order in permutations(part):
                    known[CROSS.join(order)] = tuple(CROSS.join(p) for p in product(*(known[v] for v in order)))
    for fine, coarse in ((b, a) for a, b in zip(survey.codebook.area, survey.codebook.area[1:], strict=False)):
        for order in ((fine, coarse), (coarse, fine)):
            known[CROSS.join(order)] = tuple(CROSS.join(p) for p in product(*(known[v] for v in order)))
    design = survey.design
    return ProtectionPlan(
        table=pd.DataFrame(columns=["variable", "level", "rule", "reason"]),
        method="",
        fingerprint="stub",
        thresholds=survey.codebook.disclosure,
        known=known,
        n=n,
        numbers=frozenset(survey.codebook.numeric),
        design_effect=1.5 if design.is_weighted else 1.0,
        clustered=design.clusters is not None,
    )
