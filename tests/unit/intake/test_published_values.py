"""Published values: only for populations and years that the codebook names, everyone and named groups."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.intake import published_values
from workbench.intake.codebook.outside_populations import PublishedPopulation

ADULTS = "adults over 20 in Finland (FinSote 2019, representative sample)"
PUPILS = "pupils of the 8th grade and older (School Health Promotion study), all respondents"


@pytest.fixture
def survey():
    level, below = groups_of({"at work": (30, 10), "out of work": (20, 12)})
    return build_survey({"work": level}, below)


def naming(survey, *entries):
    return replace(survey, codebook=survey.codebook.model_copy(update={"compare_with": entries}))


def test_nothing_named_nothing_shown(survey):
    found = published_values("data/published/benchmarks.csv", survey=survey)
    assert found.table.empty
    assert found.notes == ()


def test_groups_stand_for_levels_of_the_survey(survey):
    entry = PublishedPopulation(population=ADULTS, year=2019, groups={"unemployed": {"work": 1}})
    found = published_values("data/published/benchmarks.csv", survey=naming(survey, entry))
    row = found.table.set_index("term").loc["unemployed"]
    assert (row["variable"], row["level"], row["published"]) == ("work", "out of work", 0.245)
    known = pd.read_csv("data/published/benchmarks.csv")
    named = known[(known["population"] == ADULTS) & (known["year"] == "2019")]
    left_out = (~named["quantity"].isin(["mean_score", "share_below_50"])).sum()
    assert found.notes == (f"Published values without a counterpart in this survey or this table: {left_out}.",)


def test_everyone_needs_no_group(survey):
    entry = PublishedPopulation(population=ADULTS, year=2019)
    table = published_values("data/published/benchmarks.csv", survey=naming(survey, entry)).table
    assert table["quantity"].tolist() == ["mean_score", "share_below_50"]
    assert table["variable"].eq("all").all()


@pytest.mark.parametrize(("year", "mean"), [(2019, 75.0), (2021, 71.8)])
def test_a_change_between_two_years_is_no_value_of_either(survey, year, mean):
    entry = PublishedPopulation(population=PUPILS, year=year)
    found = published_values("data/published/benchmarks.csv", survey=naming(survey, entry))
    assert found.table[["year", "published"]].to_numpy().tolist() == [[year, mean]]
    assert found.notes == ()
