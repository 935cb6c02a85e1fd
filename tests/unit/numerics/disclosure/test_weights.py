"""What respondents may carry of a group's weights hangs on windows, and is never less than what one carries."""

from itertools import product

import numpy as np
import pytest

from workbench.numerics.disclosure import apart, heaviest, weight_cells


def bounds(n, weight, width=5, held=1):
    n, weight = np.array(n, dtype=float), np.array(weight, dtype=float)
    return heaviest(n, weight, width, held=held), apart(n, weight, width)


@pytest.mark.parametrize("width", [5, 10])
@pytest.mark.parametrize("seed", range(60))
def test_no_respondent_carries_more_or_differs_more_than_the_windows_allow(seed, width):
    rng = np.random.default_rng(seed)
    weights = rng.choice(rng.lognormal(0, rng.choice([0.1, 0.5, 1.0]), int(rng.choice([2, 6, 400]))), 400)
    group = np.where(rng.random(400) < 0.5, rng.integers(0, 12, 400), -1)
    for own, cells in enumerate(weight_cells(weights, group, 12)):
        inside = np.sort(weights[group == own])
        n, part = len(inside), inside / inside.sum()
        if n < width:
            continue
        least = n // width * width
        assert bounds(cells[:, 0], cells[:, 2], width)[0] / least >= part[-1] * (1 - 1e-9)
        assert 4 * bounds(cells[:, 0], cells[:, 2], width, 4)[0] / least >= part[-4:].sum() * (1 - 1e-9)
        assert bounds(cells[:, 0], cells[:, 2], width)[1] / least >= max(part[-1] - 1 / n, 1 / n - part[0]) - 1e-9


def test_numbers_of_the_same_windows_are_bounded_alike():
    """One to four who weigh most, or nobody: what one may carry does not tell which."""
    found = {np.round(bounds([n - few, few], [1.0, 1.8]), 12).tobytes() for n, few in product(range(10, 15), range(5))}
    assert len(found) == 1


def test_of_many_weights_only_windows_of_those_who_weigh_as_much_count():
    rng = np.random.default_rng(1)
    weight = np.array([0.4, 0.7, 1.0, 1.6, 3.0])
    for _ in range(50):
        n = rng.integers(0, 12, 5)
        n[0] += 5
        other = n.copy()
        at = int(rng.integers(1, 5))
        other[at], other[at - 1] = n[at] - 1, n[at - 1] + 1
        if other.min() >= 0 and np.array_equal(np.cumsum(other[::-1]) // 5, np.cumsum(n[::-1]) // 5):
            assert bounds(n, weight) == pytest.approx(bounds(other, weight))


def test_equal_weights_carry_equal_parts():
    assert bounds([12], [1.0]) == (1.0, 0.0)
    assert bounds([0], [1.0]) == (1.0, 0.0)


def test_few_never_carry_more_than_all():
    assert 4 * bounds([9, 3], [0.1, 6.0], held=4)[0] / 10 <= 1
