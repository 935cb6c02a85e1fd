"""Means and covariances of incomplete answers by maximum likelihood, without a model: EM, then Newton."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy import linalg

from workbench.arrays import Floats
from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.structural_models.incomplete_answers import (
    AnswerPatterns,
    available_moments,
    criterion,
    information,
    score_products,
    slopes,
)
from workbench.numerics.structural_models.normal_likelihood import NormalSample
from workbench.numerics.structural_models.structural_model import lower_triangle

MAX_ITERATIONS = 1_000
# Twice the gain of a step, per respondent: where the search ends, and from where on Newton's steps are tried.
TOLERANCE, NEWTON_FROM = 1e-18, 1e-4


@dataclass(frozen=True, eq=False, kw_only=True)
class PatternSample:
    """Incomplete answers of one group with their saturated moments.

    Attributes
    ----------
    patterns : AnswerPatterns
    moments : NormalSample
        Maximum likelihood means and covariances of all items.
    criterion : float
        F at these moments.
    converged : bool
    """

    patterns: AnswerPatterns
    moments: NormalSample
    criterion: float
    converged: bool

    @property
    def n(self) -> float:
        """Size of the group."""
        return self.patterns.size

    @property
    def share(self) -> float:
        """Part of all respondents."""
        return self.patterns.share

    @cached_property
    def information(self) -> Floats:
        """Observed information of the moments per respondent, shape (s, s)."""
        return information(self.patterns, self.moments.means, self.moments.covariances, observed=True)

    @cached_property
    def products(self) -> Floats:
        """Mean products of casewise scores at the moments, shape (s, s)."""
        return score_products(self.patterns, self.moments.means, self.moments.covariances)


@one_blas_thread
def saturated_sample(patterns: AnswerPatterns) -> PatternSample:
    """Estimate the moments: EM steps (Orchard & Woodbury 1972), near the end Newton's where they come closer.

    R: ``lavaan::lavCor(x, missing = "fiml", output = "cov")``, there with a looser end.
    """
    now = _point(patterns, *available_moments(patterns))
    for _ in range(MAX_ITERATIONS):
        if now.left < TOLERANCE or not np.isfinite(now.left):
            break
        newton = _newton(patterns, now) if now.left < NEWTON_FROM else None
        now = _expected(patterns, now) if newton is None else newton
    value = criterion(patterns, now.means, now.covariances) if np.isfinite(now.left) else np.inf
    nothing = (1.0, np.empty(0), np.empty((0, 0)))
    return PatternSample(
        patterns=patterns,
        moments=NormalSample(patterns.size, patterns.share, now.means, now.covariances, nothing),
        criterion=value,
        converged=bool(abs(now.left) < TOLERANCE and np.isfinite(value)),
    )


class _Point(NamedTuple):
    """Moments on the way, their slopes, and twice what a step with the information of complete answers would gain."""

    means: Floats
    covariances: Floats
    pull: Floats
    push: Floats
    left: float


def _point(patterns: AnswerPatterns, means: Floats, covariances: Floats) -> _Point:
    try:
        pull, push = slopes(patterns, means, covariances)
    except np.linalg.LinAlgError:  # singular covariances: the search ends here, without an estimate
        return _Point(means, covariances, np.zeros_like(means), np.zeros_like(covariances), np.inf)
    turned = push @ covariances
    left = float(pull @ covariances @ pull + np.sum(turned * turned.T) / 2)
    return _Point(means, covariances, pull, push, left)


def _expected(patterns: AnswerPatterns, now: _Point) -> _Point:
    """Moments of the answers with the missing ones as the current moments expect them."""
    step = now.covariances @ now.pull
    covariances = now.covariances - now.covariances @ now.push @ now.covariances - np.outer(step, step)
    return _point(patterns, now.means + step, (covariances + covariances.T) / 2)


def _newton(patterns: AnswerPatterns, now: _Point) -> _Point | None:
    """Newton's step, if it leads downhill and comes closer."""
    k = patterns.n_items
    rows, columns = lower_triangle(k)
    gradient = np.concatenate([-now.pull, now.push[rows, columns] * np.where(rows == columns, 0.5, 1.0)])
    try:
        root = np.linalg.cholesky(information(patterns, now.means, now.covariances, observed=True))
    except np.linalg.LinAlgError:
        return None
    step = linalg.cho_solve((root, True), -gradient)
    if -gradient @ step > NEWTON_FROM:  # so long a step might lead to another optimum
        return None
    means, covariances = now.means + step[:k], now.covariances.copy()
    covariances[rows, columns] += step[k:]
    covariances[columns, rows] = covariances[rows, columns]
    value = criterion(patterns, means, covariances)
    if not np.isfinite(value):
        return None
    found = _point(patterns, means, covariances)
    closer = found.left < now.left or value < criterion(patterns, now.means, now.covariances)
    return found if closer else None
