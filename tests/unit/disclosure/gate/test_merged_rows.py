"""Rows of merged levels say nothing of a level that tables show no outcome of."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.intake import SurveyDesign

SRS = SurveyDesign()


def shown(n_below: int, *, ordered: bool = False) -> pd.DataFrame:
    """Crude and adjusted log odds of a variable with a level of three, so many of them below, merged with one of 9."""
    sizes = {"a": (200, 60), "few": (50, 9), "three": (3 - n_below, n_below), "b": (180, 50), "c": (90, 30)}
    level, below = groups_of(sizes)
    half = pd.Series(pd.Categorical.from_codes(np.arange(len(level)) % 2, ["odd", "even"]))
    survey = build_survey({"group": level.cat.as_ordered() if ordered else level, "half": half}, below)
    plan = population.protection_plan(survey)
    model = population.fit_logistic(below, population.merged_levels(survey.background, below, plan=plan), design=SRS)
    table = population.protect(model, plan=plan).result.table
    return table[table["variable"] == "group"]


@pytest.mark.parametrize("ordered", [False, True])
def test_the_odds_of_a_merged_level_are_those_of_the_published_windows_of_its_levels(ordered):
    none, one = shown(0, ordered=ordered), shown(1, ordered=ordered)
    pd.testing.assert_frame_equal(none, one)
    merged = none[none["level"].str.contains("other|\\+") & (none["model"] == "crude")]
    assert len(merged) and np.isfinite(merged["estimate"]).all()


def within(n_below: int) -> tuple[list[str], list[str]]:
    """Levels of the models within men and women, and of the interaction, where men's merged level holds one of 9."""
    sizes = {"a": (200, 60), "few": (50, 9), "three": (3 - n_below, n_below), "b": (180, 50), "c": (90, 30)}
    men, below_men = groups_of(sizes)
    women, below_women = groups_of({level: (60, 20) for level in sizes if level != "three"})
    level = pd.concat([men, women], ignore_index=True).astype(pd.CategoricalDtype(list(sizes)))
    below = pd.concat([below_men, below_women], ignore_index=True)
    sex = pd.Series(pd.Categorical(["Men"] * len(men) + ["Women"] * len(women), ["Men", "Women"]))
    survey = build_survey(
        {"sex": sex, "group": level}, below, crossings=(("sex", "group"),), predictors=("sex", "group")
    )
    plan, given = population.protection_plan(survey), {"design": SRS, "crossings": survey.codebook.crossings}
    apart = population.fit_logistic_by(below, survey.predictors, sex.rename("sex"), plan=plan, **given)
    crossed = population.fit_interactions(below, survey.predictors, plan=plan, **given)
    return apart.table["level"].tolist(), crossed.table["level"].tolist()


def test_what_is_merged_within_groups_tells_nothing_of_a_cell_without_an_outcome():
    none, one = within(0), within(1)
    assert none == one
    assert any("other levels" in level for level in none[0])
