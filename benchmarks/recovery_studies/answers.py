"""Generators: answers of n respondents whose population values are known."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.instruments import load_instrument
from workbench.simulation.graded_responses import draw_graded_responses

INSTRUMENT = load_instrument("esis")
ITEMS = list(INSTRUMENT.item_ids)
LOADINGS = np.linspace(0.5, 0.8, 10)
# Each item has its own thresholds: where two items have a share in common, the errors of H have no normal limit.
SHIFTS = np.linspace(-0.3, 0.3, 10)[[4, 9, 1, 6, 0, 7, 2, 8, 3, 5]]
EVEN = np.array([-1.5, -0.5, 0.5, 1.5]) + SHIFTS[:, None]
SKEWED = np.array([-2.2, -1.7, -1.2, -0.5]) + 0.5 * SHIFTS[:, None]
DISCRIMINATIONS = np.linspace(1.0, 2.6, 10)
DIFFICULTIES = np.array([-2.0, -1.0, -0.2, 1.0]) + np.linspace(-0.3, 0.3, 10)[:, None]
BIAS_ITEMS = np.arange(10) < 2  # the first two
PARALLEL = 0.6
SLANT = 4.0  # of the skew-normal factor
GROUP_MEAN, GROUP_SPREAD = 0.3, 1.2  # of the second group's factor, in standard deviations of the first
# Twelve items, three group factors of four. Proportional within a group: a second-order model holds.
GENERAL = np.linspace(0.45, 0.75, 12)[[5, 9, 1, 7, 0, 10, 3, 6, 11, 2, 8, 4]]
PROPORTIONAL = GENERAL * np.repeat([0.5, 0.7, 0.6], 4)
UNPROPORTIONAL = np.tile([0.55, 0.45, 0.35, 0.25], 3)
BIFACTOR_THRESHOLDS = np.array([-1.5, -0.5, 0.5, 1.5])


class Sample(NamedTuple):
    responses: pd.DataFrame
    weights: pd.Series | None = None
    group: pd.Series | None = None


def ogive(n: int, rng: np.random.Generator, *, thresholds: np.ndarray) -> Sample:
    """Normal variables behind one normal factor, cut by thresholds."""
    points = draw_graded_responses(rng.standard_normal(n), loadings=LOADINGS, thresholds=thresholds, rng=rng)
    return Sample(pd.DataFrame(points.astype(float), columns=ITEMS))


def even(n: int, rng: np.random.Generator) -> Sample:
    return ogive(n, rng, thresholds=EVEN)


def skewed(n: int, rng: np.random.Generator) -> Sample:
    return ogive(n, rng, thresholds=SKEWED)


def heavy_tails_ordinal(n: int, rng: np.random.Generator) -> Sample:
    """Multivariate t with 5 degrees of freedom behind the answers: one scale per respondent, variance 1, one factor."""
    latent = _continuous(rng.standard_normal(n), rng.standard_normal((n, 10)))
    latent = latent.to_numpy() * np.sqrt(3 / rng.chisquare(5, (n, 1)))
    return Sample(pd.DataFrame(1.0 + (latent[:, :, None] > EVEN).sum(axis=2), columns=ITEMS))


def skewed_factor(n: int, rng: np.random.Generator) -> Sample:
    """Skew-normal factor (slant 4: skewness 0.78), standardised, and normal errors."""
    delta = SLANT / np.sqrt(1 + SLANT**2)
    factor = delta * np.abs(rng.standard_normal(n)) + np.sqrt(1 - delta**2) * rng.standard_normal(n)
    factor = (factor - delta * np.sqrt(2 / np.pi)) / np.sqrt(1 - 2 * delta**2 / np.pi)
    points = draw_graded_responses(factor, loadings=LOADINGS, thresholds=EVEN, rng=rng)
    return Sample(pd.DataFrame(points.astype(float), columns=ITEMS))


def logistic(n: int, rng: np.random.Generator) -> Sample:
    """Each answer counts the boundaries that one uniform number passes."""
    return Sample(_logistic(rng.standard_normal(n), rng))


def _logistic(factor: np.ndarray, rng: np.random.Generator, moved: np.ndarray | float = 0.0) -> pd.DataFrame:
    logits = DISCRIMINATIONS[:, None] * ((factor[:, None] + moved)[:, :, None] - DIFFICULTIES)
    uniform = rng.uniform(size=(len(factor), len(DISCRIMINATIONS), 1))
    return pd.DataFrame(1.0 + (uniform < 1 / (1 + np.exp(-logits))).sum(axis=2), columns=ITEMS)


def _continuous(factor: np.ndarray, errors: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(LOADINGS * factor[:, None] + np.sqrt(1 - LOADINGS**2) * errors, columns=ITEMS)


def heavy_tails(n: int, rng: np.random.Generator) -> Sample:
    """Normal factor and errors times one scale per respondent: kurtosis 1.5 in every item (elliptical)."""
    scale = np.sqrt(rng.choice([0.5, 2.0], size=n, p=[2 / 3, 1 / 3]))[:, None]
    return Sample(_continuous(rng.standard_normal(n), rng.standard_normal((n, 10))) * scale)


def _chi_squared(size: int | tuple[int, int], rng: np.random.Generator) -> np.ndarray:
    return (rng.chisquare(5, size) - 5) / np.sqrt(10)  # mean 0, variance 1, skewness 1.26, kurtosis 2.4


def skewed_continuous(n: int, rng: np.random.Generator) -> Sample:
    """Factor and errors are chi-squared with 5 degrees of freedom, standardised."""
    return Sample(_continuous(_chi_squared(n, rng), _chi_squared((n, 10), rng)))


def normal_parallel(n: int, rng: np.random.Generator) -> Sample:
    """Normal items with one loading: what Feldt and Bonett assume."""
    errors = np.sqrt(1 - PARALLEL**2) * rng.standard_normal((n, 10))
    return Sample(pd.DataFrame(PARALLEL * rng.standard_normal((n, 1)) + errors, columns=ITEMS))


def weighted(n: int, rng: np.random.Generator, *, draw) -> Sample:
    """Add weights that have nothing to do with the answers."""
    return draw(n, rng)._replace(weights=pd.Series(rng.uniform(0.3, 3, n), name="weight"))


def _two_groups(n: int) -> pd.Series:
    return pd.Series(pd.Categorical(np.repeat(["first", "second"], [n - n // 2, n // 2])), name="group")


def two_groups_ordinal(n: int, rng: np.random.Generator) -> Sample:
    """The same items in both groups, another factor mean and variance in the second."""
    group = _two_groups(n)
    second = (group == "second").to_numpy()
    factor = GROUP_MEAN * second + np.where(second, GROUP_SPREAD, 1) * rng.standard_normal(n)
    points = draw_graded_responses(factor, loadings=LOADINGS, thresholds=EVEN, rng=rng)
    return Sample(pd.DataFrame(points.astype(float), columns=ITEMS), group=group)


def two_groups_continuous(n: int, rng: np.random.Generator) -> Sample:
    group = _two_groups(n)
    second = (group == "second").to_numpy()
    factor = GROUP_MEAN * second + np.where(second, GROUP_SPREAD, 1) * _chi_squared(n, rng)
    return Sample(_continuous(factor, _chi_squared((n, 10), rng)), group=group)


def two_groups_logistic(n: int, rng: np.random.Generator, *, difference: float, bias: float = 0.0) -> Sample:
    """The second group's factor mean lies lower by `difference`; at the same place it answers two items `bias` higher.

    Which is a log odds; all others are not biased.
    """
    group = _two_groups(n)
    second = (group == "second").to_numpy()
    factor = rng.standard_normal(n) - difference * second
    moved = BIAS_ITEMS * bias * second[:, None] / DISCRIMINATIONS
    return Sample(_logistic(factor, rng, moved), group=group)


def bifactor(n: int, rng: np.random.Generator, *, group: np.ndarray) -> Sample:
    """Twelve items in even steps, with general loadings `GENERAL` and loadings `group` on three group factors."""
    loadings = np.column_stack([GENERAL, np.kron(np.eye(3), np.ones((4, 1))) * group[:, None]])
    latent = rng.standard_normal((n, 4)) @ loadings.T
    latent += rng.standard_normal((n, 12)) * np.sqrt(1 - (loadings**2).sum(axis=1))
    points = 1.0 + (latent[:, :, None] > BIFACTOR_THRESHOLDS).sum(axis=2)
    return Sample(pd.DataFrame(points, columns=[f"item{number}" for number in range(1, 13)]))


# Standard deviations of persons and of error in a retest, and the correlation of two scales with these loadings.
PERSONS, ERROR = 2.0, 1.0
SCALES, BETWEEN = {"one": ["a1", "a2", "a3", "a4"], "two": ["b1", "b2", "b3", "b4"]}, 0.6


def occasions(n: int, rng: np.random.Generator, *, shift: float) -> Sample:
    """Scores of the same persons twice, the second time higher by `shift`."""
    scores = rng.normal(0, PERSONS, (n, 1)) + rng.normal(0, ERROR, (n, 2)) + np.array([0.0, shift])
    return Sample(pd.DataFrame(scores, columns=["first", "second"]))


def two_scales(n: int, rng: np.random.Generator, *, loadings: np.ndarray) -> Sample:
    """Eight normal items of two factors that correlate by `BETWEEN`; `loadings` are those of each scale."""
    factors = rng.standard_normal((n, 2)) @ np.linalg.cholesky([[1, BETWEEN], [BETWEEN, 1]]).T
    items = np.repeat(factors, 4, axis=1) * np.tile(loadings, 2)
    items += rng.standard_normal((n, 8)) * np.sqrt(1 - np.tile(loadings, 2) ** 2)
    return Sample(pd.DataFrame(items, columns=[item for own in SCALES.values() for item in own]))
