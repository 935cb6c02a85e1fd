"""Models compare published groups only, so nothing of the others is in their numbers."""

import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.errors import NotEstimable
from workbench.population import comparable_group, protection_plan
from workbench.psychometrics.answers.compared_groups import compared_groups


@pytest.fixture(scope="module")
def survey():
    """North and South are published; Island is too small, East protects it; two left the question unanswered."""
    level, below = groups_of(
        {"North": (30, 10), "East": (20, 8), "Island": (2, 1), "South": (28, 12)}, unanswered=(1, 1)
    )
    return build_survey({"area": level}, below)


def test_withheld_groups_are_missing_and_the_others_as_they_are(survey):
    plan, area = protection_plan(survey), survey.background["area"]
    found = comparable_group(survey, plan=plan)
    shown = area.isin(["North", "South"])
    assert list(found.cat.categories) == ["North", "South"]
    assert (found[shown].astype(str) == area[shown].astype(str)).all()
    assert found[~shown].isna().all()


def test_notes_of_the_groups_tell_withheld_and_unanswered_together(survey):
    groups = compared_groups(survey.responses, comparable_group(survey, plan=protection_plan(survey)))
    assert groups.notes[0] == "`area` has no compared group in 33 rows; these respondents are left out."
    assert not any(name in note for note in groups.notes for name in ("East", "Island"))


def test_the_next_level_takes_the_place_of_a_withheld_reference():
    level, below = groups_of({"Island": (2, 1), "East": (20, 8), "South": (30, 10), "North": (28, 12)})
    survey = build_survey({"area": level}, below)
    assert survey.reference("area") == "Island"
    assert list(comparable_group(survey, plan=protection_plan(survey)).cat.categories) == ["South", "North"]


def test_without_two_published_groups_there_is_no_comparison():
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
