"""The generating population of the synthetic adult survey: invented persons, no finding about any real area.

Every number here was made up, some of them changed until the published directions held. Only the constants of
`CALIBRATED` were solved, so that a million persons meet five published figures (tests/recovery/calibrate_example.py).
Codes are those of data/codebooks/synthetic-adult-survey.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.arrays import Floats
from workbench.simulation.graded_responses import draw_graded_responses, thresholds_from_shares

Codes = npt.NDArray[np.int8]
Persons = dict[str, npt.NDArray[np.generic]]

POPULATION_SIZE = 1_000_000
POPULATION_SEED = 20_190_903

MEN, WOMEN = 1, 2
AGES = range(1, 6)  # 20–34, 35–49, 50–64, 65–74, 75 or over
EMPLOYED, ENTREPRENEUR, UNEMPLOYED, STUDENT = range(1, 5)
OLD_AGE_PENSION, DISABILITY_PENSION, FAMILY_LEAVE, OTHER_STATUS = range(5, 9)
BASIC, SECONDARY, HIGHER = 1, 2, 3
ALONE, COUPLE, COUPLE_WITH_CHILDREN, SINGLE_PARENT, OTHER_HOUSEHOLD, INSTITUTION = range(1, 7)
GOOD_HEALTH, AVERAGE_HEALTH, POOR_HEALTH = 1, 2, 3
GOOD_ABILITY, IMPAIRED = 1, 2
NO_POVERTY, POVERTY = 1, 2


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """Constants solved from the five targets; effects in raw units, in which the unexplained part has SD `RESIDUAL_SD`.

    `centre` and `scale` bring the raw factor to mean 0 and SD 1; `shift` and `spread` move and stretch all thresholds.
    """

    men: float
    unemployed: float
    impaired: float
    shift: float
    spread: float
    centre: float
    scale: float


CALIBRATED = Calibration(
    men=-0.2173, unemployed=-0.2264, impaired=-0.5734, shift=-0.0683, spread=0.888, centre=-0.5273, scale=0.9673
)

RESIDUAL_SD = 0.8
LOADINGS = (0.76, 0.66, 0.64, 0.74, 0.75, 0.82, 0.78, 0.62, 0.72, 0.57)
ANSWER_SHARES = (  # per cent of answers 1 … 5 before `shift` and `spread`
    (2.5, 6.0, 15.5, 42.0, 34.0),
    (2.5, 8.0, 21.5, 44.0, 24.0),
    (3.5, 7.5, 16.0, 34.0, 39.0),
    (2.0, 4.5, 14.5, 38.0, 41.0),
    (2.0, 6.0, 12.0, 43.0, 37.0),
    (2.5, 5.0, 13.5, 34.0, 45.0),
    (2.5, 6.5, 15.0, 43.5, 32.5),
    (3.0, 7.5, 15.0, 39.0, 35.5),
    (1.5, 3.0, 9.5, 37.0, 49.0),
    (4.0, 10.0, 25.0, 42.0, 19.0),
)

YEARS = ((20, 34), (35, 49), (50, 64), (65, 74), (75, 100))  # youngest and oldest of each age group
LEFT_NEXT_YEAR = 0.87  # persons of an age over 75, as a part of those a year younger; other groups are spread evenly
_STREAM_OF_AGES = 1  # random numbers of their own, so that no other column depends on them
AGE_SHARES = (0.23, 0.25, 0.25, 0.15, 0.12)
SHARE_WOMEN = (0.49, 0.49, 0.50, 0.53, 0.60)
EDUCATION_SHARES = {  # by sex: a row per age group, basic · secondary · higher
    MEN: ((0.15, 0.55, 0.30), (0.12, 0.50, 0.38), (0.14, 0.50, 0.36), (0.28, 0.41, 0.31), (0.46, 0.30, 0.24)),
    WOMEN: ((0.10, 0.48, 0.42), (0.07, 0.40, 0.53), (0.08, 0.44, 0.48), (0.24, 0.40, 0.36), (0.52, 0.29, 0.19)),
}
STATUS_WEIGHTS = {  # by sex: a row per age group, the eight statuses, before the education factors below
    MEN: (
        (600, 35, 95, 205, 0, 16, 2.6, 34),
        (740, 90, 85, 20, 0, 34, 2.8, 22),
        (610, 115, 90, 3, 70, 95, 0, 14),
        (60, 45, 2, 0, 893, 0, 0, 4),
        (4, 12, 0, 0, 984, 0, 0, 2),
    ),
    WOMEN: (
        (520, 20, 65, 245, 0, 13, 140, 28),
        (725, 55, 65, 35, 0, 34, 80, 22),
        (665, 60, 70, 6, 75, 98, 0, 20),
        (45, 20, 2, 0, 933, 0, 0, 6),
        (2, 4, 0, 0, 994, 0, 0, 4),
    ),
}
STATUS_BY_EDUCATION = (  # factors on the weights: a row per education
    (0.80, 0.90, 1.70, 1.00, 1.00, 2.00, 1.00, 1.60),
    (1.00, 1.00, 1.15, 1.00, 1.00, 1.10, 1.00, 1.00),
    (1.10, 1.10, 0.55, 1.00, 1.00, 0.45, 1.00, 0.70),
)
HOUSEHOLD_WEIGHTS = {  # by sex: a row per age group, the six households
    MEN: (
        (330, 290, 190, 5, 180, 0.3),
        (220, 200, 500, 25, 55, 0.3),
        (260, 490, 200, 20, 30, 0.3),
        (270, 680, 20, 5, 25, 0.4),
        (330, 640, 2, 0, 28, 0.5),
    ),
    WOMEN: (
        (270, 330, 240, 40, 120, 0.3),
        (150, 190, 510, 110, 40, 0.3),
        (270, 540, 130, 35, 25, 0.3),
        (370, 590, 8, 5, 27, 0.4),
        (590, 370, 1, 0, 39, 0.5),
    ),
}
COUNTY_SHARES = (0.28, 0.22, 0.18, 0.14, 0.11, 0.07)
MUNICIPALITY_SHARES = (  # within county; F3 and F4 are so small that a survey meets only a few people there
    (0.55, 0.25, 0.20),
    (0.50, 0.30, 0.20),
    (0.60, 0.40),
    (0.50, 0.30, 0.20),
    (0.65, 0.35),
    (0.62, 0.368, 0.006, 0.006),
)

HEALTH_EFFECTS = {  # on a latent normal burden of ill health; the cut points make average and poor
    "age_group": (0.0, 0.2, 0.45, 0.6, 1.05),
    "education": (0.35, 0.15, 0.0),
    "labour_market": (0.0, -0.1, 0.45, 0.05, 0.0, 1.5, 0.0, 0.6),
}
HEALTH_CUTS = (0.95, 2.05)
ABILITY_EFFECTS = {  # on a latent normal burden; above the cut work ability is impaired
    "age_group": (0.0, 0.1, 0.3, 0.3, 0.9),
    "labour_market": (0.0, 0.0, 0.4, 0.15, 0.1, 1.7, 0.0, 0.4),
    "self_rated_health": (0.0, 1.0, 2.0),
}
ABILITY_CUT = 1.65
POVERTY_EFFECTS = {
    "age_group": (0.25, 0.15, 0.1, -0.1, -0.3),
    "education": (0.3, 0.2, 0.0),
    "labour_market": (0.0, -0.05, 1.1, 0.55, 0.0, 0.8, 0.3, 0.6),
    "household": (0.35, -0.1, 0.0, 0.6, 0.15, 0.3),
    "self_rated_health": (0.0, 0.25, 0.5),
}
POVERTY_CUT = 1.7

FACTOR_EFFECTS = {  # raw units; men, unemployed and impaired stand in `CALIBRATED`
    "age_group": (0.0, 0.0, 0.05, 0.10, 0.15),
    "education": (-0.25, -0.12, 0.0),
    "labour_market": (0.0, 0.30, 0.0, -0.22, 0.31, 0.55, 0.05, -0.20),
    "household": (-0.25, 0.0, 0.05, -0.15, -0.15, -0.40),
    "self_rated_health": (0.0, -0.38, -0.85),
    "poverty_experience": (0.0, -0.40),
    "county": (0.06, 0.0, -0.06, 0.04, -0.02, -0.08),
}
LONELINESS_LOADING, LONELINESS_ALONE, LONELINESS_CUTS = -0.62, 0.30, (-0.55, 0.35, 1.25, 2.15)
QUALITY_LOADING, QUALITY_CUTS = 0.72, (-2.25, -1.55, -0.65, 0.85)


def draw_population(
    n_persons: int = POPULATION_SIZE, *, seed: int = POPULATION_SEED, calibration: Calibration = CALIBRATED
) -> pd.DataFrame:
    """Draw persons of the generating population: no missing answers, nobody straightlining, equal weights.

    Parameters
    ----------
    n_persons : int
        Number of persons; the published numbers rest on `POPULATION_SIZE`.
    seed : int
        Seed of the random numbers.
    calibration : Calibration
        Constants solved from the targets; others only while solving.

    Returns
    -------
    DataFrame, shape (n_persons, 24)
        Codes of the background variables, age in years, the answers esis1 … esis10 (points) and `factor_score` (mean 0,
        SD 1).
    """
    rng = np.random.default_rng(seed)
    persons = _background(n_persons, rng)
    raw = _explained(persons, calibration) + RESIDUAL_SD * rng.standard_normal(n_persons)
    eta = (raw - calibration.centre) / calibration.scale
    thresholds = calibration.shift + calibration.spread * thresholds_from_shares(ANSWER_SHARES)
    responses = draw_graded_responses(eta, loadings=LOADINGS, thresholds=thresholds, rng=rng)
    persons |= _well_being(persons, eta, rng)
    persons["age"] = _ages(persons["age_group"].astype(int) - 1, np.random.default_rng([_STREAM_OF_AGES, seed]))
    persons |= {f"esis{i + 1}": responses[:, i] for i in range(len(LOADINGS))}
    return pd.DataFrame({**persons, "factor_score": eta})


def _background(n: int, rng: np.random.Generator) -> Persons:
    """Draw what comes before the factor, each variable given the earlier ones."""
    p: Persons = {}
    p["age_group"] = _draw(np.array([AGE_SHARES]), np.zeros(n, int), rng)
    age = p["age_group"].astype(int) - 1
    p["sex"] = (1 + (rng.random(n) < np.array(SHARE_WOMEN)[age])).astype(np.int8)
    sex_age = (p["sex"].astype(int) - 1) * len(AGES) + age
    p["education"] = _draw(_stacked(EDUCATION_SHARES), sex_age, rng)
    by_education = np.vstack([_stacked(STATUS_WEIGHTS) * factors for factors in np.array(STATUS_BY_EDUCATION)])
    p["labour_market"] = _draw(by_education, (p["education"].astype(int) - 1) * 2 * len(AGES) + sex_age, rng)
    p["household"] = _draw(_stacked(HOUSEHOLD_WEIGHTS), sex_age, rng)
    p["self_rated_health"] = _cut(_sum_of_effects(p, HEALTH_EFFECTS), HEALTH_CUTS, rng)
    p["work_ability"] = _cut(_sum_of_effects(p, ABILITY_EFFECTS), (ABILITY_CUT,), rng)
    p["poverty_experience"] = _cut(_sum_of_effects(p, POVERTY_EFFECTS), (POVERTY_CUT,), rng)
    p["county"] = _draw(np.array([COUNTY_SHARES]), np.zeros(n, int), rng)
    widest = max(map(len, MUNICIPALITY_SHARES))
    shares = np.array([row + (0.0,) * (widest - len(row)) for row in MUNICIPALITY_SHARES])
    within = _draw(shares, p["county"].astype(int) - 1, rng)
    p["municipality"] = (100 * p["county"].astype(np.int16) + within).astype(np.int16)
    return p


def _ages(group: npt.NDArray[np.int_], rng: np.random.Generator) -> Codes:
    """Draw whole years within each age group."""
    parts = [
        np.where(youngest < YEARS[-1][0], 1.0, LEFT_NEXT_YEAR) ** np.arange(1 + oldest - youngest)
        for youngest, oldest in YEARS
    ]
    widest = max(map(len, parts))
    weights = np.array([np.pad(part, (0, widest - len(part))) for part in parts])
    youngest = np.array([first for first, _ in YEARS])
    return (youngest[group] + _draw(weights, group, rng) - 1).astype(np.int8)


def _explained(persons: Persons, calibration: Calibration) -> Floats:
    """Part of the raw factor that background variables explain."""
    explained = _sum_of_effects(persons, FACTOR_EFFECTS)
    explained += calibration.men * (persons["sex"] == MEN)
    explained += calibration.unemployed * (persons["labour_market"] == UNEMPLOYED)
    explained += calibration.impaired * (persons["work_ability"] == IMPAIRED)
    return explained


def _well_being(persons: Persons, eta: Floats, rng: np.random.Generator) -> dict[str, npt.NDArray[np.generic]]:
    """Draw loneliness and quality of life, which go with the factor."""
    loneliness = LONELINESS_LOADING * eta + LONELINESS_ALONE * (persons["household"] == ALONE)
    return {
        "loneliness": _cut(loneliness, LONELINESS_CUTS, rng, np.sqrt(1 - LONELINESS_LOADING**2)),
        "quality_of_life": _cut(QUALITY_LOADING * eta, QUALITY_CUTS, rng, np.sqrt(1 - QUALITY_LOADING**2)),
    }


def _stacked(by_sex: Mapping[int, tuple[tuple[float, ...], ...]]) -> Floats:
    return np.array([row for sex in (MEN, WOMEN) for row in by_sex[sex]], dtype=float)


def _draw(weights: Floats, row: npt.NDArray[np.int_], rng: np.random.Generator) -> Codes:
    """Draw a code 1, 2 … for each person, with the probabilities in the person's row of `weights`."""
    cumulative = np.cumsum(weights, axis=1)
    cumulative /= cumulative[:, -1:]
    u = rng.random(len(row))
    code = np.ones(len(row), dtype=np.int8)
    for option in range(weights.shape[1] - 1):
        code += u > cumulative[row, option]
    return code


def _cut(mean: Floats, cuts: tuple[float, ...], rng: np.random.Generator, sd: float = 1.0) -> Codes:
    """Cut mean + normal error into ordered codes 1, 2, and so on."""
    return (1 + np.searchsorted(np.array(cuts), mean + sd * rng.standard_normal(len(mean)))).astype(np.int8)


def _sum_of_effects(persons: Persons, effects: dict[str, tuple[float, ...]]) -> Floats:
    total = np.zeros(len(persons["sex"]))
    for variable, values in effects.items():
        total += np.array(values)[persons[variable].astype(int) - 1]
    return total
