"""Names of the numbers of the graded response model: every one that the model gives, for both sides of a cut-off."""

import pytest

from workbench.psychometrics.response_theory.cutoff_precision import _TERMS
from workbench.tables.psychometrics.response_theory_words import precision_words


@pytest.mark.parametrize("side", ["below", "at or above"])
def test_every_number_at_a_cutoff_has_a_name_and_an_explanation(side):
    words = precision_words(side)
    assert list(words) == [term.format(side=side) for term in _TERMS]
    assert [label for label, _ in words.values()] == [term.capitalize() for term in words]
    assert f"whose score is {side} the cut-off although" in words["false positive"][1]
