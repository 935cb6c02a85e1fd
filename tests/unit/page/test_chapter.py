"""The border of a page: a refusal goes on as far as its results are needed, and is said where they would stand."""

import pytest

from workbench import page
from workbench.errors import DataError, NotEstimable, NotInSurvey
from workbench.page.chapter import estimating, first_estimated, showing
from workbench.page.refusal import PartlyRefused, Refusal

FEW = Refusal("Too few. Choose more.")


@estimating
def estimate(*values, scale=1):
    if "few" in values:
        raise NotEstimable("Only 3. Choose more.", in_report="Too few. Choose more.")
    if "none" in values:
        raise NotInSurvey("No year. Add it.")
    if "wrong" in values:
        raise DataError("Wrong. Repair it.")
    return sum(values) * scale


@showing
def table(first, second: str | None, *, survey="survey"):
    return f"{first} {second} {survey}"


@showing
def listed(*results):
    if results == (9,):
        raise NotEstimable("Nine. Take ten.")
    return list(results)


@showing
def how_made(survey, *results):
    return (survey, *results)


def test_what_cannot_be_estimated_is_a_refusal_with_what_a_report_may_say():
    refused = estimate("few")
    assert (refused.sentence, refused.in_survey) == ("Too few. Choose more.", True)
    assert not estimate("none").in_survey
    with pytest.raises(DataError, match="Wrong"):
        estimate("wrong")


def test_an_estimate_from_refused_results_alone_is_the_same_refusal_and_from_some_it_is_made_of_the_others():
    assert estimate(FEW) is FEW
    assert estimate(2, scale=FEW) is FEW
    assert estimate(FEW, 2, 3) == 5


def test_a_table_goes_without_a_result_that_may_be_none_and_says_why():
    assert table(FEW, "b") is FEW
    shown = table("a", FEW)
    assert isinstance(shown, PartlyRefused)
    assert shown.shown == "a None survey"
    assert shown.refusals == (FEW,)
    assert table("a", "b") == "a b survey"


def test_a_table_of_any_number_of_results_shows_those_that_are_left():
    again = Refusal(FEW.sentence)
    assert listed(FEW, again) is FEW
    assert listed(1, FEW, again).shown == [1]
    assert [refusal.sentence for refusal in listed(1, FEW, again).refusals] == [FEW.sentence]
    assert listed(9).sentence == "Nine. Take ten."
    assert listed((1, FEW)) is FEW


def test_the_closing_table_says_nothing_of_what_its_page_refused():
    assert how_made("survey", FEW, 1) == ("survey", 1)
    assert how_made("survey", FEW) == ("survey",)


def test_the_first_estimated_is_taken():
    assert first_estimated(FEW, 2) == 2
    assert first_estimated(1, FEW) == 1
    assert first_estimated(FEW, Refusal("Other. Repair.")) is FEW


def test_the_faces_of_a_page_are_those_of_the_workbench():
    assert set(dir(page.tables)) == set(page.tables._face.__all__)
    assert page.population.mean.__doc__ == page.population._face.mean.__doc__
    assert page.intake.Survey is page.intake._face.Survey
