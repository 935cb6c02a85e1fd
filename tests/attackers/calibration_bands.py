"""Groups of risk: one of them, or all above one, may be a published group but for the few whom the model leaves out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from tests.unit.surveys import build_survey
from workbench.columns import OTHER_LEVELS
from workbench.intake import Survey

Cell = tuple[str, ...]
WIDTH = 5
_BANDS = 10
_LEVELS = {"ill": ("No", "Yes"), "sex": ("Women", "Men"), "education": ("Basic", "Secondary", "Higher")}


class Dominated(NamedTuple):
    """A survey in which one predictor dominates, so that those with one level are the group of highest risk."""

    survey: Survey
    below: pd.Series


def dominated(seed: int, n: int) -> Dominated:
    """Draw such a survey; one to four of that level leave another predictor out."""
    rng = np.random.default_rng([seed, n])
    people = pd.DataFrame({name: rng.choice(words, n) for name, words in _LEVELS.items()}, dtype=object)
    people["ill"] = np.where(rng.random(n) < rng.uniform(0.08, 0.1), "Yes", "No")
    people.loc[rng.choice(np.flatnonzero(people["ill"] == "Yes"), rng.integers(1, 5), replace=False), "sex"] = None
    risk = (
        0.12
        + 0.5 * (people["ill"] == "Yes")
        + 0.04 * (people["sex"] == "Men")
        + 0.04 * (people["education"] == "Basic")
    )
    background = {name: pd.Series(pd.Categorical(people[name], words)) for name, words in _LEVELS.items()}
    below = pd.Series(rng.random(n) < risk, dtype="boolean")
    return Dominated(build_survey(background, below, predictors=tuple(_LEVELS)), below)


def cells_of_bands(people: pd.DataFrame, odds: pd.DataFrame, variables: list[str]) -> dict[str, list[Cell]]:
    """Cells of each group of risk: the intruder is told them, where others can only put published odds in order."""
    last = odds[odds["model"] == odds["model"].iloc[-1]]
    log_odds = {key: dict(zip(rows["level"], rows["estimate"], strict=True)) for key, rows in last.groupby("variable")}
    weight = people.dropna(subset=variables).groupby(variables, observed=True).size()
    weight = weight[weight > 0]
    risk = [
        round(sum(_of(log_odds.get(v, {}), x) for v, x in zip(variables, cell, strict=True)), 9)
        for cell in weight.index
    ]
    of_risk = weight.groupby(np.array(risk)).sum()
    middle = (of_risk.cumsum() - of_risk / 2) / of_risk.sum()
    band = np.unique((middle * _BANDS).astype(int).clip(upper=_BANDS - 1), return_inverse=True)[1]
    number = dict(zip(of_risk.index, band + 1, strict=True))
    found: dict[str, list[Cell]] = {}
    for cell, value in zip(weight.index, risk, strict=True):
        found.setdefault(f"{number[value]} of {band.max() + 1}", []).append(cell)
    return found


def _of(levels: Mapping[str, float], level: str) -> float:
    """Log odds of a level, of the merged ones if the model does not name it, 0 where it leaves out the variable."""
    return levels.get(level, levels.get(OTHER_LEVELS, 0.0))


def told(truth: Dominated, bands: pd.DataFrame, cells: Mapping[str, list[Cell]], shares: pd.DataFrame) -> list[str]:
    """What windows of groups of risk, taken from those of levels that hold one to four people more, tell of these."""
    people, found = truth.survey.background, []
    answered, variables = people.notna().all(axis=1), list(people)
    of_people = pd.MultiIndex.from_frame(people[variables].astype(object))
    for last, union in _unions(bands):
        inside = answered.to_numpy() & of_people.isin([cell for band in union["level"] for cell in cells[band]])
        for row in shares.itertuples():
            level = people[row.variable].eq(row.level).to_numpy()
            few = int((level & ~inside).sum())
            if not (inside <= level).all() or not 0 < few < WIDTH:
                continue
            low, high = (len(union) * (WIDTH - 1) / 2 * sign + union["n_events"].sum() for sign in (-1, 1))
            whole = (row.n_events - (row.width - 1) / 2, row.n_events + (row.width - 1) / 2)
            if whole[0] - high > 0:
                found.append(f"somebody of {few} is below ({last})")
            if whole[1] - low < few:
                found.append(f"not all of {few} are below ({last})")
    return found


def _unions(bands: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each group of risk, all above it and all below it, as windows."""
    windows = bands.assign(n_events=bands["n_events"] // WIDTH * WIDTH + (WIDTH - 1) / 2).reset_index(drop=True)
    for place in range(len(windows)):
        yield str(windows["level"][place]), windows.iloc[[place]]
        if 0 < place < len(windows) - 1:
            yield "and above", windows.iloc[place:]
            yield "and below", windows.iloc[: place + 1]
