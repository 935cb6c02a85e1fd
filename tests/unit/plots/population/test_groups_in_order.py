"""All groups in one picture: in order, from 0, bounds as such, without withheld groups and areas, never too many."""

from tests.unit.plots.drawn import marks, protected
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.intake import score

SIZES = {"North": (40, 12), "South": (60, 9), "Island": (2, 1), "Hamlet": (7, 4), "East": (50, 30)}


def figure_of(sizes, *, area=(), with_cutoff=True):
    level, below = groups_of(sizes)
    survey = build_survey({"area": level}, below, area=area)
    points = score(survey.responses, instrument=survey.instrument)
    values = points < 50
    means = protected(survey, population.mean(points, design=survey.design, by=survey.groups))
    mean = protected(survey, population.mean(points, design=survey.design))
    shares = protected(survey, population.share(values, design=survey.design, by=survey.groups))
    everyone = protected(survey, population.share(values, design=survey.design))
    beyond = (shares, everyone) if with_cutoff else (None, None)
    return plots.groups_in_order(means, mean, *beyond, survey=survey)


def test_groups_stand_in_the_order_of_their_shares_and_one_of_which_a_bound_is_known_by_all_that_it_can_be():
    figure = figure_of(SIZES)
    assert marks(figure) == 3
    drawn = [text.get_text() for text in figure.figure.axes[0].get_yticklabels()]
    assert drawn == ["area: East", "area: North", "area: Hamlet", "area: South"]  # under 40 %: 20 is the middle
    (bound,) = (line for line in figure.figure.axes[0].lines if line.get_marker() in "<>" and len(line.get_xdata()))
    assert (bound.get_marker(), bound.get_markerfacecolor()) == ("<", "white")
    assert f"Only a bound is known of area: Hamlet (under {bound.get_xdata()[0]:.0f} %)." in figure.alt
    assert "an open triangle is a bound" in figure.caption
    assert figure.figure.axes[0].get_xlim()[0] == 0
    assert "largest: area: East" in figure.alt
    assert "smallest: area: South" in figure.alt
    assert "Island" not in figure.alt + figure.caption + figure.svg()


def test_areas_have_pages_of_their_own():
    assert figure_of(SIZES, area=("area",)).empty


def test_of_very_many_groups_those_at_both_ends_are_drawn_and_the_caption_says_so():
    rising = {f"g{place:02d}": (250, 20 + 5 * place) for place in range(40)}  # each in a window of its own
    figure = figure_of(rising)
    assert marks(figure) == 30
    assert "of 40" in figure.caption
    drawn = [text.get_text() for text in figure.figure.axes[0].get_yticklabels()]
    assert (drawn[0], drawn[-1]) == ("area: g39", "area: g00")


def test_without_a_cutoff_the_means_stand_in_order():
    figure = figure_of(SIZES, with_cutoff=False)
    drawn = [text.get_text() for text in figure.figure.axes[0].get_yticklabels()]
    assert drawn == ["area: South", "area: North", "area: East", "area: Hamlet"]
    assert "Mean score of each group" in figure.caption
    assert "%" not in figure.alt
