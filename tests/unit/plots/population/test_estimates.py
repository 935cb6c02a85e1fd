"""Bands of the score: what is only a bound is drawn as one."""

import pytest

from tests.unit.plots.drawn import SIZES
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.intake import score, score_bands


@pytest.fixture
def survey():
    level, below = groups_of(SIZES)
    return build_survey({"area": level}, below)


def test_a_band_of_few_has_a_dotted_bar_up_to_its_bound(survey):
    values = score(survey.responses, instrument=survey.instrument)
    bands = population.distribution(score_bands(values, instrument=survey.instrument), design=survey.design)
    protected = population.protect(bands, plan=population.protection_plan(survey))
    figure = plots.score_bands(protected, survey=survey)
    bounded = protected.frame["bound"] != ""
    dotted = [bar for bar in figure.figure.axes[0].patches if bar.get_linestyle() in (":", "dotted")]
    assert len(dotted) == bounded.sum() > 0
    assert len(figure.figure.axes[0].patches) == len(protected.frame)
    heights = sorted(bar.get_height() for bar in dotted)
    assert heights == pytest.approx(sorted(100 * protected.frame.loc[bounded, "estimate"]))
    assert "Only a bound is known of" in figure.alt
