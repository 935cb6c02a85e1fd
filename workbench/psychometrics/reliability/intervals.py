"""What all reliability coefficients share: the sum they belong to, and intervals by resampling or replicate weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Bools, Floats
from workbench.errors import NotEstimable
from workbench.numerics.moments import answer_patterns, replicate_covariances, resampled_covariances
from workbench.numerics.sampling import jackknife_covariance
from workbench.options import LEAST, check_count, check_fraction, check_option
from workbench.psychometrics.answers import SINGULAR, CompleteResponses
from workbench.results import Result
from workbench.wording import Unpublished

Ends = tuple[float, float]

# Central differences for linearised intervals: relative to a standard deviation, small against the curvature of any
# coefficient and large against what a refit leaves undecided.
STEP = 1e-4
# With fewer usable bootstrap samples the interval would describe the usable samples, not the estimate.
MINIMUM_USABLE = 0.9


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Reliability(Result):
    """A reliability coefficient of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        term, measure (always `coefficient`), estimate, conf_low, conf_high, n_respondents, n_items.
    interval : str
        Kind of interval; `replicates` where replicate weights were given.
    conf_level : float
        Of the interval.
    weighted : bool
        Whether sampling weights were used.
    sum_std_dev : float
        Standard deviation of the sum of the items, in points.
    """

    interval: str
    conf_level: float
    weighted: bool
    sum_std_dev: float = field(metadata={"private": True})

    def __repr__(self) -> str:
        """One line with estimate and interval."""
        row = self.table.iloc[0]
        return (
            f"{type(self).__name__}({row.estimate:.3f} [{row.conf_low:.3f}, {row.conf_high:.3f}], "
            f"n={row.n_respondents})"
        )


class IntervalOptions(NamedTuple):
    """Which interval is asked for; made by `interval_options`, which checks it.

    Attributes
    ----------
    kind : str
    conf_level : float
        Coverage, between 0 and 1.
    n_bootstrap, seed : int
        Bootstrap samples and the seed of the draws.
    """

    kind: str
    conf_level: float
    n_bootstrap: int
    seed: int


def interval_options(
    interval: str, *, allowed: tuple[str, ...], conf_level: float, n_bootstrap: int, seed: int
) -> IntervalOptions:
    """Check the options that all coefficients share; raises ParameterError."""
    check_option("interval", interval, allowed)
    check_fraction("conf_level", conf_level)
    check_count("n_bootstrap", n_bootstrap, minimum=LEAST["n_bootstrap"])
    check_count("seed", seed, minimum=LEAST["seed"])
    return IntervalOptions(interval, conf_level, n_bootstrap, seed)


def check_total_varies(sample: CompleteResponses) -> None:
    """Raise NotEstimable where the items cancel out, so that the sum of all items is the same for everybody."""
    if sample.covariances.sum() < SINGULAR * np.trace(sample.covariances):
        raise NotEstimable(
            "The sum of the items is the same for all respondents, so it has no reliability. Check in the codebook "
            "whether items are stored reversed."
        )


def sum_std_dev(sample: CompleteResponses) -> float:
    """Return the standard deviation of the sum of the items, in points."""
    return float(np.sqrt(sample.covariances.sum()))


def usable_covariances(sample: CompleteResponses, covariances: Floats) -> Bools:
    """Tell in which of the matrices (B, k, k) every item varies, and their sum."""
    own = np.diagonal(covariances, axis1=1, axis2=2)
    varies = (own > SINGULAR * np.diag(sample.covariances)).all(axis=1)
    return np.asarray(varies & (covariances.sum(axis=(1, 2)) > SINGULAR * np.trace(sample.covariances)))


def bootstrap_covariances(sample: CompleteResponses, options: IntervalOptions) -> Floats:
    """Covariance matrices of the bootstrap samples in which all items and their sum vary, shape (B, k, k)."""
    patterns = answer_patterns(sample.values, sample.weights)
    drawn = resampled_covariances(patterns, n_samples=options.n_bootstrap, seed=options.seed)
    return drawn[usable_covariances(sample, drawn)]


def covariances_of_replicates(sample: CompleteResponses, replicates: Floats) -> Floats:
    """Covariance matrices under the weights of each replicate, shape (R, k, k).

    Raises
    ------
    NotEstimable
        A replicate in which an item does not vary.
    """
    found = replicate_covariances(sample.values, replicates)
    check_replicates(usable_covariances(sample, found))
    return found


def check_replicates(usable: Bools) -> None:
    """Refuse replicates without an estimate: to leave one out would change the variance."""
    if not usable.all():
        raise NotEstimable(
            "Some replicates give no estimate. Choose a larger group, leave out items that nearly everybody answers "
            "alike, or leave the replicate weights out."
        )


def replicate_std_errors(estimates: Floats) -> Floats:
    """Return standard errors of p estimates from their values in R replicates, shape (R, p)."""
    return np.asarray(np.sqrt(np.diag(jackknife_covariance(estimates))))


class Interval(NamedTuple):
    """Intervals of one coefficient or several.

    Attributes
    ----------
    kind : str
        For `.interval` of the result.
    ends : dict of pairs of float
        By the coefficient's name.
    how : str
        How they were made, for `.method`.
    notes : list of str
    """

    kind: str
    ends: dict[str, Ends]
    how: str
    notes: list[str]


def estimate_interval(
    sample: CompleteResponses,
    estimates: dict[str, float],
    options: IntervalOptions,
    *,
    linearised: Callable[[], Floats],
    bootstrapped: Callable[[], tuple[Floats, list[str]]],
    replicated: Callable[[Floats], Floats],
) -> Interval:
    """Give p coefficients intervals: from replicate weights if there are any, else linearised or by the bootstrap.

    Parameters
    ----------
    estimates : dict of float
        Coefficients by name.
    linearised : function
        Gives their standard errors, shape (p,).
    bootstrapped : function
        Gives the coefficients of the bootstrap samples, shape (B, p), and notes; samples without an estimate are NaN or
        left out.
    replicated : function
        Gives the coefficients under replicate weights (n, R), shape (R, p); NaN where there is no estimate.

    Raises
    ------
    NotEstimable
        More than one bootstrap sample in ten, or any replicate, without an estimate.
    """
    if sample.replicates is not None:
        values = replicated(sample.replicates)
        check_replicates(np.asarray(np.isfinite(values).all(axis=1)))
        kind, std_errors, df = "replicates", replicate_std_errors(values), len(values) - 1
        source = f"from {len(values)} replicate weights (JK1)"
    elif options.kind == "linearised":
        kind, std_errors, df = options.kind, linearised(), sample.n_respondents - 1
        source = "from a linearised standard error (each respondent's influence)"
    else:
        return _percentile_intervals(estimates, options, *bootstrapped())
    ends = {
        term: _log_interval(estimate, float(std_error), df, options.conf_level)
        for (term, estimate), std_error in zip(estimates.items(), std_errors, strict=True)
    }
    degrees = "replicates less one" if sample.replicates is not None else "n − 1"  # no count: `.method` is published
    return Interval(kind, ends, f"{source}, t with {degrees} df on the scale of ln(1 − coefficient)", [])


def _log_interval(estimate: float, std_error: float, df: int, conf_level: float) -> Ends:
    """Interval by Student's t on the scale of ln(1 − estimate), so that it ends below 1 (as Bonett's does)."""
    margin, error = float(stats.t.isf((1 - conf_level) / 2, df)) * std_error, 1 - estimate
    if error <= 0:  # an improper solution, said in the notes: no logarithm
        return estimate - margin, estimate + margin
    spread = float(np.exp(margin / error))
    return 1 - error * spread, 1 - error / spread


def _percentile_intervals(
    estimates: dict[str, float], options: IntervalOptions, drawn: Floats, notes: list[str]
) -> Interval:
    """Percentiles of the bootstrap distribution (``quantile(type = 7)`` in R), shape (B, p)."""
    usable = drawn[np.isfinite(drawn).all(axis=1)]
    n_bootstrap, n_usable, tail = options.n_bootstrap, len(usable), (1 - options.conf_level) / 2
    if n_usable < MINIMUM_USABLE * n_bootstrap:
        raise NotEstimable(
            "Too few bootstrap samples give an estimate. Choose a larger group, or leave out "
            "items: those that nearly everybody answers alike first, or many where respondents are few."
        )
    if n_usable < n_bootstrap:
        left_out = f"{n_bootstrap - n_usable} of {n_bootstrap} bootstrap samples gave no estimate and were left out."
        notes = [Unpublished(left_out), *notes]
    quantiles = np.quantile(usable, [tail, 1 - tail], axis=0)
    ends = {term: (float(low), float(high)) for term, low, high in zip(estimates, *quantiles, strict=True)}
    how = f"from percentiles of {n_bootstrap} bootstrap samples of respondents (seed {options.seed})"
    return Interval(options.kind, ends, how, notes)


def interval_table(estimates: dict[str, float], ends: dict[str, Ends], sample: CompleteResponses) -> pd.DataFrame:
    """One row per estimate that has an interval."""
    rows = [
        {
            "term": term,
            "measure": "coefficient",
            "estimate": estimates[term],
            "conf_low": low,
            "conf_high": high,
            "n_respondents": sample.n_respondents,
            "n_items": sample.n_items,
        }
        for term, (low, high) in ends.items()
    ]
    return pd.DataFrame(rows)
