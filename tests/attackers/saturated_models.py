"""A model that is saturated in fact: what is said of the whole of it is a function of the cells that it has."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd

from tests.attackers.reading import count
from tests.unit.surveys import build_survey
from workbench.intake import Survey

QUESTIONS = ("student", "working", "retired")
_RISKS = np.array([0.2, 0.35, 0.25, 0.4])


class Exclusive(NamedTuple):
    """A survey with three yes/no questions of which at most one is yes, and one to four who leave one of them out.

    `kind`: 0 where none is yes, else which; of all that know everything but outcomes.
    """

    survey: Survey
    below: pd.Series
    kind: np.ndarray
    answers: pd.DataFrame


def exclusive(seed: int, n: int = 200) -> Exclusive:
    """Draw such a survey, everybody with a score."""
    rng = np.random.default_rng([seed, n])
    kind = rng.choice(4, n, p=rng.dirichlet([8, 8, 8, 8]))
    given = np.where(kind[:, None] == np.arange(1, 4), "Yes", "No").astype(object)
    given[rng.choice(n, rng.integers(1, 5), replace=False), rng.integers(3)] = None
    background = {name: pd.Series(pd.Categorical(given[:, j], ["No", "Yes"])) for j, name in enumerate(QUESTIONS)}
    below = pd.Series(rng.random(n) < _RISKS[kind], dtype="boolean")
    return Exclusive(build_survey(background, below, predictors=QUESTIONS), below, kind, pd.DataFrame(background))


def left_below(truth: Exclusive, shares: pd.DataFrame, told: dict[str, float]) -> set[int]:
    """Numbers below the cut-off among those left out that fit windows of levels and what is said of the whole model."""
    out = truth.answers.isna().any(axis=1).to_numpy()
    n = np.bincount(truth.kind[~out], minlength=4)
    windows = {(row.variable, row.level): count(row.n_events, False) for row in shares.itertuples()}
    assert not any(np.isnan([window.low for window in windows.values()]))
    found = set()
    for outcome in product((0, 1), repeat=int(out.sum())):
        of_left = {
            (name, level): int((truth.answers.loc[out, name] == level).to_numpy() @ np.array(outcome))
            for name in QUESTIONS
            for level in ("No", "Yes")
        }
        yes = [windows[name, "Yes"] for name in QUESTIONS]
        ranges = [
            np.arange(w.low - of_left[q, "Yes"], w.high - of_left[q, "Yes"] + 1)
            for q, w in zip(QUESTIONS, yes, strict=True)
        ]
        e = np.stack(np.meshgrid(np.arange(n[0] + 1), *ranges, indexing="ij"), axis=-1).reshape(-1, 4)
        fits = ((e >= 0) & (e <= n)).all(axis=1)
        for j, name in enumerate(QUESTIONS, start=1):
            no = e.sum(axis=1) - e[:, j] + of_left[name, "No"]
            fits &= (no >= windows[name, "No"].low) & (no <= windows[name, "No"].high)
        e = e[fits]
        if len(e) and _fits(e, n, told):
            found.add(sum(outcome))
    return found


def _fits(e: np.ndarray, n: np.ndarray, told: dict[str, float]) -> bool:
    kept = np.ones(len(e), dtype=bool)
    for number, value in whole_model(e, n).items():
        kept &= np.abs(value - told[number]) <= 0.005 + 1e-9 if number in told else True
    return bool(kept.any())


def whole_model(e: np.ndarray, n: np.ndarray) -> dict[str, np.ndarray]:
    """Diagnostics of a saturated model, a row of `e` for each set of numbers below in its cells."""
    f, risk = n - e, np.clip(e / n, 1e-12, 1 - 1e-12)
    over = (risk[:, :, None] > risk[:, None, :]) + 0.5 * (risk[:, :, None] == risk[:, None, :])
    below, others = e.sum(axis=1), f.sum(axis=1)
    mean = below / n.sum()
    model = (e * np.log(risk) + f * np.log1p(-risk)).sum(axis=1)
    null = n.sum() * (mean * np.log(mean) + (1 - mean) * np.log1p(-mean))
    return {
        "area under the ROC curve": np.einsum("mi,mj,mij->m", e, f, over) / (below * others),
        "Tjur's R²": (e * risk).sum(axis=1) / below - (f * risk).sum(axis=1) / others,
        "Nagelkerke's R²": (1 - np.exp(2 * (null - model) / n.sum())) / (1 - np.exp(2 * null / n.sum())),
    }
