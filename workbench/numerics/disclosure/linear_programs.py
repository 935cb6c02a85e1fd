"""Linear programs by HiGHS, each with a solver of its own: none hangs on those that were solved before it."""

from __future__ import annotations

from typing import NamedTuple

import highspy
import numpy as np
from scipy.sparse import csc_matrix, hstack

from workbench.arrays import Floats


class Solution(NamedTuple):
    """Values of the unknowns, shape (v,), and prices of the constraints, shape (m,)."""

    values: Floats
    prices: Floats


def cheapest(
    cost: Floats,
    matrix: csc_matrix,
    *,
    rows: tuple[Floats, Floats],
    ends: tuple[Floats, Floats],
    presolve: bool = False,
    start: Floats | None = None,
) -> Solution | None:
    """Find the x of least cost with ``rows[0] <= matrix @ x <= rows[1]`` and ``ends[0] <= x <= ends[1]``.

    Parameters
    ----------
    cost : array, shape (v,)
    matrix : csc_matrix, shape (m, v)
    rows, ends : pair of array, shape (m,) and (v,)
        May be infinite.
    presolve : bool
        Whether the program is simplified first.
    start : array, shape (v,), optional
        An x that fits, or nearly so: another one nearby is then found in few steps.

    Returns
    -------
    Solution or None
        None where there is no such x, or no end to the cost.

    Notes
    -----
    The solver begins where every unknown has one of its ends. With a `start` it is asked for what is added to it and
    what is taken away from it, which both begin at 0.

    Proof: tests/unit/numerics/disclosure.
    """
    if start is None:
        return _solved(cost, matrix, rows, ends, presolve=presolve)
    less, v = np.flatnonzero(np.isfinite(ends[0]) & (ends[0] < start)), len(start)
    least, now = np.where(np.isfinite(ends[0]), 0.0, -np.inf), matrix @ start
    found = _solved(
        np.concatenate([cost, -cost[less]]),
        hstack([matrix, -matrix[:, less]], format="csc"),
        (rows[0] - now, rows[1] - now),
        (np.pad(least, (0, len(less))), np.concatenate([ends[1] - start, (start - ends[0])[less]])),
        presolve=presolve,
    )
    if found is None:
        return None
    values = start + found.values[:v]
    values[less] -= found.values[v:]
    return Solution(values, found.prices)


def _solved(
    cost: Floats, matrix: csc_matrix, rows: tuple[Floats, Floats], ends: tuple[Floats, Floats], *, presolve: bool
) -> Solution | None:
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = cost
    program.row_lower_, program.row_upper_ = rows
    program.col_lower_, program.col_upper_ = ends
    held = program.a_matrix_
    held.num_row_, held.num_col_ = matrix.shape
    held.format_ = highspy.MatrixFormat.kColwise
    held.start_, held.index_, held.value_ = matrix.indptr, matrix.indices, matrix.data
    with highspy.Highs() as solver:  # its memory is given back at once, not when Python looks for circles
        solver.setOptionValue("output_flag", False)
        solver.setOptionValue("presolve", "on" if presolve else "off")
        solver.setOptionValue("threads", 1)  # a process with threads that wait for work could not be forked
        solver.passModel(program)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        found = solver.getSolution()
        return Solution(np.array(found.col_value), np.array(found.row_dual))
