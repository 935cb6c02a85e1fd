"""Criteria of reliability: none for what nobody observes."""

from workbench import tables


def test_unobserved_variables_have_no_criterion(coefficients):
    frame = tables.criteria_reliability(*coefficients.values()).frame
    assert (frame["source"] == "Nunnally & Bernstein 1994").tolist() == [True, True, False, False]
