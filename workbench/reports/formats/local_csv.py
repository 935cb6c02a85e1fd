"""The csv files of a report for spreadsheets of a language, with its decimal mark."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from workbench.reports.notebooks import TableFile
from workbench.reports.pages import RunFacts
from workbench.reports.publishing import Edition, Outcome
from workbench.wording import signs_of_numbers, speaking

_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows: the same tables give the same bytes
_SIGNATURE = b"\xef\xbb\xbf"  # by which Excel knows UTF-8
_WRITTEN = "_text"  # ends the names of columns of words whose numbers stand beside them


def check_available() -> None:
    """Python itself writes csv files and archives."""


def write(folder: Path, *, outcomes: Sequence[Outcome], facts: RunFacts, edition: Edition) -> None:
    """Write one archive for each language."""
    for language in edition.languages:
        with speaking(language), zipfile.ZipFile(folder / f"tables-{language}.zip", "w") as archive:
            for table in (_numbers_alone(table) for outcome in outcomes for table in outcome.exhibits.tables):
                entry = zipfile.ZipInfo(table.name, _DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, _SIGNATURE + table.csv(mark=signs_of_numbers()[0]))


def _numbers_alone(table: TableFile) -> TableFile:
    """Take the words of the language that is spoken, and leave out numbers that are written out as words."""
    kept = [place for place, name in enumerate(table.payload["columns"]) if not str(name).endswith(_WRITTEN)]
    columns = [table.payload["columns"][place] for place in kept]
    rows = [[row[place] for place in kept] for row in table.said("rows")]
    return replace(table, payload=table.payload | {"columns": columns, "rows": rows})
