"""A column of a table as people see it, and how each of its cells is written."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from workbench.wording import numbers, say, spoken_language

Kind = Literal[
    "text",
    "sentence",
    "count",
    "people",
    "number",
    "percent",
    "p_value",
    "p_band",
    "size",
    "interval",
    "percent_interval",
    "with_interval",
    "with_df",
]


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column that people see: from one frame column, or from several for what stands together in a cell.

    Attributes
    ----------
    names : tuple of str
    label : str
    kind : str
        `sentence`: words of ours, in which names stand in backticks; `people`: a published number of respondents, the
        middle of a window; `count`: any other whole number; `p_band`: upper end of the band of a p-value; `size`: a
        chi-square or the like; `with_interval`: an estimate and the ends of its interval; `with_df`: a `size` and its
        degrees of freedom.
    decimals : int
    bound : str
        Frame column that says `under` or `over` where the estimate is a bound; such a row has no interval.
    parts : tuple of str
        Frame columns of the two numbers of respondents that a share divides. Where one side is small the share is
        empty, and the numbers are written in its place: `<5 of 42`.
    language : str
        Of words that stand in one language whatever the report is written in: the statements of a scale.
    blank : str or mapping of str
        What an empty cell says where the usual word of its kind is not enough: one word, or those of some rows by the
        labels of the frame's index.
    """

    names: tuple[str, ...]
    label: str
    kind: Kind
    decimals: int
    bound: str
    parts: tuple[str, ...]
    language: str
    blank: str | Mapping[Hashable, str]


def column(
    label: str,
    *names: str,
    kind: Kind = "text",
    decimals: int | None = None,
    bound: str = "",
    parts: tuple[str, ...] = (),
    language: str = "",
    blank: str | Mapping[Hashable, str] = "",
) -> TableColumn:
    """Write a column down in one line; percentages have one decimal and other numbers two if nothing is said."""
    usual = 1 if kind.startswith("percent") else 2
    return TableColumn(
        names=names,
        label=label,
        kind=kind,
        decimals=usual if decimals is None else decimals,
        bound=bound,
        parts=parts,
        language=language,
        blank=blank,
    )


def is_empty(row: pd.Series, column: TableColumn) -> bool:
    """Whether a row has nothing to write in a column: neither a value nor the parts of a small share."""
    if column.parts and not row[list(column.parts)].isna().any():
        return False
    needed = column.names[:1] if column.kind == "with_interval" else column.names
    return any(pd.isna(row[name]) or row[name] == "" for name in needed)


def own_word(row: pd.Series, column: TableColumn) -> str:
    """Return what the column itself says in the empty cell of a row; nothing where it says nothing special."""
    return column.blank if isinstance(column.blank, str) else column.blank.get(row.name, "")


def usual_word(column: TableColumn) -> str:
    """Say in an empty cell what is not there; no cell is blank, and a dash is for what is withheld."""
    if column.kind == "people":
        return say("not told")
    if column.kind.startswith("p_"):
        return say("no test")
    return say("no interval") if column.kind in ("interval", "percent_interval") else say("no value")


def reference_rows(frame: pd.DataFrame) -> dict[Hashable, str]:
    """Return the word for cells that compare, in the rows of the levels that others are compared with."""
    return dict.fromkeys(frame.index[frame["level"] == frame["reference"]], say("reference"))


def cell_text(row: pd.Series, column: TableColumn, width: int, *, withheld: bool) -> str:
    """Write the cell of a row: its number in the column's way, a bound, the parts of a small share, a word or a dash.

    Parameters
    ----------
    row : pandas.Series
        Of the frame that is exported.
    column : TableColumn
    width : int
        Of the windows of the numbers of respondents.
    withheld : bool
        Whether the row shows no outcome.
    """
    values = [row[name] for name in column.names]
    if pd.isna(values[0]) and column.parts and not withheld:
        return numbers.part_of(*(float(row[name]) for name in column.parts), width=width)
    if column.kind == "with_interval" and not pd.isna(values[0]):
        return _with_interval(row, column)
    if any(pd.isna(v) or v == "" for v in values):
        return numbers.DASH if withheld else own_word(row, column) or usual_word(column)
    if column.bound and row[column.bound] and column.kind in ("percent", "number"):
        side = str(row[column.bound])
        if column.kind == "percent":
            return numbers.bound(values[0], side)
        known = numbers.number(values[0], column.decimals)
        return say("under {value}", value=known) if side == "under" else say("over {value}", value=known)
    if column.kind.endswith("interval"):
        as_percent = column.kind == "percent_interval"
        return numbers.interval(values[0], values[1], column.decimals, as_percent=as_percent)
    if column.kind == "with_df":
        return numbers.with_df(values[0], values[1])
    return _text(values[0], column, width)


def _with_interval(row: pd.Series, column: TableColumn) -> str:
    """Write an estimate with its interval; a reference level has the whole number that it has by definition."""
    estimate, low, high = (row[name] for name in column.names)
    if not pd.isna(low) and not pd.isna(high):
        return numbers.with_interval(estimate, low, high, column.decimals)
    if "reference" in row and row["reference"] == row["level"]:
        return numbers.shortest(estimate)
    return numbers.number(estimate, column.decimals)


def _text(value: Any, column: TableColumn, width: int) -> str:
    match column.kind:
        case "people":
            return numbers.people(value, width)
        case "count":
            return numbers.count(value)
        case "number":
            return numbers.number(value, column.decimals)
        case "percent":
            return numbers.percent(value, column.decimals)
        case "p_value":
            return numbers.p_value(value)
        case "p_band":
            return numbers.p_band(value)
        case "size":
            return numbers.size(value)
    return str(value)


def page_notes(columns: Sequence[TableColumn], width: int) -> list[str]:
    """Say what a page says once for all its tables: what a number stands for, and whose words statements are."""
    people = any(own.kind == "people" for own in columns)
    languages = {own.language for own in columns} - {"", spoken_language()}
    return [*(_windows(width) if people else ()), *map(_official_wording, sorted(languages))]


def _official_wording(language: str) -> str:
    """Say in which language the statements of a scale stand, where the page has another one."""
    return {
        "fi": say("Statements stand in the official Finnish wording of the scale."),
        "sv": say("Statements stand in the official Swedish wording of the scale."),
        "en": say("Statements stand in the official English wording of the scale."),
    }.get(language) or say("Statements stand in the official wording of the scale (language: {key}).", key=language)


def _windows(width: int) -> tuple[str, ...]:
    """Say what a number of respondents stands for; windows of an even width are written with both ends."""
    if width == 1 or width % 2 == 0:
        return ()
    low = 2 * width
    return (
        say(
            "Numbers of respondents are the middle of windows of {width}: {middle} stands for {low} to {high}. A wider "
            "window is written with both ends.",
            width=width,
            middle=low + width // 2,
            low=low,
            high=low + width - 1,
        ),
    )
