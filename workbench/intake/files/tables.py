"""Excel workbooks and Parquet files: columns as they are stored."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException
from pyarrow import parquet

from workbench.errors import DataError, did_you_mean
from workbench.intake.files.file_checks import MOST_CELLS, check_columns_present, check_extent, check_unpacked
from workbench.intake.files.formats import Columns, FileContent, damaged, file_format
from workbench.wording import say

Rows = list[tuple[Any, ...]]

_HEAD_ROWS = 20
_MOST_NAMED = 20  # sheets
_MOST_CELLS = MOST_CELLS // 5  # of a workbook; they take five times the room of others
_MOST_ROWS, _MOST_EMPTY = 1_048_576, 100_000  # that Excel has; that stand between filled ones
_BROKEN_WORKBOOK = (  # whatever the readers of packed files and of XML run into
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


def read_excel_file(path: Path, columns: Columns, sheet: str | None = None) -> FileContent:
    """Read the sheet of that name, whose first row holds the column names.

    Without a name, the only sheet that holds the columns; without columns, the only one that holds a table. Hidden
    sheets are read by name only. Rows at its end without any filled cell are no respondents; their number is remarked.

    Raises
    ------
    DataError
        A damaged workbook, no such sheet, several that may be meant, an absent column.
    """
    title, rows = _chosen_sheet(path, columns, sheet)
    where = f"sheet `{title}` of {path.name}"
    if not rows:
        raise DataError(f"The {where} is empty. Put the survey there, names in row 1, or name another `sheet`.")
    names = tuple(_texts(rows[0]))
    check_extent(sum(map(bool, names)), file=path.name)
    chosen = [n for n in names if n] if columns is None else list(dict.fromkeys(columns))
    if place := _heading_row(rows, columns):
        raise DataError(
            f"The {where} has the column names in row {place + 1}. Delete the rows above them: the names must stand in "
            "row 1."
        )
    check_columns_present(names, chosen, file=where)
    last = max((place for place, row in enumerate(rows) if any(_filled(cell) for cell in row)), default=0)
    remarks = [say("sheet {name}", name=title)]
    if last < len(rows) - 1:
        n_empty = len(rows) - 1 - last
        remarks.append(say("{n} empty rows at the end of the sheet left out", n=n_empty))
    places = {column: names.index(column) for column in chosen}
    body = rows[1 : last + 1]
    frame = pd.DataFrame({c: pd.Series([row[p] for row in body], dtype=object) for c, p in places.items()})
    return FileContent(frame=frame, names=names, remarks=tuple(remarks))


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of the sheets of a workbook that are not hidden; none of another file.

    Raises
    ------
    DataError
        A damaged file, or one that is not what its name says.
    """
    if file_format(path) != "Excel":
        return ()
    try:
        check_unpacked(path)
        with warnings.catch_warnings(action="ignore"):
            book = openpyxl.load_workbook(path, read_only=True)
        names = tuple(str(one.title) for one in book.worksheets if one.sheet_state == "visible")
        book.close()
    except DataError:
        raise
    except _BROKEN_WORKBOOK:
        names = ()
    if not names:
        raise damaged(path, "Excel")
    return names


def _chosen_sheet(path: Path, columns: Columns, sheet: str | None) -> tuple[str, Rows]:
    sheets = _cells(path, sheet)
    if sheet is not None:
        return sheet, sheets[sheet]
    may_be = {title: rows for title, rows in sheets.items() if _may_be_meant(rows, columns)}
    if len(may_be) > 1:
        what = "the columns of the codebook" if columns else "a table"
        raise DataError(
            f"The workbook {path.name} has {what} in several sheets: {_listed(may_be)}. Say which one is the survey: "
            "under Sheet in the form, by `sheet: NAME` in the codebook, or by `--sheet NAME` of `workbench "
            "codebook` or `workbench instrument new`."
        )
    if may_be:
        return next(iter(may_be.items()))
    wanted = set(columns or ())  # none holds them all: the nearest is told what it lacks
    return max(sheets.items(), key=lambda entry: len(wanted & set(_texts(entry[1][0]))) if entry[1] else 0)


def _may_be_meant(rows: Rows, columns: Columns) -> bool:
    """Whether a sheet has the columns that are wanted; without these, two rows with two filled cells or more."""
    if columns:
        return bool(rows) and set(columns) <= set(_texts(rows[0]))
    return sum(sum(_filled(cell) for cell in row) > 1 for row in rows[:_HEAD_ROWS]) > 1


