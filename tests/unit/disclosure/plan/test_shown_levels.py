"""Lines over levels rest on published ones only, so nothing of the others is in them."""

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.intake import below_cutoff, score
from workbench.population import inequality, protect, protection_plan, shown_levels, trend


@pytest.fixture(scope="module")
def survey():
    """Island is too small, East protects it; `half` keeps both of its levels."""
    level, below = groups_of({"North": (30, 10), "East": (20, 8), "Island": (2, 1), "South": (28, 12)})
    level = level.cat.as_ordered()
    half = pd.Series(pd.Categorical.from_codes([i % 2 for i in range(len(level))], ["odd", "even"], ordered=True))
    return build_survey({"area": level, "half": half}, below)


def test_withheld_levels_are_missing_and_the_order_stays(survey):
    found = shown_levels(survey.background, plan=protection_plan(survey))
    assert list(found["area"].cat.categories) == ["North", "South"]
    assert found["area"].cat.ordered
    assert found["area"].notna().tolist() == survey.background["area"].isin(["North", "South"]).tolist()
    pd.testing.assert_series_equal(found["half"], survey.background["half"])


def test_a_variable_with_one_published_level_is_left_out(survey):
    one = survey.background[["area"]].apply(lambda column: column.cat.set_categories(["North", "Island"]))
    assert shown_levels(one, plan=protection_plan(survey)).columns.empty


def test_answers_of_withheld_groups_change_nothing(survey):
    plan = protection_plan(survey)
    levels = shown_levels(survey.background[["area"]], plan=plan)
    values = score(survey.responses, instrument=survey.instrument)
    below = below_cutoff(values, instrument=survey.instrument)
    hidden = survey.background["area"].isin(["East", "Island"])
    for estimate in (trend, inequality):
        one, other = (
            protect(estimate(flags, levels, design=survey.design), plan=plan).frame for flags in (below, below ^ hidden)
        )
        pd.testing.assert_frame_equal(one, other)
        assert not one["withheld"].any()


def test_a_line_over_a_withheld_level_is_withheld(survey):
    plan = protection_plan(survey)
    values = score(survey.responses, instrument=survey.instrument)
    table = protect(trend(values, survey.background, design=survey.design), plan=plan).frame.set_index("variable")
    assert table["withheld"].to_dict() == {"area": True, "half": False}
    assert table.loc["area", ["estimate", "n_respondents", "n_levels"]].isna().all()
