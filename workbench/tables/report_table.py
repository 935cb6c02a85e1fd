"""A table for people that carries its numbers at full precision beside the rounded ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import pandas as pd

from workbench.media_types import TABLE_MIME
from workbench.population.estimates import UNRELIABLE
from workbench.wording import MARK, numbers

Kind = Literal["text", "count", "number", "percent", "p_value", "interval", "percent_interval"]


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column that people see: from one frame column, or from two for an interval."""

    names: tuple[str, ...]
    label: str
    kind: Kind
    decimals: int


def column(label: str, *names: str, kind: Kind = "text", decimals: int | None = None) -> TableColumn:
    """Write a column down in one line; percentages have one decimal and other numbers two if nothing is said."""
    usual = 1 if kind.startswith("percent") else 2
    return TableColumn(names=names, label=label, kind=kind, decimals=usual if decimals is None else decimals)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One number for the first page of a report: value at full precision, and the words that show it.

    `detail` is a second, smaller line, e.g. the interval.
    """

    name: str
    label: str
    value: float
    text: str
    detail: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class ReportTable:
    """A table ready to be shown and exported.

    Rows whose frame says `unreliable` get a mark beside their heading.

    Attributes
    ----------
    name : str
        File name of the exported csv, without ending.
    caption : str
        What the table shows, for whom, with which weights.
    columns : tuple of TableColumn
        What people see, left to right; the first column is the row heading.
    frame : pandas.DataFrame
        What is exported: full precision, withheld values already removed.
    notes : tuple of str
        Footnotes.
    blank : str
        Why a cell of a row that is not withheld is empty; required if there is one.
    nothing : str
        Why there are no rows, where that can be.
    headlines : tuple of Headline
        Numbers for the first page of the report.
    grouped_by : str
        Frame column whose value heads each block of rows, e.g. the variable above its levels.
    """

    name: str
    caption: str
    columns: tuple[TableColumn, ...]
    frame: pd.DataFrame
    notes: tuple[str, ...] = ()
    blank: str = ""
    nothing: str = "Nothing to show."
    headlines: tuple[Headline, ...] = ()
    grouped_by: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty cell that nobody explains."""
        if self._empty() and not self.blank:
            raise ValueError(f"Table {self.name} has empty cells in {self._empty()}. State the reason in `blank`.")

    def _empty(self) -> list[str]:
        """Shown columns with an empty cell in a row that is not withheld."""
        open_rows = self.frame.loc[~self._withheld()]
        return [name for column in self.columns for name in column.names if open_rows[name].isna().any()]

    def _withheld(self) -> pd.Series:
        if "withheld" in self.frame:
            return self.frame["withheld"].astype(bool)
        return pd.Series(False, index=self.frame.index)

    def _marked(self) -> pd.Series:
        """Rows that are shown, but with a mark, because they are not precise."""
        if "unreliable" in self.frame:
            return self.frame["unreliable"].eq(True).fillna(False).astype(bool) & ~self._withheld()
        return pd.Series(False, index=self.frame.index)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {"text/plain": f"Table: {self.caption}", "text/html": self.html(), TABLE_MIME: self.payload()}

    def payload(self) -> dict[str, Any]:
        """Everything a runner needs to export the table, as plain JSON values."""
        frame = self.frame.astype(object).where(self.frame.notna(), None)
        return {
            "name": self.name,
            "caption": self.caption,
            "columns": [str(c) for c in frame.columns],
            "rows": [[_plain(v) for v in row] for row in frame.itertuples(index=False)],
            "notes": list(self.notes),
            "n_withheld": int(self._withheld().sum()),
            "headlines": [vars(h) for h in self.headlines],
        }

    def html(self) -> str:
        """HTML table with row and column headings; every text is escaped, so a label can do nothing."""
        heads = "".join(f'<th scope="col" class="{c.kind}">{escape(c.label)}</th>' for c in self.columns)
        rows = self._rows()
        notes = list(self.notes)
        if self._withheld().any():
            notes.insert(0, f"{numbers.DASH} withheld: too few respondents to publish.")
        if self._marked().any():
            notes.insert(0, f"{MARK} {UNRELIABLE}")
        if self._empty():
            notes.append(f"Empty cells: {self.blank}")
        foot = "".join(f"<li>{escape(note)}</li>" for note in notes)
        return (
            f'<div class="workbench-table" tabindex="0" role="region" aria-label="{escape(self.caption)}"><table>'
            f"<caption>{escape(self.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            + (f'<ul class="table-notes">{foot}</ul>' if foot else "")
            + "</div>"
        )

    def _rows(self) -> list[str]:
        rows, block = [], None
        states = zip(self.frame.iterrows(), self._withheld(), self._marked(), strict=True)
        for (_, row), hidden, marked in states:
            if self.grouped_by and row[self.grouped_by] != block:
                block = row[self.grouped_by]
                head = f'<th scope="rowgroup" colspan="{len(self.columns)}">{escape(str(block))}</th>'
                rows += [f'<tr class="block">{head}</tr>'] if block else []
            rows.append(self._row(row, bool(hidden), bool(marked)))
        return rows or [f'<tr><td colspan="{len(self.columns)}">{escape(self.nothing)}</td></tr>']

    def _row(self, row: pd.Series, hidden: bool, marked: bool) -> str:
        cells = []
        for place, column in enumerate(self.columns):
            text = escape(_cell(row, column, hidden))
            text += f" {MARK}" if marked and place == 0 else ""
            cells.append(f'<th scope="row">{text}</th>' if place == 0 else f'<td class="{column.kind}">{text}</td>')
        return f"<tr{' class=withheld' if hidden else ''}>{''.join(cells)}</tr>"


def _cell(row: pd.Series, column: TableColumn, hidden: bool) -> str:
    values = [row[name] for name in column.names]
    if any(pd.isna(v) for v in values):
        return numbers.DASH if hidden else ""
    match column.kind:
        case "text":
            return str(values[0])
        case "count":
            return numbers.count(values[0])
        case "number":
            return numbers.number(values[0], column.decimals)
        case "percent":
            return numbers.percent(values[0], column.decimals)
        case "p_value":
            return numbers.p_value(values[0])
        case "interval":
            return numbers.interval(values[0], values[1], column.decimals)
        case "percent_interval":
            return numbers.interval(values[0], values[1], column.decimals, as_percent=True)


def _plain(value: Any) -> Any:
    """JSON value of a cell; JSON has no infinity, so infinite degrees of freedom become the word."""
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, float) and math.isinf(plain):
        return "inf" if plain > 0 else "-inf"
    return plain
