"""The last table of a chapter: values beside the criteria that the field has published for them; the reader judges."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Literal, NamedTuple

import pandas as pd

from workbench.tables.report_table import ReportTable
from workbench.tables.table_column import column
from workbench.wording import numbers, say


def reliability_levels() -> str:
    """Say what Nunnally & Bernstein (1994) ask of a reliability."""
    return say(
        ".70 for early research; .80 for comparing groups; .90 the least, .95 desirable, for decisions on individuals"
    )


class Criterion(NamedTuple):
    """One value and what has been said about such values.

    Attributes
    ----------
    term : str
        What the value is.
    estimate : float
        The value; NaN where it was withheld.
    criterion : str
        The published criterion in words, with what it was derived for where that is something else.
    source : str
        Who published it, and when.
    conf_low, conf_high : float
        Interval of the value; NaN without one.
    kind : str
        How the value is written.
    decimals : int
    """

    term: str
    estimate: float
    criterion: str
    source: str
    conf_low: float = math.nan
    conf_high: float = math.nan
    kind: Literal["number", "percent", "p_band", "count"] = "number"
    decimals: int = 2


def criteria_table(criteria: Iterable[Criterion], *, name: str, notes: tuple[str, ...] = ()) -> ReportTable:
    """Show values and intervals beside published criteria and their sources, without a verdict.

    Parameters
    ----------
    criteria : iterable of Criterion
        One row each, in the order of the page.
    name : str
        File name of the exported csv; a name of its own for each page.
    notes : tuple of str
        Footnotes.
    """
    rows = list(criteria)
    frame = pd.DataFrame(rows, columns=Criterion._fields).drop(columns=["kind", "decimals"])
    frame["estimate_text"] = pd.Series([_value(row) for row in rows], dtype="str")
    frame["interval_text"] = pd.Series([_interval(row) for row in rows], dtype="str")
    frame["withheld"] = frame["estimate"].isna()
    return ReportTable(
        name=name,
        caption=say("What the criteria say"),
        columns=(
            column(say("What"), "term"),
            column(say("Value"), "estimate_text"),
            column(say("Interval"), "interval_text", blank=say("no interval")),
            column(say("Criterion"), "criterion"),
            column(say("Source"), "source"),
        ),
        frame=frame,
        notes=(
            say(
                "Criteria are conventions, most of them from other scales and samples; none of them decides by itself."
            ),
            *notes,
        ),
    )


def _value(row: Criterion) -> str | None:
    if math.isnan(row.estimate):
        return None
    match row.kind:
        case "number":
            return numbers.number(row.estimate, row.decimals)
        case "percent":
            return numbers.percent(row.estimate, row.decimals)
        case "p_band":
            return numbers.p_band(row.estimate)
        case "count":
            return numbers.count(row.estimate)


def _interval(row: Criterion) -> str | None:
    if math.isnan(row.conf_low) or math.isnan(row.conf_high):
        return None
    return numbers.interval(row.conf_low, row.conf_high, row.decimals, as_percent=row.kind == "percent")
