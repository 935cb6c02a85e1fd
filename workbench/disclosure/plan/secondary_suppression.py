"""Secondary suppression: withhold further cells until no intruder can narrow a small number down."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from workbench.arrays import Ints
from workbench.disclosure.cells import Cells, Counts, Names, Scope, exposed, smallest_open
from workbench.disclosure.intruder import NO_SHARE, NOTHING, Bounds, Intruder, TableSystem, Target, lines, targets
from workbench.intake.codebook import DisclosureThresholds
from workbench.numerics import cheapest_change

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
        self.system, self.least = system, least
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
            if not self._withhold_more(bounds):
                self.hopeless.add(bounds.target)

    def _withhold_more(self, bounds: Bounds) -> bool:
        """Withhold what may hide a number, from shares first; False if it is known whatever is withheld."""
        target = bounds.target
        at = self.system.cell(target.names, target.place)
        if target.side != "respondents":
            if self._hide(bounds, NO_SHARE, at):
                return True
            if self.status[at] < NOTHING:  # the mean of few respondents tells how many can be below a cut-off
                self.status[at] = NOTHING
                return True
        return self._hide(bounds, NOTHING, at) or (self._can_be_hidden(target) and self._hide_beside(at))

    def _can_be_hidden(self, target: Target) -> bool:
        """Whether withholding everything hides a number; nobody can be in an area that has no county."""
        nothing = np.where(self.system.movable, NOTHING, self.status)
        return next(self.intruder.narrow([target], nothing), None) is None

    def _hide_beside(self, at: int) -> bool:
        """Withhold the smallest cell in the lines of a cell, or else in those of the cells withheld there, and on."""
        near = np.array([at])
        while True:
            beside = self.system.beside(near)
            left = beside[(self.status[beside] < NOTHING) & self.system.movable[beside]]
            if len(left):
                self.status[left[np.argmin(self.system.size[left])]] = NOTHING
                return True
            withheld = beside[self.status[beside] > 0]
            if len(withheld) == len(near):
                return False
            near = withheld

    def _hide(self, bounds: Bounds, level: int, at: int) -> bool:
        """Withhold the cells of the cheapest change of the tables that widens a range; False if they all are."""
        target, own = bounds.target, self.system.cells[bounds.target.names]
        value = int(self.system.members[at] @ target.kinds(own))
        wanted = [bounds.low + bounds.span - value, bounds.high - bounds.span - value]
        if bounds.high < bounds.reach:
            wanted = [bounds.reach - value]
        found = [change for amount in wanted if (change := self._change(target, level, at, amount)) is not None]
        if not found:
            return False
        _, moved = min(found, key=lambda change: change[0])
        open_still = bool((self.status[moved] < level).any())
        self.status[moved] = np.maximum(self.status[moved], level)
        return open_still

    def _change(self, target: Target, level: int, at: int, amount: int) -> tuple[float, Ints] | None:
        """Cost and cells of the cheapest change of one number by this amount."""
        system, own = self.system, self.system.cells[target.names]
        value = (system.members @ target.kinds(own)).astype(float)
        room_up = np.full(len(value), float(abs(amount)))
        fixed = ~(system.movable & (system.room @ target.kinds(own) > 0))
        if level == NOTHING and target.side == "respondents":
            fixed = fixed | system.nonresponse
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
