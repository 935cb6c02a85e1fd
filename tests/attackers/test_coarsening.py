"""Which numbers are coarser than others may tell, to somebody who knows the rule, why they had to be."""

import numpy as np
import pytest

from tests.attackers.surveys import Truth, answers, truth_of
from workbench import population

MEN, WOMEN, TOWNS = "Men", "Women", tuple(f"Town {i}" for i in range(5))


def small_town(seed: int) -> Truth:
    """500 people of five towns; the smallest has 10 to 40 women and one to four men."""
    draws = np.random.default_rng([seed, 500])
    town, size = draws.choice(4, 500, p=[0.4, 0.3, 0.2, 0.1]), int(draws.integers(10, 41))
    sex = np.where(draws.random(500) < 0.5, MEN, WOMEN).astype(object)
    town[:size], sex[:size] = 4, WOMEN
    sex[: int(draws.integers(1, 5))] = MEN
    background = {"sex": (sex, (WOMEN, MEN)), "town": (np.array(TOWNS)[town], TOWNS)}
    return truth_of(background, answers(draws, 6 * (sex == MEN) - 4.0 * town), crossings=(("town", "sex"),))


@pytest.mark.slow
def test_what_is_coarser_near_a_few_people_seldom_goes_by_their_outcomes():
    """The women of the small town have no outcome beside all of the town, whoever is below; more is coarse seldom."""
    surveys = [small_town(seed) for seed in range(150)]
    plans = [population.protection_plan(truth.survey) for truth in surveys]
    below = [truth.count(sex=MEN, town=TOWNS[-1])[1] for truth in surveys]
    assert 30 < sum(n > 0 for n in below) < 120
    assert all(plan.bounded("town × sex", f"{TOWNS[-1]} × {WOMEN}") for plan in plans)
    assert sum(len(plan.wide) > 0 or len(plan.without_outcome) > 1 for plan in plans) <= 0.03 * len(plans)
