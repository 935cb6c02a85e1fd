"""One study: a generator, an estimator, what is true, and how well the estimates hold over many samples."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.recovery_studies.answers import Sample
from benchmarks.recovery_studies.estimators import LEVEL, Found, Intervals
from workbench.errors import NotEstimable

# Kinds of parameters whose bias is told in per cent of one standard deviation, because they lie around 0.
IN_STD_DEVS = ("thresholds", "difficulties", "difference of factor means", "log odds ratio of the groups")
COLUMNS = [
    *("generator", "estimator", "holds", "n", "quantity", "samples", "without", "bias", "bias_worst"),
    *("error_ratio", "coverage", "coverage_worst", "rejected", "simulation_error"),
]


@dataclass(frozen=True, kw_only=True)
class Study:
    """`holds` names the quantities whose assumptions the generator meets; `share` is the part of the samples drawn."""

    generator: str
    estimator: str
    draw: Callable[[int, np.random.Generator], Sample]
    estimate: Callable[[Sample], Found]
    truth: Callable[[], dict[str, np.ndarray | float]]
    holds: tuple[str, ...] = ()
    share: float = 1.0
    sizes: tuple[int, ...] = (300, 1_000, 5_000)

    @property
    def name(self) -> str:
        return f"{self.estimator}, {self.generator}"


def run(study: Study, n: int, n_samples: int) -> pd.DataFrame:
    """Draw and estimate; one row per quantity.

    `without` counts samples without that estimate: refused, or one of the answers never chosen, so that the parameters
    are not those of the generator.
    """
    n_samples = max(2, round(n_samples * study.share))
    truth = {name: np.atleast_1d(value) for name, value in study.truth().items()}
    found: dict[str, list] = {}
    for seed in range(n_samples):
        try:
            estimated = study.estimate(study.draw(n, np.random.default_rng([n, seed])))
        except NotEstimable:
            continue
        for name, value in estimated.items():
            kept = found.setdefault(name, [])
            if isinstance(value, Intervals):
                if name in truth and len(value.estimate) == len(truth[name]):
                    kept.append(value)
            elif not np.isnan(value.p_value).any():
                kept.append(value.p_value)
    rows = []
    for name, values in found.items():
        if not values:
            continue
        interval = isinstance(values[0], Intervals)
        summary = _intervals(values, truth[name], name) if interval else _tests(values)
        rows.append(
            {
                "generator": study.generator,
                "estimator": study.estimator,
                "holds": name in study.holds,
                "n": n,
                "quantity": name,
                "samples": n_samples,
                "without": n_samples - len(values),
                **summary,
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _intervals(values: list[Intervals], truth: np.ndarray, name: str) -> dict[str, float]:
    estimate, low, high = (np.array([value[place] for value in values]) for place in range(3))
    bias = (estimate.mean(axis=0) - truth) / (1.0 if name in IN_STD_DEVS else truth)
    bounded = np.isfinite(low).all()
    covered = ((low <= truth) & (truth <= high)).astype(float) if bounded else np.full(low.shape, np.nan)
    ratio = np.nan
    if values[0].std_error is not None and len(values) > 1:
        errors = np.array([value.std_error for value in values])
        ratio = float(np.mean(errors.mean(axis=0) / estimate.std(axis=0, ddof=1)))
    return {
        "bias": bias.mean(),
        "bias_worst": bias[np.argmax(np.abs(bias))],
        "error_ratio": ratio,
        "coverage": covered.mean(),
        "coverage_worst": covered.mean(axis=0).min(),
        "simulation_error": _error_of_mean(covered),
    }


def _tests(values: list[np.ndarray]) -> dict[str, float]:
    rejected = np.array(values) < LEVEL
    return {"rejected": rejected.mean(), "simulation_error": _error_of_mean(rejected)}


def _error_of_mean(hits: np.ndarray) -> float:
    """Standard error of a share over samples; parameters of one sample are not independent."""
    per_sample = hits.mean(axis=1)
    return float(per_sample.std(ddof=1) / np.sqrt(len(per_sample))) if len(per_sample) > 1 else np.nan
