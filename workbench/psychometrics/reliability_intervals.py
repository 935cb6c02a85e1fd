"""What all reliability coefficients share: the sum they belong to, and intervals by resampling or replicate weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from workbench.errors import NotEstimable
from workbench.numerics.covariance import replicated_covariances
from workbench.numerics.replication import jackknife_covariance
from workbench.numerics.resampling import answer_patterns, resampled_covariances
from workbench.psychometrics.complete_responses import SINGULAR, CompleteResponses
from workbench.results import Result

Floats = NDArray[np.float64]
Ends = tuple[float, float]

LINEARISED = "from a linearised standard error (each respondent's influence)"
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
        term, estimate, conf_low, conf_high, n_respondents, n_items.
    interval : str
        Kind of interval; `replicates` where replicate weights were given.
    weighted : bool
        Whether sampling weights were used.
    sum_std_dev : float
        Standard deviation of the sum of the items, in points.
    """

    interval: str
    weighted: bool
    sum_std_dev: float

    def __repr__(self) -> str:
        """One line with estimate and interval."""
        row = self.table.iloc[0]
        return (
            f"{type(self).__name__}({row.estimate:.3f} [{row.conf_low:.3f}, {row.conf_high:.3f}], "
            f"n={row.n_respondents})"
        )


def check_total_varies(sample: CompleteResponses) -> None:
    """Raise NotEstimable where the items cancel out, so that the sum of all items is the same for everybody."""
    if sample.covariances.sum() < SINGULAR * np.trace(sample.covariances):
        raise NotEstimable(
            f"The sum of the items is the same for all {sample.n_respondents} respondents, so it has no reliability. "
            "Check in the codebook whether items are stored reversed."
        )


def sum_std_dev(sample: CompleteResponses) -> float:
    """Return the standard deviation of the sum of the items, in points."""
    return float(np.sqrt(sample.covariances.sum()))


def usable_covariances(sample: CompleteResponses, covariances: Floats) -> NDArray[np.bool_]:
    """Tell in which of the matrices (B, k, k) every item varies, and their sum."""
    own = np.diagonal(covariances, axis1=1, axis2=2)
    varies = (own > SINGULAR * np.diag(sample.covariances)).all(axis=1)
    return np.asarray(varies & (covariances.sum(axis=(1, 2)) > SINGULAR * np.trace(sample.covariances)))


def bootstrap_covariances(sample: CompleteResponses, n_bootstrap: int, seed: int) -> tuple[Floats, list[str]]:
    """Covariance matrices of the bootstrap samples in which all items and their sum vary, and a note on the others.

    Raises
    ------
    NotEstimable
        More than one sample in ten is not usable.
    """
    patterns = answer_patterns(sample.values, sample.weights)
    resampled = resampled_covariances(patterns, n_replicates=n_bootstrap, seed=seed)
    varies = usable_covariances(sample, resampled)
    return resampled[varies], failed_notes(int(varies.sum()), n_bootstrap)


def failed_notes(n_usable: int, n_bootstrap: int) -> list[str]:
    """Note how many bootstrap samples gave no estimate, or refuse when they are too many."""
    if n_usable < MINIMUM_USABLE * n_bootstrap:
        raise NotEstimable(
            f"Only {n_usable} of {n_bootstrap} bootstrap samples give an estimate. Choose a larger group, or leave out "
            "items: those that nearly everybody answers alike first, or many where respondents are few."
        )
    if n_usable == n_bootstrap:
        return []
    return [f"{n_bootstrap - n_usable} of {n_bootstrap} bootstrap samples gave no estimate and were left out."]


def percentile_interval(replicates: Floats, conf_level: float) -> Ends:
    """Percentiles of the bootstrap distribution (``quantile(type = 7)`` in R)."""
    low, high = np.quantile(replicates, [(1 - conf_level) / 2, (1 + conf_level) / 2])
    return float(low), float(high)


def bootstrap_method(n_bootstrap: int, seed: int) -> str:
    """How the bootstrap interval was made, for `.method`."""
    return f"from percentiles of {n_bootstrap} bootstrap samples of respondents (seed {seed})"


def covariances_of_replicates(sample: CompleteResponses, replicates: Floats) -> Floats:
    """Covariance matrices under the weights of each replicate.

    Raises
    ------
    NotEstimable
        A replicate in which an item does not vary.
    """
    found = replicated_covariances(sample.values, replicates)
    check_replicates(usable_covariances(sample, found))
    return found


def check_replicates(usable: NDArray[np.bool_]) -> None:
    """Refuse replicates without an estimate: to leave one out would change the variance."""
    if not usable.all():
        raise NotEstimable(
            f"{int((~usable).sum())} of {len(usable)} replicates give no estimate. Choose a larger group, leave out "
            "items that nearly everybody answers alike, or leave the replicate weights out."
        )


def replicate_std_errors(estimates: Floats) -> Floats:
    """Return standard errors of p estimates from their values in R replicates, shape (R, p)."""
    return np.asarray(np.sqrt(np.diag(jackknife_covariance(estimates))))


def replicate_interval(estimate: float, replicates: Floats, conf_level: float) -> Ends:
    """Interval by Student's t with one degree of freedom less than replicates; `replicates` has shape (R,)."""
    std_error = float(replicate_std_errors(replicates[:, None])[0])
    return log_interval(estimate, std_error, len(replicates) - 1, conf_level)


def replicate_method(n_replicates: int) -> str:
    """How the interval from replicate weights was made, for `.method`."""
    return (
        f"from {n_replicates} replicate weights (JK1), t with {n_replicates - 1} df on the scale of ln(1 − coefficient)"
    )


def linearised_interval(estimate: float, std_error: float, sample: CompleteResponses, conf_level: float) -> Ends:
    """Interval by Student's t with one degree of freedom less than respondents."""
    return log_interval(estimate, std_error, sample.n_respondents - 1, conf_level)


def linearised_method(sample: CompleteResponses) -> str:
    """How the linearised interval was made, for `.method`."""
    return f"{LINEARISED}, t with {sample.n_respondents - 1} df on the scale of ln(1 − coefficient)"


def log_interval(estimate: float, std_error: float, df: float, conf_level: float) -> Ends:
    """Interval by Student's t on the scale of ln(1 − estimate), so that it ends below 1 (as Bonett's does)."""
    error = 1 - estimate
    if error <= 0:  # an improper solution, said in the notes: no logarithm
        margin = float(stats.t.isf((1 - conf_level) / 2, df)) * std_error
        return estimate - margin, estimate + margin
    spread = float(np.exp(stats.t.isf((1 - conf_level) / 2, df) * std_error / error))
    return 1 - error * spread, 1 - error / spread


def interval_table(estimates: dict[str, float], ends: dict[str, Ends], sample: CompleteResponses) -> pd.DataFrame:
    """One row per estimate that has an interval."""
    rows = [
        {
            "term": term,
            "estimate": estimates[term],
            "conf_low": low,
            "conf_high": high,
            "n_respondents": sample.n_respondents,
            "n_items": sample.n_items,
        }
        for term, (low, high) in ends.items()
    ]
    return pd.DataFrame(rows)
