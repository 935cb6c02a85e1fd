"""A table is asked about before it is requested, in words."""

import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.disclosure.plan import ProtectionPlan, preflight
from workbench.errors import ParameterError


@pytest.fixture
def survey():
    cells = {("1", "x"): (40, 10), ("1", "y"): (40, 3), ("2", "x"): (2, 1), ("2", "y"): (4, 30), ("3", "y"): (60, 20)}
    rows = [(a, b, flag) for (a, b), (no, yes) in cells.items() for flag in [False] * no + [True] * yes]
    frame = pd.DataFrame(rows, columns=["a", "b", "below"])
    columns = {v: pd.Series(pd.Categorical(frame[v])) for v in ("a", "b")}
    return build_survey(columns, frame["below"].astype("boolean"))


def test_cells_are_counted_by_what_they_show(survey):
    found = preflight(survey, variables=["a", "b"])
    # nobody is 3 × x; 2 × x has three people, by whom 1 × x differs from x, and 2 × y from 2
    assert (found.n_cells, found.n_full, found.n_bound, found.n_withheld) == (6, 1, 1, 4)
    assert found.sentence.startswith("a × b: of 6 cells 1 would show everything, 1 the share only as a bound")
    assert "4 no outcome (fewer than 5 respondents, or all tables together" in found.sentence


def test_large_cells_without_an_outcome_are_not_counted_as_bounds(survey, monkeypatch):
    monkeypatch.setattr(ProtectionPlan, "bounded", lambda plan, variable, level: level == "1 × x")
    found = preflight(survey, variables=["a", "b"])
    assert (found.n_full, found.n_bound, found.n_withheld) == (1, 2, 3)


def test_one_variable_needs_no_declaration(survey):
    found = preflight(survey, variables=["a"])
    assert (found.n_cells, found.n_full, found.n_elsewhere) == (3, 3, 0)


@pytest.mark.parametrize("variables", [[], ["a", "a"], ["a", "b", "c", "d"], ["a", "sexx"]])
def test_other_requests_are_refused(survey, variables):
    with pytest.raises(ParameterError):
        preflight(survey, variables=variables)
