"""What models say of levels follows from windows: no exact number of a combination, and none of an outcome, enters."""

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import population
from workbench.disclosure.gate.model_middles import at_middles
from workbench.intake import Survey, SurveyDesign

SRS = SurveyDesign()
CELLS = (("Town", "Alone"), ("Town", "With others"), ("Country", "Alone"), ("Country", "With others"))
# Respondents and those below of each cell. Windows of five of the levels and the cells are the same in all three, and
# so are those below of the levels; in the second somebody else is alone in town, in the third nobody of these is below.
ONE = ((3, 2), (148, 40), (101, 50), (70, 12))
OTHER_PEOPLE = ((4, 2), (147, 40), (100, 50), (71, 12))
OTHER_OUTCOMES = ((3, 0), (148, 43), (101, 51), (70, 11))
WORLDS = {"people": OTHER_PEOPLE, "outcomes": OTHER_OUTCOMES}


def surveyed(cells: tuple[tuple[int, int], ...], *, crossed: bool = True) -> tuple[Survey, pd.Series]:
    place, home, below = [], [], []
    for (one, other), (n, events) in zip(CELLS, cells, strict=True):
        place, home = place + [one] * n, home + [other] * n
        below += [True] * events + [False] * (n - events)
    background = {
        "place": pd.Series(pd.Categorical(place, ["Town", "Country"])),
        "home": pd.Series(pd.Categorical(home, ["With others", "Alone"])),
    }
    outcome = pd.Series(below, dtype="boolean")
    crossings = (("place", "home"),) if crossed else ()
    return build_survey(background, outcome, crossings=crossings, predictors=("place", "home")), outcome


def published(cells: tuple[tuple[int, int], ...], *, crossed: bool = True) -> dict[str, pd.DataFrame]:
    survey, below = surveyed(cells, crossed=crossed)
    plan = population.protection_plan(survey)
    model = population.protect(population.fit_logistic(below, survey.background, design=SRS), plan=plan).result
    points = below.astype(float) * 10
    linear = population.protect(population.fit_linear(points, survey.background, design=SRS), plan=plan).result
    adjusted = model.table[model.table["model"] == "adjusted"]
    return {
        "coefficients": adjusted,
        "shares": model.adjusted_shares,
        "effects": model.marginal_effects,
        "steps": linear.table[["withheld"]],
    }


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("crossed", [True, False])
def test_worlds_of_the_same_windows_are_published_alike(world, crossed):
    one, other = (published(cells, crossed=crossed) for cells in (ONE, WORLDS[world]))
    assert one["coefficients"]["estimate"].notna().all()
    for name, frame in one.items():
        pd.testing.assert_frame_equal(other[name], frame, rtol=1e-9)


def test_how_those_below_lie_within_the_levels_is_not_told_by_errors():
    """Eighteen moved round the square keep every sum over levels, and change robust errors of exact answers."""
    even = ((60, 20), (90, 10), (100, 30), (70, 44))
    uneven = ((60, 2), (90, 28), (100, 48), (70, 26))
    frames = [published(cells, crossed=False) for cells in (even, uneven)]
    for name, frame in frames[0].items():
        pd.testing.assert_frame_equal(frames[1][name], frame, rtol=1e-9)
    errors = [
        population.fit_logistic(below, survey.background, design=SRS).marginal_effects["std_error"].max()
        for survey, below in (surveyed(cells) for cells in (even, uneven))
    ]
    assert abs(np.log(errors[0] / errors[1])) > 0.01


def test_the_same_worlds_differ_where_they_are_not_moved():
    """The intruder works: exact coefficients differ by more than their last published digit."""
    exact = [
        population.fit_logistic(below, survey.background, design=SRS)
        for survey, below in map(surveyed, (ONE, OTHER_OUTCOMES))
    ]
    apart = exact[0].adjusted_shares["estimate"] - exact[1].adjusted_shares["estimate"]
    assert apart.abs().max() > 1e-3


