"""SPSS, Stata and SAS files, read by pyreadstat: codes, labels and every kind of missing value."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
from pyreadstat._readstat_parser import parser_entry_point

from workbench.errors import DataError
from workbench.intake.files.codes import Code, as_code
from workbench.intake.files.file_checks import check_columns_present, check_extent
from workbench.intake.files.formats import Columns, FileContent, damaged
from workbench.wording import say

_READERS: dict[str, Callable[..., Any]] = {
    ".sav": pyreadstat.read_sav,
    ".zsav": pyreadstat.read_sav,
    # pyreadstat.read_por lacks `user_missing` and would empty such cells without a trace; its parser has the option.
    ".por": partial(parser_entry_point, parser_format="por"),
    ".dta": pyreadstat.read_dta,
    ".sas7bdat": pyreadstat.read_sas7bdat,
}
_DAY = re.compile(r"%t[dcCwmq]|%d|[AEJS]?DATE|DTDATE|YMDHMS|MOYR|QYR|WKYR|DDMMYY|MMDDYY|YYMMDD", re.IGNORECASE).match


def read_statistical_file(path: Path, columns: Columns, name: str) -> FileContent:
    """Read codes as stored: user-missing codes stay in the cells, because the survey's report must count them.

    Raises
    ------
    DataError
        A damaged file, an absent column, text in an encoding other than the one the file declares.
    """
    reader = _READERS[path.suffix.lower()]
    _, header = _parsed(reader, path, name, metadataonly=True)
    names = tuple(header.column_names)
    check_extent(len(names), file=path.name)
    chosen = list(names) if columns is None else list(dict.fromkeys(columns))
    stored = {column: column for column in chosen}
    if path.suffix.lower() == ".por":
        # Portable files hold upper-case names only, so there case cannot tell two columns apart.
        folded = {stored_name.casefold(): stored_name for stored_name in names}
        stored = {column: folded.get(column.casefold(), column) for column in chosen}
    missing_names = [column for column, stored_name in stored.items() if stored_name not in names]
    check_columns_present(names, missing_names, file=path.name, n_named=len(stored))
    check_extent(len(names), file=path.name, rows=header.number_rows or 0, read=len(chosen))
    frame, meta = _parsed(
        reader, path, name, usecols=list(stored.values()), user_missing=True, disable_datetime_conversion=True
    )
    if header.number_rows is not None and header.number_rows != len(frame):
        raise damaged(path, name)
    renamed = ", ".join(f"{s} → {c}" for c, s in stored.items() if c != s)
    remarks = (say("upper-case names read as those of the codebook: {names}", names=renamed),) if renamed else ()
    return _content(frame, meta, stored, names, remarks)


def _parsed(reader: Callable[..., Any], path: Path, name: str, **options: Any) -> tuple[pd.DataFrame, Any]:
    try:
        return reader(str(path), **options)  # type: ignore[no-any-return]
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError) as error:
        wrong_encoding = "convert string" in str(error) or isinstance(error, UnicodeDecodeError)
    # Outside the handler: a chained traceback could repeat text of the file.
    if wrong_encoding:
        raise DataError(
            f"Survey file {path.name} has text that is not in the encoding it declares. "
            "Save it again as Unicode in the program it comes from."
        )
    raise damaged(path, name)


def _content(
    frame: pd.DataFrame, meta: Any, stored: dict[str, str], names: tuple[str, ...], remarks: tuple[str, ...]
) -> FileContent:
    data: dict[str, pd.Series] = {}
    extended: dict[str, dict[str, int]] = {}
    for column, stored_name in stored.items():
        values = frame[stored_name]
        tags = meta.missing_user_values.get(stored_name)
        if tags and meta.readstat_variable_types[stored_name] != "string":
            tagged = values.isin(tags)
            extended[column] = {f".{tag}": int(n) for tag, n in values[tagged].value_counts().sort_index().items()}
            values = pd.to_numeric(values.where(~tagged))
        data[column] = values.rename(column)
    by_name = {s: c for c, s in stored.items()}
    return FileContent(
        frame=pd.DataFrame(data, index=frame.index),
        names=names,
        remarks=remarks,
        user_missing={
            by_name[c]: tuple((_bound(r["lo"]), _bound(r["hi"])) for r in ranges)
            for c, ranges in meta.missing_ranges.items()
            if c in by_name
        },
        extended_missing=extended,
        labels={by_name[c]: str(text) for c, text in meta.column_names_to_labels.items() if text and c in by_name},
        value_labels={
            by_name[c]: {code: str(text) for value, text in labels.items() if (code := as_code(value)) is not None}
            for c, labels in meta.variable_value_labels.items()
            if c in by_name
        },
        dates=frozenset(
            by_name[c] for c, kind in meta.original_variable_types.items() if c in by_name and _DAY(kind or "")
        ),
    )


def _bound(value: Any) -> Code:
    return str(value).strip() if isinstance(value, str) else float(value)
