"""A difference of two reports: in words for a terminal, and every change as a row of a csv file."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from workbench.columns import COLUMNS
from workbench.errors import RunError
from workbench.reports.comparing.cells import ChangedCell, TableChange, number_in
from workbench.reports.comparing.difference import Difference
from workbench.reports.comparing.headlines import Headline
from workbench.reports.comparing.lines import number_of_things, once, shortened
from workbench.wording import count, inert_text

_HOW_TO_READ = {
    "others": (
        "How to read this: the two reports are taken as independent samples, each number with its own interval, and "
        "rounding is allowed for. People who answered both times make a difference more exact than is said here; "
        "nothing is tested, and nothing is corrected for looking at several numbers."
    ),
    "the same": (
        "How to read this: both reports rest on the same respondents of the same data file. No difference here is one "
        "between people or times; it comes from codebook, program, notebooks or parameters."
    ),
    "shared": (
        "How to read this: both reports rest on the same data file, and respondents of one are, or may be, in the "
        "other, as those of a group are in the report of everyone. Their intervals do not tell a difference; the page "
        "of subgroups and the overview of a batch set a group against everyone else."
    ),
}
_BESIDE = ("people", "error", "end", "test", "probability")  # roles of what stands beside an estimate
_COLUMNS = ("what", "place", "row", "column", "before", "after", "change")


def difference_lines(found: Difference) -> list[str]:
    """Say what changed: headline numbers first, then tables, methods, and what the reports were made from."""
    return [
        f"From {found.before} to {found.after}",
        "",
        *_headlines(found),
        _HOW_TO_READ[found.people],
        "",
        *_tables(found),
        "",
        *_sentences(found),
        "",
        *_made_from(found),
    ]


def _headlines(found: Difference) -> Iterator[str]:
    for pair in found.headlines:
        yield pair.label
        yield f"  {_said(pair.before)} → {_said(pair.after)}"
        yield f"  {pair.word}"


def _said(headline: Headline | None) -> str:
    if headline is None:
        return "none"
    return f"{headline.text} ({headline.detail})" if headline.detail else headline.text


def _tables(found: Difference) -> Iterator[str]:
    changed = [table for table in found.tables if not table.same]
    n_cells = sum(table.n_cells for table in found.tables)
    yield (
        f"Tables: {len(changed)} of {number_of_things(len(found.tables), 'table')} in both reports changed, "
        f"{count(sum(len(table.changed) for table in changed))} of {count(n_cells)} cells."
    )
    for table in changed:
        yield f"  {table.name}: {'; '.join(_of_table(table))}"
    yield from (f"  {name}: only in {found.before}" for name in found.tables_gone)
    yield from (f"  {name}: only in {found.after}" for name in found.tables_new)


def _of_table(table: TableChange) -> Iterator[str]:
    if table.changed:
        up, down = (sum(sign * cell.change > 0 for cell in table.changed) for sign in (1, -1))
        words = len(table.changed) - up - down
        parts = [f"{up} up", f"{down} down", *([f"{words} in words or empty"] if words else [])]
        yield f"{len(table.changed)} of {number_of_things(table.n_cells, 'cell')} ({', '.join(parts)})"
    if (largest := largest_change(table)) is not None:
        yield f"most: {largest.row}, {largest.column} {largest.before} → {largest.after}"
    for what, names in (("row", table.rows_gone), ("column", table.columns_gone)):
        if names:
            yield f"{number_of_things(len(names), what)} only before"
    for what, names in (("row", table.rows_new), ("column", table.columns_new)):
        if names:
            yield f"{number_of_things(len(names), what)} only after"
    if table.reordered:
        yield "another order of rows"


def largest_change(table: TableChange) -> ChangedCell | None:
    """Return the number that changed most beside its size; a count, error, p-value or end only where no other did."""
    numbers = [cell for cell in table.changed if math.isfinite(cell.change)]
    main = [cell for cell in numbers if cell.column in COLUMNS and COLUMNS[cell.column].role not in _BESIDE]
    return max(main or numbers, key=_relative, default=None)


def _relative(cell: ChangedCell) -> float:
    return abs(cell.change) / max(abs(number_in(cell.before)), abs(number_in(cell.after)))


def _sentences(found: Difference) -> Iterator[str]:
    yield (
        f"Methods and notes: {number_of_things(len(found.sentences), 'sentence')} in other words"
        f"{f', {count(found.n_numbers)} with other numbers alone' if found.n_numbers else ''}."
    )
    yield from shortened(
        line
        for place, (before, after) in once(found.sentences)
        for line in (f"  {place}", f"    before: {before}", f"    after:  {after}")
    )


def _made_from(found: Difference) -> Iterator[str]:
    yield "Made from: the same." if not found.made_from else "Made from, where it differs:"
    yield from (f"  {part}: {before} → {after}" for part, (before, after) in found.made_from.items())


def write_difference(found: Difference, path: Path) -> None:
    """Write every change as a row of a csv file: UTF-8, comma, decimal point.

    Parameters
    ----------
    found : Difference
    path : Path
        A file that is not there yet.

    Raises
    ------
    RunError
        The file exists, is no ``.csv``, or cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise RunError(f"`--output` names {path.name}, but changes are written as csv. Give a name that ends in .csv.")
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows([_inert(cell) for cell in row] for row in _rows(found))
    except FileExistsError as error:
        raise RunError(f"{path.name} exists already. Choose another `--output`, so that it is not lost.") from error
    except OSError as error:
        raise RunError(
            f"{path.name} cannot be written ({error.strerror}). Give another `--output` in a folder that is there."
        ) from error


def _inert(cell: str) -> str:
    return inert_text(cell) if math.isnan(number_in(cell)) else cell


def _rows(found: Difference) -> Iterator[tuple[str, ...]]:
    for pair in found.headlines:
        yield "headline", "", pair.label, "", _said(pair.before), _said(pair.after), pair.word
    for table in found.tables:
        for cell in table.changed:
            change = "" if math.isnan(cell.change) else f"{cell.change:.6g}"
            yield "cell", table.name, cell.row, cell.column, cell.before, cell.after, change
        yield from (("row", table.name, row, "", "there", "", "") for row in table.rows_gone)
        yield from (("row", table.name, row, "", "", "there", "") for row in table.rows_new)
        yield from (("column", table.name, "", column, "there", "", "") for column in table.columns_gone)
        yield from (("column", table.name, "", column, "", "there", "") for column in table.columns_new)
    yield from (("table", name, "", "", "there", "", "") for name in found.tables_gone)
    yield from (("table", name, "", "", "", "there", "") for name in found.tables_new)
    yield from (("sentence", place, "", "", *pair, "") for place, pair in found.sentences.items())
    yield from (("made from", part, "", "", *pair, "") for part, pair in found.made_from.items())
