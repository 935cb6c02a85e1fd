"""Logistic regression, means and shares of areas, and the numbers of a report on subgroups: package survey in R.

    python benchmarks/population.py [n_respondents ...]

Respondents come from 20 strata with unequal weights and live in 309 areas. At a million R takes minutes for the areas:
it estimates ten of them there, and its time is multiplied; the line says so.
"""

import sys

import numpy as np
import pandas as pd

from benchmarks.side_by_side import Measured, compare, in_r
from workbench import population
from workbench.intake import SurveyDesign

SIZES = (26_000, 1_000_000)
N_STRATA, N_AREAS, FEW_AREAS, ALL_AREAS_UP_TO = 20, 309, 10, 50_000
REPORT_RESPONDENTS = 200_000
LEVELS = {"p1": 2, "p2": 5, "p3": 3, "p4": 6, "p5": 4, "p6": 3, "p7": 2, "p8": 4}
MODEL = " + ".join(f"factor({name})" for name in LEVELS)
JOBS = f"""
suppressMessages(library(survey)); x$w <- x$w / 10
d <- svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = x)
few <- subset(d, area < {{few}})
job("survey::svyglm", "survey", quote(svyglm(below ~ {MODEL}, d, family = quasibinomial())),
    function(v) c(coef(v), SE(v)))
job("{{means}}", "survey", quote(svyby(~score, ~area, few, svymean)), function(v) c(coef(v), SE(v)))
job("{{shares}}", "survey", quote(svyby(~below, ~area, few, svymean)), function(v) c(coef(v), SE(v)))
"""


def survey(n: int) -> pd.DataFrame:
    """Whole numbers only, weights in tenths: R reads them from a text file."""
    rng = np.random.default_rng(1)
    frame = pd.DataFrame({name: rng.integers(0, levels, n) for name, levels in LEVELS.items()})
    frame["stratum"], frame["area"] = rng.integers(0, N_STRATA, n), rng.integers(0, N_AREAS, n)
    frame["w"] = 5 + 3 * frame["stratum"] + rng.integers(0, 20, n)
    latent = 70 - 4 * frame["p1"] - 3 * frame["p3"] + 2 * frame["p5"] - 0.3 * frame["stratum"]
    frame["score"] = np.clip(np.round(latent + rng.normal(0, 17, n)), 0, 100).astype(int)
    return frame.assign(below=(frame["score"] < 50).astype(int))


def design(frame: pd.DataFrame) -> SurveyDesign:
    return SurveyDesign(sampling_weights=frame["w"] / 10, strata=frame["stratum"])


def categories(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    return frame[names].astype("category")


def in_areas(result, count: int) -> np.ndarray:
    return result.table.loc[: count - 1, ["estimate", "std_error"]].to_numpy().T


def compare_with_r(n: int) -> None:
    frame = survey(n)
    few = FEW_AREAS if n > ALL_AREAS_UP_TO else N_AREAS
    times = N_AREAS / few
    words = f"survey::svyby, {few} areas × {times:g}" if times > 1 else "survey::svyby"
    names = {"means": f"{words}: means", "shares": f"{words}: shares"}
    r = in_r(frame, JOBS.format(few=few, **names))
    r = {name: run._replace(seconds=run.seconds * (times if name in names.values() else 1)) for name, run in r.items()}
    print(f"\n{n:,} respondents in {N_STRATA} strata, weighted")
    print(f"{'':46}{'here, s':>9}{'peer, s':>10}{'ratio':>8}  {'peer':42}{'difference':>10}")
    sampled, below = design(frame), frame["below"].astype(bool)
    predictors, area = categories(frame, list(LEVELS)), frame["area"].astype("category")
    compare(
        "logistic regression, 8 predictors",
        lambda: population.fit_logistic(below, predictors, design=sampled),
        None,
        r.get("survey::svyglm"),
    )
    by_area: list[tuple[str, object, Measured | None]] = [
        ("means of 309 areas", lambda: population.mean(frame["score"], design=sampled, by=area), r.get(names["means"])),
        ("shares of 309 areas", lambda: population.share(below, design=sampled, by=area), r.get(names["shares"])),
    ]
    for what, ours, peer in by_area:
        compare(what, ours, lambda result: in_areas(result, few), peer)


def report(n: int) -> None:
    """What a report says of twelve background variables: means, shares, differences, who carries the outcome."""
    frame = survey(n)
    frame = frame.assign(**{f"more{number}": frame[f"p{number}"] for number in (2, 4, 5, 8)})
    names = [*LEVELS, "more2", "more4", "more5", "more8"]
    groups, sampled, below = categories(frame, names), design(frame), frame["below"].astype(bool)

    def numbers() -> None:
        population.mean(frame["score"], design=sampled, by=groups)
        population.share(below, design=sampled, by=groups)
        population.quantiles(frame["score"], design=sampled, by=groups)
        population.compare_groups(frame["score"], groups, design=sampled)
        population.compare_groups(below, groups, design=sampled, against="rest")
        population.composition(below, groups, design=sampled)

    print(f"\n{n:,} respondents, {len(names)} background variables; the aim is 5 s")
    compare("means, shares, quantiles, differences, parts", numbers, None, repeats=2)


def main() -> None:
    for n in [int(word) for word in sys.argv[1:]] or SIZES:
        compare_with_r(n)
    report(REPORT_RESPONDENTS)


if __name__ == "__main__":
    main()
