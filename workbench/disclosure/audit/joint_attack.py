"""What an intruder learns from all tables of a run together, and from those of earlier runs of the same data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.arrays import Ints
from workbench.columns import CROSS, EVERYONE
from workbench.disclosure.audit.shown_tables import ReadTable
from workbench.disclosure.gate import measures, tells_share, variable_rows
from workbench.disclosure.intruder import NO_SHARE, SHOWN, Bounds, Intruder, TableSystem, Target, targets
from workbench.disclosure.plan import ProtectionPlan
from workbench.errors import PublicationError

_EXACT = 60  # numbers up to which ranges are followed to their ends; beyond that until they are wide enough


@dataclass(frozen=True, kw_only=True)
class Range:
    """What the tables leave open about one number that nobody may find out; not for publication.

    Attributes
    ----------
    variable, level : str
        The cell.
    number : str
        ``respondents``, ``below`` or ``not below``, and the base: e.g. ``below (scored, very_weak)``.
    low, high : int
        Smallest and largest value that all published numbers together allow.
    """

    variable: str
    level: str
    number: str
    low: int
    high: int

    @property
    def width(self) -> int:
        """Number of values from low to high."""
        return self.high - self.low + 1


@dataclass(frozen=True, kw_only=True)
class Attack:
    """Ranges that are too narrow, the narrowest of all, and how many numbers were attacked."""

    narrow: tuple[Range, ...]
    narrowest: Range | None
    n_targets: int


def attack(tables: Iterable[ReadTable], *, plan: ProtectionPlan, earlier: Iterable[ReadTable] = ()) -> Attack:
    """Attack all tables together.

    Parameters
    ----------
    tables, earlier : iterable of ReadTable
        What would be published, and what has been.
    plan : ProtectionPlan

    Notes
    -----
    Known to the intruder is every cell that the plan publishes, on every base, whether a table shows it or not, and
    every further cell that a table shows. A number that an earlier run has shown can no longer be protected and is
    left out. A range that could not be settled within the limits of the search counts as too narrow.
    """
    if not plan.cells:
        return Attack(narrow=(), narrowest=None, n_targets=0)
    system = TableSystem.of(plan.cells)
    wanted = [t for t in targets(system, plan.thresholds) if t not in plan.beyond_protection]
    status = _lowered(system, plan, earlier, system.status(), strict=True)
    wanted = [t for t in wanted if not _lost(t, system, status, plan.thresholds.minimum_respondents)]
    status = _lowered(system, plan, tables, status, strict=False)
    intruder = Intruder(system, plan.thresholds)
    narrow, every = intruder.ranges(wanted, status, exact=len(wanted) <= _EXACT)
    narrowest = min(every, key=lambda bounds: bounds.width, default=None)
    return Attack(
        narrow=tuple(_range(plan, bounds) for bounds in narrow),
        narrowest=None if narrowest is None else _range(plan, narrowest),
        n_targets=len(wanted),
    )


def _lost(target: Target, system: TableSystem, status: Ints, minimum: int) -> bool:
    """Whether earlier tables have shown a number, or that it is part of fewer respondents than it needs to hide."""
    own, at = system.cells[target.names], system.cell(target.names, target.place)
    few = target.side == "respondents" or bool(system.members[at] @ own.kinds.inside[target.base] < minimum)
    return bool(status[at] == SHOWN or (status[at] == NO_SHARE and few))


def _lowered(
    system: TableSystem, plan: ProtectionPlan, tables: Iterable[ReadTable], status: Ints, *, strict: bool
) -> Ints:
    """Lower what is withheld of cells that tables show."""
    status = status.copy()
    for table in tables:
        frame = table.frame
        if not {"variable", "level"} <= set(frame.columns):
            continue
        shown, shares = frame[measures(frame)].notna().any(axis=1).to_numpy(bool), tells_share(frame)
        for variable, rows in variable_rows(frame):
            found, places = plan.find(variable), plan.levels(variable)
            for row in rows[shown[rows]]:
                level = str(frame["level"].iloc[row])
                if found is None or level not in places:
                    if strict and variable != EVERYONE:
                        raise _not_comparable(table.name, variable, level if found else None)
                    continue
                at = system.cell(found[0].names, places[level])
                status[at] = SHOWN if shares[row] else min(status[at], NO_SHARE)
    return status


def _not_comparable(name: str, variable: str, level: str | None) -> PublicationError:
    what = f"`{variable}`" if level is None else f"level `{level}` of `{variable}`"
    return PublicationError(
        f"The earlier run shows {what} in {name}, which this codebook does not have, so the two cannot be attacked "
        "together. Declare the variable or crossing with these labels in the codebook too, under a name of its own."
    )


def _range(plan: ProtectionPlan, bounds: Bounds) -> Range:
    target = bounds.target
    return Range(
        variable=CROSS.join(target.names),
        level=plan.cells[target.names].label(target.place, target.names),
        number=f"{target.side} ({target.base})",
        low=bounds.low,
        high=bounds.high,
    )
