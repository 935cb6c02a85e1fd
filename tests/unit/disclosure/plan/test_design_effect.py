"""One design effect for the survey: that of the mean score, on a coarse series."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench.disclosure.plan.design_effect import SERIES, design_effect
from workbench.intake import SurveyDesign


def survey_with(**parts):
    level, below = groups_of({"a": (300, 100), "b": (200, 200)})
    index = below.index
    design = SurveyDesign(**{name: pd.Series(values, index=index) for name, values in parts.items()})
    return replace(build_survey({"group": level}, below), design=design)


def test_a_simple_random_sample_has_none():
    assert design_effect(survey_with()) == 1.0


def test_whole_clusters_of_one_answer_count_as_their_number():
    """Pairs of the same answer: n/2 respondents' worth, 2 before it is rounded up."""
    clusters = np.repeat(np.arange(400), 2)
    assert design_effect(survey_with(clusters=clusters)) in (2.0, 2.5)


def test_it_is_rounded_up_to_the_series():
    weights = np.random.default_rng(0).lognormal(0, 0.7, 800)
    found = design_effect(survey_with(sampling_weights=weights))
    kish = 800 * (weights**2).sum() / weights.sum() ** 2  # what it is where weights say nothing of the score
    assert found in SERIES
    assert found == pytest.approx(kish, rel=0.35)


def test_strata_that_say_much_make_it_small():
    strata = np.r_[np.zeros(300), np.ones(100), np.zeros(200), np.ones(200)]
    assert design_effect(survey_with(strata=strata)) == SERIES[0]
