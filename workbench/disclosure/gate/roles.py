"""The rule of each role: how a column is published that no `measure` decides."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.columns import COLUMNS
from workbench.disclosure.gate.coefficients import of_a_group
from workbench.disclosure.gate.derived import part_of_population
from workbench.disclosure.gate.estimates import Rows, published_means, published_spread
from workbench.disclosure.gate.steps import (
    band_of,
    fit_decimals,
    in_first_window,
    significant,
    step_of,
    to_step,
)
from workbench.errors import PublicationError
from workbench.intake.codebook import COMPARED_RESPONDENTS

_ROUGH = (1, 2, 5)
_AS_IT_IS = ("key", "word", "fixed")
_FILLED_LATER = ("estimate", "error", "end", "test", "derived")


def is_published(name: str, frame: pd.DataFrame) -> bool:
    """Whether tables of a report have it: nothing private, and no degrees of freedom that count respondents."""
    return COLUMNS[name].role != "private" and not (name == "df" and "std_error" in frame)


def published_columns(rows: Rows) -> pd.DataFrame:
    """Publish every column by its role; what only estimates and derived numbers fill is still empty."""
    found: dict[str, object] = {}
    for name in map(str, rows.frame):
        role = COLUMNS[name].role
        if not is_published(name, rows.frame):
            continue
        if role in _AS_IT_IS:
            found[name] = rows.frame[name]
        elif role == "people":
            found[name] = rows.counts[name]
        elif role in _FILLED_LATER:
            found[name] = np.full(len(rows.frame), np.nan)
        else:
            found[name] = _RULES[role](rows, name)
    return pd.DataFrame(found, index=rows.frame.index)


def _mean(rows: Rows, name: str) -> Floats:
    return published_means(rows, value=name).estimate


def _two_decimals(rows: Rows, name: str) -> Floats:
    """Two decimals; nothing of a group whose respondents are known to be too few for coefficients."""
    few = of_a_group(rows) & (rows.n < COMPARED_RESPONDENTS)
    return np.where(few, np.nan, np.round(rows.number(name), 2))


def _fit(rows: Rows, name: str) -> Floats:
    two, three = (np.round(rows.number(name), digits) for digits in (2, 3))
    return np.where(fit_decimals(rows.n) == 3, three, two)


def _size(rows: Rows, name: str) -> Floats:
    """Two digits, none behind the point: finer than 1 a few respondents change a chi-square."""
    return np.asarray(np.round(significant(rows.number(name), 2)))


def _gain(rows: Rows, name: str) -> Floats:
    return to_step(rows.number(name), step_of(rows.minimum / rows.n))


def _probability(rows: Rows, name: str) -> Floats:
    return band_of(rows.number(name))


def _spread(rows: Rows, name: str) -> Floats:
    """One digit; of items that a hundred answered, whose means stand alone, a fortieth of the range (0.1 of 1 to 5)."""
    of_items = (rows.n >= COMPARED_RESPONDENTS) & ~np.isnan(rows.span) & ("measure" not in rows.frame)
    value = rows.number(name)
    return np.where(of_items, to_step(value, step_of(rows.span / 40)), published_spread(rows, name))


def _weight(rows: Rows, name: str) -> Floats:
    """1, 2 or 5 times a power of ten, and nothing where few respondents weigh more, or less.

    Who knows how many people a group has in the population divides them by the weight and has its respondents.
    """
    part, value = rows.number("quantile"), rows.number(name)
    places = np.round(np.log10(value) * len(_ROUGH))
    rough = np.array(_ROUGH)[np.mod(places, len(_ROUGH)).astype(int)] * 10.0 ** np.floor_divide(places, len(_ROUGH))
    return np.where(np.fmin(part, 1 - part) * rows.n >= 2 * rows.minimum, rough, np.nan)


def _change(rows: Rows, name: str) -> Floats:
    """Round the expected change of a parameter to two decimals and to its standard error, that of a score test."""
    value = rows.number(name)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.abs(value) / np.sqrt(rows.number("score_statistic"))
    return to_step(value, step_of(np.fmax(0.01, error)))


def _part(rows: Rows, name: str) -> Floats:
    """Quotient of two published counts; where weights differ the part itself, to what few respondents change.

    Empty where it divides few: `<5 of 42` says more than any quotient of the middles of windows.
    """
    above, below = COLUMNS[name].of or ("", "")
    quotient, few = np.full(len(rows.frame), np.nan), np.zeros(len(rows.frame), dtype=bool)
    if known := above in rows.counts and below in rows.counts:
        n, part = rows.count(below), rows.count(above)
        with np.errstate(invalid="ignore", divide="ignore"):
            quotient = significant(part / n, 4)
        width = rows.width_of(above)
        few = in_first_window(part, width) | in_first_window(n - part, width)
    if "weight_cells" in rows.frame:
        weighted = to_step(rows.number(name), step_of(rows.minimum * rows.largest_part))
        few |= rows.weighted & ((weighted <= 0) | (weighted >= 1))
        quotient = np.where(rows.weighted | (not known), weighted, quotient)
    elif not known:
        raise PublicationError(
            f"`{name}` is a part, and its table has neither `{above}` and `{below}` nor `weight_cells`, from which it "
            "could be published. Give the result itself to `population.protect`."
        )
    return np.where(few, np.nan, quotient)


def _part_of_whole(rows: Rows, name: str) -> Floats:
    return part_of_population(rows) if name == "share_of_population" else _part(rows, name)


_RULES: dict[str, Callable[[Rows, str], Floats]] = {
    "part": _part_of_whole,
    "mean": _mean,
    "spread": _spread,
    "quotient": _two_decimals,
    "weight": _weight,
    "fit": _fit,
    "size": _size,
    "change": _change,
    "gain": _gain,
    "probability": _probability,
}
