"""Bands of the score: what is only a bound is drawn as one."""

from dataclasses import replace

import pytest

from tests.unit.plots.drawn import SIZES
from tests.unit.surveys import build_survey, groups_of
from workbench import plots, population
from workbench.instruments import Cutoff
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


def test_a_narrow_band_is_as_high_as_its_scores_are_frequent(survey):
    cutoff = Cutoff(below=45, label="low")  # bands of ten from 45 on, of five at both ends
    instrument = survey.instrument.model_copy(update={"cutoffs": {"low": cutoff}})
    moved = replace(survey, instrument=instrument)
    values = score(survey.responses, instrument=instrument)
    bands = population.distribution(score_bands(values, instrument=instrument), design=survey.design)
    protected = population.protect(bands, plan=population.protection_plan(survey))
    axes = plots.score_bands(protected, survey=moved).figure.axes[0]
    shares = 100 * protected.frame["estimate"]
    heights = {bar.get_x(): bar.get_height() for bar in axes.patches}
    edges = instrument.band_edges()
    for place, (start, share) in enumerate(zip(edges[:-1], shares, strict=True)):
        held = {0: 2, len(shares) - 1: 3}.get(place, 4)  # scores in steps of 2.5; the last band has its end too
        if start in heights:
            assert heights[start] == pytest.approx(share * 4 / held)
    assert axes.get_ylabel() == "Share of respondents, % per 10 points"
