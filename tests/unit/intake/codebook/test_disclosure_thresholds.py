"""The one threshold of publication: it may be raised, and what it replaced is refused with the reason."""

import pytest
from pydantic import ValidationError

from workbench.intake.codebook import MINIMUM_RESPONDENTS, DisclosureThresholds


def test_the_threshold_is_the_documented_one_and_may_be_raised():
    assert DisclosureThresholds().minimum_respondents == MINIMUM_RESPONDENTS == 5
    assert DisclosureThresholds(minimum_respondents=6).minimum_respondents == 6


def test_the_threshold_is_not_lowered():
    with pytest.raises(ValidationError, match="4 is below the workbench's own 5"):
        DisclosureThresholds(minimum_respondents=4)


@pytest.mark.parametrize("key", ["minimum_below", "minimum_not_below"])
def test_thresholds_of_a_side_are_gone_and_the_message_says_why(key):
    with pytest.raises(ValidationError, match=f"`{key}` is gone, .* Remove the line") as refused:
        DisclosureThresholds.model_validate({key: 3})
    assert "raise `minimum_respondents`" in str(refused.value)
