"""The level that others are compared with: the codebook's, and one of which something is shown."""

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.errors import ParameterError
from workbench.population import protection_plan, reference_level

SIZES = {"none": (2, 1), "few": (12, 8), "many": (60, 20), "most": (90, 25)}


def _survey(sizes, named=None):
    level, below = groups_of(sizes)
    survey = build_survey({"group": level}, below)
    variable = survey.codebook.background["group"]
    code = None if named is None else list(sizes).index(named)
    survey.codebook.background["group"] = variable.model_copy(update={"reference": code})
    return survey


@pytest.mark.parametrize(
    ("sizes", "named", "expected"),
    [
        (SIZES, None, "many"),
        (SIZES, "most", "most"),
        (SIZES, "few", "few"),
        (SIZES, "none", "many"),
        ({"none": (2, 1), "few": (12, 8), "other": (9, 8)}, None, "few"),
        ({"large": (60, 20), "larger": (90, 25)}, None, "large"),
        ({"none": (2, 1), "x": (1, 2)}, None, "none"),
    ],
)
def test_a_level_that_is_shown_is_compared_with(sizes, named, expected):
    survey = _survey(sizes, named)
    assert reference_level(survey, plan=protection_plan(survey)) == expected


def test_another_variable_is_refused():
    survey = _survey(SIZES)
    with pytest.raises(ParameterError, match=r"no background variable `gruop`\. Did you mean `group`"):
        reference_level(survey, plan=protection_plan(survey), name="gruop")
