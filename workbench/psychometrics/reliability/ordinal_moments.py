"""Polychoric correlations of one sample, its bootstrap samples and its replicates, all from tables of item pairs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

from workbench.arrays import Bools, Floats
from workbench.errors import NotEstimable
from workbench.numerics.moments import answer_patterns, resampled_counts
from workbench.numerics.ordered_answers import OrderedAnswers, correlation_variances, margins, matrix_of_pairs
from workbench.psychometrics.answers import CompleteResponses, inside_sentence
from workbench.psychometrics.ordered_answers import PairwiseFit, covariance_of_pairs, perfect_samples, refit_pairs
from workbench.psychometrics.reliability.intervals import STEP, Interval, IntervalOptions, estimate_interval
from workbench.wording import number, say

# Tables per block of samples: bounds memory, keeps a block near the processor's cache.
BLOCK_TABLES = 4_096


class OrdinalMoments(NamedTuple):
    """Thresholds and polychoric correlations of B samples of the same k items.

    Attributes
    ----------
    cuts : array, shape (B, k, size − 1)
    rho : array, shape (B, p)
    variances : array, shape (B, p)
        Asymptotic variances of the correlations. A bootstrap sample has those of the whole sample: weights estimated
        again double the bias that their chance correlation with r brings.
    steps : array, shape (k, size − 1)
        Points between neighbouring answers of the whole sample.
    usable : array of bool, shape (B,)
        Whether all correlations exist; the other arrays hold these samples only.
    """

    cuts: Floats
    rho: Floats
    variances: Floats
    steps: Floats
    usable: Bools

    @property
    def correlations(self) -> Floats:
        """Polychoric correlation matrices, shape (B, k, k)."""
        return matrix_of_pairs(self.rho, diagonal=1.0)

    @property
    def dwls_weights(self) -> Floats:
        """One over the asymptotic variances of the correlations, shape (B, k, k)."""
        return matrix_of_pairs(1 / self.variances, diagonal=0.0)


def observed_moments(fit: PairwiseFit) -> OrdinalMoments:
    """Moments of the sample itself, B = 1, from the correlations that were fitted without fear of refusal."""
    tables, squared = fit.answers.tables[None], fit.answers.squared_tables[None]
    variances = correlation_variances(tables, squared, cuts=fit.cuts[None], rho=fit.rho[None])
    return OrdinalMoments(fit.cuts[None], fit.rho[None], variances, _steps(fit), np.ones(1, dtype=bool))


def _steps(fit: PairwiseFit) -> Floats:
    return np.diff(fit.answers.points, axis=1)


class _Refitted(NamedTuple):
    """Thresholds and correlations of the usable ones of B samples, with the places of these and their tables."""

    cuts: Floats
    rho: Floats
    usable: Bools
    tables: Floats


def _refitted(tables: Floats, fit: PairwiseFit) -> _Refitted:
    """Fit all correlations of B samples, from those of the whole sample on."""
    usable = ~perfect_samples(tables)
    tables = tables[usable]
    cuts, rho, found = refit_pairs(tables, margins(tables), fit.rho)
    usable[np.flatnonzero(usable)] = found
    return _Refitted(cuts[found], rho[found], usable, tables[found])


class _Bootstrap:
    """The bootstrap of the last sample that was asked for: coefficients of one report rest on the same draws."""

    def __init__(self) -> None:
        self._of: tuple[bytes, int, int, int] | None = None
        self._drawn: tuple[Floats, Floats, Bools]

    def moments(self, sample: CompleteResponses, fit: PairwiseFit, options: IntervalOptions) -> OrdinalMoments:
        """Moments of the bootstrap samples."""
        answers = np.column_stack([sample.values, sample.weights])
        asked = hashlib.blake2b(answers.tobytes()).digest(), sample.n_items, options.n_bootstrap, options.seed
        if asked != self._of:
            self._drawn, self._of = _drawn(sample, fit, options), asked
        cuts, rho, usable = self._drawn
        variances = np.broadcast_to(observed_moments(fit).variances, rho.shape)
        return OrdinalMoments(cuts, rho, variances, _steps(fit), usable)


SHARED_BOOTSTRAP = _Bootstrap()


def _drawn(sample: CompleteResponses, fit: PairwiseFit, options: IntervalOptions) -> tuple[Floats, Floats, Bools]:
    """Draw answer patterns, count all tables of a sample from them, and fit these, a block of samples at a time."""
    patterns = answer_patterns(sample.values, sample.weights)
    answers = OrderedAnswers.of(patterns.values)
    parts = [
        _refitted(answers.replicated_tables(block), fit)[:3]
        for drawn in resampled_counts(patterns, n_samples=options.n_bootstrap, seed=options.seed)
        for block in _blocks(drawn.T * patterns.weights[:, None], len(fit.rho))
    ]
    cuts, rho, usable = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return cuts, rho, usable


def replicate_moments(fit: PairwiseFit, replicates: Floats) -> Iterator[OrdinalMoments]:
    """Moments under the weights of each replicate, shape (n, R), a block at a time."""
    for block in _blocks(replicates, len(fit.rho)):
        found = _refitted(fit.answers.replicated_tables(block), fit)
        squared = fit.answers.replicated_tables(block**2)[found.usable]
        variances = correlation_variances(found.tables, squared, cuts=found.cuts, rho=found.rho)
        yield OrdinalMoments(found.cuts, found.rho, variances, _steps(fit), found.usable)


def _blocks(weights: Floats, n_pairs: int) -> Iterator[Floats]:
    most = max(1, BLOCK_TABLES // n_pairs)
    for first in range(0, weights.shape[1], most):
        yield np.ascontiguousarray(weights[:, first : first + most])


Statistic = Callable[[OrdinalMoments], Floats]


def ordinal_interval(
    sample: CompleteResponses,
    fit: PairwiseFit,
    statistic: Statistic,
    estimates: dict[str, float],
    options: IntervalOptions,
) -> Interval:
    """Interval of one coefficient of thresholds and polychoric correlations.

    Parameters
    ----------
    statistic : function
        Of the usable samples of a block; NaN where it does not exist.
    estimates : dict of float
        The coefficient by its name.

    Raises
    ------
    NotEstimable
        Too many samples, or any replicate, without an estimate; for a linearised interval no slope.
    """

    def bootstrapped() -> tuple[Floats, list[str]]:
        return _values([SHARED_BOOTSTRAP.moments(sample, fit, options)], statistic), []

    return estimate_interval(
        sample,
        estimates,
        options,
        linearised=lambda: np.array([_linearised_std_error(fit, statistic)]),
        bootstrapped=bootstrapped,
        replicated=lambda replicates: _values(replicate_moments(fit, replicates), statistic),
    )


def _linearised_std_error(fit: PairwiseFit, statistic: Statistic) -> float:
    """Delta method: slopes by thresholds and correlations, and their asymptotic covariance."""
    finite = np.isfinite(fit.cuts)
    n_cuts, count = int(finite.sum()), int(finite.sum()) + len(fit.rho)
    cuts, rho = np.repeat(fit.cuts[None], 2 * count, axis=0), np.repeat(fit.rho[None], 2 * count, axis=0)
    rows = np.arange(count)
    for first, sign in ((0, 1), (count, -1)):
        flat = cuts[first : first + count].reshape(count, -1)
        flat[rows[:n_cuts], np.flatnonzero(finite)] += sign * STEP
        rho[first + rows[n_cuts:], rows[n_cuts:] - n_cuts] += sign * STEP
    observed = observed_moments(fit)
    variances = np.broadcast_to(observed.variances, rho.shape)
    values = statistic(
        observed._replace(cuts=cuts, rho=rho, variances=variances, usable=np.ones(2 * count, dtype=bool))
    )
    slopes = (values[:count] - values[count:]) / (2 * STEP)
    if not np.isfinite(slopes).all():
        raise NotEstimable(
            say(
                "The coefficient has no slope where it stands, so it has no linearised interval. Use "
                "interval='bootstrap', or choose a larger group."
            )
        )
    return float(np.sqrt(slopes @ covariance_of_pairs(fit) @ slopes / fit.answers.n_respondents))


def _values(blocks: Iterable[OrdinalMoments], statistic: Statistic) -> Floats:
    """Statistic of every sample, shape (B, 1), NaN where it does not exist."""
    found = []
    for block in blocks:
        values = np.full(len(block.usable), np.nan)
        if block.usable.any():
            values[block.usable] = statistic(block)
        found.append(values)
    return np.concatenate(found)[:, None]


def check_sum_varies(correlations: Floats, what: str) -> None:
    """Refuse polychoric correlations whose sum is no variance."""
    if correlations.sum() <= 0:
        raise NotEstimable(
            say(
                "The polychoric correlations sum to {value}, which is no variance, so {what} cannot be computed. Check "
                "in the codebook whether items are stored reversed.",
                value=number(float(correlations.sum()), 4),
                what=inside_sentence(what),
            )
        )
