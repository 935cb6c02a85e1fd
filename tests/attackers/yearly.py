"""Years crossed with nested areas, and the slope over the years: further lines through a small cell."""

from __future__ import annotations

from itertools import product

import numpy as np

from tests.attackers.joint import Tables, joint_worlds
from tests.attackers.reading import Window, coefficient_window, count
from tests.attackers.recover import Recovered
from tests.attackers.surveys import RANGE, Truth, answers, truth_of
from tests.attackers.worlds import Worlds
from workbench import population
from workbench.results import Result

YEARS = ("2019", "2021", "2023")
TOWNS = ("Town 1", "Town 2", "Town 3", "Town 4")
COUNTY = {"Town 1": "North", "Town 2": "North", "Town 3": "South", "Town 4": "South"}
CELL = {"year": YEARS[0], "town": TOWNS[-1]}
_PEOPLE = 5  # whose influence the slope of a share does not tell apart


def draw_years(seed: int, n: int) -> Truth:
    """Four towns in two counties and three years; the smallest town has one to four respondents in the first year."""
    rng = np.random.default_rng([seed, n, 2019])
    year = rng.choice(YEARS, n).astype(object)
    town = rng.choice(TOWNS[:3], n, p=[0.5, 0.3, 0.2]).astype(object)
    size, few = int(rng.integers(14, 37)), int(rng.integers(1, 5))
    town[:size], year[:size] = TOWNS[-1], np.where(np.arange(size) % 2, *YEARS[1:])
    year[:few] = YEARS[0]
    background = {
        "year": (year, YEARS),
        "county": (np.array([COUNTY[t] for t in town], dtype=object), ("North", "South")),
        "town": (town, TOWNS),
    }
    effect = 4 * (year == YEARS[-1]) - 8 * (town == TOWNS[-1])
    crossings = (("year", "county"), ("year", "town"))
    return truth_of(background, answers(rng, effect), crossings=crossings, area=("county", "town"))


def slopes(truth: Truth) -> dict[str, Result]:
    """Change of mean and share per year."""
    years = truth.survey.background[["year"]].apply(lambda column: column.cat.as_ordered())
    given = {"design": truth.survey.design, "scores": "numbers"}
    return {
        "slope": population.trend(truth.score, years, **given),
        "share_slope": population.trend(truth.below, years, **given),
    }


def recover_first_year(truth: Truth, tables: Tables, *, exact: bool) -> Recovered:
    """Respondents of the smallest town in the first year."""
    worlds = joint_worlds(tables, {"year": YEARS, "town": TOWNS}, exact=exact)
    _hold_counties(worlds, tables, exact)
    _hold_slope(worlds, tables, exact)
    n, e, s = truth.count(**CELL)
    found = {kind: worlds.range_of(worlds.number(kind, **CELL)) for kind in "ne"}
    return Recovered(**found, score=Window(0, RANGE), true_n=n, true_e=e, true_score=s / n)


def _hold_counties(worlds: Worlds, tables: Tables, exact: bool) -> None:
    for name in ("shares_table", "crossed_shares_table"):
        frame = tables[name]
        for _, row in frame[frame["variable"].isin(["county", "year × county"])].iterrows():
            *year, county = str(row["level"]).split(" × ")
            cells = [{"town": t, **({"year": year[0]} if year else {})} for t in TOWNS if COUNTY[t] == county]
            for kind, column in (("n", "n_respondents"), ("e", "n_events")):
                if not np.isnan(row[column]):
                    worlds.hold(sum(worlds.number(kind, **cell) for cell in cells), count(row[column], exact))  # type: ignore[arg-type]


def _hold_slope(worlds: Worlds, tables: Tables, exact: bool) -> None:
    """Numbers below by year that give the slope, for any numbers of respondents in their windows.

    b = Σ (x − x̄) e / Σ (x − x̄)² n.
    """
    row, frame = tables["share_slope_table"].iloc[0], tables["shares_table"]
    rows = frame[frame["variable"] == "year"].set_index("level").loc[list(YEARS)]
    if rows[["n_respondents", "n_events"]].isna().any(axis=None) or np.isnan(row["estimate"]):
        return
    x = np.array(YEARS, dtype=float) - float(YEARS[1])
    ns = np.array(list(product(*(count(v, exact).whole for v in rows["n_respondents"]))), dtype=float)
    es = np.array(list(product(*(count(v, exact).whole for v in rows["n_events"]))), dtype=float)
    middle = (ns @ x / ns.sum(axis=1))[:, None]
    spread = (ns * (x - middle) ** 2).sum(axis=1)
    floor = _PEOPLE * float(np.max(np.abs(x[None, :] - middle).max(axis=1) / spread))
    known = coefficient_window(float(row["estimate"]), float(row["std_error"]), 0.5, floor, exact)
    slope = (es @ (x - middle).T) / spread
    fits = ((slope >= known.low - 1e-9) & (slope <= known.high + 1e-9)).any(axis=1)
    if not fits.any():
        raise AssertionError("No numbers fit the slope: the intruder reads it wrongly.")
    for weight in ([1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 1], [1, 1, 1]):
        sums = es[fits] @ np.array(weight)
        form = sum(w * worlds.number("e", year=year) for w, year in zip(weight, YEARS, strict=True))
        worlds.hold(form, Window(float(sums.min()), float(sums.max())))  # type: ignore[arg-type]
