"""How the constants of the example survey were found.

``python -m tests.recovery.calibrate_example`` solves the `Calibration` of workbench/simulation/example_population.py;
``python -m tests.recovery.calibrate_example 5755`` then tries so many seeds for workbench/simulation/example_survey.py.
"""

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import optimize

from workbench.simulation import example_population as pop
from workbench.simulation import example_survey, example_targets
from workbench.simulation.example_targets import TARGETS, reached_figures

FREE = ("shift", "spread", "men", "unemployed", "impaired")
SCALE = np.array([0.2, 0.004, 0.012, 0.06, 0.3])  # brings the five targets to one size
SMALL_MUNICIPALITIES = (603, 604)
FEWEST_EVENTS = 5  # with and without the outcome, in every level of every predictor


def _standardised(values: np.ndarray) -> pop.Calibration:
    """With centre and scale such that the factor has mean 0 and SD 1 in this population."""
    trial = replace(pop.CALIBRATED, **dict(zip(FREE, map(float, values), strict=True)), centre=0.0, scale=1.0)
    raw = pop.draw_population(calibration=trial)["factor_score"]
    return replace(trial, centre=round(float(raw.mean()), 4), scale=round(float(raw.std()), 4))


def _distance(persons: pd.DataFrame, weights: pd.Series | None = None) -> np.ndarray:
    reached = reached_figures(persons, weights=weights)
    return np.array([reached[name] - target for name, target in TARGETS.items()]) / SCALE


def calibrate() -> None:
    start = np.array([getattr(pop.CALIBRATED, name) for name in FREE])
    options = {"eps": 1e-3, "xtol": 1e-5}
    solution = optimize.root(
        lambda x: _distance(pop.draw_population(calibration=_standardised(x))), start, options=options
    )
    print(solution.message, _standardised(np.round(solution.x, 4)))  # noqa: T201


def is_fit(sample: pd.DataFrame) -> bool:
    """Whether the sample has the small groups that it should have, and no separation in the logistic model."""
    men_on_leave = ((sample["sex"] == pop.MEN) & (sample["labour_market"] == pop.FAMILY_LEAVE)).sum()
    small = [men_on_leave, (sample["household"] == pop.INSTITUTION).sum()]
    villages = [(sample["municipality"] == code).sum() for code in SMALL_MUNICIPALITIES]
    respondents = example_targets.complete_respondents(sample)
    below = example_targets.score(respondents) < 50
    fewest = min(respondents.groupby([v, below]).size().min() for v in example_targets.MODEL)
    withheld = [*small, *villages]  # the two municipalities together are not small: their county does not reveal them
    return min(withheld) >= 1 and max(withheld) <= 4 and sum(villages) >= 5 and fewest >= FEWEST_EVENTS


def try_seeds(n_seeds: int) -> None:
    population = pop.draw_population()
    best = np.inf
    for seed in range(1, n_seeds + 1):
        sample = example_survey.draw_sample(population, seed=seed)
        if not is_fit(sample):
            continue
        respondents = example_targets.complete_respondents(sample)
        worst = np.abs(_distance(respondents, respondents["weight"])).max()
        directions = example_targets.reached_directions(respondents, weights=respondents["weight"])
        if worst < best and directions["met"].all():
            best = worst
            figures = reached_figures(respondents, weights=respondents["weight"])
            print(seed, round(worst, 2), {name: round(figures[name], 4) for name in TARGETS}, flush=True)  # noqa: T201


if __name__ == "__main__":
    try_seeds(int(sys.argv[1])) if len(sys.argv) > 1 else calibrate()
