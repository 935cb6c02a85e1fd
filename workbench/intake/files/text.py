"""Text files (.csv): encoding, separator and fields, each refused where it could be read in two ways."""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv as arrow_csv

from workbench.errors import DataError
from workbench.intake.files.file_checks import check_columns_present, check_extent, check_rows
from workbench.intake.files.formats import Columns, FileContent
from workbench.wording import Said, n_rows, say

_SEPARATORS = (",", ";", "\t")
_ROWS_COMPARED = 200
# Two bytes of a UTF-8 letter such as "ä", in a file that is not UTF-8 throughout.
_UTF8_LETTER = re.compile(rb"[\xc2-\xc5][\x80-\xbf]")
# A sign or a capital between two small letters (other than apostrophes, hyphen and the letters š œ ž): in Windows-1252
# "täysin" of a DOS or Macintosh file looks so.
_FOREIGN_LETTER = re.compile(rb"[a-z](?![\x92\x9a\x9c\x9e\xad\xb4\xb7])[\x80-\xde\xf7][a-z]")


def read_text_file(path: Path, columns: Columns, most_rows: int | None = None) -> FileContent:
    """Read a csv file as text; what is a number is decided later, column by column.

    Raises
    ------
    DataError
        An encoding or separator that cannot be told, rows of unequal length, an absent column, no rows.
    """
    raw = path.read_bytes()
    encoding, text = _decoded(raw, path.name)
    text = text.lstrip("\r\n")
    separator, names = _separator(text, columns, path.name)
    check_extent(len(names), file=path.name)
    chosen = names if columns is None else tuple(dict.fromkeys(columns))
    check_columns_present(names, chosen, file=path.name)
    frame, more = _fields(text, separator, names, chosen, path.name, most_rows)
    check_rows(len(frame), file=path.name)
    remarks = (encoding, _separated_by(separator))
    return FileContent(frame=frame, names=names, remarks=remarks, only_first=len(frame) if more else None)


def _decoded(raw: bytes, file: str) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        raise DataError(f"Survey file {file} is not plain text in UTF-8 or Latin-1. Save it as “CSV UTF-8”.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if text.strip():
        return "UTF-8", text
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or _UTF8_LETTER.search(raw) or _FOREIGN_LETTER.search(raw):
        raise DataError(
            f"The encoding of survey file {file} cannot be told: it is neither UTF-8 nor plausible Latin-1. "
            "Save it as “CSV UTF-8” from the program it comes from."
        )
    return "Latin-1 (Windows-1252)", text


def _separator(text: str, columns: Columns, file: str) -> tuple[str, tuple[str, ...]]:
    """Find the separator under which the first rows have equally many fields, and the column names."""
    heads: dict[str, tuple[str, ...]] = {}
    for separator in _SEPARATORS:
        lines = io.StringIO(text[:4_000_000], newline="")  # a quoted field keeps the ends of its lines
        try:
            rows = list(islice(filter(None, csv.reader(lines, delimiter=separator)), _ROWS_COMPARED))
        except csv.Error:  # a field of more than 131,072 characters: with this separator the line does not split
            continue
        if rows and len(rows[0]) > 1 and sum(len(row) == len(rows[0]) for row in rows[1:]) >= 0.9 * (len(rows) - 1):
            heads[separator] = tuple(name.strip() for name in rows[0])
    if len(heads) > 1 and columns:
        wanted = set(columns)
        heads = {s: names for s, names in heads.items() if wanted <= set(names)} or heads
    if len(heads) != 1:
        found = "more than one of" if heads else "none of"
        raise DataError(
            f"The separator of survey file {file} cannot be told: its lines split evenly at {found} comma, semicolon "
            "and tab. Export it again with one separator, and text that contains it in quotes."
        )
    return next(iter(heads.items()))


def _separated_by(separator: str) -> Said:
    return {
        ",": say("separator comma"),
        ";": say("separator semicolon"),
        "\t": say("separator tab"),
    }[separator]


def _fields(
    text: str, separator: str, names: tuple[str, ...], chosen: tuple[str, ...], file: str, most_rows: int | None
) -> tuple[pd.DataFrame, bool]:
    """Read by pyarrow, which, unlike pandas, counts the fields of every row; its own messages would repeat the row.

    Also whether rows beyond `most_rows` were left.
    """
    uneven = 0

    def count_uneven(_: arrow_csv.InvalidRow) -> str:
        nonlocal uneven
        uneven += 1
        return "skip"

    places = [str(place) for place in range(len(names))]
    wanted = [str(names.index(column)) for column in chosen]
    try:
        table, more = _table(
            arrow_csv.open_csv(
                pa.BufferReader(text.encode("utf-8")),
                read_options=arrow_csv.ReadOptions(column_names=places, skip_rows_after_names=1, use_threads=False),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=separator, newlines_in_values=True, invalid_row_handler=count_uneven
                ),
                convert_options=arrow_csv.ConvertOptions(
                    include_columns=wanted,
                    column_types=dict.fromkeys(places, pa.string()),
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=True,
                    null_values=[""],
                ),
            ),
            most_rows,
        )
    except pa.ArrowInvalid:
        table, more = None, False
    if uneven or table is None:
        raise DataError(
            f"Survey file {file} has {n_rows(uneven) if uneven else 'rows'} with more or fewer fields than its "
            f"{len(names)} column names. Export it again with text that contains the separator in quotes."
        )
    frame: pd.DataFrame = table.to_pandas()
    return frame.set_axis(list(chosen), axis=1), more


def _table(reader: arrow_csv.CSVStreamingReader, most_rows: int | None) -> tuple[pa.Table, bool]:
    """First rows as a table, and whether there are more."""
    batches, count = [], 0
    for batch in reader:
        batches.append(batch)
        count += batch.num_rows
        if most_rows is not None and count > most_rows:
            break
    table = pa.Table.from_batches(batches, schema=reader.schema)
    more = most_rows is not None and count > most_rows
    return (table.slice(0, most_rows) if more else table), more
