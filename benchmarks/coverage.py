"""How often 95 % intervals hold the true value: the table of docs/explanation/interval-coverage.md, in two minutes.

    .venv/bin/python benchmarks/coverage.py            # to the screen
    .venv/bin/python benchmarks/coverage.py --write    # into the page

Six items with five options and the sum of their points, drawn 400 times from a population whose true values come from
four million persons. The weighted samples are drawn with unequal probabilities that go with the answers: without the
weights their estimates would be wrong.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import population, psychometrics
from workbench.intake import SurveyDesign
from workbench.simulation.graded_responses import draw_graded_responses

PAGE = Path(__file__).parents[1] / "docs" / "explanation" / "interval-coverage.md"
HEAD = "| items | respondents | weights | interval | covered, % | below, % | above, % |"
N_SAMPLES, N_BOOTSTRAP, N_TRUTH = 400, 400, 4_000_000
LOADINGS = np.array([0.5, 0.6, 0.7, 0.8, 0.6, 0.7])
THRESHOLDS = {"even": [-1.5, -0.5, 0.5, 1.5], "skewed": [-2.2, -1.7, -1.2, -0.5]}
# Three groups: share of the population, mean of the factor, and how much more often a member is drawn.
SHARES, MEANS, RATES = np.array([0.6, 0.3, 0.1]), np.array([0.2, -0.1, -0.9]), np.array([1.0, 2.0, 6.0])
CUTOFF = {"even": 14, "skewed": 22}


def draw(rng: np.random.Generator, n: int, items: str, rates: np.ndarray) -> tuple[pd.DataFrame, pd.Series]:
    """Answers and weights of n persons, each group drawn in proportion to its size and rate."""
    probability = SHARES * rates / (SHARES * rates).sum()
    group = rng.choice(len(SHARES), size=n, p=probability)
    centred = MEANS - SHARES @ MEANS
    spread = np.sqrt(1 - SHARES @ centred**2)  # so that the factor has variance 1 in the population
    points = draw_graded_responses(
        centred[group] + spread * rng.standard_normal(n),
        loadings=LOADINGS,
        thresholds=np.tile(THRESHOLDS[items], (len(LOADINGS), 1)),
        rng=rng,
    )
    return pd.DataFrame(points), pd.Series(1 / rates[group], name="weight")


def estimates(
    points: pd.DataFrame, weights: pd.Series | None, cutoff: int, seed: int
) -> Iterator[tuple[str, pd.Series]]:
    """Name of each interval, its estimate first, and the row that holds it."""
    bootstrap = {"interval": "bootstrap", "n_bootstrap": N_BOOTSTRAP, "seed": seed, "sampling_weights": weights}
    if weights is None:
        yield "alpha, Feldt", psychometrics.coefficient_alpha(points).table.loc[0]
    yield "alpha, bootstrap", psychometrics.coefficient_alpha(points, **bootstrap).table.loc[0]
    yield "omega, bootstrap", psychometrics.coefficient_omega(points, **bootstrap).table.loc[0]
    design, total = SurveyDesign(sampling_weights=weights), points.sum(axis=1).astype(float).rename("total")
    below = (total < cutoff).rename("below")
    yield "mean, t", population.mean(total, design=design).table.loc[0]
    for interval in ("logit", "wald"):
        yield f"share, {interval}", population.share(below, design=design, interval=interval).table.loc[0]


def coverage(items: str, n: int, weighted: bool, truth: dict[str, float]) -> list[str]:
    """Rows of the table: per cent of the intervals that hold the true value, lie below it and lie above it."""
    rng = np.random.default_rng([n, weighted, *items.encode()])
    rates = RATES if weighted else np.ones(len(RATES))
    sides: dict[str, list[int]] = {}
    for seed in range(N_SAMPLES):
        points, weights = draw(rng, n, items, rates)
        for name, row in estimates(points, weights if weighted else None, CUTOFF[items], seed):
            true = truth[name.split(",")[0]]
            sides.setdefault(name, []).append(int(row["conf_low"] > true) - int(row["conf_high"] < true))
    rows = []
    for name, side in sides.items():
        shares = (f"{100 * np.mean(np.equal(side, where)):.1f}" for where in (0, -1, 1))
        rows.append(f"| {items} | {n} | {'unequal' if weighted else 'none'} | {name} | {' | '.join(shares)} |")
    return rows


def true_values(items: str) -> dict[str, float]:
    """Alpha, omega, mean of the sum and share below the cut-off among the persons that stand for the population."""
    points, _ = draw(np.random.default_rng(1), N_TRUTH, items, np.ones(len(RATES)))
    total = points.sum(axis=1)
    bootstrap = {"interval": "bootstrap", "n_bootstrap": 100}
    return {
        "alpha": psychometrics.coefficient_alpha(points).table.loc[0, "estimate"],
        "omega": psychometrics.coefficient_omega(points, **bootstrap).table.loc[0, "estimate"],
        "mean": total.mean(),
        "share": (total < CUTOFF[items]).mean(),
    }


def main() -> None:
    rows = []
    for items in THRESHOLDS:
        truth = true_values(items)
        for n in (100, 500):
            for weighted in (False, True):
                rows += coverage(items, n, weighted, truth)
    table = "\n".join([HEAD, "|---|---|---|---|---|---|---|", *rows]) + "\n"
    print(table)
    if sys.argv[1:2] == ["--write"]:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(text[: text.index(HEAD)] + table, encoding="utf-8")


if __name__ == "__main__":
    main()