def _heading_row(rows: list[tuple[Any, ...]], columns: Columns) -> int:
    """Place of a row below a title that holds the column names, 0 if that is the first row or none."""
    head = rows[:_HEAD_ROWS]
    if columns is not None:
        return next((place for place, row in enumerate(head) if set(columns) <= set(_texts(row))), 0)
    named = sum(map(bool, _texts(rows[0])))
    if len(rows) > 1 and 1 < named < len(rows[0]) / 2 and all(isinstance(cell, str) for cell in rows[1]):
        return 1  # merged headings of blocks of columns stand above the names
    if named > 1:
        return 0
    return next((place for place, row in enumerate(head) if sum(isinstance(cell, str) for cell in row) > 1), 0)


def _texts(row: tuple[Any, ...]) -> list[str]:
    return ["" if cell is None else str(cell).strip() for cell in row]


def _cells(path: Path, sheet: str | None) -> dict[str, Rows]:
    """Rows of the sheet of that name, or of every sheet that is not hidden, each as long as the longest."""
    found: dict[str, Rows] = {}
    titles: list[str] = []
    try:
        check_unpacked(path)
        with warnings.catch_warnings(action="ignore"):  # some repeat a cell
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            titles = [str(one.title) for one in book.worksheets]
            shown = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
            for one in shown if sheet is None else [one for one in book.worksheets if one.title == sheet]:
                found[str(one.title)] = _rows(one, path.name)
            book.close()
    except DataError:
        raise
    except _BROKEN_WORKBOOK:
        titles = []
    # Outside the handler: a chained traceback could repeat text of the file.
    if not titles:
        raise damaged(path, "Excel")
    if not found:
        raise DataError(
            f"The workbook {path.name} has no sheet `{sheet}`.{did_you_mean(str(sheet), titles)} Its sheets: "
            f"{_listed(titles)}. Correct `--sheet`, or `sheet` in the codebook."
        )
    return found


def _rows(sheet: Any, file: str) -> Rows:
    rows: Rows = []
    n_cells = 0
    sheet.reset_dimensions()  # what the sheet says of its own extent may be far more than it holds
    for row in sheet.iter_rows(values_only=True):
        rows.append(tuple(row))
        n_cells += len(row)
        if n_cells > _MOST_CELLS or len(rows) > _MOST_ROWS:
            break
    n_filled = next((n for n in range(len(rows), 0, -1) if any(map(_filled, rows[n - 1]))), 0)
    width = max(map(len, rows), default=0)
    if n_cells > _MOST_CELLS or width * n_filled > MOST_CELLS:
        raise DataError(
            f"The sheet `{sheet.title}` of {file} has more than {_MOST_CELLS // 1_000_000} million cells. Save the "
            "columns of the survey as .csv."
        )
    if len(rows) > _MOST_ROWS or sum(not row for row in rows[:n_filled]) > _MOST_EMPTY:
        what = f"{_MOST_ROWS:,} rows" if len(rows) > _MOST_ROWS else f"{_MOST_EMPTY:,} empty rows before its last one"
        raise DataError(
            f"The sheet `{sheet.title}` of {file} has more than {what}, as no sheet of answers has. Save the columns "
            "of the survey as .csv."
        )
    return [row + (None,) * (width - len(row)) for row in rows[:n_filled]] + rows[n_filled:] if width else []


def _listed(titles: Iterable[str]) -> str:
    shown = list(titles)
    return ", ".join([*(f"`{title}`" for title in shown[:_MOST_NAMED]), *(["…"] if shown[_MOST_NAMED:] else [])])


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def read_parquet_file(path: Path, columns: Columns) -> FileContent:
    """Read the chosen columns; a stored pandas index, often an id, is not read.

    Raises
    ------
    DataError
        A damaged file, an absent column.
    """
    try:
        with parquet.ParquetFile(path) as file:
            schema, n_rows = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError):
        schema, n_rows = None, 0
    if schema is None:
        raise damaged(path, "Parquet")
    check_extent(len(schema.names), file=path.name)
    names = tuple(schema.names)
    nested = [field.name for field in schema if pa.types.is_nested(field.type)]
    chosen = [n for n in names if n not in nested] if columns is None else list(dict.fromkeys(columns))
    check_columns_present(names, chosen, file=path.name)
    check_extent(len(names), file=path.name, rows=n_rows, read=len(chosen))
    if several := [column for column in chosen if column in nested]:
        raise DataError(
            f"Column `{several[0]}` of {path.name} holds several values in one cell. Store one value for each "
            "respondent, or name another column in the codebook."
        )
    try:
        table = parquet.read_table(path, columns=chosen)
    except (pa.ArrowException, OSError):
        table = None
    if table is None:
        raise damaged(path, "Parquet")
    return FileContent(frame=table.to_pandas(ignore_metadata=True), names=names)
