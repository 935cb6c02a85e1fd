"""Pictures of what a regression rests on: fit and other cut-offs, without a withheld level."""

from workbench import plots, population
from workbench.intake import score


def test_calibration_says_where_the_model_is_farthest_off(third, below):
    model = population.fit_logistic(below, third.predictors, design=third.design)
    groups = population.protect(model.calibration, plan=population.protection_plan(third))
    assert "farthest apart" in plots.calibration(groups, survey=third).alt


def test_calibration_that_tells_a_withheld_level_is_withheld_as_a_whole(survey, plan, model):
    assert plots.calibration(population.protect(model.calibration, plan=plan), survey=survey).alt.startswith("All")


def test_other_cutoffs_have_no_word_of_a_withheld_level(survey, plan):
    points = score(survey.responses, instrument=survey.instrument)
    found = population.cutoff_sensitivity(
        points, survey.predictors, instrument=survey.instrument, distance=20.0, design=survey.design
    )
    ratios = population.protect(found, plan=plan)
    assert "sea" not in plots.cutoff_sensitivity(ratios, survey=survey).alt
