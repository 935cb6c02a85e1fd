"""What follows from published numbers is computed from them: differences, ratios, people, parts of a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Bools, Floats
from workbench.disclosure.gate.coefficients import against_reference
from workbench.disclosure.gate.estimates import (
    RELIABLE_ERROR,
    RELIABLE_RESPONDENTS,
    Published,
    Rows,
    published_means,
    published_shares,
    reference_rows,
)
from workbench.disclosure.gate.middles import blocks, weighed
from workbench.disclosure.gate.steps import significant, step_of, to_decade, to_step, window_middle
from workbench.disclosure.plan import coarse_effect
from workbench.numerics import holm
from workbench.numerics.sampling import logit_interval


def derive(rows: Rows, frame: pd.DataFrame, withheld: Bools) -> pd.DataFrame:
    """Fill the derived columns of a table whose estimates are published already.

    Parameters
    ----------
    rows : Rows
        As computed.
    frame : DataFrame
        Published counts and estimates; derived columns still empty.
    withheld : array of bool
        Rows without an outcome: nothing of them enters a number of another row.
    """
    columns: dict[str, Any] = {}
    n = rows.n
    if "design_effect" in frame:
        columns |= _design_effect(rows, frame)
    if "unreliable" in frame:
        imprecise = frame["relative_std_error"].gt(RELIABLE_ERROR) if "relative_std_error" in frame else False
        columns["unreliable"] = (n < RELIABLE_RESPONDENTS) | imprecise
    if "odds_ratio" in frame:
        for name, of in (("odds_ratio", "estimate"), ("odds_ratio_low", "conf_low"), ("odds_ratio_high", "conf_high")):
            columns[name] = significant(np.exp(frame[of].to_numpy(float)), 3)
    if "people" in frame:
        columns |= _people(rows, frame)
    if "share_of_outcome" in frame:
        columns |= _composition(rows, frame, withheld)
    if "risk_ratio" in frame:
        columns |= against_reference(rows, frame)
    if "share_difference" in frame:
        columns |= _implied_differences(rows, frame)
    if "relative_index" in frame:
        columns |= _relative_index(rows, frame)
    return frame.assign(**columns)


def _design_effect(rows: Rows, frame: pd.DataFrame) -> dict[str, object]:
    """One design effect for the whole survey; that of the weights alone as coarsely, at most what it may be."""
    effect = np.full(len(frame), rows.design_effect)
    if "design_effect_at_most" in rows.frame:
        effect = np.array([coarse_effect(most) for most in rows.number("design_effect_at_most")])
    effective = significant(rows.n / effect, 2)
    effective = np.where(effect >= 1, np.fmin(effective, rows.n), effective)  # two digits may lie above all there are
    found = {"design_effect": effect, "effective_n": effective}
    return {name: values for name, values in found.items() if name in frame}


def compare(rows: Rows, frame: pd.DataFrame, own: Published, measure: str) -> pd.DataFrame:
    """Fill differences of groups from a reference, or from the rest of everyone; errors are those of the difference."""
    other, error, spread, n_other = _other_side(rows, frame, own, measure)
    own_spread = _spread(own)
    difference = np.where(np.array(own.bound) == "", own.estimate, np.nan) - other
    difference = significant(difference, 12)
    itself = frame["reference"].astype(str).eq(frame["level"].astype(str)).to_numpy()
    both = np.sqrt(own.std_error**2 + error**2)
    both = np.where(itself | np.isnan(difference), np.nan, both)
    df = np.where(rows.clustered, rows.df, rows.n + n_other - 2)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.where(itself, np.nan, difference / both)
        pooled = np.sqrt(((rows.n - 1) * own_spread**2 + (n_other - 1) * spread**2) / (rows.n + n_other - 2))
        hedges = difference / pooled * (1 - 3 / (4 * df - 1))
    margin = stats.t.isf(rows.tail(), df) * both
    p_value = 2 * stats.t.sf(np.abs(statistic), df)
    adjusted = np.full(len(p_value), np.nan)
    for at in blocks(frame):
        tested = at[~np.isnan(p_value[at])]
        adjusted[tested] = holm(p_value[tested])
    found = {
        "difference": difference,
        "std_error": significant(both, 2),
        "statistic": significant(statistic, 3),
        "p_value": p_value,
        "p_value_holm": adjusted,
        "conf_low": significant(difference - margin, 3),
        "conf_high": significant(difference + margin, 3),
        "hedges_g": significant(hedges, 2),
    }
    return frame.assign(**{name: values for name, values in found.items() if name in frame})


def _other_side(rows: Rows, frame: pd.DataFrame, own: Published, measure: str) -> tuple[Floats, Floats, Floats, Floats]:
    """Return published estimate, standard error, spread and respondents of what each row is compared with."""
    if "estimate_total" in rows.frame:
        return _rest(rows, own, measure)
    at = reference_rows(frame)
    known = at >= 0
    spread = _spread(own)
    estimate = np.where(np.array(own.bound) == "", own.estimate, np.nan)

    def of(x: Floats) -> Floats:
        return np.where(known, x[at], np.nan)

    return of(estimate), of(own.std_error), of(spread), of(rows.n)


def _rest(rows: Rows, own: Published, measure: str) -> tuple[Floats, Floats, Floats, Floats]:
    """Everyone less the group: (M − q m) / (1 − q) with q the group's part of the population."""
    totals = {"estimate": "estimate_total", "std_dev": "std_dev_total", "n_respondents": "n_total"}
    raw = rows.frame.assign(**{name: rows.frame[of] for name, of in totals.items() if of in rows.frame})
    counts = rows.counts.assign(n_respondents=rows.count("n_total"))
    if "n_events_total" in rows.frame:
        raw, counts = (
            raw.assign(n_events=rows.frame["n_events_total"]),
            counts.assign(n_events=rows.count("n_events_total")),
        )
    everyone = Rows(
        frame=raw.assign(weight_cells=_of_all(rows)),
        counts=counts,
        width=np.full(len(rows.width), rows.width.min(initial=np.inf)),
        widths=pd.DataFrame(index=counts.index),
        minimum=rows.minimum,
        design_effect=rows.design_effect,
        clustered=rows.clustered,
    )
    whole = published_means(everyone) if measure == "mean" else published_shares(everyone)
    part, n_other = part_of_population(rows), rows.count("n_total") - rows.n
    with np.errstate(invalid="ignore", divide="ignore"):
        rest = (whole.estimate - part * own.estimate) / (1 - part)
    spread = _spread(whole)
    with np.errstate(invalid="ignore"):
        error = spread * np.sqrt(rows.design_effect / n_other)
    return rest, error, spread, n_other