def test_numbers_at_the_middles_stay():
    cells = ((7, 2), (145, 40), (100, 50), (72, 12))
    survey, below = surveyed(cells, crossed=True)
    plan = population.protection_plan(survey)
    model = population.fit_logistic(below, survey.background, design=SRS)
    for exact in (model.table[model.table["model"] == "adjusted"], model.adjusted_shares):
        moved = at_middles(exact, plan)
        assert (moved["estimate"] - exact["estimate"]).abs().max() < 0.02
        larger = (moved["std_error"] / exact["std_error"]).dropna()
        assert larger.between(1.0, 1.2).all()  # by what the windows leave open


def test_crude_numbers_are_moved_elsewhere():
    survey, below = surveyed(ONE)
    crude = population.fit_logistic(below, survey.background, design=SRS).table.query("model == 'crude'")
    moved = at_middles(crude, population.protection_plan(survey))
    pd.testing.assert_frame_equal(moved[crude.columns], crude, check_dtype=False)


def test_errors_of_a_design_are_as_much_larger_at_the_middles():
    survey, below = surveyed(ONE)
    weighted = build_survey(
        dict(survey.background.items()), below, weights=pd.Series(np.where(np.arange(len(below)) % 3, 1.0, 4.0))
    )
    moved = [
        at_middles(
            population.fit_logistic(below, own.background, design=own.design).table.query("model == 'adjusted'"),
            population.protection_plan(own),
        )
        for own in (weighted, survey)
    ]
    times = (moved[0]["std_error"] / moved[1]["std_error"]).dropna()
    assert times.between(1.05, 1.4).all()


def test_a_number_beside_levels_has_its_slope():
    survey, below = surveyed(ONE)
    years = pd.Series(np.random.default_rng(2).integers(20, 80, len(below)).astype(float))
    model = population.fit_logistic(below, survey.background.assign(years=years), design=SRS)
    exact = model.table[model.table["model"] == "adjusted"].set_index("variable")
    moved = at_middles(exact.reset_index(), population.protection_plan(survey)).set_index("variable")
    assert not moved["of_windows"].any()  # the sum of years of those below is no window: steps hide what one changes
    error = exact.loc["years", "std_error"]
    assert abs(moved.loc["years", "estimate"] - exact.loc["years", "estimate"]) < error / 2


def lines_of(sizes: dict[str, tuple[int, int]]) -> dict[str, pd.DataFrame]:
    """Published lines over three ordered levels of so many not below and below."""
    level, below = groups_of(sizes)
    ordered = pd.DataFrame({"edu": level.cat.set_categories(list(sizes), ordered=True)})
    plan = population.protection_plan(build_survey({"edu": ordered["edu"]}, below))
    return {
        "slope": population.protect(population.trend(below, ordered, design=SRS), plan=plan).frame,
        "index": population.protect(population.inequality(below, ordered, design=SRS), plan=plan).frame,
    }


def test_lines_of_the_same_windows_are_published_alike():
    one = lines_of({"low": (60, 26), "middle": (110, 35), "high": (78, 11)})
    other = lines_of({"low": (60, 29), "middle": (110, 38), "high": (74, 14)})
    for name, frame in one.items():
        assert frame["estimate"].notna().all()
        pd.testing.assert_frame_equal(other[name], frame)


def test_a_line_through_middles_is_that_of_exact_numbers_to_its_digits():
    sizes = {"low": (65, 27), "middle": (110, 37), "high": (80, 12)}
    level, below = groups_of(sizes)
    ordered = pd.DataFrame({"edu": level.cat.set_categories(list(sizes), ordered=True)})
    for name, estimate in (("slope", population.trend), ("index", population.inequality)):
        exact, shown = estimate(below, ordered, design=SRS).table.iloc[0], lines_of(sizes)[name].iloc[0]
        assert abs(shown["estimate"] - exact["estimate"]) <= exact["std_error"] / 2
        assert 0.85 < shown["std_error"] / exact["std_error"] < 1.15
