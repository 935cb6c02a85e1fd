"""What is wrong with a survey file before any column is looked at: its size, its names, its rows."""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from workbench.errors import DataError, did_you_mean

# Beyond every survey, and below what makes a machine stand still.
MOST_BYTES = 500_000_000
MOST_COLUMNS = 10_000
MOST_CELLS = 100_000_000  # rows times the columns that are read
# A sheet of answers shrinks to a tenth or a twentieth; zeros shrink to a thousandth.
_MOST_UNPACKED, _MOST_PARTS = 200_000_000, 1_000
_SWOLLEN = ((10_000_000, 50), (4_000_000, 200))  # from so many bytes on, more than so many times the file
_MOST_BESIDE_SHEETS = 50_000_000  # words and formats, which are read before any cell

_FEWEST_OF_ANOTHER, _COLUMNS_NAMED = 3, 3  # columns that a file lacks


def check_bytes(path: Path) -> None:
    """Refuse a file that is larger than any survey, before it is opened."""
    if (size := path.stat().st_size) > MOST_BYTES:
        raise DataError(
            f"Survey file {path.name} has {size // 1_000_000:,} MB, more than the {MOST_BYTES // 1_000_000} MB that "
            "are read. Export it again with the columns of the codebook only, as .parquet if it is still larger."
        )


def check_unpacked(path: Path) -> None:
    """Refuse a packed file whose parts, as its directory lists them, are far larger than the file itself.

    A part never unpacks to more than the directory says: Python stops there and calls the file broken.

    Raises
    ------
    DataError
        It would unpack to too much, or has too many parts.
    zipfile.BadZipFile
        It has no directory.
    """
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
    unpacked, size = sum(part.file_size for part in parts), max(path.stat().st_size, 1)
    swollen = any(unpacked > least and unpacked > ratio * size for least, ratio in _SWOLLEN)
    of_sheets = sum(part.file_size for part in parts if part.filename.startswith(("xl/worksheets/", "xl/media/")))
    if swollen or unpacked - of_sheets > _MOST_BESIDE_SHEETS or unpacked > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise DataError(
            f"Survey file {path.name} unpacks to {unpacked // 1_000_000:,} MB in {len(parts):,} parts, as no sheet of "
            "answers does. Save its one sheet with the survey as .csv."
        )


def check_extent(columns: int, *, file: str, rows: int = 0, read: int = 0) -> None:
    """Refuse more columns, or more cells in the columns that are read, than any survey has."""
    if columns > MOST_COLUMNS:
        raise DataError(
            f"Survey file {file} has {columns:,} columns, more than the {MOST_COLUMNS:,} that are read. Export it "
            "again with the columns of the survey only."
        )
    if rows * read > MOST_CELLS:
        raise DataError(
            f"Survey file {file} has more than {MOST_CELLS // 1_000_000} million cells in its columns that are read. "
            "Export it again with its respondents only, or name fewer columns in the codebook."
        )


def check_columns_present(names: Sequence[str], wanted: Iterable[str], *, file: str, n_named: int = 0) -> None:
    """Refuse a file without a column that the codebook names, or with two columns of that name.

    `n_named` is the number of columns that the codebook names, where `wanted` are not all of them.
    """
    known = Counter(names)
    wanted = list(dict.fromkeys(wanted))
    absent = [column for column in wanted if column not in known]
    of = max(n_named, len(wanted))
    if 2 * len(absent) > of and len(absent) >= _FEWEST_OF_ANOTHER:
        shown = ", ".join(f"`{column}`" for column in absent[:_COLUMNS_NAMED])
        more = ", …" if len(absent) > _COLUMNS_NAMED else ""
        raise DataError(
            f"Of the {of} columns that the codebook names {len(absent)} are not in {file} ({shown}{more}), so it looks "
            "like the codebook of another file or sheet. Name the codebook of this file, or draft one by `workbench "
            "codebook DATA`."
        )
    if absent:
        column = absent[0]
        others = f" Absent too: {', '.join(f'`{c}`' for c in absent[1:])}." if len(absent) > 1 else ""
        near = did_you_mean(column, names)
        raise DataError(f"Column `{column}` is not in {file}.{near}{others} Correct the column in the codebook.")
    for column in wanted:
        if known[column] > 1:
            raise DataError(
                f"Column `{column}` stands {known[column]} times in {file}. Give every column its own name."
            )


def check_rows(count: int, *, file: str) -> None:
    """Refuse a file without a row."""
    if count == 0:
        raise DataError(f"Survey file {file} has columns but no rows. Export it again with its respondents.")