def _of_all(rows: Rows) -> pd.Series:
    """Who weighs the same of everyone in any level, the same in all rows: everyone's estimate is rounded once."""
    cells = pd.Series(rows.weights, index=rows.frame.index, dtype=object)
    for at in blocks(rows.frame):
        whole = np.concatenate(list(cells.iloc[at]))
        cells.iloc[at] = [whole] * len(at)
    return cells


def _spread(of: Published) -> Floats:
    return np.full(len(of.estimate), np.nan) if of.std_dev is None else of.std_dev


def part_of_population(rows: Rows) -> Floats:
    """Part of everyone in any level of the variable that belongs to each: of what the published numbers weigh."""
    people = weighed(rows, rows.n, 0)
    part = np.full(len(people), np.nan)
    for at in blocks(rows.frame):
        part[at] = people[at] / people[at].sum()
    return np.where(rows.weighted, _as_few_move(part, rows.n_least, rows), significant(part, 4))


def _as_few_move(value: Floats, least: Floats, rows: Rows) -> Floats:
    """Round sums of weights to what few of a group's respondents carry: who knows the population reads the weights."""
    return to_step(value, step_of(rows.minimum * value / np.fmax(least, 1)))


def _people(rows: Rows, frame: pd.DataFrame) -> dict[str, object]:
    """Share times people of the group, with an interval on the logarithm: everybody is known, a group is estimated."""
    counted = np.array([cells[:, 1].sum() for cells in rows.frame["weight_cells"]])
    weight = np.array([cells[:, 1] @ cells[:, 2] for cells in rows.frame["weight_cells"]])
    n = window_middle(counted, rows.width)
    with np.errstate(invalid="ignore", divide="ignore"):
        people = weighed(rows, n, 1) * rows.number("group_population") / weight
    people = _as_few_move(people, n - (rows.width - 1) / 2, rows)
    plain = frame["bound"].eq("").to_numpy()
    count = np.where(plain, frame["estimate"].to_numpy(float) * people, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        relative = (frame["std_error"] / frame["estimate"]).to_numpy(float) ** 2
        relative += rows.design_effect * np.maximum(1 / rows.n - 1 / rows.count("n_total"), 0)
        factor = np.exp(stats.t.isf(rows.tail(), rows.df) * np.sqrt(relative))
    found = {"people": count, "people_low": count / factor, "people_high": count * factor}
    return {name: significant(values, 3) for name, values in found.items()}


def _relative_index(rows: Rows, frame: pd.DataFrame) -> dict[str, object]:
    """Ratio of the ends of a line, with an interval on the logarithm where neither end may as well be 0.

    The ends lie half a slope below and above the mean, and mean and slope are uncorrelated.
    """
    lowest, highest = (frame[f"predicted_{end}"].to_numpy(float) for end in ("lowest", "highest"))
    middle, slope = (lowest + highest) / 2, frame["std_error"].to_numpy(float) ** 2 / 4
    around = rows.number("std_dev_total")
    if "n_events" in rows.frame:
        share = (middle - rows.number("value_minimum")) / rows.span
        around = rows.span * np.sqrt(np.maximum(share * (1 - share), 0))
    mean = significant(around, 1) ** 2 * rows.design_effect / rows.n
    t = stats.t.isf(rows.tail(), rows.df)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where((lowest > 0) & (highest > 0), lowest / highest, np.nan)
        square = (mean + slope) * (1 / lowest**2 + 1 / highest**2) - 2 * (mean - slope) / (lowest * highest)
        bounded = np.minimum(lowest, highest) > t * np.sqrt(mean + slope)
        factor = np.where(bounded, np.exp(t * np.sqrt(np.maximum(square, 0))), np.nan)
    found = {"relative_index": ratio, "relative_index_low": ratio / factor, "relative_index_high": ratio * factor}
    return {name: significant(values, 3) for name, values in found.items() if name in frame}


def _composition(rows: Rows, frame: pd.DataFrame, withheld: Bools) -> dict[str, object]:
    """Share of the population, and of all with the outcome: of both wholes the published part of each level."""
    part, share = np.where(withheld, np.nan, part_of_population(rows)), frame["estimate"].to_numpy(float)
    outcome = np.full(len(part), np.nan)
    for at in blocks(frame):
        mean = np.nansum(part[at] * share[at]) / max(np.nansum(np.where(np.isnan(share[at]), 0, part[at])), 1e-12)
        carried = part[at] * np.where(np.isnan(share[at]), mean, share[at])
        if (withheld[at] & (rows.n[at] >= rows.width[at])).any():
            continue  # what a larger level without an outcome carries is not known
        outcome[at] = np.where(
            frame["bound"].iloc[at].eq("") & ~np.isnan(share[at]), carried / np.nansum(carried), np.nan
        )
    found: dict[str, object] = {"share_of_population": part, "share_of_outcome": significant(outcome, 3)}
    wholes = {"population": rows.count("n_total"), "outcome": rows.count("n_events_total")}
    for whole, of in wholes.items():
        q = np.asarray(found[f"share_of_{whole}"], dtype=float)
        with np.errstate(invalid="ignore", divide="ignore"):
            error = np.sqrt(q * (1 - q) * rows.design_effect / of)
            low, high = logit_interval(q, error, of - 1, float(rows.tail()[0]) if len(q) else 0.025)
        found |= {
            f"share_of_{whole}_std_error": significant(error, 2),
            f"share_of_{whole}_low": significant(low, 3),
            f"share_of_{whole}_high": significant(high, 3),
        }
    return {name: values for name, values in found.items() if name in frame}


def _implied_differences(rows: Rows, frame: pd.DataFrame) -> dict[str, object]:
    """Differences of means and shares that a model implies, with the model's own standard errors."""
    at = reference_rows(frame)
    found: dict[str, object] = {}
    names = {
        "mean": ("difference", "std_error", "conf_low", "conf_high"),
        "share": ("share_difference", *(f"share_difference_{name}" for name in ("std_error", "low", "high"))),
    }
    for of, (difference, std_error, low, high) in names.items():
        values, error = frame[of].to_numpy(float), to_decade(rows.number(std_error))
        away = np.where(np.isnan(error) | (at < 0), np.nan, significant(values - values[at], 12))
        margin = stats.norm.isf(rows.tail()) * error
        found |= {difference: away, std_error: error}
        found |= {low: significant(away - margin, 3), high: significant(away + margin, 3)}
    return found
