"""Somebody who knows what everyone answered to many questions, and solves all published shares and means for each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from tests.unit.surveys import build_survey
from workbench import intake, population
from workbench.columns import CROSS
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake import Survey
from workbench.numerics.disclosure import step_of

CUTOFF, POINT, HIGHEST = 50.0, 2.5, 100.0
_INFEASIBLE = 2  # status of scipy.optimize.milp
_NODES = 20_000


def draw(n: int, n_questions: int, *, seed: int, crossed: int = 0) -> Survey:
    """People asked questions of two to four options, of which the first so many are crossed in pairs."""
    draws = np.random.default_rng(seed)
    trait = draws.normal(size=n)
    columns = {}
    for at in range(n_questions):
        options = int(draws.integers(2, 5))
        drawn = 0.35 * draws.normal() * trait + draws.normal(size=n)
        codes = np.searchsorted(np.sort(np.quantile(drawn, np.arange(1, options) / options)), drawn)
        columns[f"q{at}"] = pd.Series(pd.Categorical.from_codes(codes, [f"q{at} {o}" for o in range(options)]))
    names = list(columns)[:crossed]
    crossings = tuple((one, other) for place, one in enumerate(names) for other in names[:place])
    survey = build_survey(columns, pd.Series(np.zeros(n), dtype="boolean"), crossings=crossings)
    answers = np.clip(np.round(3.3 + 0.75 * trait[:, None] + 0.66 * draws.normal(size=(n, 10))), 1, 5)
    return replace(survey, responses=pd.DataFrame(answers, columns=survey.responses.columns))


def published(survey: Survey, plan: ProtectionPlan) -> pd.DataFrame:
    """Rows of all groups: those below and all as counts, and the mean score, as tables have them."""
    score = intake.score(survey.responses, instrument=survey.instrument)
    below = intake.below_cutoff(score, instrument=survey.instrument)
    found = []
    for by in (None, survey.background, survey.crossings):
        if by is not None and not len(by.columns):
            continue
        shares, means = (
            population.protect(f(values, design=survey.design, by=by), plan=plan).frame
            for f, values in ((population.share, below), (population.mean, score))
        )
        found.append(shares.assign(mean=means["estimate"].to_numpy(), std_dev=means["std_dev"].to_numpy()))
    return pd.concat(found, ignore_index=True)


def members(survey: Survey, variable: str, level: str) -> npt.NDArray[np.bool_]:
    """Who is in a row."""
    inside = np.ones(len(survey.responses), dtype=bool)
    if variable in survey.background or CROSS in variable:
        for name, own in zip(variable.split(CROSS), level.split(CROSS), strict=True):
            inside &= survey.background[name].eq(own).to_numpy(bool, na_value=False)
    return inside


def known(survey: Survey, plan: ProtectionPlan, *, means: bool = False) -> list[int]:
    """People of whom it follows whether they are below the cut-off: no kinds of everybody fit in which they are not."""
    rows = _rows(survey, plan, means=means)
    score = intake.score(survey.responses, instrument=survey.instrument)
    truth = intake.below_cutoff(score, instrument=survey.instrument).to_numpy(bool)
    matrix, low, high = (np.array(part) for part in zip(*rows, strict=True))
    exact = np.concatenate([truth, score.to_numpy(float) / POINT]) if means else truth
    found = matrix @ exact
    assert ((found >= low - 1e-9) & (found <= high + 1e-9)).all(), "a published number is false"
    return [
        person
        for person in range(len(truth))
        if _infeasible(matrix, low, high, person, not truth[person], n=len(truth))
    ]


def _rows(survey: Survey, plan: ProtectionPlan, *, means: bool) -> list[tuple[npt.NDArray[np.float64], float, float]]:
    """What is published as rows over everybody's kind, and with means over everybody's points too."""
    table, n, most = published(survey, plan), len(survey.responses), HIGHEST / POINT
    rows = []
    for row in table[table["n_events"].notna()].itertuples():
        inside = members(survey, row.variable, row.level).astype(float)
        width = 10 if row.n_events % 5 == 4.5 else 5
        ends = row.n_events - (width - 1) / 2, row.n_events + (width - 1) / 2
        rows.append((np.concatenate([inside, np.zeros(n)]) if means else inside, *ends))
        if means and np.isfinite(row.mean) and np.isfinite(row.std_dev):
            n_least = row.n_respondents - (4.5 if row.n_respondents % 5 == 4.5 else 2)
            step = step_of(np.array(max(row.std_dev / np.sqrt(row.n_respondents) / 2, HIGHEST / n_least)))
            half, size = float(step) / 2 / POINT * inside.sum(), inside.sum()
            middle = row.mean / POINT * size
            rows.append((np.concatenate([np.zeros(n), inside]), middle - half, middle + half))
    if means:  # below the cut-off are those with fewer points
        end = CUTOFF / POINT
        for person in range(n):
            both = np.zeros(2 * n)
            both[person], both[n + person] = most - end + 1, 1.0
            rows.append((both, end, most))
    return rows


def _infeasible(matrix, low, high, person: int, kind: bool, *, n: int) -> bool:
    least, most = np.zeros(matrix.shape[1]), np.where(np.arange(matrix.shape[1]) < n, 1.0, HIGHEST / POINT)
    least[person] = most[person] = float(kind)
    done = milp(
        np.zeros(matrix.shape[1]),
        constraints=LinearConstraint(csr_matrix(matrix), low, high),
        bounds=Bounds(least, most),
        integrality=np.ones(matrix.shape[1]),
        options={"node_limit": _NODES},
    )
    return bool(done.status == _INFEASIBLE)
