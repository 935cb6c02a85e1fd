"""Survey files of somebody who comes with their own; every answer in them is made by a program."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyreadstat

from workbench.instruments import load_instrument

N = 400
STATEMENTS = [item.statement for item in load_instrument("esis").items]
OPTIONS = {option.points: option.label for option in load_instrument("esis").options}
SYMPTOMS = [
    "I felt tense",
    "I worried about many things",
    "I could not relax",
    "I slept badly",
    "I was easily startled",
    "I felt restless",
    "My heart beat fast",
    "I felt calm",
    "I avoided people",
    "I found it hard to decide",
]


def _answers(k: int, *, lowest: int, highest: int, turned: tuple[int, ...] = (), seed: int = 1) -> np.ndarray:
    """Answers with one factor behind them; items in `turned` run against it."""
    draw = np.random.default_rng(seed)
    latent = 0.7 * draw.normal(size=(N, 1)) + 0.7 * draw.normal(size=(N, k))
    latent[:, list(turned)] *= -1
    cuts = np.linspace(-1.2, 1.2, highest - lowest)
    return lowest + (latent[:, :, None] > cuts).sum(axis=2)


def _people(seed: int = 2) -> pd.DataFrame:
    draw = np.random.default_rng(seed)
    sex, age = draw.integers(1, 3, N), draw.integers(18, 90, N)
    return pd.DataFrame({"sex": sex, "age": age, "wgt": np.round(draw.uniform(0.5, 1.5, N), 3)})


def write_sav(path) -> None:
    """The ESIS with labels, one item answered by some with 9 = no answer, and codes that run 1–5."""
    answers = pd.DataFrame(_answers(10, lowest=1, highest=5), columns=[f"q{i}" for i in range(1, 11)])
    answers.loc[:19, "q3"] = 9
    frame = pd.concat([_people(), answers], axis=1)
    labels = {"sex": "Sex", "age": "Age", "wgt": "Weight"}
    labels |= {f"q{i}": statement for i, statement in enumerate(STATEMENTS, start=1)}
    values = {f"q{i}": {float(k): v for k, v in OPTIONS.items()} | {9.0: "no answer"} for i in range(1, 11)}
    values["sex"] = {1.0: "Man", 2.0: "Woman"}
    pyreadstat.write_sav(frame.astype(float), str(path), column_labels=labels, variable_value_labels=values)


def write_form_service_csv(path) -> None:
    """The ESIS as a form service exports it: statements as headers, semicolons, decimal commas."""
    people = _people()
    frame = pd.DataFrame(_answers(10, lowest=1, highest=5), columns=[f"{i}. {s}" for i, s in enumerate(STATEMENTS, 1)])
    frame.insert(0, "Sukupuoli", people["sex"].map({1: "mies", 2: "nainen"}))
    frame.insert(1, "Paino", people["wgt"])
    frame.to_csv(path, sep=";", decimal=",", index=False)


def write_symptoms(path) -> None:
    """A symptom scale of ten items 0–3 with short names and no labels; the eighth runs against the others."""
    answers = pd.DataFrame(_answers(10, lowest=0, highest=3, turned=(7,)), columns=[f"sym{i}" for i in range(1, 11)])
    pd.concat([_people(), answers], axis=1).to_csv(path, index=False)
