"""Bands of the score: no bar for what is withheld."""

import pytest

from tests.unit.plots.drawn import SIZES
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.intake import score, score_bands


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


def test_withheld_bands_have_no_bar(survey):
    values = score(survey.responses, instrument=survey.instrument)
    bands = population.distribution(score_bands(values, instrument=survey.instrument), design=survey.design)
    protected = population.protect(bands, plan=population.protection_plan(survey))
    figure = plots.score_bands(protected, survey=survey)
    assert len(figure.figure.axes[0].patches) == int((~protected.frame["withheld"]).sum())
