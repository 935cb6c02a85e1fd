"""Secondary suppression: withhold further cells until no intruder can narrow a small number down."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from workbench.intake.disclosure_thresholds import DisclosureThresholds
from workbench.numerics.integer_bounds import cheapest_change
from workbench.population.cells import Cells, Names, Scope
from workbench.population.complement import Counts, exposed, smallest_open
from workbench.population.intruder import Bounds, Intruder, Target, targets
from workbench.population.table_system import NO_SHARE, NOTHING, TableSystem, lines

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_FREE = 1e-3  # price of a change in a cell that is withheld anyway, per respondent
_MOVED = 1e-6
_MANY_CELLS = 2_000
_WORK = 60_000  # columns of all linear programs that opening cells again may take


def suppress(cells: Mapping[Names, Cells], *, thresholds: DisclosureThresholds) -> frozenset[Target]:
    """Withhold further cells until every number that fails the primary rule is hidden well enough.

    Parameters
    ----------
    cells : dict of tuple of str to Cells
        With the cells withheld that fail the primary rule; further ones are added in place.
    thresholds : DisclosureThresholds

    Returns
    -------
    frozenset of Target
        Numbers that no pattern hides.

    Notes
    -----
    The intruder attacks everything together; for each number found, the cells of the cheapest change of the tables that
    hides it are withheld too (a cell costs its respondents); then cells that turned out not to be needed are published
    again, the largest first; last, no line may have one withheld cell only, or withheld cells that fail the primary
    rule together. Systems of very many cells begin with the lines, which leaves few numbers to attack. Finding the
    cheapest pattern for all numbers together is NP-hard (Fischetti and Salazar 2001, *Management Science* 47, 1008).
    """
    if not cells:
        return frozenset()
    system = TableSystem.of(cells)
    least = system.status()
    if len(system.size) > _MANY_CELLS:
        _protect_lines(cells, thresholds)
    pattern = _Pattern(system, least, thresholds)
    pattern.protect()
    pattern.open_again()
    for names, own in cells.items():
        status = pattern.status[system.start[names] :][: own.file.size].reshape(own.file.shape)
        own.withheld["counts"][...] = status == NOTHING
        own.withheld["shares"][...] = status >= NO_SHARE
    _protect_lines(cells, thresholds)
    return frozenset(pattern.hopeless)


class _Pattern:
    """What is shown of each cell, while it is being decided."""

    def __init__(self, system: TableSystem, least: Ints, thresholds: DisclosureThresholds) -> None:
        self.system, self.least, self.thresholds = system, least, thresholds
        self.intruder = Intruder(system, thresholds)
        self.wanted = targets(system, thresholds)
        self.status = system.status()
        self.hopeless: set[Target] = set()

    def protect(self) -> None:
        """Withhold cells until the attack fails."""
        while weak := {(b.target.names, b.target.place) for b in self.intruder.narrow(self._left(), self.status)}:
            for cell in sorted(weak, key=lambda cell: self.system.cell(*cell)):
                self._protect_cell([t for t in self.wanted if (t.names, t.place) == cell])

    def _left(self) -> list[Target]:
        return [t for t in self.wanted if t not in self.hopeless]

    def _protect_cell(self, wanted: list[Target]) -> None:
        """Withhold cells until the numbers of one cell are hidden, or nothing more can be done about them."""
        while bounds := next(self.intruder.narrow([t for t in wanted if t not in self.hopeless], self.status), None):
            before = self.status.copy()
            for means in (self._hide_number, self._hide_mean, self._hide_beside):
                possible = means(bounds)
                if not possible or (self.status != before).any():
                    break
            if (self.status == before).all():
                self.hopeless.add(bounds.target)

    def _hide_number(self, bounds: Bounds) -> bool:
        """Withhold the cells of the cheapest change that hides a number, from the tables that show it.

        False if no change of the tables hides it, whatever is withheld: nobody can be in an area that has no county.
        """
        return self._hide(bounds, NOTHING if bounds.target.side == "respondents" else NO_SHARE)

    def _hide_mean(self, bounds: Bounds) -> bool:
        """Withhold such cells from every table: means of few respondents tell how many can be below a cut-off."""
        at = self.system.cell(bounds.target.names, bounds.target.place)
        if self.status[at] == NOTHING:
            return self._hide(bounds, NOTHING)
        self.status[at] = NOTHING
        return True

    def _hide_beside(self, bounds: Bounds) -> bool:
        """Withhold the smallest cell in the lines of a number, or else in the lines of the cells withheld there."""
        at = self.system.cell(bounds.target.names, bounds.target.place)
        near = self.system.beside(np.array([at]))
        for choice in (near, self.system.beside(near[self.status[near] > 0])):
            left = choice[(self.status[choice] < NOTHING) & self.system.movable[choice]]
            if len(left):
                self.status[left[np.argmin(self.system.size[left])]] = NOTHING
                return True
        return False

    def _hide(self, bounds: Bounds, level: int) -> bool:
        target, own = bounds.target, self.system.cells[bounds.target.names]
        at = self.system.cell(target.names, target.place)
        value = int(self.system.members[at] @ target.kinds(own))
        need = self.thresholds.minimum_respondents
        changes = [self._change(target, level, at, need - value)] if bounds.high < need else []
        if not changes:
            wanted = (bounds.low + need - 1 - value, bounds.high - need + 1 - value)
            changes = [self._change(target, level, at, amount) for amount in wanted if amount]
        found = [change for change in changes if change is not None]
        if found:
            _, moved = min(found, key=lambda change: change[0])
            self.status[moved] = np.maximum(self.status[moved], level)
        return bool(found) or level < NOTHING

    def _change(self, target: Target, level: int, at: int, amount: int) -> tuple[float, Ints] | None:
        """Cost and cells of the cheapest change of one number by this amount."""
        system, own = self.system, self.system.cells[target.names]
        value = (system.members @ target.kinds(own)).astype(float)
        room_up = np.full(len(value), float(abs(amount)))
        fixed = ~system.movable
        if level == NOTHING and target.side == "respondents":
            fixed = fixed | system.lonely
        if level == NO_SHARE:
            inside = (system.members @ own.kinds.inside[target.base]).astype(float)
            room_up = np.where(self.status == NOTHING, room_up, inside - value)
        room_up = np.where(fixed, 0.0, np.minimum(room_up, abs(amount)))
        room_down = np.where(fixed, 0.0, np.minimum(value, abs(amount)))
        price = (system.size + 1.0) * np.maximum(level - self.status, 0)
        free = np.flatnonzero(room_up + room_down > 0)
        up, down = (price[free] / np.maximum(room[free], 1.0) + _FREE for room in (room_up, room_down))
        change = cheapest_change(
            system.line_of(free),
            cost_up=up,
            cost_down=down,
            room_up=room_up[free],
            room_down=room_down[free],
            form=(free == at) / amount,
        )
        if change is None:
            return None
        moved = free[np.abs(change) > _MOVED]
        return float(price[moved].sum()), moved

    def open_again(self) -> None:
        """Publish what need not be withheld, the largest cells first; once more after cells that helped are gone."""
        begun, wanted = self.intruder.work, self._left()
        for _ in range(2):
            further = np.flatnonzero(self.status > self.least)
            for at in further[np.argsort(-self.system.size[further], kind="stable")]:
                self._lower(int(at), wanted)
                if self.intruder.work - begun > _WORK:
                    return

    def _lower(self, at: int, wanted: list[Target]) -> None:
        kept = self.status[at]
        for level in range(self.least[at], kept):
            self.status[at] = level
            if not self._alone(at) and self.intruder.safe(wanted, self.status, first=at):
                return
            self.status[at] = kept

    def _alone(self, at: int) -> bool:
        """Whether a line of this cell tells another one, because nothing else of it is withheld."""
        line = abs(self.system.line[self.system.lines_of(np.array([at]))])
        return any((line @ (self.status >= level) == 1).any() for level in range(self.status[at] + 1, NOTHING + 1))


def _protect_lines(cells: Mapping[Names, Cells], thresholds: DisclosureThresholds) -> None:
    """Withhold further cells until no line gives a withheld one away."""
    # crossings first: what protects a line there protects its margins too; again from the start after each change
    ordered = sorted(lines(cells), key=lambda line: -len(line[0].names))
    for scope in ("counts", "shares"):
        for own in cells.values():
            own.withheld["shares"] |= own.withheld["counts"]
        while any(_protect_axis(*line, scope, thresholds) for line in ordered):
            pass


def _protect_axis(own: Cells, axis: int, margin: Cells | None, scope: Scope, thresholds: DisclosureThresholds) -> bool:
    """Withhold one further cell in each line along this axis that gives one away; whether there was any."""
    known = ~margin.withheld[scope] if margin else np.array(True)
    bases = [c for c in own.bases.values() if c.below is None or scope == "shares"]
    if margin is None:  # degrees of freedom tell how many respondents all levels have, so the unanswered hide nobody
        answered = own.unanswered() == 0
        bases += [Counts(np.where(answered, c.n, 0)) for c in bases if c.below is None]
    changed = False
    for found in np.argwhere(exposed(own.withheld[scope], bases, axis, known, thresholds=thresholds)):
        place = tuple(map(int, found))
        line: tuple[int | slice, ...] = (*place[:axis], slice(None), *place[axis:])
        chosen = smallest_open(own.file[line], own.withheld[scope][line], last=own.unanswered()[line] > 0)
        if chosen is not None:
            own.withheld[scope][(*place[:axis], chosen, *place[axis:])] = changed = True
        elif margin and known[place]:
            margin.withheld[scope][place] = changed = True
    return changed
