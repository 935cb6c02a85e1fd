"""One door for all formats: a survey file as stored columns."""

from __future__ import annotations

from pathlib import Path

from workbench.errors import DataError
from workbench.intake.files.file_checks import check_rows
from workbench.intake.files.formats import Columns, FileContent, file_format
from workbench.intake.files.statistical import read_statistical_file
from workbench.intake.files.tables import read_excel_file, read_parquet_file
from workbench.intake.files.text import read_text_file


def read_file(
    path: Path, columns: Columns, *, sheet: str | None = None, most_rows: int | None = None
) -> tuple[str, FileContent]:
    """Name of the format, and the chosen columns as stored; `sheet` names one of an Excel workbook.

    `most_rows` is enough of a text file to guess what its columns are; `only_first` then says that there are more.

    Raises
    ------
    DataError
        A file that is missing, empty, damaged or not what its name says, an absent column, no rows, a sheet of what
        is no workbook.
    """
    name = file_format(path)
    if sheet is not None and name != "Excel":
        raise DataError(
            f"Survey file {path.name} is {name} and has no sheet `{sheet}`. Take `sheet` out of the codebook."
        )
    match name:
        case "CSV":
            content = read_text_file(path, columns, most_rows)
        case "Excel":
            content = read_excel_file(path, columns, sheet)
        case "Parquet":
            content = read_parquet_file(path, columns)
        case _:
            content = read_statistical_file(path, columns, name)
    check_rows(len(content.frame), file=path.name)
    return name, content
