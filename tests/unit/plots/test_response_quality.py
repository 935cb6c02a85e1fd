"""Bars of the answers: what is withheld is one hatched rest."""

import pandas as pd
import pytest

from tests.unit.plots.drawn import SIZES
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


def test_withheld_answer_options_are_one_hatched_rest_and_the_bars_fill_up(survey):
    options = survey.instrument.points
    rows = [(item, option, 2 if option == 2 else 30) for item in survey.instrument.item_ids for option in options]
    counts = pd.DataFrame(rows, columns=["item", "response", "n_respondents"])
    counts["share"] = counts["n_respondents"] / counts.groupby("item")["n_respondents"].transform("sum")
    protected = population.protect(counts, plan=population.protection_plan(survey))
    figure = plots.response_distribution(protected, survey=survey)
    bars = [bar for bar in figure.figure.axes[0].patches if bar.get_width() > 0]
    hatched = [bar for bar in bars if bar.get_hatch()]
    assert len(hatched) == len(survey.instrument.item_ids)
    assert sum(bar.get_width() for bar in bars) == pytest.approx(len(survey.instrument.item_ids))
