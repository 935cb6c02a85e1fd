"""Polychoric correlations of one sample, its bootstrap samples and its replicates, all from tables of item pairs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.errors import NotEstimable
from workbench.numerics.contingency import categories, is_monotone, item_pairs, replicated_pair_tables
from workbench.numerics.pairwise_likelihood import fit_correlations, pair_scores, thresholds
from workbench.numerics.polychoric_covariance import correlation_variances
from workbench.numerics.resampling import answer_patterns, resampled_counts
from workbench.psychometrics.complete_responses import CompleteResponses, inside_sentence
from workbench.psychometrics.ordered_categories import PairwiseFit, matrix_of_pairs
from workbench.psychometrics.polychoric import covariance_of_pairs
from workbench.psychometrics.reliability_intervals import (
    STEP,
    Ends,
    bootstrap_method,
    check_replicates,
    failed_notes,
    linearised_interval,
    linearised_method,
    percentile_interval,
    replicate_interval,
    replicate_method,
)
from workbench.wording.numbers import number

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Lost lowest categories have this threshold: the distribution function is exactly 0 there.
LOWEST_CUT = -40.0
# Tables per block of samples: bounds memory, keeps a block near the processor's cache.
BLOCK_TABLES = 4_096


class OrdinalMoments(NamedTuple):
    """Thresholds and polychoric correlations of B samples of the same k items.

    Attributes
    ----------
    tables, squared : array, shape (B, p, size, size)
        Sums of weights, and of squared weights (of bootstrap samples the same as `tables`).
    cuts : array, shape (B, k, size − 1)
    rho : array, shape (B, p)
    steps : array, shape (k, size − 1)
        Points between neighbouring answers of the whole sample.
    usable : array of bool, shape (B,)
        Whether all correlations exist.
    """

    tables: Floats
    squared: Floats
    cuts: Floats
    rho: Floats
    steps: Floats
    usable: Bools

    @property
    def correlations(self) -> Floats:
        """Polychoric correlation matrices, shape (B, k, k)."""
        return matrix_of_pairs(self.rho, diagonal=1.0)

    def dwls_weights(self) -> Floats:
        """One over the asymptotic variances of the correlations, shape (B, k, k)."""
        n_sets, p = self.rho.shape
        first, second = item_pairs(self.cuts.shape[1])
        size = self.tables.shape[-1]
        tables, squared = (array.reshape(-1, size, size) for array in (self.tables, self.squared))
        rows, columns = (self.cuts[:, items].reshape(n_sets * p, -1) for items in (first, second))
        scores = pair_scores(tables, rows, columns, self.rho.ravel())
        variances = correlation_variances(tables, squared, rows=rows, columns=columns, scores=scores)
        return matrix_of_pairs(1 / variances.reshape(n_sets, p), diagonal=0.0)


def observed_moments(sample: CompleteResponses, fit: PairwiseFit) -> OrdinalMoments:
    """Moments of the sample itself, B = 1, from the correlations that were fitted without fear of refusal."""
    codes, size = fit.categories.codes, fit.counts.shape[1]
    squared = fit.tables
    if sample.weighted:
        squared = replicated_pair_tables(codes, sample.weights[:, None] ** 2, size=size)[0]
    return OrdinalMoments(
        fit.tables[None], squared[None], fit.cuts[None], fit.rho[None], _steps(fit), np.ones(1, dtype=bool)
    )


def _steps(fit: PairwiseFit) -> Floats:
    steps = np.zeros(fit.cuts.shape)
    for row, levels in zip(steps, fit.categories.levels, strict=True):
        row[: len(levels) - 1] = np.diff(levels)
    return steps


def _moments(tables: Floats, squared: Floats | None, fit: PairwiseFit) -> OrdinalMoments:
    """Fit all correlations of B samples, from those of the whole sample on."""
    n_sets, p, size, _ = tables.shape
    perfect = np.logical_or(*is_monotone(tables.reshape(-1, size, size))).reshape(n_sets, p)
    usable = np.asarray(~perfect.any(axis=1))
    tables, squared = tables[usable], (tables if squared is None else squared)[usable]
    counts = _margins(tables, fit)
    k = counts.shape[1]
    cuts = np.maximum(thresholds(counts.reshape(-1, size)), LOWEST_CUT).reshape(-1, k, size - 1)
    rows, columns = (cuts[:, items].reshape(-1, size - 1) for items in (fit.first, fit.second))
    rho, converged = fit_correlations(
        tables.reshape(-1, size, size), rows, columns, start=np.tile(fit.rho, len(tables))
    )
    found = np.asarray(converged.reshape(-1, p).all(axis=1))
    usable[np.flatnonzero(usable)] = found
    return OrdinalMoments(tables[found], squared[found], cuts[found], rho.reshape(-1, p)[found], _steps(fit), usable)


def bootstrap_moments(
    sample: CompleteResponses, fit: PairwiseFit, *, n_bootstrap: int, seed: int
) -> Iterator[OrdinalMoments]:
    """Moments of bootstrap samples, a block at a time; arrays hold the usable samples of the block only.

    Answer patterns are drawn; all tables of a sample are counted from them.
    """
    patterns = answer_patterns(sample.values, sample.weights)
    codes, size = categories(patterns.values).codes, fit.counts.shape[1]
    for drawn in resampled_counts(patterns, n_replicates=n_bootstrap, seed=seed):
        for block in _blocks(drawn.T * patterns.weights[:, None], len(fit.rho)):
            yield _moments(replicated_pair_tables(codes, block, size=size), None, fit)


def replicate_moments(fit: PairwiseFit, replicates: Floats) -> Iterator[OrdinalMoments]:
    """Moments under the weights of each replicate, shape (n, R), a block at a time."""
    codes, size = fit.categories.codes, fit.counts.shape[1]
    for block in _blocks(replicates, len(fit.rho)):
        tables, squared = (replicated_pair_tables(codes, w, size=size) for w in (block, block**2))
        yield _moments(tables, squared, fit)


def _blocks(weights: Floats, n_pairs: int) -> Iterator[Floats]:
    most = max(1, BLOCK_TABLES // n_pairs)
    for first in range(0, weights.shape[1], most):
        yield np.ascontiguousarray(weights[:, first : first + most])


def _margins(tables: Floats, fit: PairwiseFit) -> Floats:
    """Sum weights per category of each item, shape (B, k, size)."""
    n_items = len(fit.cuts)
    counts = np.empty((len(tables), n_items, tables.shape[-1]))
    counts[:, fit.first] = tables.sum(axis=3)
    counts[:, -1] = tables[:, -1].sum(axis=1)
    return counts


Statistic = Callable[[OrdinalMoments], Floats]


def ordinal_interval(
    sample: CompleteResponses,
    fit: PairwiseFit,
    statistic: Statistic,
    *,
    estimate: float,
    interval: str,
    conf_level: float,
    n_bootstrap: int,
    seed: int,
) -> tuple[Ends, str, list[str]]:
    """Interval from bootstrap samples or linearised, from replicate weights if there are any; how it was made; notes.

    Parameters
    ----------
    statistic : function
        Of the usable samples of a block; NaN where it does not exist.

    Raises
    ------
    NotEstimable
        Too many samples, or any replicate, without an estimate.
    """
    if sample.replicates is not None:
        values = _values(replicate_moments(fit, sample.replicates), statistic)
        check_replicates(np.isfinite(values))
        ends = replicate_interval(estimate, values, conf_level)
        return ends, replicate_method(len(values)), []
    if interval == "linearised":
        std_error = _linearised_std_error(sample, fit, statistic)
        return linearised_interval(estimate, std_error, sample, conf_level), linearised_method(sample), []
    values = _values(bootstrap_moments(sample, fit, n_bootstrap=n_bootstrap, seed=seed), statistic)
    usable = np.isfinite(values)
    notes = failed_notes(int(usable.sum()), n_bootstrap)
    return percentile_interval(values[usable], conf_level), bootstrap_method(n_bootstrap, seed), notes


def _linearised_std_error(sample: CompleteResponses, fit: PairwiseFit, statistic: Statistic) -> float:
    """Delta method: slopes by thresholds and correlations, and their asymptotic covariance."""
    finite = np.isfinite(fit.cuts)
    n_cuts, count = int(finite.sum()), int(finite.sum()) + len(fit.rho)
    cuts, rho = np.repeat(fit.cuts[None], 2 * count, axis=0), np.repeat(fit.rho[None], 2 * count, axis=0)
    rows = np.arange(count)
    for first, sign in ((0, 1), (count, -1)):
        flat = cuts[first : first + count].reshape(count, -1)
        flat[rows[:n_cuts], np.flatnonzero(finite)] += sign * STEP
        rho[first + rows[n_cuts:], rows[n_cuts:] - n_cuts] += sign * STEP
    observed = observed_moments(sample, fit)
    values = statistic(observed._replace(cuts=cuts, rho=rho, usable=np.ones(2 * count, dtype=bool)))
    slopes = (values[:count] - values[count:]) / (2 * STEP)
    if not np.isfinite(slopes).all():
        raise NotEstimable(
            "The coefficient has no slope where it stands, so it has no linearised interval. Use "
            "interval='bootstrap', or choose a larger group."
        )
    return float(np.sqrt(slopes @ covariance_of_pairs(sample, fit) @ slopes / sample.n_respondents))


def _values(blocks: Iterator[OrdinalMoments], statistic: Statistic) -> Floats:
    """Statistic of every sample, NaN where it does not exist."""
    found = []
    for block in blocks:
        values = np.full(len(block.usable), np.nan)
        if block.usable.any():
            values[block.usable] = statistic(block)
        found.append(values)
    return np.concatenate(found)


def check_sum_varies(correlations: Floats, what: str) -> None:
    """Refuse polychoric correlations whose sum is no variance."""
    if correlations.sum() <= 0:
        raise NotEstimable(
            f"The polychoric correlations sum to {number(float(correlations.sum()), 4)}, which is no variance, so "
            f"{inside_sentence(what)} cannot be computed. Check in the codebook whether items are stored reversed."
        )


def matrix_notes(correlations: Floats) -> list[str]:
    """Say that a matrix is not positive definite."""
    smallest = float(np.linalg.eigvalsh(correlations)[0])
    if smallest > 0:
        return []
    return [
        f"The matrix of polychoric correlations is not positive definite (smallest eigenvalue {number(smallest, 4)}); "
        "each pair was estimated by itself, and nothing is smoothed."
    ]
