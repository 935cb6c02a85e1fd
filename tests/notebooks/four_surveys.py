"""Four invented surveys, each of which lacks something that a page would show; their numbers mean nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

OPTIONS = {0: "never", 1: "sometimes", 2: "often", 3: "always"}


def answers(rng: np.random.Generator, common: np.ndarray, n_items: int, cuts: list[float], lowest: int) -> np.ndarray:
    """Answers of items with one factor, as points from `lowest` on."""
    latent = 0.75 * common[:, None] + 0.66 * rng.normal(size=(len(common), n_items))
    return np.digitize(latent, cuts) + lowest


def three_items(folder: Path) -> tuple[Path, Path]:
    """Return data and codebook of a scale of three items, with an instrument of its own beside the codebook."""
    rng, n = np.random.default_rng(11), 700
    sex = rng.integers(1, 3, n)
    frame = pd.DataFrame(
        answers(rng, rng.normal(size=n), 3, [-1.5, -0.6, 0.2, 1.1], 1), columns=["t1", "t2", "t3"]
    ).assign(sex=sex, age=rng.integers(1, 4, n))
    instrument = _instrument(
        "invented-trust",
        "Invented Trust",
        {1: "fully disagree", 2: "disagree", 3: "neither", 4: "agree", 5: "fully agree"},
        ["t1", "t2", "t3"],
        score="{offset: -3, factor: 25/3, minimum: 0, maximum: 100, higher_means: more trust}",
        cutoff="low: {below: 40, label: low trust}",
    )
    background = """\
  sex: {column: sex, label: Sex, labels: {1: Women, 2: Men}}
  age: {column: age, label: Age, ordered: true, labels: {1: Young, 2: Middle, 3: Old}}
"""
    return _written(folder, "trust", frame, instrument, ["t1", "t2", "t3"], background)


def symptoms(folder: Path) -> tuple[Path, Path]:
    """Return data and codebook of ten symptoms with a cut-off at or above; men never choose the last option of `s4`."""
    rng, n = np.random.default_rng(12), 900
    sex = rng.integers(1, 3, n)
    items = [f"s{i}" for i in range(1, 11)]
    frame = pd.DataFrame(answers(rng, rng.normal(size=n), 10, [-0.4, 0.6, 1.4], 0), columns=items).assign(sex=sex)
    frame.loc[(frame["sex"] == 2) & (frame["s4"] == 3), "s4"] = 2
    instrument = _instrument(
        "invented-stress",
        "Invented Stress",
        OPTIONS,
        items,
        score="{offset: 0, factor: 1, minimum: 0, maximum: 30, higher_means: more symptoms}",
        cutoff="marked: {at_or_above: 14, label: marked stress}",
    )
    background = "  sex: {column: sex, label: Sex, labels: {1: Women, 2: Men}}\n"
    return _written(folder, "stress", frame, instrument, items, background)


def thin_level(folder: Path) -> tuple[Path, Path]:
    """Return an ESIS survey with a predictor of which one level lies on one side, and a group too small for a model."""
    rng, n = np.random.default_rng(13), 1000
    items = [f"esis{i}" for i in range(1, 11)]
    frame = pd.DataFrame(answers(rng, rng.normal(size=n), 10, [-1.9, -1.2, -0.5, 0.6], 1), columns=items)
    frame = frame.assign(
        region=rng.choice([1, 2, 3], n, p=[0.5, 0.44, 0.06]),
        sex=rng.integers(1, 3, n),
        carer=1,
        home=rng.integers(1, 3, n),
    )
    high = frame.index[frame[items].sum(axis=1) >= 42]
    frame.loc[high[:18], "carer"] = 2
    background = """\
  region: {column: region, label: Region, labels: {1: North, 2: South, 3: Islands}}
  sex: {column: sex, label: Sex, labels: {1: Women, 2: Men}}
  carer: {column: carer, label: Carer, labels: {1: not a carer, 2: carer}}
  home: {column: home, label: Home, labels: {1: owned, 2: rented}}
"""
    more = "groups: [region, sex]\npredictors: [sex, carer, home]\ncrossings: [[region, sex]]\n"
    more += "blocks: {Sex: [sex], + carer: [carer], + home: [home]}\n"
    return _written(folder, "carers", frame, None, items, background, more)


def bare(folder: Path) -> tuple[Path, Path]:
    """Return an ESIS survey of ten columns and nothing else: no groups, crossings, areas, years or weights."""
    rng, n = np.random.default_rng(14), 500
    items = [f"esis{i}" for i in range(1, 11)]
    frame = pd.DataFrame(answers(rng, rng.normal(size=n), 10, [-1.9, -1.2, -0.5, 0.6], 1), columns=items)
    return _written(folder, "bare", frame, None, items, "")


def _instrument(name: str, title: str, options: dict[int, str], items: list[str], *, score: str, cutoff: str) -> str:
    choices = "\n".join(f"  - {{points: {points}, label: {label}}}" for points, label in options.items())
    statements = "\n".join(f"  - {{id: {item}, statement: Invented statement {item}}}" for item in items)
    return f"""\
schema_version: 1
id: {name}
name: {title}, {len(items)} items
short_name: {title}
language: en
question: What do you say of these?
instruction: Choose one answer in each row.
options:
{choices}
items:
{statements}
score: {score}
missing: {{rule: complete, one_missing: not defined, reason: "Invented: complete answers only."}}
cutoffs:
  {cutoff}
permitted_use: [Invented for this test.]
source: Invented for this test.
copyright: none
"""


def _written(
    folder: Path,
    name: str,
    frame: pd.DataFrame,
    instrument: str | None,
    items: list[str],
    background: str,
    more: str = "",
) -> tuple[Path, Path]:
    folder.mkdir(parents=True, exist_ok=True)
    data, codebook = folder / f"{name}.csv", folder / f"{name}.yaml"
    frame.to_csv(data, index=False)
    scale = "esis"
    if instrument is not None:
        scale = instrument.split("id: ")[1].split("\n")[0]
        (folder / f"{scale}.yaml").write_text(instrument, encoding="utf-8")
    lines = ["schema_version: 1", f"title: Invented survey {name}", f"instrument: {scale}", "confirmed: true"]
    lines += ["synthetic: true", f"items: {{{', '.join(f'{item}: {item}' for item in items)}}}"]
    text = "\n".join(lines) + "\n" + (f"background:\n{background}" if background else "") + more
    codebook.write_text(text, encoding="utf-8")
    return data, codebook
