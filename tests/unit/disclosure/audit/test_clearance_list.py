"""What a run withholds beside the plan's cells is listed with its rule, and everything that is missing is listed."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench.disclosure.audit.clearance_list import withheld_answers, withheld_cells
from workbench.intake import response_quality
from workbench.population import mean, protect, protection_plan, share


@pytest.fixture
def survey():
    group = np.repeat([0, 1, 2, 3], [3, 40, 30, 7])
    below = np.concatenate([[True] * 3, np.arange(40) % 2 == 0, np.arange(30) % 3 == 0, [True] + [False] * 6])
    frame = {"group": pd.Series(pd.Categorical.from_codes(group, ["tiny", "large", "middle", "share"]))}
    survey = build_survey(frame, pd.Series(below, dtype="boolean"))
    survey.responses["esis1"] = np.repeat([1, 2, 3, 4, 5], [2, 20, 30, 20, 8])
    return survey


def test_answer_options_say_which_is_rare_and_which_protects_it(survey):
    rules = {
        row["response"]: row["rule"] for row in withheld_answers(protection_plan(survey)) if row["item"] == "esis1"
    }
    assert rules == {1: "primary count", 5: "secondary"}


def test_every_row_and_number_that_is_missing_is_listed(survey):
    plan, quality = protection_plan(survey), response_quality(survey)
    points = pd.Series(np.linspace(0, 100, len(survey.responses)), index=survey.responses.index)
    flags = pd.Series(points < 50, dtype="boolean")
    tables = {
        "items": protect(quality, plan=plan),
        "answers": protect(quality.distribution, plan=plan),
        "means": protect(mean(points, design=survey.design, by=survey.groups), plan=plan),
        "shares": protect(share(flags, design=survey.design, by=survey.groups), plan=plan),
    }
    cells = withheld_cells(tables, plan)
    assert all(cell.rule and cell.reason for cell in cells)
    for name, table in tables.items():
        rows = [cell.row for cell in cells if cell.table == name and cell.column == "all"]
        assert len(rows) == table.n_withheld, name
    emptied = {(cell.table, cell.row["item"], cell.column) for cell in cells if cell.rule == "single number"}
    assert {("items", "esis1", "floor"), ("items", "esis1", "ceiling")} <= emptied
    assert {cell.rule for cell in cells if cell.row.get("level") == "tiny"} == {"primary count"}
    of_options = {cell.rule for cell in cells if cell.table == "answers" and cell.row["item"] == "esis1"}
    assert of_options == {"primary count", "secondary"}


def test_a_row_below_the_plan_is_listed_as_such(survey):
    plan = protection_plan(survey)
    frame = pd.DataFrame({"value": [1, 2, 3], "n_respondents": [60, 17, 3]})
    cells = withheld_cells({"runs": protect(frame, plan=plan)}, plan)
    assert {cell.row["value"] for cell in cells} >= {"3"}
    assert {cell.rule for cell in cells} == {"net below the plan"}


def test_a_group_small_for_shares_that_also_protects_another_says_both(survey):
    table = protection_plan(survey).table
    both = table[(table["level"] == "share") & (table["term"] == "every table")]
    assert both["rule"].tolist() == ["primary share"]
    assert "below a cut-off" in both["reason"].iloc[0]
    assert "protects another group" in both["reason"].iloc[0]
