"""Words below and above tables: what errors leave out of the design, and groups where there are some."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.unit.surveys import build_survey
from workbench import population, psychometrics, tables
from workbench.intake import SurveyDesign, response_quality
from workbench.psychometrics.answers import WEIGHTS_ALONE
from workbench.tables.labels import answers_as_given, worded_against
from workbench.wording import say, speaking, spoken

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


@pytest.fixture(scope="module")
def survey():
    n = 300
    rng = np.random.default_rng(1)
    level = pd.Series(pd.Categorical(np.where(np.arange(n) % 2, "a", "b")))
    made = build_survey({"area": level}, pd.Series(np.zeros(n, dtype=bool), dtype="boolean"))
    latent = rng.normal(size=(n, 1)) + rng.normal(size=(n, 10))
    made.responses[:] = np.digitize(latent, [-1.5, -0.5, 0.5, 1.5]) + 1.0
    return made


@pytest.fixture(scope="module")
def design():
    return SurveyDesign(
        sampling_weights=pd.Series(1.0 + np.arange(300) % 2, name="w"),
        strata=pd.Series(np.arange(300) % 3),
        notes=(say("Weights were made for this test."),),
    )


def test_a_page_does_not_repeat_it_below_its_tables(survey, design):
    responses = survey.responses
    alpha = psychometrics.coefficient_alpha(responses, interval="linearised", design=design)
    scale = psychometrics.scalability_coefficients(responses, design=design)
    graded = psychometrics.fit_graded_response(responses, design=design)
    fitted = psychometrics.fit_confirmatory_factors(responses, estimator="MLR", design=design)
    groups = psychometrics.reliability_by_group(responses, survey.groups, design=design)
    adequacy = psychometrics.sampling_adequacy(responses, design=design)
    results = (alpha, scale, graded, fitted, groups, adequacy)
    assert all(WEIGHTS_ALONE in result.notes for result in results)
    coefficient, plan = groups.coefficient, population.protection_plan(survey)
    protected = [population.protect(result, plan=plan) for result in results]
    alpha, scale, graded, fitted, groups, adequacy = protected
    shown = [
        tables.reliability(alpha),
        tables.scalability(scale, survey=survey),
        tables.monotonicity(scale, survey=survey),
        tables.item_discriminations(graded, survey=survey),
        tables.graded_fit(graded),
        tables.model_fit(fitted, fitted),
        tables.reliability_by_group(groups, survey=survey, coefficient=coefficient),
        tables.sampling_adequacy(adequacy, adequacy, survey=survey),
    ]
    assert not any(WEIGHTS_ALONE in table.notes for table in shown)
    assert all(design.notes[0] in table.notes for table in shown), "other notes stay"
    made = tables.how_made(survey, *protected).frame["value"].tolist()
    assert WEIGHTS_ALONE not in made
    assert made.count(design.notes[0]) == 1


def test_nor_in_another_language(survey, design):
    with speaking("fi"):
        alpha = psychometrics.coefficient_alpha(survey.responses, interval="linearised", design=design)
        protected = population.protect(alpha, plan=population.protection_plan(survey))
        left_out = spoken(WEIGHTS_ALONE)
        assert left_out in protected.notes
        assert left_out not in tables.reliability(protected).notes
    assert WEIGHTS_ALONE not in tables.reliability(protected).notes


@pytest.mark.parametrize(
    "name", ["02_single_factor", "03_reliability", "06_measurement_invariance", "07_item_response"]
)
def test_pages_say_it_in_their_text(name):
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = " ".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    assert "strata" in text
    assert "clusters" in text


def test_answers_as_given_and_turned_points_are_told_apart_where_an_item_is_turned(survey):
    items = [item.model_copy(update={"reversed": item.id == "esis1"}) for item in survey.instrument.items]
    turned = survey.instrument.model_copy(update={"items": tuple(items)})
    assert answers_as_given(turned) == ("Answers as given, not turned; worded against the scale: esis1.",)
    assert worded_against(turned) == ("Turned, because worded against the scale: esis1.",)
    assert answers_as_given(survey.instrument) == worded_against(survey.instrument) == ()


def test_a_survey_without_groups_has_neither_captions_by_group_nor_a_table_of_reliability_by_group(survey):
    alone = replace(
        survey,
        background=survey.background.iloc[:, :0],
        codebook=survey.codebook.model_copy(update={"background": {}}),
    )
    for one, by in ((survey, True), (alone, False)):
        plan = population.protection_plan(one)
        quality = population.protect(response_quality(one), plan=plan)
        found = psychometrics.reliability_by_group(
            one.responses, one.groups, coefficient="alpha", interval="linearised", design=one.design
        )
        groups = population.protect(found, plan=plan)
        reliability = tables.reliability_by_group(groups, survey=one, coefficient=found.coefficient)
        captions = (
            tables.dropped_by_group(quality, survey=one).caption,
            tables.item_nonresponse_by_group(quality, survey=one).caption,
        )
        assert [" group" in caption for caption in captions] == [by, by]
        assert (len(reliability.frame) > 0) is by
