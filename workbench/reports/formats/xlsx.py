"""All tables of a report in one Excel workbook: a sheet for each, numbers as numbers, and a list of them in front.

Figures are left out: a workbook is for numbers, and Word file and archive of figures have them with their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from workbench.reports.formats.libraries import check_installed
from workbench.reports.formats.report_words import made_lines, opening_lines
from workbench.reports.formats.shown_table import Cell, Head, ShownTable, shown_table
from workbench.reports.formats.xlsx_sheet import Book, Sheet
from workbench.reports.pages import RunFacts, page_notes
from workbench.reports.publishing import Edition, Outcome
from workbench.wording import say, speaking, spoken, translated

_LONGEST_NAME = 31  # of a sheet
_NARROWEST, _WIDEST, _WIDEST_TEXT = 9, 20, 44  # columns of a table, in characters
_CONTENTS_WIDTHS = (34, 72, 40, 42)


def check_available() -> None:
    """Refuse the format where XlsxWriter is not installed."""
    check_installed("Excel files", ("xlsxwriter", "xlsxwriter"))


def write(folder: Path, *, outcomes: Sequence[Outcome], facts: RunFacts, edition: Edition) -> None:
    """Write one workbook for each language."""
    for language in edition.languages:
        with speaking(language):
            title = f"{spoken(facts.source.title)} – {say('Tables')}"
            with Book(folder / f"tables-{language}.xlsx", title=title, made=facts.ended) as book:
                _write_book(book, outcomes, facts)


def _write_book(book: Book, outcomes: Sequence[Outcome], facts: RunFacts) -> None:
    tables = [(shown_table(table), outcome) for outcome in outcomes for table in outcome.exhibits.tables]
    names = _sheet_names([table.name for table, _ in tables])
    contents = book.sheet(say("Contents"))
    for (table, _), name in zip(tables, names, strict=True):
        _write_table(book.sheet(name), table, back=contents.name)
    _write_contents(contents, book.title, list(zip(tables, names, strict=True)), outcomes, facts)


def _sheet_names(tables: Sequence[str]) -> list[str]:
    """Names of sheets are short, and no two are alike."""
    names: list[str] = []
    for table in tables:
        name, n = table[:_LONGEST_NAME], 1
        while name in names:
            n += 1
            name = f"{table[: _LONGEST_NAME - 1 - len(str(n))]}~{n}"
        names.append(name)
    return names


def _write_contents(
    sheet: Sheet,
    title: str,
    tables: Sequence[tuple[tuple[ShownTable, Outcome], str]],
    outcomes: Sequence[Outcome],
    facts: RunFacts,
) -> None:
    sheet.widths(_CONTENTS_WIDTHS)
    sheet.title(0, title)
    at = 1
    for line in opening_lines(facts):
        at = sheet.paragraph(at, line)
    heads = [say("Table"), say("What it shows"), say("Page"), say("File")]
    at = sheet.headings(at + 1, heads, n_rows=len(tables), name="contents", about=say("Contents"))
    for (table, outcome), name in tables:
        sheet.link(at, 0, name, table.name)
        sheet.text(at, 1, table.caption)
        sheet.text(at, 2, translated(outcome.notebook.title))
        sheet.text(at, 3, f"tables/{table.name}.csv")
        at += 1
    sheet.title(at + 1, say("Notes"))
    at += 2
    for line in _notes(outcomes, facts):
        at = sheet.paragraph(at, line)


def _notes(outcomes: Sequence[Outcome], facts: RunFacts) -> list[str]:
    """Return what holds for all tables: how to read them, what a page says once, how the report was made."""
    common = [
        say(
            "Cells hold the numbers of the csv files and show them as the pages of the report do. The csv files have "
            "more columns."
        ),
        say(
            "What is no single number is text: a result that is withheld (–), a bound, a range of respondents such as "
            "10–19."
        ),
        say("Below each table stand its notes and methods."),
    ]
    once = dict.fromkeys(spoken(note) for outcome in outcomes for note in page_notes(outcome))
    return [*common, *once, *made_lines(facts)]


def _write_table(sheet: Sheet, table: ShownTable, *, back: str) -> None:
    section = [Head(label=say("Section"), is_text=True, ends=1)] if table.has_sections else []
    heads = [*section, *table.heads]
    rows = [[*(Cell(text=row.section) for _ in section), *row.cells] for row in table.rows]
    columns = [(head, end) for head in heads for end in range(head.ends)]
    labels = _labels(heads)
    sheet.widths(_column_widths(heads, labels, rows))
    sheet.title(0, table.caption)
    sheet.link(1, 0, back, say("Back to the contents"))
    at = sheet.headings(
        3,
        labels,
        n_rows=len(rows),
        name=f"table_{table.name}",
        about=table.caption,
        to_the_right=[not head.is_text for head, _ in columns],
        n_fixed=len(section) + 1,
    )
    for row in rows:
        for place, (cell, (head, end)) in enumerate(_by_column(row, heads)):
            if end < len(cell.numbers):
                sheet.number(at, place, cell.numbers[end])
            elif not cell.numbers:
                sheet.text(at, place, cell.text, to_the_right=not head.is_text)
        at += 1
    at += 1 if rows else 2
    for note in table.notes:
        at = sheet.paragraph(at, note)


def _by_column(row: Sequence[Cell], heads: Sequence[Head]) -> list[tuple[Cell, tuple[Head, int]]]:
    """Put a cell into each column of its heading: an interval has two, an estimate with its interval three."""
    return [(cell, (head, end)) for cell, head in zip(row, heads, strict=False) for end in range(head.ends)]


def _labels(heads: Sequence[Head]) -> list[str]:
    """Return a label for each column; no two of a table may be alike, so a second interval names what it is of."""
    labels: list[str] = []
    plain = [head.label for head in heads]
    for place, head in enumerate(heads):
        label = head.label
        if plain.count(label) > 1 and place:
            label = f"{plain[place - 1]}: {label}"
        labels += [_apart(one, labels) for one in _labels_of(label, head)]
    return labels


def _labels_of(label: str, head: Head) -> list[str]:
    """Return a label for each number of a cell; what brackets hold in a cell they hold in its heading."""
    if head.ends == 1:
        return [label]
    outer, _, inner = label.removesuffix(")").rpartition(" (")
    if head.kind == "with_df":
        return [outer, inner]
    interval = f"{outer}, {inner}" if outer else label
    both: list[str] = [say("{label}, low", label=interval), say("{label}, high", label=interval)]
    return [outer, *both] if head.kind == "with_interval" else both


def _apart(label: str, taken: Sequence[str]) -> str:
    folded = {other.casefold() for other in taken}
    tries = (label if n == 1 else f"{label} ({n})" for n in range(1, len(taken) + 2))
    return next(name for name in islice(tries, len(taken) + 1) if name.casefold() not in folded)


def _column_widths(heads: Sequence[Head], labels: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    longest = [max(map(len, label.split()), default=0) + 3 for label in labels]  # room for the arrow of the filter
    for row in rows:
        for place, (cell, (head, _)) in enumerate(_by_column(row, heads)):
            length = len(cell.text) // head.ends + 2
            longest[place] = max(longest[place], length)
    widest = [_WIDEST_TEXT if head.is_text else _WIDEST for head in heads for _ in range(head.ends)]
    return [min(max(length, _NARROWEST), most) for length, most in zip(longest, widest, strict=True)]
