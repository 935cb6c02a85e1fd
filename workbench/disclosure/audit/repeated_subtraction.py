"""Withheld cells that follow from several tables by subtracting again and again, as with pencil and paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from workbench.columns import CROSS
from workbench.disclosure.cells import Scope, exposed
from workbench.disclosure.intruder import lines
from workbench.disclosure.plan import ProtectionPlan

Finding = tuple[str, str, str, str]


def solved_by_subtraction(scopes: Mapping[str, set[Scope]], plan: ProtectionPlan) -> list[Finding]:
    """Withheld cells that follow by repeated subtraction from everything that is not withheld."""
    found: list[Finding] = []
    for scope in ("counts", "shares"):
        wanted = [v for v, shown in scopes.items() if scope in shown]
        shown_cells = {c[0].names: c[1] for v in wanted if (c := plan.find(v)) is not None}
        unknown = {names: own.withheld[scope].copy() for names, own in plan.cells.items()}
        changed = True
        while changed:
            changed = False
            for own, axis, margin in lines(plan.cells):
                if own.names not in shown_cells:
                    continue
                known = ~unknown[margin.names] if margin else np.array(True)
                for place in np.argwhere(exposed(unknown[own.names], [], axis, known, thresholds=plan.thresholds)):
                    before, after = tuple(map(int, place[:axis])), tuple(map(int, place[axis:]))
                    where: tuple[Any, ...] = (*before, slice(None), *after)
                    solved = np.flatnonzero(unknown[own.names][where])
                    changed = True
                    if not len(solved) and margin:
                        unknown[margin.names][tuple(place)] = False
                        continue
                    cell = (*before, int(solved[0]), *after)
                    unknown[own.names][cell] = False
                    order = shown_cells[own.names]
                    reason = "follows from several tables by repeated subtraction"
                    found.append((f"tables of {scope}", CROSS.join(order), own.label(cell, order), reason))
    return found
