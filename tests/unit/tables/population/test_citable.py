"""Sentences for articles about the main numbers, whatever design a survey has."""

import pytest

from tests.unit.surveys import build_survey, groups_of
from workbench import intake, population, tables


def citable(sizes, *, weights=None):
    level, below = groups_of(sizes)
    own = None if weights is None else below.index.to_series().map(lambda place: weights[place % len(weights)])
    survey = build_survey({"area": level}, below, weights=own)
    plan = population.protection_plan(survey)
    score = intake.score(survey.responses, instrument=survey.instrument)
    below = intake.beyond_cutoff(score, instrument=survey.instrument)
    mean = population.protect(population.mean(score, design=survey.design), plan=plan)
    share = population.protect(population.share(below, design=survey.design), plan=plan)
    table = tables.overall(mean, share, survey=survey)
    return {part: [own.sentence for own in table.citable if own.paragraph == part] for part in ("methods", "results")}


@pytest.mark.parametrize(
    ("weights", "method", "result"),
    [(None, "without weights", "Of the respondents, "), ((100, 250), "Taylor linearisation.", "An estimated ")],
)
def test_the_design_decides_of_whom_the_share_is_said(weights, method, result):
    found = citable({"North": (200, 60), "South": (300, 45)}, weights=weights)
    assert found["methods"][-1].endswith(method + ("" if method.endswith(".") else "."))
    assert found["results"][0].startswith(result)
    assert "95 % CI" in found["results"][0]


def test_a_share_that_is_a_bound_is_not_said():
    found = citable({"North": (30, 0), "South": (40, 1)})
    assert all(sentence.startswith("The mean") for sentence in found["results"])
