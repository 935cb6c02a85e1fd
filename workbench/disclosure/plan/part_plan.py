"""The plan of a report on one group of a survey: what the plan of the whole survey says of the cells inside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from workbench.columns import CROSS, EVERYONE, NOT_ANSWERED
from workbench.disclosure.plan.listed_cells import Level, plan_table
from workbench.disclosure.plan.plan import ProtectionPlan, seal
from workbench.intake import Survey
from workbench.numerics.disclosure import window_middle

By = Mapping[str, Mapping[str, Any]]  # variable or crossing, level


def part_plan(plan: ProtectionPlan, part: Survey, *, group: Mapping[str, str]) -> ProtectionPlan:
    """Return the plan of a group's own report.

    Parameters
    ----------
    plan : ProtectionPlan
        Of the whole survey, which knows that the levels of these variables get reports of their own.
    part : Survey
        Respondents of the group.
    group : mapping of str to str
        Level of each of its variables.

    Notes
    -----
    All these reports and that of the whole survey are one publication: a cell is as coarse in one as in the other, and
    there is one design effect.

    Proof: tests/unit/disclosure/plan.
    """
    inside = _Inside(tuple(map(str, part.background)), group)
    scored = inside.numbers(plan.scored)
    everyone = scored.pop(EVERYONE)[EVERYONE]
    published = inside.numbers(plan.published)
    del published[EVERYONE]
    width = plan.thresholds.minimum_respondents
    for variable, counts in scored.items():  # in a crossing nobody stands who left a part of it unanswered
        if NOT_ANSWERED not in counts:
            counts[NOT_ANSWERED] = everyone - sum(counts.values())
            published[variable][NOT_ANSWERED] = float(window_middle(np.array(counts[NOT_ANSWERED]), width))
    rows = [
        (*own, str(row.rule), str(row.reason))
        for row in plan.table.itertuples()
        if (own := inside.cell(str(row.variable), str(row.level))) is not None
    ]
    outcomes = {cutoff: inside.numbers(of_whole) for cutoff, of_whole in plan.outcomes.items()}
    for middles in outcomes.values():
        middles.pop(EVERYONE, None)
    return seal(
        replace(
            plan,
            of_part=True,
            table=plan_table(rows),
            numbers=frozenset(part.codebook.numeric),
            scored={EVERYONE: {EVERYONE: everyone}, **scored},
            modelled=inside.numbers(plan.modelled),
            published=published,
            outcomes=outcomes,
            wide=frozenset(inside.cells(plan.wide)),
            without_outcome=frozenset(inside.cells(plan.without_outcome)),
            kept={own: run for cell, run in plan.kept.items() if (own := inside.cell(*cell)) is not None},
        )
    )


@dataclass(frozen=True)
class _Inside:
    """Cells of the whole survey that lie in the group, under the names that they have in its report.

    Attributes
    ----------
    background : tuple of str
        Variables of the part.
    group : mapping of str to str
    """

    background: tuple[str, ...]
    group: Mapping[str, str]

    def cell(self, variable: str, level: str) -> Level | None:
        """Return a cell as the group's report names it; None for one outside the group."""
        names, levels = variable.split(CROSS), level.split(CROSS)
        if not self.group.keys() <= {*names} or len(names) != len(levels):
            return None
        at = dict(zip(names, levels, strict=True))
        if any(at.pop(name) != own for name, own in self.group.items()) or not at.keys() <= {*self.background}:
            return None
        return (CROSS.join(at), CROSS.join(at.values())) if at else (EVERYONE, EVERYONE)

    def cells(self, of_whole: Iterable[Level]) -> Iterator[Level]:
        """Yield those of some cells that lie in the group."""
        for cell in of_whole:
            if (own := self.cell(*cell)) is not None:
                yield own

    def numbers(self, of_whole: By) -> dict[str, dict[str, Any]]:
        """Return the numbers of the group's cells."""
        found: dict[str, dict[str, Any]] = {}
        for variable, levels in of_whole.items():
            for level, number in levels.items():
                if (own := self.cell(variable, level)) is not None:
                    found.setdefault(own[0], {})[own[1]] = number
        return found
