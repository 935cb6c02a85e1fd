"""Reports of areas beside the report of the whole: each names the same groups, and what is left is another area's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.attackers.joint import Tables, group_rows, joint_worlds
from tests.attackers.publishing import groups, publish
from tests.attackers.reading import Window, count, mean_window, read_tables
from tests.attackers.recover import Recovered
from tests.attackers.surveys import HOUSEHOLDS, RANGE, SMALL, Truth, answers, truth_of
from workbench import population
from workbench.disclosure import ledger

AREAS = ("North", "Middle", "South")
LEVELS = {"area": AREAS, "household": HOUSEHOLDS}
CELL = {"area": "South", "household": SMALL}


def draw_areas(seed: int, n: int, *, crossed: bool) -> Truth:
    """Three areas and five household types, one of which has one to four respondents in the south."""
    rng = np.random.default_rng([seed, n, 3])
    area = rng.choice(AREAS, n, p=[0.4, 0.35, 0.25]).astype(object)
    household = rng.choice(HOUSEHOLDS[:4], n, p=[0.4, 0.3, 0.2, 0.1]).astype(object)
    size, few = int(rng.integers(24, 61)), int(rng.integers(1, 5))
    household[:size], area[:size] = SMALL, np.where(np.arange(size) % 2, "North", "Middle")
    area[:few] = "South"
    effect = np.select([household == h for h in HOUSEHOLDS], [0, -6, 4, -12, -8])
    background = {"area": (area, AREAS), "household": (household, HOUSEHOLDS)}
    return truth_of(background, answers(rng, effect), crossings=(("area", "household"),) if crossed else ())


def only(truth: Truth, area: str) -> Truth:
    """Return the survey of one area, as a file of its own."""
    people, survey = truth.people[truth.people["area"] == area], truth.survey
    own = replace(
        survey,
        responses=survey.responses.loc[people.index],
        background=survey.background.loc[people.index, ["household"]],
        numeric=survey.numeric.loc[people.index],
        design=survey.design.subset(people.index),
        codebook=survey.codebook.model_copy(
            update={
                "background": {"household": survey.codebook.background["household"]},
                "crossings": (),
                "groups": None,
            }
        ),
    )
    return Truth(survey=own, people=people)


def published(truth: Truth, folder: Path, *, exact: bool) -> Tables:
    """Publish, and remember it in the ledger."""
    plan = None if exact else population.protection_plan(truth.survey)
    tables = read_tables(publish(groups(truth), folder, plan))
    if plan is not None:
        ledger.remember(truth.survey, run=folder.name, kept=plan.kept)
    return tables


def recover_south(truth: Truth, whole: Tables, areas: Mapping[str, Tables], *, exact: bool) -> Recovered:
    """What the report of everyone and those of some areas leave of the small cell of the south."""
    worlds = joint_worlds(whole, LEVELS, exact=exact)
    for area, tables in areas.items():
        for cell, row in group_rows(tables, {"household": HOUSEHOLDS}):
            own, n = {**cell, "area": area}, count(row["n_respondents"], exact)
            worlds.hold(worlds.number("n", **own), n)
            if "n_events" in row and not np.isnan(row["n_events"]):
                worlds.hold(worlds.number("e", **own), count(row["n_events"], exact))
            if row["measure"] == "mean" and not np.isnan(row["estimate"]):
                worlds.hold_mean("s", mean_window(row, n, RANGE, exact), **own)
    n, e, s = truth.count(**CELL)
    found = {kind: worlds.range_of(worlds.number(kind, **CELL)) for kind in "ne"}
    return Recovered(**found, score=Window(0, RANGE), true_n=n, true_e=e, true_score=s / n)
