"""A word on over-adjustment: where crude and adjusted estimates point in opposite directions, one of them surely."""

import numpy as np
import pandas as pd
import pytest

from workbench.tables.population.regression_sides import changed_sides
from workbench.tables.table_column import column

MODELS = [
    column("Crude", "odds_ratio_crude", "low_crude", "high_crude", kind="with_interval"),
    column("Sex", "odds_ratio_1", "low_1", "high_1", kind="with_interval"),
    column("All", "odds_ratio_2", "low_2", "high_2", kind="with_interval"),
]
SURE, UNSURE = (3.3, 2.2, 4.9), (1.1, 0.8, 1.5)
BELOW, PERHAPS_BELOW, NONE = (0.4, 0.2, 0.7), (0.7, 0.5, 1.1), (np.nan,) * 3


def frame_of(*rows):
    names = [name for model in MODELS for name in model.names]
    frame = pd.DataFrame([[*crude, *NONE, *last] for crude, last in rows], columns=names)
    return frame.assign(variable_label="Work", level_label=[f"level {place}" for place in range(len(rows))])


@pytest.mark.parametrize(
    ("crude", "last", "named"),
    [
        (SURE, BELOW, True),
        (SURE, PERHAPS_BELOW, True),
        (UNSURE, BELOW, True),
        (UNSURE, PERHAPS_BELOW, False),  # two numbers near 1 differ by chance
        (SURE, UNSURE, False),  # the same side
        (SURE, NONE, False),
        ((1.0, np.nan, np.nan), (1.0, np.nan, np.nan), False),  # the reference
    ],
)
def test_a_level_is_named_where_the_sides_differ_and_one_of_them_is_sure(crude, last, named):
    said = changed_sides(frame_of((crude, last)), MODELS, none=1)
    assert bool(said) is named
    assert not named or "lie on different sides of 1 – Work: level 0. " in said[0]


def test_all_levels_are_named_once_and_a_single_model_has_nothing_to_compare():
    frame = frame_of((SURE, BELOW), (UNSURE, UNSURE), (BELOW, SURE))
    (said,) = changed_sides(frame, MODELS, none=1)
    assert "Work: level 0; Work: level 2." in said and "over-adjustment" in said
    assert changed_sides(frame, MODELS[:1], none=1) == ()


def test_of_differences_the_sides_are_those_of_zero():
    frame = frame_of(((2.0, 1.0, 3.0), (-1.0, -3.0, 1.0)))
    assert "different sides of 0" in changed_sides(frame, MODELS, none=0)[0]
