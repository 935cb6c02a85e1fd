"""A picture of what a regression rests on: other cut-offs, without a withheld level."""

from workbench import plots, population
from workbench.intake import score


def test_other_cutoffs_have_no_word_of_a_withheld_level(survey, plan):
    points = score(survey.responses, instrument=survey.instrument)
    found = population.cutoff_sensitivity(
        points, survey.predictors, instrument=survey.instrument, distance=20.0, design=survey.design
    )
    ratios = population.protect(found, plan=plan)
    assert "sea" not in plots.cutoff_sensitivity(ratios, survey=survey).alt
