"""Remove one respondent, or change one score: a number that moves nearly every time is published too exactly.

A window of five moves in one case of five, whatever it counts. What moves far more often tells single respondents apart
when two versions of a report are laid side by side, and is exact enough to be turned into equations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace

import numpy as np
import pandas as pd

from tests.attackers.surveys import Truth
from workbench import population
from workbench.errors import WorkbenchError
from workbench.results import Result

Pages = Callable[..., Mapping[str, Result]]


def rates_of_change(truth: Truth, pages: Pages, *, protected: bool, seed: int, times: int) -> pd.Series:
    """Part of the changes of one respondent at which each column of each table moves, over its filled cells."""

    def published(one: Truth) -> dict[str, pd.DataFrame]:
        plan = population.protection_plan(one.survey) if protected else None
        return frames(pages(one, plan), plan)

    before = published(truth)
    moved: dict[tuple[str, str], list[float]] = {}
    for other in changed(truth, seed=seed, times=times):
        after = published(other)
        for name in before.keys() & after.keys():
            old, new = before[name], after[name]
            if old.shape != new.shape:
                continue
            for column in old.columns[old.dtypes.map(pd.api.types.is_numeric_dtype)]:
                a, b = old[column].to_numpy(float, na_value=np.nan), new[column].to_numpy(float, na_value=np.nan)
                filled = ~(np.isnan(a) & np.isnan(b))
                if filled.any():
                    differs = ~np.isclose(a, b, rtol=1e-12, atol=1e-15, equal_nan=True)
                    moved.setdefault((name, column), []).append(float(differs[filled].mean()))
    return pd.Series({key: float(np.mean(parts)) for key, parts in moved.items()}).sort_values(ascending=False)


def frames(results: Mapping[str, Result], plan: object | None) -> dict[str, pd.DataFrame]:
    """Every table of every result, protected where there is a plan."""
    found = {}
    for name, result in results.items():
        shown = result if plan is None else population.protect(result, plan=plan).result  # type: ignore[arg-type]
        for field in fields(shown):  # type: ignore[arg-type]
            if isinstance(frame := getattr(shown, field.name), pd.DataFrame):
                found[f"{name}.{field.name}"] = frame
    return found


def changed(truth: Truth, *, seed: int, times: int) -> Iterator[Truth]:
    """The survey without one respondent, each time another."""
    rng = np.random.default_rng(seed)
    for row in rng.choice(len(truth.people), times, replace=False):
        kept = truth.survey.responses.index.delete(row)
        survey = replace(
            truth.survey,
            responses=truth.survey.responses.loc[kept],
            background=truth.survey.background.loc[kept],
            numeric=truth.survey.numeric.loc[kept],
            design=truth.survey.design.subset(kept),
        )
        yield Truth(survey=survey, people=truth.people.loc[kept])


def estimated(attempts: Mapping[str, Callable[[], Result]]) -> dict[str, Result]:
    """Results of the estimators that have enough respondents."""
    found = {}
    for name, attempt in attempts.items():
        try:
            found[name] = attempt()
        except WorkbenchError:
            continue
    return found
