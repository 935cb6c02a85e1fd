"""A survey of the scale with ordered answers of one factor, for the tables and figures of item response."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey
from workbench import population
from workbench.intake.survey import Survey
from workbench.psychometrics import (
    cutoff_precision,
    fit_graded_response,
    item_bias,
    scalability_coefficients,
)
from workbench.simulation.graded_responses import draw_graded_responses, thresholds_from_shares

SHARES = [4, 8, 18, 40, 30]
REGIONS = {"North": 500, "South": 400}


def ordered_survey(sizes: dict[str, int], *, n_items: int = 10, seed: int = 1) -> Survey:
    """Groups `area` of these sizes; the last item is harder for the last group."""
    rng, n = np.random.default_rng(seed), sum(sizes.values())
    area = pd.Series(pd.Categorical(np.repeat(list(sizes), list(sizes.values())), list(sizes)))
    survey = build_survey({"area": area}, pd.Series(False, index=area.index, dtype="boolean"))
    answers = draw_graded_responses(
        rng.normal(size=n),
        loadings=np.linspace(0.55, 0.8, n_items),
        thresholds=thresholds_from_shares([SHARES] * n_items),
        rng=rng,
    ).astype(float)
    answers[(area == list(sizes)[-1]).to_numpy(), -1] = np.maximum(answers[(area == list(sizes)[-1]), -1] - 1, 1)
    rule = survey.instrument.score.model_copy(update={"offset": -n_items, "factor": Fraction(25, n_items)})
    instrument = survey.instrument.model_copy(update={"items": survey.instrument.items[:n_items], "score": rule})
    responses = pd.DataFrame(answers, columns=instrument.item_ids)
    return replace(survey, responses=responses, instrument=instrument)


def chapter(survey: Survey):
    """The four results of the chapter: model, precision at 50, scalability, bias."""
    graded = fit_graded_response(survey.responses)
    return (
        graded,
        cutoff_precision(graded, instrument=survey.instrument, cutoff=None),
        scalability_coefficients(survey.responses),
        item_bias(survey.responses, group=survey.group("area")),
    )


def protected_chapter(survey: Survey, results=None):
    """The same four through the gate."""
    plan = population.protection_plan(survey)
    return tuple(population.protect(result, plan=plan) for result in results or chapter(survey))
