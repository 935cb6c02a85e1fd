"""One door for all formats: a survey file as stored columns."""

from __future__ import annotations

from pathlib import Path

from workbench.intake.files.file_checks import check_rows
from workbench.intake.files.formats import Columns, FileContent, file_format
from workbench.intake.files.statistical import read_statistical_file
from workbench.intake.files.tables import read_excel_file, read_parquet_file
from workbench.intake.files.text import read_text_file


def read_file(path: Path, columns: Columns) -> tuple[str, FileContent]:
    """Name of the format, and the chosen columns as stored.

    Raises
    ------
    DataError
        A file that is missing, empty, damaged or not what its name says, an absent column, no rows.
    """
    name = file_format(path)
    match name:
        case "CSV":
            content = read_text_file(path, columns)
        case "Excel":
            content = read_excel_file(path, columns)
        case "Parquet":
            content = read_parquet_file(path, columns)
        case _:
            content = read_statistical_file(path, columns, name)
    check_rows(len(content.frame), file=path.name)
    return name, content
