"""Maximum of the marginal likelihood of the graded response model: scoring steps of EM, then Newton's method."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.arrays import Bools, Floats
from workbench.numerics.response_theory.curves import Layout, curves, expected_information, rises, slopes
from workbench.numerics.response_theory.likelihood import Expectation, expectation, observed_information
from workbench.numerics.response_theory.quadrature import Nodes

# EM ends when no parameter moves more than this, and Newton's method takes over.
EM_STEP = 0.05
MAX_EM_STEPS = 500
MAX_NEWTON_STEPS = 200
# Newton decrement g' J⁻¹ g: its root is the distance from the maximum in standard errors.
CONVERGED = 1e-12
# A replicate needs its estimate to a ten-thousandth of a standard error.
REPLICATE_CONVERGED = 1e-8
# Steps with one information matrix (and the updates learned on the way) before it is computed afresh.
STEPS_PER_INFORMATION = 12
# The information is computed again at the end if the estimate moved further, in standard errors, than this.
MOVED = 1e-3
MAX_HALVINGS = 30
# Rounding of the log-likelihood, relative.
ROUNDING = 1e-12
# A slope beyond this has no end: the items part respondents like one and the same item.
ENDLESS_SLOPE = 20.0
# With more patterns than this the search starts from the estimate of a part of them.
PART = 6_000


class Maximum(NamedTuple):
    """Where a search ended.

    Attributes
    ----------
    parameters : array, shape (c,)
    log_likelihood : float
    information : array, shape (c, c)
        Observed information there; positive definite if the search converged.
    converged : bool
    endless : array of bool, shape (k,)
        Items whose slope grew beyond all bounds.
    """

    parameters: Floats
    log_likelihood: float
    information: Floats
    converged: bool
    endless: Bools


class Problem(NamedTuple):
    """What the likelihood is made of.

    Attributes
    ----------
    codes : array of int, shape (m, k)
    weights : array, shape (m,)
    place : Layout
    nodes : Nodes
    """

    codes: NDArray[np.uint8]
    weights: Floats
    place: Layout
    nodes: Nodes

    def at(self, parameters: Floats) -> Expectation:
        """One pass over the patterns."""
        return expectation(self.codes, self.weights, parameters, self.place, self.nodes)

    def information_at(self, parameters: Floats) -> Floats:
        """Observed information."""
        return observed_information(self.codes, self.weights, parameters, self.place, self.nodes)

    def counts(self) -> Floats:
        """Sum of weights in each category, shape (c,)."""
        entries = self.codes + self.place.starts
        weights = np.repeat(self.weights, self.codes.shape[1])
        return np.bincount(entries.ravel(), weights=weights, minlength=self.place.size).astype(float)


def starting_values(counts: Floats, loadings: Floats, place: Layout) -> Floats:
    """Slopes from loadings on a first component, intercepts from the cumulative shares.

    Parameters
    ----------
    counts : array, shape (c,)
        Sum of weights in each category.
    loadings : array, shape (k,)
    place : Layout
    """
    shrunk = np.clip(0.9 * loadings, -0.85, 0.85)
    slope = 1.7 * shrunk / np.sqrt(1 - shrunk**2)
    parameters = np.empty(place.size)
    for start, size, a in zip(place.starts, place.sizes, slope, strict=True):
        own = counts[start : start + size]
        above = np.cumsum(own[::-1])[::-1][1:]
        below = own.sum() - above
        parameters[start] = a
        parameters[start + 1 : start + size] = np.log(above / below) * np.sqrt(1 + a**2 / 3)
    return parameters


def maximise(problem: Problem, start: Floats) -> Maximum:
    """Find the maximum from `start`; large samples first on a systematic part of the patterns."""
    part = _part(problem) if len(problem.codes) > 2 * PART else None
    if part is not None:
        first = maximise(part, start)
        if first.converged:
            scale = problem.weights.sum() / part.weights.sum()
            return _newton(problem, first.parameters, first.information * scale)
    parameters, converged = _em_steps(problem, start)
    return _newton(problem, parameters, None) if converged else _gave_up(problem, parameters)


def maximise_replicate(problem: Problem, start: Floats, inverse: Floats) -> tuple[Floats, bool]:
    """Find the maximum under the weights of one replicate with the whole sample's inverse information.

    Returns
    -------
    tuple of array, shape (c,), and bool
        The estimate, and whether it converged.
    """
    parameters, here = start, problem.at(start)
    for _ in range(MAX_NEWTON_STEPS):
        step = inverse @ here.gradient
        if here.gradient @ step < REPLICATE_CONVERGED:
            return parameters, True
        moved = _stepped(problem, parameters, here, step)
        if moved is None or (np.abs(slopes(moved[0], problem.place)) > ENDLESS_SLOPE).any():
            return parameters, False
        inverse = _updated(inverse, moved[0] - parameters, here.gradient - moved[1].gradient)
        parameters, here = moved
    return parameters, False


def _part(problem: Problem) -> Problem | None:
    """Every so many-th respondent in the order of the patterns; None if that loses a category."""
    cumulative = np.cumsum(problem.weights)
    positions = (np.arange(PART) + 0.5) * cumulative[-1] / PART
    chosen = np.bincount(np.searchsorted(cumulative, positions), minlength=len(cumulative)).astype(float)
    kept = chosen > 0
    part = problem._replace(codes=problem.codes[kept], weights=chosen[kept])
    return part if (part.counts() > 0).all() else None


def _em_steps(problem: Problem, start: Floats) -> tuple[Floats, bool]:
    """Fisher scoring with the factor known, as in each M step of EM, until the steps are short."""
    place, nodes = problem.place, problem.nodes
    parameters = start
    for _ in range(MAX_EM_STEPS):
        here = problem.at(parameters)
        curve = curves(parameters, place, nodes.theta)
        persons = np.add.reduceat(here.counts, place.starts, axis=0)
        known = expected_information(persons, curve, place, nodes.theta)
        if not positive_definite(known):
            return parameters, False
        step = np.linalg.solve(known, here.gradient)
        while not rises(parameters + step, place):
            step = step / 2
        parameters = parameters + step
        if (np.abs(slopes(parameters, place)) > ENDLESS_SLOPE).any():
            return parameters, False
        if np.abs(step).max() < EM_STEP:
            return parameters, True
    return parameters, False


class _Information(NamedTuple):
    """Observed information and the parameters that it was computed at."""

    matrix: Floats
    at: Floats

    def holds_at(self, parameters: Floats) -> bool:
        """Whether the parameters lie so near that computing it afresh would change nothing."""
        std_errors = 1 / np.sqrt(np.diag(self.matrix))
        return bool((np.abs(parameters - self.at) <= MOVED * std_errors).all())


def _newton(problem: Problem, start: Floats, rough: Floats | None) -> Maximum:
    """Newton's method; between two information matrices the inverse is updated as in BFGS.

    The first steps use `rough`, the information of a part of the sample scaled up, if there is one.
    """
    parameters, here = start, problem.at(start)
    info: _Information | None = None
    inverse, age = (np.empty(0), STEPS_PER_INFORMATION) if rough is None else (_inverse(rough), 0)
    for _ in range(MAX_NEWTON_STEPS):
        if age >= STEPS_PER_INFORMATION:
            info = _Information(problem.information_at(parameters), parameters)
            if not positive_definite(info.matrix):
                return _after_more_em(problem, parameters)
            inverse, age = _inverse(info.matrix), 0
        step = inverse @ here.gradient
        if here.gradient @ step < CONVERGED:
            return _finished(problem, parameters, here, info)
        moved = _stepped(problem, parameters, here, step)
        if moved is None:
            if info is not None and info.at is parameters:
                break
            age = STEPS_PER_INFORMATION
            continue
        if (np.abs(slopes(moved[0], problem.place)) > ENDLESS_SLOPE).any():
            return _gave_up(problem, moved[0])
        inverse, age = _updated(inverse, moved[0] - parameters, here.gradient - moved[1].gradient), age + 1
        parameters, here = moved
    return _gave_up(problem, parameters)


def _finished(problem: Problem, parameters: Floats, here: Expectation, info: _Information | None) -> Maximum:
    """Give the information at the maximum itself."""
    if info is None or not info.holds_at(parameters):
        info = _Information(problem.information_at(parameters), parameters)
    endless = np.zeros(len(problem.place.sizes), dtype=bool)
    return Maximum(parameters, here.log_likelihood, info.matrix, positive_definite(info.matrix), endless)


def _after_more_em(problem: Problem, parameters: Floats) -> Maximum:
    """Where the likelihood is not concave, EM still climbs; Newton's method tries once more where EM stands still."""
    for _ in range(MAX_EM_STEPS):
        before = parameters
        parameters, short = _em_steps(problem, parameters)
        if not short:
            return _gave_up(problem, parameters)
        if positive_definite(problem.information_at(parameters)):
            return _newton(problem, parameters, None)
        if np.abs(parameters - before).max() < EM_STEP / 100:
            break
    return _gave_up(problem, parameters)


