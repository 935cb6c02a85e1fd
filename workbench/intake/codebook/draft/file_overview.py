"""What a survey file holds, column by column, with counts as windows: what somebody sees who describes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from workbench.instruments import Instrument
from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS
from workbench.intake.codebook.draft.column_roles import (
    MOST_LABELS,
    is_measurement,
    is_respondent_id,
    is_year,
    labelled_codes,
    missing_of_number,
    why_not_numbers,
    words_beside_numbers,
)
from workbench.intake.codebook.draft.design_roles import (
    design_role,
    is_sampling_weight,
    replicate_series,
    why_no_weight,
)
from workbench.intake.codebook.draft.likely_background import is_area
from workbench.intake.codebook.item_matching import code_rule
from workbench.intake.files import Code, FileContent, coded, read_file
from workbench.wording import window_words

Kind = Literal["groups", "number", "other"]


@dataclass(frozen=True, kw_only=True)
class CodeOverview:
    """A code of a column, its label in the file, the window of its rows in words, and whether it has any."""

    code: Code
    label: str
    rows: str
    occurs: bool


@dataclass(frozen=True, kw_only=True)
class ColumnOverview:
    """A column as somebody meets it who describes the file.

    Attributes
    ----------
    name, label : str
    kind : {"groups", "number", "other"}
        Few codes that may form groups; a number with many values; free text, or codes that are too many or too rare.
    codes : tuple of CodeOverview
        Labelled codes that mean an answer, and codes without a label that at least five rows have.
    missing : tuple of CodeOverview
        Codes that mean no answer, by the file or by their label.
    role : str, optional
        What name or label suggest: ``respondent_id``, ``year``, ``area`` or a key of ``design``.
    has_rare : bool
        Whether it has values without a label, in a number words, that are too rare to be shown.
    no_weight : str
        Why its labels show that it holds no weights; empty where they do not.
    no_number : str
        Why what looks like numbers cannot be read as such, and the repair; empty where it can, or is none.
    """

    name: str
    label: str
    kind: Kind
    codes: tuple[CodeOverview, ...]
    missing: tuple[CodeOverview, ...]
    role: str | None
    has_rare: bool = False
    no_weight: str = ""
    no_number: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class FileOverview:
    """A survey file without its answers.

    Attributes
    ----------
    file_name, format, rows : str
        `rows` is the window of their number, in words.
    columns : dict of str to ColumnOverview
    words : FileContent
        Names and labels of the file, and no row.
    """

    file_name: str
    format: str
    rows: str
    columns: dict[str, ColumnOverview]
    words: FileContent

    def with_role(self, role: str) -> list[str]:
        """Columns whose name or label suggests this role."""
        return [column.name for column in self.columns.values() if column.role == role]


def file_overview(path: str | Path, *, sheet: str | None = None) -> FileOverview:
    """Describe the columns of a survey file; of the data it repeats what a draft codebook does, and windows of counts.

    Parameters
    ----------
    path : str or Path
        A survey file in any format that `read_survey` reads; relative paths are taken as given.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Raises
    ------
    DataError
        A file that is missing, empty, damaged or not what its name says, a workbook with several tables.
    """
    file = Path(path)
    kind, content = read_file(file, None, sheet=sheet)
    replicates = set(replicate_series(content, list(map(str, content.frame.columns))))
    columns = [_column(content, name, replicates) for name in map(str, content.frame.columns)]
    return FileOverview(
        file_name=file.name,
        format=kind,
        rows=_window(len(content.frame)),
        columns={column.name: column for column in columns},
        words=replace(content, frame=content.frame.iloc[:0]),
    )


def proposed_item(overview: FileOverview, column: str, scale: Instrument) -> dict[str, Any]:
    """Describe a column as an item of a scale as far as its value labels tell: direction, shift, codes of no answer.

    A labelled code that is no option stays an answer, which reading the survey refuses: a person decides about it.

    Returns
    -------
    dict
        An entry of ``items`` in a codebook.
    """
    turned, shift = code_rule(overview.words.value_labels.get(column, {}), scale) or (False, 0)
    options = [points - shift for points in scale.points]
    found = overview.columns[column]
    missing = [code.code for code in found.missing if code.code not in options]
    entry: dict[str, Any] = {"column": column}
    return (
        entry
        | ({"reversed": True} if turned else {})
        | ({"shift": shift} if shift else {})
        | ({"missing": missing} if missing else {})
    )


def _column(content: FileContent, name: str, replicates: set[str]) -> ColumnOverview:
    codes = labelled_codes(content, name)
    label = content.labels.get(name, "")
    words = content.value_labels.get(name, {})
    counts = dict(coded(content.frame[name], numeric=False).pairs())
    number = is_measurement(content, name)
    none = missing_of_number(content, name) if number else codes.missing if codes else ()
    missing = tuple(_code(code, words.get(code, ""), counts) for code in none)
    has_rare = words_beside_numbers(content, name).has_rare if number else codes is not None and codes.n_rare > 0
    no_number = why_not_numbers(content, name)
    answers = {**codes.labels, **codes.unused, **dict.fromkeys(codes.unlabelled, "")} if codes and not number else {}
    kind: Kind = "number" if number else "groups" if 1 < len(answers) <= MOST_LABELS and not no_number else "other"
    few = len(answers) <= MOST_LABELS and not no_number
    return ColumnOverview(
        name=name,
        label=label,
        kind=kind,
        codes=tuple(_code(code, text, counts) for code, text in answers.items()) if few else (),
        missing=missing,
        role=_role(content, name, replicates, kind),
        has_rare=has_rare,
        no_weight=why_no_weight(content, name),
        no_number=no_number,
    )


def _code(code: Code, label: str, counts: dict[Code, int]) -> CodeOverview:
    n = counts.get(code, 0)
    return CodeOverview(code=code, label=" ".join(label.split()), rows=_window(n), occurs=n > 0)


def _window(n: int) -> str:
    return window_words(n, MINIMUM_RESPONDENTS)


def _role(content: FileContent, name: str, replicates: set[str], kind: Kind) -> str | None:
    if name in replicates:
        return "replicate_weights"
    if is_respondent_id(content, name):
        return "respondent_id"
    if is_sampling_weight(content, name):
        return "sampling_weights"
    if role := design_role(content, name):
        return role
    if is_year(content, name):
        return "year"
    return "area" if kind == "groups" and is_area(content, name) else None
