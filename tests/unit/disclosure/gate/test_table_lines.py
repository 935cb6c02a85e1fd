"""Tables written another way: rows named by an index, numbers as words, rows that cannot be read."""

import pandas as pd
import pytest

from tests.unit.disclosure.known_groups import scores
from tests.unit.surveys import build_survey, groups_of
from workbench.errors import PublicationError
from workbench.population import (
    audit,
    distribution,
    mean,
    protect,
    protection_plan,
)


@pytest.fixture
def means(small_level):
    survey, _ = small_level
    table = mean(scores(survey)[0], design=survey.design, by=survey.groups).table
    return table[["variable", "level", "n_respondents", "estimate"]]


def test_rows_named_by_an_index_are_protected(small_level, means):
    _, plan = small_level
    for table in (means, means.drop(columns="n_respondents")):
        frame = protect(table.set_index(["variable", "level"]), plan=plan).frame
        assert frame["withheld"].tolist() == [False, True, True, False]
        assert frame["level"].tolist() == means["level"].tolist()


def test_a_distribution_over_a_background_variable_has_the_plan_s_rows(means):
    """The plan withholds y beside x, though z is smaller here, where some have no value."""
    level, below = groups_of({"reference": (40, 9), "x": (1, 2), "y": (20, 7), "z": (30, 8)})
    survey = build_survey({"group": level}, below)
    parts = survey.group("group").mask(level.eq("z") & (level.groupby(level, observed=True).cumcount() % 2 == 0))
    plan = protection_plan(survey)
    spread = distribution(parts, design=survey.design)
    table = protect(spread, plan=plan)
    assert {"x", "y"} <= set(table.frame.loc[table.frame["withheld"], "level"])
    assert ("y", "withheld by the plan, but shown") in set(
        audit({"spread": spread.table}, plan=plan).table[["level", "reason"]].itertuples(index=False, name=None)
    )


def test_a_table_whose_rows_or_columns_the_gate_cannot_read_is_refused(small_level, means):
    _, plan = small_level
    refused = {
        "rows": means.drop(columns=["variable", "level"]),
        "level": means.drop(columns=["variable", "n_respondents"]),
        "own name": means.drop(columns="variable").rename(columns={"level": "group"}),
        "everyone": means.assign(variable="all"),
    }
    for table in refused.values():
        with pytest.raises(PublicationError):
            protect(table, plan=plan)
        assert not audit({"table": table}, plan=plan).passed


@pytest.mark.parametrize("column", ["score", "value"])
def test_a_number_of_a_group_is_emptied_under_the_name_of_a_key(small_level, means, column):
    _, plan = small_level
    table = means.rename(columns={"estimate": column})
    assert protect(table, plan=plan).frame[column].isna().tolist() == [False, True, True, False]
    refilled = protect(means, plan=plan).frame.drop(columns="estimate").assign(**{column: means["estimate"]})
    assert not audit({"table": refilled}, plan=plan).passed


def test_numbers_written_as_text_dates_or_objects_are_emptied(small_level, means):
    _, plan = small_level
    unprotected = means.assign(
        n_respondents=means["n_respondents"].astype(str),
        estimate=means["estimate"].astype(object),
        year=pd.Timestamp("2021-01-01"),
        share=pd.Categorical(["1", "2", "3", "4"]),
    )
    frame = protect(unprotected, plan=plan).frame
    hidden = frame[frame["withheld"]]
    assert hidden.drop(columns=["variable", "level", "withheld"]).isna().all(axis=None)
    assert frame.loc[~frame["withheld"]].notna().all(axis=None)
