"""The one threshold of publication: it may be raised, and what it replaced is refused with the reason."""

import pytest
from pydantic import ValidationError

from workbench.intake.codebook import MINIMUM_RESPONDENTS, DisclosureThresholds


def test_the_threshold_is_the_documented_one_and_may_be_raised():
    assert DisclosureThresholds().minimum_respondents == MINIMUM_RESPONDENTS == 5
    assert DisclosureThresholds(minimum_respondents=15).minimum_respondents == 15


def test_the_threshold_is_not_lowered():
    with pytest.raises(ValidationError, match="4 is below the workbench's own 5"):
        DisclosureThresholds(minimum_respondents=4)


@pytest.mark.parametrize(("given", "beside"), [(6, "5 or 10"), (12, "10 or 15")])
def test_windows_of_every_threshold_end_at_borders_of_the_smallest(given, beside):
    """Windows of five, six, seven and eight of the same respondents together tell their exact number."""
    with pytest.raises(ValidationError, match=f"{given} is no multiple of 5, .* give {beside}"):
        DisclosureThresholds(minimum_respondents=given)


@pytest.mark.parametrize("key", ["minimum_below", "minimum_not_below"])
def test_thresholds_of_a_side_are_gone_and_the_message_says_why(key):
    with pytest.raises(ValidationError, match=f"`{key}` is gone, .* Remove the line") as refused:
        DisclosureThresholds.model_validate({key: 3})
    assert "raise `minimum_respondents`" in str(refused.value)
