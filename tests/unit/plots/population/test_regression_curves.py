"""Curves as pictures: what they name, and what stands there without a number."""

from workbench import plots


def test_the_words_beside_the_picture_say_where_the_odds_are_highest(curves):
    survey, make = curves
    odds, _ = make(survey.numeric)
    top = odds.frame.loc[odds.frame["odds_ratio"].idxmax()]
    figure = plots.curves(odds, survey=survey)
    assert f"highest at {top['value']:g}" in figure.alt
    assert "age, years" in figure.figure.axes[0].get_xlabel()


def test_without_a_number_the_picture_says_so(curves):
    survey, make = curves
    odds, _ = make(survey.numeric[[]])
    assert plots.curves(odds, survey=survey).alt.startswith("No number of the codebook")
