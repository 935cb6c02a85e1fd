"""What the synthetic adult survey reaches of the published figures and directions."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
import statsmodels.api as sm

from workbench.simulation import example_population as pop
from workbench.simulation.example_survey import BACKGROUND_NONRESPONSE, ITEMS, LEFT_EMPTY, NO_ANSWER

MODEL = {  # predictors of the logistic model and their reference codes, as in the codebook
    "sex": pop.WOMEN,
    "age_group": 1,
    "education": pop.HIGHER,
    "labour_market": pop.EMPLOYED,
    "self_rated_health": pop.GOOD_HEALTH,
    "work_ability": pop.GOOD_ABILITY,
    "poverty_experience": pop.NO_POVERTY,
}
TARGETS = {  # row of data/published/benchmarks.csv: value aimed at ("above 3", "about 1.5" need a number)
    "finsote2019_mean": 75.2,
    "finsote2019_very_weak": 0.10,
    "finsote2019_unemployed": 0.245,
    "finsote2019_men_risk": 1.5,
    "finsote2019_workability": 3.4,
}
_WORKING_AGE = 3  # the last age group below 65


class Direction(NamedTuple):
    """A published direction: every group in `lower` has a smaller mean or share below 50 than every one in `higher`."""

    statement: str
    quantity: str
    variable: str
    lower: tuple[int, ...]
    higher: tuple[int, ...]


_STATUS = "labour_market"
_EMPLOYED, _ENTREPRENEUR, _UNEMPLOYED = (pop.EMPLOYED,), (pop.ENTREPRENEUR,), (pop.UNEMPLOYED,)
_OTHERS = tuple(s for s in range(1, 9) if s not in (pop.ENTREPRENEUR, pop.UNEMPLOYED))
DIRECTIONS = (
    Direction("Entrepreneurs have the strongest mean", "mean", _STATUS, _OTHERS + _UNEMPLOYED, _ENTREPRENEUR),
    Direction("The unemployed have the weakest mean", "mean", _STATUS, _UNEMPLOYED, _OTHERS + _ENTREPRENEUR),
    Direction("Disability pensioners lie below the employed", "mean", _STATUS, (pop.DISABILITY_PENSION,), _EMPLOYED),
    Direction("Old-age pensioners do not lie below the employed", "mean", _STATUS, _EMPLOYED, (pop.OLD_AGE_PENSION,)),
    Direction("People on family leave do not lie below the employed", "mean", _STATUS, _EMPLOYED, (pop.FAMILY_LEAVE,)),
    Direction("More students than employed are below 50", "share", _STATUS, _EMPLOYED, (pop.STUDENT,)),
    Direction(
        "More disability pensioners than employed are below 50 (“unable to work”)",
        "share",
        _STATUS,
        _EMPLOYED,
        (pop.DISABILITY_PENSION,),
    ),
    Direction("More people in average than in good health are below 50", "share", "self_rated_health", (1,), (2,)),
    Direction("More people in poor than in average health are below 50", "share", "self_rated_health", (2,), (3,)),
    Direction("Fewer people with secondary than with basic education are below 50", "share", "education", (2,), (1,)),
    Direction("Fewer people with higher than with secondary education are below 50", "share", "education", (3,), (2,)),
    Direction("Women lie slightly above men", "mean", "sex", (pop.MEN,), (pop.WOMEN,)),
    Direction(
        "People living alone lie below couples and families with children",
        "mean",
        "household",
        (pop.ALONE,),
        (pop.COUPLE, pop.COUPLE_WITH_CHILDREN),
    ),
    Direction(
        "Experience of poverty goes with a lower mean", "mean", "poverty_experience", (pop.POVERTY,), (pop.NO_POVERTY,)
    ),
)


def score(persons: pd.DataFrame) -> pd.Series:
    """Score of persons who answered every item, by the rule of the instrument: (sum − 10) × 2.5."""
    return (persons[ITEMS].sum(axis=1) - len(ITEMS)) * 2.5


def complete_respondents(sample: pd.DataFrame) -> pd.DataFrame:
    """Keep rows of `draw_sample` with all items answered; a background variable without answer becomes NaN."""
    rows = sample[(sample[ITEMS] < LEFT_EMPTY).all(axis=1)]
    return rows.assign(**{v: rows[v].where(rows[v] != NO_ANSWER) for v in BACKGROUND_NONRESPONSE})


def reached_figures(persons: pd.DataFrame, *, weights: pd.Series | None = None) -> dict[str, float]:
    """Compute the published figures for persons with complete answers.

    Parameters
    ----------
    persons : DataFrame
        Codes as `draw_population` gives them; every item answered.
    weights : Series of float, optional
        Persons that each row stands for; one each by default.

    Returns
    -------
    dict of str to float
        By row id of data/published/benchmarks.csv: means in score points, shares as fractions, risk ratio, odds ratio
        (logistic model with all of `MODEL`), coefficient alpha, and the smallest and largest absolute correlation of
        the score with self-rated health, loneliness and quality of life.
    """
    w = pd.Series(1.0, index=persons.index) if weights is None else weights.astype(float)
    points = score(persons)
    below = points < 50
    men, working_age = persons["sex"] == pop.MEN, persons["age_group"] <= _WORKING_AGE
    at_work = persons[_STATUS].isin([pop.EMPLOYED, pop.ENTREPRENEUR]) & working_age
    pensioner = persons[_STATUS].isin([pop.OLD_AGE_PENSION, pop.DISABILITY_PENSION]) & working_age
    everyone = pd.Series(True, index=persons.index)
    related = [abs(_correlation(points, persons[v], w)) for v in ("self_rated_health", "loneliness", "quality_of_life")]
    return {
        "finsote2019_mean": _mean(points, w, everyone),
        "finsote2019_very_weak": _mean(below, w, everyone),
        "finsote2019_unemployed": _mean(below, w, persons[_STATUS] == pop.UNEMPLOYED),
        "finsote2019_men_risk": _mean(below, w, men) / _mean(below, w, ~men),
        "finsote2019_workability": _adjusted_odds_ratio(below, persons, w),
        "finsote2019_men_employed": _mean(points, w, at_work & men),
        "finsote2019_women_employed": _mean(points, w, at_work & ~men),
        "finsote2019_men_pension": _mean(points, w, pensioner & men),
        "finsote2019_women_pension": _mean(points, w, pensioner & ~men),
        "validation2017_alpha": _coefficient_alpha(persons[ITEMS].to_numpy(float), w.to_numpy()),
        "validation2017_r_low": min(related),
        "validation2017_r_high": max(related),
    }


def reached_directions(persons: pd.DataFrame, *, weights: pd.Series | None = None) -> pd.DataFrame:
    """Check the published directions.

    Returns
    -------
    DataFrame
        One row for each of `DIRECTIONS`: statement, quantity, lower (largest value among the groups that should lie
        lower), higher (smallest value among the others) and met.
    """
    w = pd.Series(1.0, index=persons.index) if weights is None else weights.astype(float)
    points = score(persons)
    rows = []
    for d in DIRECTIONS:
        values = points if d.quantity == "mean" else points < 50
        low = max(_mean(values, w, persons[d.variable] == code) for code in d.lower)
        high = min(_mean(values, w, persons[d.variable] == code) for code in d.higher)
        rows.append((d.statement, d.quantity, low, high, low < high))
    return pd.DataFrame(rows, columns=["statement", "quantity", "lower", "higher", "met"])


def _mean(values: pd.Series, weights: pd.Series, where: pd.Series) -> float:
    return float(np.average(values[where].to_numpy(float), weights=weights[where]))


def _adjusted_odds_ratio(below: pd.Series, persons: pd.DataFrame, weights: pd.Series) -> float:
    """Odds ratio of impaired against good work ability; rows with the same predictors are added up, which is exact."""
    known = persons[list(MODEL)].notna().all(axis=1)
    frame = persons.loc[known, list(MODEL)].assign(weight=weights[known], events=weights[known] * below[known])
    cells = frame.groupby(list(MODEL), as_index=False).sum()
    dummies = {
        f"{variable}_{int(code)}": (cells[variable] == code).astype(float)
        for variable, reference in MODEL.items()
        for code in sorted(cells[variable].unique())
        if code != reference
    }
    design = sm.add_constant(pd.DataFrame(dummies))
    family = sm.families.Binomial()
    fit = sm.GLM(cells["events"] / cells["weight"], design, family=family, var_weights=cells["weight"]).fit()
    return float(np.exp(fit.params[f"work_ability_{pop.IMPAIRED}"]))


def _coefficient_alpha(points: np.ndarray, weights: np.ndarray) -> float:
    covariance = np.cov(points, rowvar=False, aweights=weights)
    k = len(covariance)
    return float(k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()))


def _correlation(x: pd.Series, y: pd.Series, weights: pd.Series) -> float:
    known = y.notna()
    pair = np.vstack([x[known].to_numpy(float), y[known].to_numpy(float)])
    covariance = np.cov(pair, aweights=weights[known].to_numpy())
    return float(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]))
