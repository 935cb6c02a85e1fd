"""Public files of a survey, as a report writes them; and the same at full precision, as no report may."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pandas as pd

from tests.attackers.surveys import Truth
from workbench import population
from workbench.errors import NotEstimable
from workbench.results import Result


def publish(results: Mapping[str, Result], folder: Path, plan: object | None) -> Path:
    """Write all tables of all results as csv files; without a plan at full precision.

    Returns the folder of the tables.
    """
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for name, result in results.items():
        shown = result if plan is None else population.protect(result, plan=plan).result  # type: ignore[arg-type]
        for field in fields(shown):
            frame = getattr(shown, field.name)
            if isinstance(frame, pd.DataFrame) and len(frame.columns):
                frame.to_csv(tables / f"{name}_{field.name}.csv", index=False)
        (tables / f"{name}.txt").write_text("\n".join(map(str, shown.notes)), encoding="utf-8")
    return tables


def groups(truth: Truth) -> dict[str, Result]:
    """Means and shares of everyone, of all groups and of all crossings."""
    survey, given = truth.survey, {"design": truth.survey.design}
    found: dict[str, Result] = {
        "mean": population.mean(truth.score, **given),
        "share": population.share(truth.below, **given),
        "means": population.mean(truth.score, by=survey.background, **given),
        "shares": population.share(truth.below, by=survey.background, **given),
    }
    if survey.codebook.crossings:
        found["crossed_means"] = population.mean(truth.score, by=survey.crossings, **given)
        found["crossed_shares"] = population.share(truth.below, by=survey.crossings, **given)
    return found


def models(truth: Truth, plan: object | None) -> dict[str, Result]:
    """Linear and logistic regression, crude and adjusted; small levels merged where there is a plan."""
    predictors, design = truth.survey.predictors, truth.survey.design
    found: dict[str, Result] = {}
    for name, fit, outcome in (
        ("linear", population.fit_linear, truth.score),
        ("logistic", population.fit_logistic, truth.below),
    ):
        try:
            chosen = predictors if plan is None else population.merged_levels(predictors, outcome, plan=plan)  # type: ignore[arg-type]
            found[name] = fit(outcome, chosen, design=design)
        except NotEstimable:
            continue
    return found
