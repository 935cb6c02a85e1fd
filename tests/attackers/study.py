"""How often each attack succeeds over random surveys, and how near it comes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from tests.attackers.publishing import groups, models, publish
from tests.attackers.reading import read_tables
from tests.attackers.recover import Recovered, recover
from tests.attackers.surveys import Truth, draw
from workbench import population
from workbench.results import Result

TOLD = (
    "n known",
    "n < 3 values",
    "below known",
    "somebody is below",
    "not everybody is below",
    "score within 5",
)


def attacked(truth: Truth, *, exact: bool, more: Callable[[Truth], dict[str, Result]] | None = None) -> Recovered:
    """Publish a survey, with or without protection, and attack its files."""
    plan = None if exact else population.protection_plan(truth.survey)
    results = {**groups(truth), **models(truth, plan), **(more(truth) if more else {})}
    with tempfile.TemporaryDirectory() as folder:
        tables = read_tables(publish(results, Path(folder), plan))
    return recover(truth, tables, exact=exact)


def quartiles(truth: Truth) -> dict[str, Result]:
    """Quartiles of everyone and of every group."""
    return {"quantiles": population.quantiles(truth.score, by=truth.survey.background, design=truth.survey.design)}


def success_rates(sizes: Iterable[int], *, seeds: range, exact: bool) -> pd.DataFrame:
    """One row per size: part of the surveys in which each thing is known, and the mean width of what stays open."""
    rows = []
    for n in sizes:
        found = [attacked(draw(seed, n), exact=exact, more=quartiles) for seed in seeds]
        assert all(one.sound for one in found), "The truth lies outside what the intruder takes for possible."
        rows.append(
            {
                "respondents": n,
                "surveys": len(found),
                **{name: sum(name in one.succeeded for one in found) / len(found) for name in TOLD},
                "values of n": sum(one.n.high - one.n.low + 1 for one in found) / len(found),
                "least values of n": min(one.n.high - one.n.low + 1 for one in found),
                "values of below": sum(one.e.high - one.e.low + 1 for one in found) / len(found),
                "least values of below": min(one.e.high - one.e.low + 1 for one in found),
                "least width of a score": min(one.score.high - one.score.low for one in found),
            }
        )
    return pd.DataFrame(rows)
