"""Multiple imputation of categories by chained equations: arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.special import expit

from workbench.arrays import Bools, Floats, Ints

N_CYCLES = 5  # as R's mice; chains of categories with few missing values settle in two or three
_PRIOR_PRECISION = 0.25  # normal(0, 2) on each log-odds but the intercept: keeps draws of separated levels finite
_MAX_STEPS = 25
_LARGEST_KEY = 2**62
_TOLERANCE = 1e-3  # of the largest coefficient: what is left after such a step of Newton is about its square


def impute_categories(
    codes: Ints, n_levels: Sequence[int], known: Floats, *, n_imputations: int, rng: np.random.Generator
) -> Iterator[Ints]:
    r"""Fill missing categories several times, each with one draw from its distribution given everything else.

    A variable is modelled by one logistic regression per level, of being in this level among those in it or a later one
    (continuation ratios), on the other variables' indicators and the known columns. Coefficients are drawn from their
    normal approximation, then levels from their probabilities; variables take turns, those with fewest gaps first.
    Equal rows without gaps are one row with their number.

    Parameters
    ----------
    codes : array of int, shape (n, k)
        Levels of k variables, missing = −1.
    n_levels : sequence of int, length k
    known : array, shape (n, f)
        Columns without gaps, the first of ones: outcome, design.
    n_imputations : int
    rng : Generator

    Yields
    ------
    array of int, shape (n, k)

    Notes
    -----
    R: ``mice`` with methods `logreg` and `polyreg` differs in the model of more than two levels.

    References
    ----------
    van Buuren, S. (2007). Multiple imputation of discrete and continuous data by fully conditional specification.
    Statistical Methods in Medical Research 16(3), 219-242. Raghunathan, T. E. et al. (2001). A multivariate technique
    for multiply imputing missing values using a sequence of regression models. Survey Methodology 27(1), 85-95.
    """
    gaps = codes < 0
    order = [int(j) for j in np.argsort(gaps.sum(axis=0), kind="stable") if gaps[:, j].any()]
    lacking = gaps.any(axis=1)
    complete, times = np.unique(np.hstack([codes, known])[~lacking], axis=0, return_counts=True)
    levels, columns = np.hsplit(complete, [codes.shape[1]])
    counts = np.concatenate([times, np.ones(int(lacking.sum()))])
    distinct, known_of = np.unique(np.vstack([columns, known[lacking]]), axis=0, return_inverse=True)
    answered = np.vstack([levels.astype(np.int64), codes[lacking]])
    starts: dict[tuple[int, int], Floats] = {}
    for _ in range(n_imputations):
        result = _first_guess(codes, gaps, rng)
        filled = np.vstack([answered[: len(levels)], result[lacking]])
        for _ in range(N_CYCLES if len(order) > 1 else 1):
            for j in order:
                others = [i for i in range(codes.shape[1]) if i != j]
                first, pattern = _patterns([known_of, *filled[:, others].T])
                indicators = [_indicators(filled[first, i], n_levels[i]) for i in others]
                x = np.hstack([distinct[known_of[first]], *indicators])
                filled[answered[:, j] < 0, j] = _drawn(x, pattern, answered[:, j], counts, j, starts, rng)
        result[lacking] = filled[len(levels) :]
        yield result


def _patterns(columns: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Return a row of each distinct combination of codes, and the combination of every row."""
    key, span = np.zeros(len(columns[0]), dtype=np.int64), 1
    for column in columns:
        size = int(column.max()) + 1
        if span > _LARGEST_KEY // size:  # made dense, so the key cannot overflow
            _, key = np.unique(key, return_inverse=True)
            span = int(key.max()) + 1
        key, span = key * size + column, span * size
    _, first, pattern = np.unique(key, return_index=True, return_inverse=True)
    return first, pattern


def _first_guess(codes: Ints, gaps: Bools, rng: np.random.Generator) -> Ints:
    """Fill each variable with draws from its answered values."""
    filled = codes.copy()
    for j in range(codes.shape[1]):
        filled[gaps[:, j], j] = rng.choice(codes[~gaps[:, j], j], int(gaps[:, j].sum()))
    return filled


def _indicators(column: Ints, n_levels: int) -> Floats:
    return np.asarray(column[:, None] == np.arange(1, n_levels), dtype=np.float64)


def _drawn(
    x: Floats,
    pattern: Ints,
    column: Ints,
    counts: Floats,
    variable: int,
    starts: dict[tuple[int, int], Floats],
    rng: np.random.Generator,
) -> Ints:
    """Draw the missing levels of one variable, level by level among those not yet placed; rows of x are patterns."""
    gap = column < 0
    answered, place, times = column[~gap], pattern[~gap], counts[~gap]
    wanted = pattern[gap]
    levels = np.unique(answered)
    result = np.full(len(wanted), levels[-1], dtype=np.int64)
    open_ = np.ones(len(wanted), dtype=bool)
    for level in levels[:-1]:
        counted = [
            np.bincount(place, weights=times * who, minlength=len(x)) for who in (answered >= level, answered == level)
        ]
        among, own = (np.asarray(n, dtype=np.float64) for n in counted)
        key = (variable, int(level))
        mean, root = _posterior(x, own, among, starts.get(key))
        starts[key] = mean
        coefficients = mean + np.linalg.solve(root.T, rng.standard_normal(len(mean)))
        hit = open_ & (rng.random(len(wanted)) < expit(x @ coefficients)[wanted])
        result[hit] = level
        open_ &= ~hit
    return result


def _posterior(x: Floats, events: Floats, counts: Floats, start: Floats | None) -> tuple[Floats, Floats]:
    """Mode of the coefficients under the weak prior, and the Cholesky factor of the information there."""
    precision = np.full(x.shape[1], _PRIOR_PRECISION)
    precision[0] = 1e-6
    beta = np.zeros(x.shape[1]) if start is None else start.copy()
    for _ in range(_MAX_STEPS):
        p = expit(x @ beta)
        information = (x * (counts * p * (1 - p))[:, None]).T @ x + np.diag(precision)
        step = np.linalg.solve(information, x.T @ (events - counts * p) - precision * beta)
        beta = beta + step
        if np.abs(step).max() <= _TOLERANCE * (1 + np.abs(beta).max()):
            break
    return beta, np.linalg.cholesky(information)
