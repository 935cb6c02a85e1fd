"""Pictures of what a regression rests on: fit and other cut-offs, without a withheld level."""

import numpy as np

from workbench import plots, population
from workbench.intake import score


def test_calibration_says_where_the_model_is_farthest_off(third, below):
    model = population.fit_logistic(below, third.predictors, design=third.design)
    shown = population.protect(model, plan=population.protection_plan(third))
    assert "farthest apart" in plots.calibration(shown, survey=third).alt


def test_a_share_that_is_a_bound_has_no_mark_in_the_calibration(third, below):
    rare = below & (np.arange(len(below)) % 4 == 0)  # risk groups with fewer than five
    model = population.fit_logistic(rare, third.predictors, design=third.design)
    shown = population.protect(model, plan=population.protection_plan(third))
    plain = shown.result.calibration["bound"].eq("")
    assert 0 < plain.sum() < len(plain)
    axes = plots.calibration(shown, survey=third).figure.axes[0]
    marks = [line for line in axes.lines if line.get_marker() == "o"]
    assert [len(line.get_xdata()) for line in marks] == [plain.sum()]


def test_other_cutoffs_have_no_word_of_a_withheld_level(survey, plan):
    points = score(survey.responses, instrument=survey.instrument)
    found = population.cutoff_sensitivity(
        points, survey.predictors, instrument=survey.instrument, distance=20.0, design=survey.design
    )
    ratios = population.protect(found, plan=plan)
    assert "sea" not in plots.cutoff_sensitivity(ratios, survey=survey).alt
