"""Adjusted numbers of a small model stand where all combinations of its levels have enough respondents."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.gate.table import _has_few
from workbench.numerics.regression import CovariatePatterns

SQUARE = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])


@pytest.mark.parametrize(("sizes", "few"), [((9, 5, 30, 8), False), ((9, 4, 30, 8), True), ((9, 30, 8), True)])
def test_few_or_nobody_in_a_combination(sizes, few):
    level, below = groups_of({"North": (30, 20), "South": (30, 20)})
    plan = population.protection_plan(build_survey({"area": level}, below))
    patterns = CovariatePatterns(("a", "b"), SQUARE[: len(sizes)], np.array(sizes))
    assert _has_few(patterns, plan) == few


def test_a_model_of_one_predictor_has_no_combinations():
    level, below = groups_of({"North": (30, 20), "South": (30, 20)})
    plan = population.protection_plan(build_survey({"area": level}, below))
    assert not _has_few(CovariatePatterns(("a",), SQUARE[:2, :1], np.array([3, 30])), plan)
