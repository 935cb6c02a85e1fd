"""Curves as pictures: what they name, and what stands there without a number."""

from workbench import plots


def test_the_words_beside_the_picture_say_where_the_odds_are_highest(curves):
    survey, make = curves
    odds = make(survey.numeric)
    top = odds.frame.loc[odds.frame["odds_ratio"].idxmax()]
    figure = plots.curves(odds, survey=survey)
    assert f"highest at {top['value']:g}" in figure.alt
    assert "age, years" in figure.figure.axes[0].get_xlabel()


def test_without_a_number_the_picture_says_so(curves):
    survey, make = curves
    odds = make(survey.numeric[[]])
    assert plots.curves(odds, survey=survey).alt.startswith("No number of the codebook")


def test_the_band_has_no_width_where_the_curve_is_compared_with_itself(curves):
    survey, make = curves
    odds = make(survey.numeric)
    band = plots.curves(odds, survey=survey).figure.axes[0].collections[0].get_paths()[0].vertices
    assert (band[:, 0] == odds.frame["reference_value"].iloc[0]).sum() == 2
    assert band[band[:, 0] == odds.frame["reference_value"].iloc[0], 1].tolist() == [1.0, 1.0]
