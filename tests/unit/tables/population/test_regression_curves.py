"""Curves as tables: what they name, and what stands there without a number."""

from workbench import tables


def test_the_table_names_number_unit_and_reference(curves):
    survey, make = curves
    odds = make(survey.numeric)
    table = tables.curves(odds, survey=survey)
    html = table.html()
    assert "age, years" in html
    assert f"Compared with {odds.frame['reference_value'].iloc[0]:g}." in html
    assert '<th scope="row">50</th>' in html  # whole years without decimals
    assert "Departure from a straight line" in tables.curve_tests(odds, survey=survey).html()


def test_without_a_number_the_tables_say_so(curves):
    survey, make = curves
    odds = make(survey.numeric[[]])
    assert "no number of the codebook" in tables.curves(odds, survey=survey).html()
    assert "no number of the codebook" in tables.curve_tests(odds, survey=survey).html()


def test_the_band_of_a_curve_needs_three_predictors_as_other_joint_tests_do(curves):
    survey, make = curves
    alone, beside = make(survey.numeric, beside=["sex"]), make(survey.numeric)
    assert alone.result.tests["p_value"].isna().all()
    assert "patterns" not in beside.result.tests
    assert beside.result.tests["p_value"].notna().all()
    assert "a model of fewer than three predictors" in tables.curve_tests(alone, survey=survey).html()
