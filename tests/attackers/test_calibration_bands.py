"""Groups of risk of a model are not published: those who left a question out follow from them and published levels."""

from dataclasses import replace

import pytest

from tests.attackers.calibration_bands import cells_of_bands, dominated, told
from workbench import population
from workbench.intake import SurveyDesign

SEEDS = range(20)


@pytest.mark.parametrize("n", [500, 1000])
def test_windows_of_groups_of_risk_tell_of_those_whom_the_model_leaves_out(n):
    """The intruder works: he is given windows as they were published before, of predictors that no table crosses."""
    tells = 0
    for seed in SEEDS:
        truth = dominated(seed, n)
        plan = population.protection_plan(truth.survey)
        model = population.fit_logistic(truth.below, truth.survey.predictors, design=SurveyDesign())
        by = population.share(truth.below, by=truth.survey.background, design=SurveyDesign())
        shares = population.protect(by, plan=plan).frame.dropna(subset="n_events")
        shares = shares.assign(
            width=[plan.width(*group) for group in zip(shares["variable"], shares["level"], strict=True)]
        )
        cells = cells_of_bands(truth.survey.background, model.table, list(truth.survey.background))
        assert sum(map(len, cells.values())) <= 12
        tells += bool(told(truth, model.calibration, cells, shares))
        assert population.protect(model, plan=plan).result.calibration.empty
    assert tells >= len(SEEDS) / 10


def test_an_open_survey_has_its_groups_of_risk():
    truth = dominated(0, 500)
    codebook = truth.survey.codebook.model_copy(update={"open_because": "made by a program"})
    survey = replace(truth.survey, codebook=codebook)
    model = population.fit_logistic(truth.below, survey.predictors, design=SurveyDesign())
    shown = population.protect(model, plan=population.protection_plan(survey)).result.calibration
    assert shown["n_events"].tolist() == model.calibration["n_events"].tolist()
    assert {"predicted", "estimate", "conf_low", "conf_high"} <= set(shown)
