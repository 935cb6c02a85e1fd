"""A table for people that carries its numbers as they were published beside those it writes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import Any

import pandas as pd

from workbench.media_types import TABLE_MIME
from workbench.population.estimates import UNRELIABLE
from workbench.tables.table_column import TableColumn, cell_text, is_empty, own_word, page_notes, usual_word
from workbench.wording import MARK, as_html, at_start, joined, numbers, say, spoken, spoken_language

_ENDS, _WRITTEN_ENDS = ("conf_low", "conf_high"), ("interval_text", "detail_text")
_BOUND_OF = {"bound": "estimate", "share_bound": "share"}


@dataclass(frozen=True, kw_only=True)
class Headline:
    """One main number, for records and for comparing reports: the value as published, and the words that show it.

    `detail` is a second, smaller line, e.g. the interval.
    """

    name: str
    label: str
    value: float
    text: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a table says in a sentence, made of its own numbers; the first page of a report puts findings in order.

    Its own page begins with it, whatever the topic.

    Attributes
    ----------
    topic : str
        What it is about: `share`, `published`, `groups`, `differences`, `answers`, `one factor`, `reliability`,
        `precision`; on their own pages alone `scale`, `order` (of its items) and `invariance`.
    sentence : str
    """

    topic: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Citable:
    """A sentence for an article, made of the table's own numbers.

    Attributes
    ----------
    paragraph : {"methods", "results"}
    sentence : str
    """

    paragraph: str
    sentence: str


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
        What is exported: as it passed the gate.
    width : int
        Of the windows of the numbers of respondents, `ProtectedTable.width`; required by columns of `people`.
    notes : tuple of str
        Footnotes.
    cautions : tuple of str
        Footnotes that keep readers from a wrong conclusion, or say how to see something else; at every depth.
    left_out : tuple of str
        Footnotes that say what could not be shown, and why; `workbench check` tells them before a run.
    repairs : tuple of str
        What in the codebook would change that: for the analyst, so `workbench check` alone tells it.
    blank : str
        Why a cell says one of the usual words, such as `no value`; required if one does.
    nothing : str
        Why there are no rows, where that can be; by default that there is nothing to show.
    headlines : tuple of Headline
        Main numbers, for records and for comparing reports.
    findings : tuple of Finding
        Sentences for the first page of the report.
    citable : tuple of Citable
        Sentences for an article.
    grouped_by : str
        Frame column whose value heads each block of rows, e.g. the variable above its levels.
    """

    name: str
    caption: str
    columns: tuple[TableColumn, ...]
    frame: pd.DataFrame
    width: int = 0
    notes: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    repairs: tuple[str, ...] = ()
    blank: str = ""
    nothing: str = ""
    headlines: tuple[Headline, ...] = ()
    findings: tuple[Finding, ...] = ()
    citable: tuple[Citable, ...] = ()
    grouped_by: str = ""

    def __post_init__(self) -> None:
        """Refuse an empty cell that nobody explains, and numbers of respondents whose windows nobody tells."""
        if not self.width and any(column.kind == "people" for column in self.columns):
            raise ValueError(f"Table {self.name} shows numbers of respondents. Give the `width` of their windows.")
        if (empty := self._empty()) and not self.blank:
            raise ValueError(f"Table {self.name} has empty cells in {list(empty)}. State the reason in `blank`.")

    def _empty(self) -> dict[str, str]:
        """Usual words of empty cells in rows that are neither withheld nor a bound, by the column behind each."""
        open_rows, found = self.frame.loc[~self._withheld()], dict[str, str]()
        for column in self.columns:
            rows = open_rows[~self._bounded(column, open_rows)]
            behind = rows[list(column.names)]
            rows = rows[(behind.isna() | (behind == "")).any(axis=1)]
            if any(is_empty(row, column) and not own_word(row, column) for _, row in rows.iterrows()):
                found[column.names[0]] = usual_word(column)
        return found

    @staticmethod
    def _bounded(column: TableColumn, frame: pd.DataFrame) -> pd.Series:
        """Rows whose share is a bound."""
        if not column.bound:
            return pd.Series(False, index=frame.index)
        return frame[column.bound].isin(["under", "over"])

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

    def words(self) -> dict[str, Any]:
        """Return what people read, and the exported rows with their words, in the language that is spoken."""
        return {
            "html": self.html(),
            "rows": self._rows_as_values(),
            "caption": self.caption,
            "page_notes": self._page_notes(),
            "headlines": [vars(h) for h in self.headlines],
            "findings": [vars(f) for f in self.findings],
            "citable": [vars(c) for c in self.citable],
        }

    def payload(self) -> dict[str, Any]:
        """Everything a runner needs to export the table, as plain JSON values."""
        return {
            "name": self.name,
            "caption": self.caption,
            "columns": self._exported(),
            "shown": [list(self._behind(c)) for c in self.columns],
            "rows": self._rows_as_values(),
            "notes": [*self.cautions, *self.left_out, *self.notes],
            "page_notes": self._page_notes(),
            "n_withheld": int(self._withheld().sum()),
            "headlines": [vars(h) for h in self.headlines],
            "findings": [vars(f) for f in self.findings],
            "citable": [vars(c) for c in self.citable],
        }

    def _rows_as_values(self) -> list[list[Any]]:
        ordered = self.frame[self._exported()]
        frame = ordered.astype(object).where(ordered.notna(), None)
        return [[_plain(v) for v in row] for row in frame.itertuples(index=False)]

    def _behind(self, column: TableColumn) -> tuple[str, ...]:
        """Return the exported columns behind a shown one; what was written beforehand has its numbers beside it."""
        name = column.names[0]
        written = name.removesuffix("_text")
        if written == name or written in self.frame:
            return (written, *column.names[1:])
        return _ENDS if name in _WRITTEN_ENDS else ("estimate",)

    def _exported(self) -> list[str]:
        """Columns left to right; what says that a number is a bound stands beside it, so that nobody misses it."""
        order = [str(c) for c in self.frame if c not in _BOUND_OF]
        shown = {c.bound: c.names[0] for c in reversed(self.columns)}
        for bound, estimate in _BOUND_OF.items():
            if bound in self.frame:
                order.insert(order.index(estimate if estimate in order else shown[bound]) + 1, bound)
        return order

    def html(self) -> str:
        """HTML table with row and column headings; every text is escaped, so a label can do nothing."""
        heads = "".join(f'<th scope="col" class="{c.kind}">{escape(c.label)}</th>' for c in self.columns)
        rows = self._rows()
        signs, methods = self._footnotes()
        foot = "".join(f"<li>{as_html(note)}</li>" for note in signs)
        foot += "".join(f'<li class="method">{as_html(note)}</li>' for note in methods)
        return (
            f'<div class="workbench-table" tabindex="0" role="region" aria-label="{escape(self.caption)}"><table>'
            f"<caption>{escape(self.caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
            + (f'<ul class="table-notes">{foot}</ul>' if foot else "")
            + "</div>"
        )

    def _page_notes(self) -> list[str]:
        """Return what the page says once for all its tables."""
        return [] if self.frame.empty else page_notes(self.columns, self.width)

    def _footnotes(self) -> tuple[list[str], tuple[str, ...]]:
        """Return what signs mean, what is withheld, a bound or left out; and what the table says of itself."""
        notes = [f"{MARK} {spoken(UNRELIABLE)}"] if self._marked().any() else []
        if self._withheld().any():
            notes.append(self._why_withheld())
        if any(self._bounded(column, self.frame).any() for column in self.columns):
            notes.append(
                say(
                    "Under and over: the estimate is only a bound, since few respondents are on one side or rounding "
                    "leaves nothing of it; nothing else is computed from it."
                )
            )
        notes += map(spoken, (*self.cautions, *self.left_out))
        if words := list(dict.fromkeys(self._empty().values())):
            notes.append(say("{words}: {reason}", words=at_start(joined(words, ", ")), reason=self.blank))
        return notes, tuple(map(spoken, self.notes))

    def _why_withheld(self) -> str:
        dash = numbers.DASH
        if not self.width:
            return say("{dash} too few respondents: no outcome is shown.", dash=dash)
        hidden = self.frame[self._withheld()]
        if "n_respondents" in hidden and (hidden["n_respondents"] >= self.width).any():
            return say(
                "{dash} no outcome is shown where it could tell of fewer than {n} respondents.",
                dash=dash, n=self.width,
            )  # fmt: skip
        return say("{dash} fewer than {n} respondents: no outcome is shown.", dash=dash, n=self.width)

    def _rows(self) -> list[str]:
        rows, block = [], None
        states = zip(self.frame.iterrows(), self._withheld(), self._marked(), strict=True)
        for (_, row), hidden, marked in states:
            if self.grouped_by and row[self.grouped_by] != block:
                block = row[self.grouped_by]
                rows += [self._heading(row)] if block else []
            rows.append(self._row(row, bool(hidden), bool(marked)))
        nothing = escape(self.nothing or say("Nothing to show."))
        return rows or [f'<tr><td colspan="{len(self.columns)}">{nothing}</td></tr>']

    def _heading(self, row: pd.Series) -> str:
        """Return the line above a block."""
        head = escape(str(row[self.grouped_by]))
        return f'<tr class="block"><th scope="rowgroup" colspan="{len(self.columns)}">{head}</th></tr>'

    def _row(self, row: pd.Series, hidden: bool, marked: bool) -> str:
        cells = []
        for place, column in enumerate(self.columns):
            shown = cell_text(row, column, self.width, withheld=hidden)
            text = as_html(shown) if column.kind == "sentence" else escape(shown)
            text += f" {MARK}" if marked and place == 0 else ""
            empty = not hidden and is_empty(row, column)
            kind = f"{column.kind} blank" if empty else column.kind
            foreign = column.language not in ("", spoken_language()) and not empty
            other = f' lang="{escape(column.language)}"' if foreign else ""
            cells.append(
                f'<th scope="row"{other}>{text}</th>' if place == 0 else f'<td class="{kind}"{other}>{text}</td>'
            )
        return f"<tr{' class=withheld' if hidden else ''}>{''.join(cells)}</tr>"


def _plain(value: Any) -> Any:
    """JSON value of a cell; JSON has no infinity, so infinite degrees of freedom become the word."""
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, float) and math.isinf(plain):
        return "inf" if plain > 0 else "-inf"
    return plain
