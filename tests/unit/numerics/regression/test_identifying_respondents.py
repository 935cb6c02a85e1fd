"""How many respondents tell a coefficient apart, and how much one of them moves it."""

import numpy as np
import pytest

from workbench.numerics.regression import identifying_respondents, largest_influence


def design(*columns):
    return np.column_stack([np.ones(len(columns[0])), *columns]).astype(float)


def numbers(x, weight=None):
    weight = np.ones(len(x)) if weight is None else weight
    return identifying_respondents(x, weight, weight**2)


def test_alone_a_level_counts_its_respondents():
    found = numbers(design(np.arange(100) < 5))
    assert found.raising[1] == pytest.approx(5)
    assert found.lowering[1] == pytest.approx(95)


@pytest.mark.parametrize("few", [0, 1, 4])
def test_beside_another_variable_only_those_count_who_contradict_it(few):
    one, other = np.arange(200) < 100, np.arange(200) < 100 - few
    sex = np.arange(200) % 2
    found = numbers(design(sex, one, other))
    assert np.minimum(found.raising, found.lowering)[2:] == pytest.approx([few, few], rel=0.1)
    assert found.raising[1] > 90


def test_rows_that_agree_may_stand_as_one_and_heavy_respondents_count_for_few():
    x = design(np.arange(60) < 20)
    weight = np.where(np.arange(60) == 0, 50.0, 1.0)
    found = numbers(x, weight)
    assert found.raising[1] == pytest.approx((50 + 19) ** 2 / (50**2 + 19))
    rows = design(np.array([1, 0]))
    put_together = identifying_respondents(rows, np.array([69.0, 40.0]), np.array([2519.0, 40.0]))
    np.testing.assert_allclose(put_together.raising, found.raising)


def test_influence_is_what_one_outcome_changes():
    rng = np.random.default_rng(4)
    x, y = design(rng.random(40) < 0.3, rng.random(40) < 0.5), rng.normal(size=40)
    weight, contrasts = rng.uniform(0.2, 3, 40), np.array([[0.0, 1, 0], [0, 1, -1]])

    def fitted(outcome):
        root = np.sqrt(weight)
        return contrasts @ np.linalg.lstsq(x * root[:, None], outcome * root, rcond=None)[0]

    moved = [np.abs(fitted(y + np.eye(40)[i]) - fitted(y)) for i in range(40)]
    np.testing.assert_allclose(largest_influence(x, weight, weight, contrasts), np.max(moved, axis=0))
