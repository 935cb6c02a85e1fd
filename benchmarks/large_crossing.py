"""Plan and audit of a survey of many areas, crossed with sex and age: seconds, and the cells that it costs.

`python -m benchmarks.large_crossing` prints the numbers of docs/explanation/disclosure.md.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey
from workbench import intake, population
from workbench.intake import Survey

AREAS, RESPONDENTS = 309, 26_000


def survey_of(n_ages: int, *, missing: bool) -> Survey:
    """Areas of very uneven size; if `missing`, some leave sex, age or the first item unanswered."""
    draws = np.random.default_rng(2)
    part = draws.dirichlet(np.ones(AREAS))
    codes = {"sex": draws.integers(0, 2, RESPONDENTS), "age": draws.integers(0, n_ages, RESPONDENTS)}
    codes["area"] = np.r_[np.arange(AREAS), draws.choice(AREAS, RESPONDENTS - AREAS, p=part)]
    if missing:
        for name in ("sex", "age"):
            codes[name] = np.where(draws.random(RESPONDENTS) < 0.01, -1, codes[name])
    columns = {
        name: pd.Series(pd.Categorical.from_codes(pd.Index(own), [f"{name} {i}" for i in range(own.max() + 1)]))
        for name, own in codes.items()
    }
    below = pd.Series(draws.random(RESPONDENTS) < 0.15, dtype="boolean")
    survey = build_survey(columns, below, crossings=(("sex", "age", "area"),), predictors=("sex", "age", "area"))
    answers = draws.integers(1, 6, (RESPONDENTS, len(survey.responses.columns))).astype(float)
    if missing:
        answers[draws.random(RESPONDENTS) < 0.03, 0] = np.nan
    return replace(survey, responses=pd.DataFrame(answers, columns=survey.responses.columns))


def measured(n_ages: int, *, missing: bool) -> dict[str, float]:
    """Seconds of plan and audit, findings of the audit, and cells of five or more with and without an outcome."""
    survey = survey_of(n_ages, missing=missing)
    start = time.perf_counter()
    plan = population.protection_plan(survey)
    seconds = time.perf_counter() - start
    score = intake.score(survey.responses, instrument=survey.instrument)
    below = intake.below_cutoff(score, instrument=survey.instrument)
    tables = {}
    for name, estimate, values in (("mean", population.mean, score), ("share", population.share, below)):
        for i, by in enumerate((None, survey.background, survey.crossings)):
            found = estimate(values, design=survey.design, by=by)
            tables[f"{name} {i}"] = population.protect(found, plan=plan).frame
    start = time.perf_counter()
    audit = population.audit(tables, survey=survey)
    audited = time.perf_counter() - start
    minimum = survey.codebook.disclosure.minimum_respondents
    large = [(v, level) for v, own in plan.published.items() for level, n in own.items() if n >= minimum]
    without = sum(plan.bounded(*cell) for cell in large)
    return {"plan": seconds, "audit": audited, "findings": len(audit.table), "cells": len(large), "without": without}


def main() -> None:
    """Print a row per survey."""
    rows = {(n_ages, missing): measured(n_ages, missing=missing) for n_ages in (5, 8) for missing in (True, False)}
    print(pd.DataFrame(rows).T.rename_axis(["ages", "missing"]).round(1).to_string())


if __name__ == "__main__":
    main()
