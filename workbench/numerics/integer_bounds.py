"""Bounds of a linear form over the non-negative integers that satisfy linear constraints."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix, hstack

from workbench.arrays import Bools, Floats

# Work that one integer program may take. Nodes are counted and not seconds, so that every machine decides alike; the
# seconds are a net far above what these nodes take.
NODE_LIMIT = 2_000
TIME_LIMIT = 60.0
_FEASIBLE = 1e-6
_IMPOSSIBLE = 2  # status of scipy.optimize.milp


class LinearSystem(NamedTuple):
    """All v-vectors x with ``lower <= matrix @ x <= upper`` and ``0 <= x <= ceiling``.

    matrix : (m, v); lower, upper : (m,); ceiling : (v,); whole : (v,), the places that hold whole numbers.
    """

    matrix: csr_matrix
    lower: Floats
    upper: Floats
    ceiling: Floats
    whole: Bools

    def holds(self, point: Floats) -> bool:
        """Whether a vector satisfies every constraint."""
        row = self.matrix @ point
        # the slack does not grow with the row: one respondent too many among a million is no solution
        inside = (row >= self.lower - _FEASIBLE).all() and (row <= self.upper + _FEASIBLE).all()
        return bool(inside and (point >= -_FEASIBLE).all() and (point <= self.ceiling + _FEASIBLE).all())


class Found(NamedTuple):
    """An integer point, or None; `decided` is False where the search was stopped before it was sure."""

    point: Floats | None
    decided: bool


def reach(system: LinearSystem, start: Floats, *, forms: Floats, at_least: Floats) -> Found:
    """Find an integer point near another one at which linear forms are large enough, or show that there is none.

    Parameters
    ----------
    system : LinearSystem
    start : array of float, shape (v,)
        An integer point of the system. The new one differs from it in as few units as possible, so that it does not use
        up what other questions need.
    forms : array of float, shape (r, v)
        Whole coefficients on the places that hold whole numbers, 0 elsewhere.
    at_least : array of float, shape (r,)

    Notes
    -----
    Linear programming first (HiGHS through ``scipy.optimize.milp``): if it has no solution, no integers have one; if
    its vertex is whole, that is the point; otherwise an integer program decides.
    """
    for whole in (False, True):
        point, status = _nearest(system, start, forms, at_least, whole=whole)
        if status == _IMPOSSIBLE:
            return Found(None, True)
        if point is None:
            return Found(None, False)
        point = np.where(system.whole, np.round(point), point)
        if system.holds(point) and (forms @ point >= at_least - _FEASIBLE).all():
            return Found(point, True)
    return Found(None, False)


def _nearest(
    system: LinearSystem, start: Floats, forms: Floats, at_least: Floats, *, whole: bool
) -> tuple[Floats | None, int]:
    """Minimise the change from `start`, split into up and down."""
    now = system.matrix @ start
    cost = np.tile(system.whole.astype(float), 2)
    done = milp(
        cost,
        integrality=np.tile(system.whole, 2).astype(np.int8) if whole else None,
        bounds=Bounds(np.zeros(2 * len(start)), np.concatenate([system.ceiling - start, start])),
        constraints=[
            LinearConstraint(hstack([system.matrix, -system.matrix]), system.lower - now, system.upper - now),
            LinearConstraint(np.hstack([forms, -forms]), at_least - forms @ start, np.inf),
        ],
        options={"node_limit": NODE_LIMIT, "time_limit": TIME_LIMIT, "mip_rel_gap": np.inf if whole else 0.0},
    )
    if done.x is None:
        return None, int(done.status)
    up, down = np.split(np.asarray(done.x, dtype=float), 2)
    return start + up - down, int(done.status)


def farthest(system: LinearSystem, start: Floats, *, form: Floats) -> Found:
    """Find the integer point at which a linear form is largest; see `reach` for the arguments and the method.

    `decided` is False where a larger value was neither found nor ruled out.
    """
    relaxed = milp(
        -form,
        bounds=Bounds(np.zeros(len(form)), system.ceiling),
        constraints=[LinearConstraint(system.matrix, system.lower, system.upper)],
        options={"time_limit": TIME_LIMIT},
    )
    if relaxed.x is None:
        return Found(start, False)
    best, value, top = start, float(form @ start), float(np.floor(-relaxed.fun + _FEASIBLE))
    wanted = top  # mostly the bound of the linear program is attained; otherwise the range is halved
    while value < top:
        found = reach(system, start, forms=form[None, :], at_least=np.array([wanted]))
        if found.point is not None:
            best, value = found.point, float(form @ found.point)
        elif found.decided:
            top = wanted - 1
        else:
            return Found(best, False)
        wanted = np.ceil((value + top) / 2)
    return Found(best, True)


def cheapest_change(
    lines: csr_matrix, *, cost_up: Floats, cost_down: Floats, room_up: Floats, room_down: Floats, form: Floats
) -> Floats | None:
    """Find the cheapest change of a table that keeps all lines and changes ``form @ x`` by at least 1.

    Parameters
    ----------
    lines : csr_matrix, shape (n_lines, c)
        Sums over cells that do not change.
    cost_up, cost_down : array of float, shape (c,)
        Of one respondent more, or fewer, in a cell.
    room_up, room_down : array of float, shape (c,)
        How far each cell can change.
    form : array of float, shape (c,)
        1 / (wanted change) at the cell that is to change, negative where it is to fall.

    Returns
    -------
    array of float, shape (c,), or None where no change does it
    """
    done = milp(
        np.concatenate([cost_up, cost_down]),
        bounds=Bounds(np.zeros(2 * len(form)), np.concatenate([room_up, room_down])),
        constraints=[
            LinearConstraint(hstack([lines, -lines]).tocsr(), 0, 0),
            LinearConstraint(np.concatenate([form, -form])[None, :], 1, np.inf),
        ],
        options={"time_limit": TIME_LIMIT},
    )
    if done.status != 0 or done.x is None:
        return None
    up, down = np.split(np.asarray(done.x, dtype=float), 2)
    return np.asarray(up - down)
