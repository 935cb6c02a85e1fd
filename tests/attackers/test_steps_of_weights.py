"""Somebody who knows weights by sex, and reads how coarse the numbers of a household are.

What one respondent moves hangs on the mean weight of the group. A step by that weight, which digits and bounds show,
told how many of one to four men the household has.
"""

import numpy as np
import pandas as pd
import pytest

from tests.attackers.surveys import MEN, WOMEN, answers, truth_of
from workbench import population
from workbench.intake import SurveyDesign

HOUSEHOLDS = ("Couple", "Alone", "Small")


def told(seed: int, n: int, size: int, men: int, ratio: float) -> tuple[float, ...]:
    """What tables show of a household of people who all answered alike, or of whom two did otherwise."""
    rng = np.random.default_rng([seed, n])
    home = rng.choice(HOUSEHOLDS[:2], n, p=[0.6, 0.4]).astype(object)
    sex = np.where(rng.random(n) < 0.5, MEN, WOMEN).astype(object)
    home[:size], sex[: size + 4] = "Small", WOMEN
    sex[:men], sex[size : size + 4 - men] = MEN, MEN  # as many men in all, whoever lives where
    home[size : size + 4] = "Couple"
    given = answers(rng, 6 * (sex == MEN))
    given[: size + 4] = 3
    weights = pd.Series(np.where(sex == MEN, ratio, 1.0) * 1_000)
    background = {"sex": (sex, (WOMEN, MEN)), "household": (home, HOUSEHOLDS)}
    design = SurveyDesign(sampling_weights=weights)
    truth = truth_of(background, given, crossings=(("sex", "household"),), design=design)
    plan, by = population.protection_plan(truth.survey), truth.survey.background[["household"]]
    points = truth.score.where(truth.score.index >= size, 57.5)
    below = truth.below.mask(truth.below.index < size, pd.Series(truth.below.index == size - 1))
    found = [population.mean(points, design=design, by=by), population.share(below, design=design, by=by)]
    shown = [population.protect(one, plan=plan).frame.set_index("level").loc["Small"] for one in found]
    assert shown[1]["bound"] == "under"
    return tuple(float(row["estimate"]) for row in shown)


@pytest.mark.parametrize("ratio", [1.3, 1.8, 3.0])
@pytest.mark.parametrize(("seed", "n"), [(0, 200), (1, 200), (2, 400)])
def test_digits_and_bounds_leave_the_number_of_few_men_open(seed, n, ratio):
    size = int(np.random.default_rng(seed).integers(2, 6)) * 5 + seed
    assert len({told(seed, n, size, men, ratio) for men in range(1, 5)}) == 1
