"""What protection costs: cells without an outcome, bounds in place of shares, and the error that rounding adds.

`python -m benchmarks.disclosure_utility` prints the table of docs/explanation/disclosure.md.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tests.attackers.surveys import Truth, draw, draw_regional
from workbench import intake, population
from workbench.intake import Survey, SurveyDesign

EXAMPLE = ("data/example/synthetic-adult-survey.parquet", "data/codebooks/synthetic-adult-survey.yaml")
SIZES = {"5–19": (5, 20), "20–49": (20, 50), "50–99": (50, 100), "100–499": (100, 500), "500+": (500, 10**9)}


def cells(survey: Survey) -> pd.DataFrame:
    """Every group and cell of a declared crossing: number, whether it has no outcome or a bound, and rounding errors.

    Errors are those of the published mean and share, in standard errors of the cell.
    """
    score = intake.score(survey.responses, instrument=survey.instrument)
    below = intake.beyond_cutoff(score, instrument=survey.instrument)
    plan, design = population.protection_plan(survey), survey.design
    found = []
    for by in (survey.background, survey.crossings):
        if not len(by.columns):
            continue
        exact = [f(v, design=design, by=by) for f, v in ((population.mean, score), (population.share, below))]
        shown = [population.protect(one, plan=plan).frame for one in exact]
        part = (
            exact[0]
            .table[["variable", "level", "n_respondents"]]
            .assign(withheld=shown[0]["withheld"].to_numpy(), bound=shown[1]["bound"].ne("").to_numpy())
        )
        for name, one, own in zip(("mean", "share"), exact, shown, strict=True):
            error = own["estimate"].where(own.get("bound", "") == "") - one.table["estimate"]
            part[name] = (error / one.table["std_error"].where(one.table["std_error"] > 0)).to_numpy()
        found.append(part)
    return pd.concat(found, ignore_index=True)


def withheld(surveys: dict[str, list[Survey]]) -> pd.DataFrame:
    """Share of cells without an outcome, of those of five or more that have none, and of those whose share is a bound.

    All are parts of all cells.
    """
    rows = []
    for name, several in surveys.items():
        table = pd.concat([cells(survey) for survey in several])
        enough = table["withheld"] & (table["n_respondents"] >= 5)
        rows.append((name, len(several), len(table), table["withheld"].mean(), enough.mean(), table["bound"].mean()))
    return pd.DataFrame(rows, columns=["survey", "surveys", "cells", "no outcome", "of five or more", "bound"])


def rounding(surveys: list[Survey]) -> pd.DataFrame:
    """Added root mean square error by size of the cell: √(1 + r²) − 1, r the error of rounding in standard errors."""
    table = pd.concat([cells(survey) for survey in surveys])
    rows = []
    for name, (low, high) in SIZES.items():
        inside = table[table["n_respondents"].between(low, high - 1)]
        rows.append((name, len(inside), *(float(np.sqrt(1 + (inside[c] ** 2).mean()) - 1) for c in ("mean", "share"))))
    return pd.DataFrame(rows, columns=["respondents", "cells", "mean", "share"])


def parts(surveys: list[Survey]) -> pd.DataFrame:
    """Added root mean square error of the shares of the population that groups are, by size of the group."""
    found = []
    for survey in surveys:
        score = intake.score(survey.responses, instrument=survey.instrument)
        below = intake.beyond_cutoff(score, instrument=survey.instrument)
        result = population.composition(below, survey.background, design=survey.design)
        shown = population.protect(result, plan=population.protection_plan(survey)).frame["share_of_population"]
        exact = result.table
        error = (shown - exact["share_of_population"]) / exact["share_of_population_std_error"]
        found.append(pd.DataFrame({"n": exact["n_respondents"], "error": error}))
    table = pd.concat(found)
    rows = [
        (name, len(own), float(np.sqrt(1 + (own["error"] ** 2).mean()) - 1))
        for name, (low, high) in SIZES.items()
        for own in [table[table["n"].between(low, high - 1)]]
    ]
    return pd.DataFrame(rows, columns=["respondents", "groups", "part of the population"])


def regional_weights(seed: int, *by: str) -> Survey:
    """A regional survey that weighs cells of some variables, or without any each respondent, otherwise."""
    truth, rng = draw_regional(seed, crossed=False), np.random.default_rng(seed)
    cell = truth.people[list(by)].astype(str).agg("|".join, axis=1) if by else truth.people.index.to_series()
    weight = {own: 1_000 * float(np.exp(rng.normal(0, 0.5))) for own in sorted(cell.unique())}
    return replace(truth.survey, design=SurveyDesign(sampling_weights=cell.map(weight)))


def two_blank(seed: int) -> Survey:
    """800 respondents of whom two left sex blank, and no small cell."""
    return draw(2 * seed + 1, 800, small=12).survey


def main() -> None:
    """Print both tables."""
    example = intake.read_survey(EXAMPLE[0], codebook=EXAMPLE[1])
    regional: list[Truth] = [draw_regional(seed) for seed in range(5)]
    plain = [draw_regional(seed, crossed=False).survey for seed in range(5)]
    crossed = [truth.survey for truth in regional]
    several = {
        "example, 6,000": [example],
        "regional, 2,000 in 10 municipalities": plain,
        "the same, crossed with sex and age": crossed,
        "800, of whom two left sex blank": [two_blank(seed) for seed in range(10)],
    }
    print(withheld(several).round(3).to_string(index=False))
    print("Unweighted")
    unweighted = [*crossed, *(draw(seed, n).survey for n in (800, 2_000, 6_000) for seed in range(3))]
    print(rounding(unweighted).round(3).to_string(index=False))
    print("Weighted")
    weighted = [example, *(draw(seed, n, weighted=True).survey for n in (800, 2_000, 6_000) for seed in range(3))]
    print(rounding(weighted).round(3).to_string(index=False))
    for name, by in {"sex, age and county": ("sex", "age", "county"), "everybody": ()}.items():
        print(f"Parts of the population, weights of {name}")
        print(parts([regional_weights(seed, *by) for seed in range(3)]).round(3).to_string(index=False))
    print("Parts of the population, example")
    print(parts([example]).round(3).to_string(index=False))


if __name__ == "__main__":
    main()