def _gave_up(problem: Problem, parameters: Floats) -> Maximum:
    endless = np.abs(slopes(parameters, problem.place)) > ENDLESS_SLOPE
    return Maximum(parameters, np.nan, np.full((problem.place.size, problem.place.size), np.nan), False, endless)


def _stepped(
    problem: Problem, parameters: Floats, here: Expectation, step: Floats
) -> tuple[Floats, Expectation] | None:
    """Take the step, halved until the likelihood does not fall; None if no length will do."""
    for _ in range(MAX_HALVINGS):
        there = parameters + step
        if rises(there, problem.place):
            reached = problem.at(there)
            if reached.log_likelihood >= here.log_likelihood - ROUNDING * abs(here.log_likelihood):
                return there, reached
        step = step / 2
    return None


def _updated(inverse: Floats, step: Floats, change: Floats) -> Floats:
    """BFGS update of the inverse information; left alone where the curvature along the step is not positive."""
    curvature = step @ change
    if curvature <= 0:
        return inverse
    left = np.eye(len(step)) - np.outer(step, change) / curvature
    return np.asarray(left @ inverse @ left.T + np.outer(step, step) / curvature)


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def positive_definite(matrix: Floats) -> bool:
    """Whether a symmetric matrix, scaled to a unit diagonal, has eigenvalues above rounding error."""
    diagonal = np.diag(matrix)
    if not np.isfinite(matrix).all() or (diagonal <= 0).any():
        return False
    scale = np.sqrt(diagonal)
    return bool(np.linalg.eigvalsh(matrix / np.outer(scale, scale))[0] > 1e-10)
