"""Columns of a survey file about which a draft asks: likely weights, and those that it left, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from workbench.intake.codebook.draft.column_roles import (
    is_different_in_every_row,
    is_measurement,
    is_respondent_id,
    labelled_codes,
    why_no_groups,
)
from workbench.intake.codebook.draft.design_roles import design_role, is_incomplete_weight, is_sampling_weight
from workbench.intake.codebook.draft.whole import MOST_ROWS
from workbench.intake.files import FileContent, read_file


def likely_weights(path: str | Path, *, sheet: str | None = None) -> list[str]:
    """Return the columns that may be the weights by their names, labels and numbers.

    Parameters
    ----------
    path : str or Path
        A survey file in any format that `read_survey` reads; relative paths are taken as given.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Raises
    ------
    DataError
        A file that cannot be read.
    """
    _, content = read_file(Path(path), None, sheet=sheet, most_rows=MOST_ROWS)
    return [column for column in map(str, content.frame.columns) if is_sampling_weight(content, column)]


def left_columns(path: str | Path, *, used: Iterable[str], sheet: str | None = None) -> dict[str, str]:
    """Return the columns that nothing uses, each with what it may be or why it forms no groups.

    Parameters
    ----------
    path : str or Path
        A survey file in any format that `read_survey` reads; relative paths are taken as given.
    used : iterable of str
        Columns that the codebook names.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Raises
    ------
    DataError
        A file that cannot be read.
    """
    _, content = read_file(Path(path), None, sheet=sheet, most_rows=MOST_ROWS)
    named = set(used)
    return {column: _why(content, column) for column in map(str, content.frame.columns) if column not in named}


def _why(content: FileContent, column: str) -> str:
    if is_sampling_weight(content, column):
        return "may be the weights too"
    if is_incomplete_weight(content, column):
        return "may be the weights, which some rows lack"
    if role := design_role(content, column):
        return f"may be `{role}`"
    if is_respondent_id(content, column) or is_different_in_every_row(content, column):
        return "different in every row"
    if is_measurement(content, column):
        return "a number, not cut into groups"
    codes = labelled_codes(content, column)
    return why_no_groups(content, column, codes) or (
        "not among the likeliest" if codes and codes.labels else "its codes have no labels"
    )
