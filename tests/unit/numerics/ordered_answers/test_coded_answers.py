import dataclasses

import numpy as np
import pandas as pd
import pytest

from workbench.numerics.ordered_answers import contingency
from workbench.numerics.ordered_answers.coded_answers import OrderedAnswers

RNG = np.random.default_rng(1)
VALUES = np.column_stack([RNG.integers(1, 6, 300), RNG.choice([1, 2, 5], 300), RNG.choice([0.5, 1.0, 2.25], 300)])
VALUES = VALUES.astype(float)
WEIGHTS = RNG.uniform(0.5, 2, 300)


def test_codes_are_the_places_of_the_different_answers():
    answers = OrderedAnswers.of(VALUES)
    assert (answers.n_respondents, answers.sizes.tolist(), answers.size) == (300, [5, 3, 3], 5)
    for code, levels, points, column in zip(answers.codes, answers.levels, answers.points, VALUES.T, strict=True):
        np.testing.assert_array_equal(levels[code], column)
        np.testing.assert_array_equal(points[code], column)


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_tables_against_pandas(weights, monkeypatch):
    monkeypatch.setattr(contingency, "BLOCK_ROWS", 77)
    answers = OrderedAnswers.of(VALUES, weights)
    frame = pd.DataFrame(VALUES).assign(w=1.0 if weights is None else weights)
    frame["squared"] = frame["w"] ** 2
    for tables, name in ((answers.tables, "w"), (answers.squared_tables, "squared")):
        for table, i, j in zip(tables, *answers.pairs, strict=True):
            expected = frame.pivot_table(index=i, columns=j, values=name, aggfunc="sum", fill_value=0).to_numpy()
            np.testing.assert_allclose(table[: expected.shape[0], : expected.shape[1]], expected)
            assert table.sum() == pytest.approx(frame[name].sum())
    np.testing.assert_allclose(answers.counts[0], answers.tables[0].sum(axis=1))


def test_other_weights_give_the_tables_of_their_own():
    other = RNG.uniform(0, 3, (300, 2))
    tables = OrderedAnswers.of(VALUES, WEIGHTS).replicated_tables(other)
    for r in range(2):
        np.testing.assert_allclose(tables[r], OrderedAnswers.of(VALUES, other[:, r]).tables)


def test_only_cells_of_answers_that_exist_are_empty_cells():
    answers = OrderedAnswers.of(np.array([[1.0, 1], [1, 2], [2, 2], [3, 2]]))
    assert (answers.n_cells, answers.n_empty) == (6, 2)  # 3 × 2 answers; nobody gave (2, 1) and (3, 1)
    filled = answers.with_continuity(answers.tables, 0.5)
    np.testing.assert_array_equal(filled[0], [[1, 1, 0], [0.5, 1, 0], [0.5, 1, 0]])
    np.testing.assert_array_equal(answers.tables[0], [[1, 1, 0], [0, 1, 0], [0, 1, 0]])


def test_counted_answers_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        OrderedAnswers.of(VALUES).weights = WEIGHTS
