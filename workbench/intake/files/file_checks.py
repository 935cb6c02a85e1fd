"""What is wrong with a survey file before any column is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from workbench.errors import DataError, did_you_mean


def check_columns_present(names: Sequence[str], wanted: Iterable[str], *, file: str) -> None:
    """Refuse a file without a column that the codebook names, or with two columns of that name."""
    absent = [column for column in dict.fromkeys(wanted) if column not in names]
    if absent:
        column = absent[0]
        others = f" Absent too: {', '.join(f'`{c}`' for c in absent[1:])}." if len(absent) > 1 else ""
        near = did_you_mean(column, names)
        raise DataError(f"Column `{column}` is not in {file}.{near}{others} Correct the column in the codebook.")
    for column in wanted:
        if (count := list(names).count(column)) > 1:
            raise DataError(f"Column `{column}` stands {count} times in {file}. Give every column its own name.")


def check_rows(count: int, *, file: str) -> None:
    """Refuse a file without a row."""
    if count == 0:
        raise DataError(f"Survey file {file} has columns but no rows. Export it again with its respondents.")
