"""Bars of the answers: options of few are one hatched rest."""

import pytest
from matplotlib.colors import to_rgba

from tests.unit.plots.drawn import SIZES
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.intake import response_quality


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


def test_options_of_few_are_one_hatched_rest_and_the_bars_fill_up(survey):
    survey.responses.iloc[:3, 0] = survey.instrument.points[1]
    protected = population.protect(response_quality(survey), plan=population.protection_plan(survey))
    figure = plots.response_distribution(protected, survey=survey)
    bars = [bar for bar in figure.figure.axes[0].patches if bar.get_width() > 0]
    hatched = [bar for bar in bars if bar.get_hatch()]
    assert {bar.get_edgecolor() for bar in bars if not bar.get_hatch()} == {to_rgba("white")}  # told apart in grey too
    assert hatched
    assert sum(bar.get_width() for bar in bars) == pytest.approx(len(survey.instrument.item_ids), abs=0.2)
    (label,) = {bar.get_label() for bar in figure.figure.axes[0].containers if bar.patches[0].get_hatch()}
    assert label == "options of fewer than 5 respondents"
