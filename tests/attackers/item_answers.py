"""Items of everyone less those of two large groups: the answers of the few who are in neither."""

from __future__ import annotations

from itertools import product

import numpy as np

from tests.attackers.joint import Tables
from tests.attackers.reading import Window, count, mean_window
from tests.attackers.surveys import MEN, WOMEN, Truth, answers, truth_of
from workbench.columns import EVERYONE

THIRD = "Other"
LOWEST, HIGHEST = 1, 5
GROUPS = (WOMEN, MEN)


def draw_third_sex(seed: int, n: int) -> Truth:
    """Women, men, and one to four of another sex, who are withheld."""
    rng = np.random.default_rng([seed, n, 5])
    sex = np.where(rng.random(n) < 0.5, MEN, WOMEN).astype(object)
    sex[: int(rng.integers(1, 5))] = THIRD
    return truth_of({"sex": (sex, (WOMEN, MEN, THIRD))}, answers(rng, np.zeros(n)))


def sum_of_answers(tables: Tables, *, item: str, few: int, exact: bool) -> Window:
    """Sum of the answers of the few to an item; the intruder knows how many they are.

    Whoever asks for the sum of an item knows it as the mean times the number: of everyone, less those of the groups.
    """
    frame = tables[f"{item}_table"].set_index("level")
    ends = []
    numbers = [count(frame.loc[level, "n_respondents"], exact) for level in (EVERYONE, *GROUPS)]
    means = [
        mean_window(frame.loc[level], n, HIGHEST - LOWEST, exact)
        for level, n in zip((EVERYONE, *GROUPS), numbers, strict=True)
    ]
    for women, men in product(numbers[1].whole, numbers[2].whole):
        if not numbers[0].low <= women + men + few <= numbers[0].high:
            continue
        sizes = np.array([women + men + few, -women, -men], dtype=float)
        low = sum(s * (m.low if s > 0 else m.high) for s, m in zip(sizes, means, strict=True))
        high = sum(s * (m.high if s > 0 else m.low) for s, m in zip(sizes, means, strict=True))
        ends.append((low, high))
    low, high = np.array(ends).T
    return Window(max(float(low.min()), few * LOWEST), min(float(high.max()), few * HIGHEST))
