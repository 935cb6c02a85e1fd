import numpy as np

from workbench.numerics.ordered_answers.category_patterns import category_patterns, pattern_numbers
from workbench.numerics.ordered_answers.coded_answers import OrderedAnswers


def test_patterns_are_those_of_numpy_and_give_every_respondent_back():
    rng = np.random.default_rng(1)
    codes = rng.integers(0, 3, (4, 200)).astype(np.uint8)
    found = category_patterns(OrderedAnswers.of(codes.T.astype(float)))
    expected, counts = np.unique(codes.T, axis=0, return_counts=True)
    np.testing.assert_array_equal(found.codes, expected)
    np.testing.assert_array_equal(found.codes[found.of_respondent], codes.T)
    np.testing.assert_array_equal(found.sums(None), counts)
    assert found.sums(rng.uniform(1, 2, 200)).shape == counts.shape


def test_numbers_of_many_items_do_not_overflow():
    codes = np.random.default_rng(1).integers(0, 7, (60, 50)).astype(np.uint8)
    codes[:, 25:] = codes[:, :25]
    found = category_patterns(OrderedAnswers(codes=codes, levels=(np.arange(7.0),) * 60, weights=None))
    assert len(found.codes) == 25
    np.testing.assert_array_equal(found.codes[found.of_respondent], codes.T)


def test_numbers_rise_with_the_rows_also_where_they_had_to_be_given_afresh():
    codes = np.random.default_rng(2).integers(0, 7, (40, 30)).astype(np.uint8)
    numbers = pattern_numbers([(row, 7) for row in codes], n=30)
    np.testing.assert_array_equal(np.argsort(numbers), np.lexsort(codes[::-1]))
