"""Lines over levels and models of groups rest on shown ones only, so nothing of the others is in their numbers."""

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.errors import NotEstimable
from workbench.intake import below_cutoff, score
from workbench.population import comparable_group, inequality, protect, protection_plan, shown_levels, trend
from workbench.psychometrics.answers.compared_groups import compared_groups


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


def test_a_variable_with_one_shown_level_is_left_out(survey):
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


@pytest.fixture(scope="module")
def areas():
    """North and South are shown; Island is too small, East protects it; two left the question unanswered."""
    level, below = groups_of(
        {"North": (30, 10), "East": (20, 8), "Island": (2, 1), "South": (28, 12)}, unanswered=(1, 1)
    )
    return build_survey({"area": level}, below)


def test_withheld_groups_are_missing_and_the_others_as_they_are(areas):
    plan, area = protection_plan(areas), areas.background["area"]
    found = comparable_group(areas, plan=plan)
    shown = area.isin(["North", "South"])
    assert list(found.cat.categories) == ["North", "South"]
    assert (found[shown].astype(str) == area[shown].astype(str)).all()
    assert found[~shown].isna().all()


def test_notes_of_the_groups_tell_withheld_and_unanswered_together(areas):
    groups = compared_groups(areas.responses, comparable_group(areas, plan=protection_plan(areas)))
    assert groups.notes[0] == "`area` has no compared group in 33 rows; these respondents are left out."
    assert not any(name in note for note in groups.notes for name in ("East", "Island"))


def test_the_next_level_takes_the_place_of_a_withheld_reference():
    level, below = groups_of({"Island": (2, 1), "East": (20, 8), "South": (30, 10), "North": (28, 12)})
    survey = build_survey({"area": level}, below)
    assert survey.reference("area") == "Island"
    assert list(comparable_group(survey, plan=protection_plan(survey)).cat.categories) == ["South", "North"]


def test_without_two_shown_groups_there_is_no_comparison():
    level, below = groups_of({"Town": (30, 10), "Island": (2, 1)})
    survey = build_survey({"area": level}, below)
    with pytest.raises(NotEstimable, match="Fewer than two groups of `area` may be published"):
        comparable_group(survey, plan=protection_plan(survey))


def test_without_small_groups_nothing_changes():
    level, below = groups_of({"North": (30, 10), "South": (28, 12)})
    survey = build_survey({"area": level}, below)
    pd.testing.assert_series_equal(
        comparable_group(survey, plan=protection_plan(survey)), survey.compared_group("area")
    )
