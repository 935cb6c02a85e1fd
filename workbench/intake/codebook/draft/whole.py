"""Drafting a codebook from a file's own names, labels and missing ranges, for a person to check."""

from __future__ import annotations

from pathlib import Path

from workbench.intake.codebook.draft.background import background_lines
from workbench.intake.codebook.draft.column_roles import (
    design_role,
    is_respondent_id,
    is_sampling_weight,
    replicate_series,
)
from workbench.intake.codebook.draft.items import item_lines
from workbench.intake.codebook.draft.yaml_lines import OPEN, block, proposed, prose, scalar, with_remark
from workbench.intake.codebook.item_matching import match_items
from workbench.intake.files import FileContent, read_file

MOST_ROWS = 10_000  # of a text file; enough to tell what a column is


def draft_codebook(path: str | Path, *, sheet: str | None = None) -> str:
    """Draft a codebook for a survey file.

    Items are found by the official wording of their statements in variable labels or column names, and in no other way;
    value labels give background variables and show codes that run backwards; missing ranges give missing codes. What is
    uncertain stands in a comment: a line behind one # may be taken as it stands, words for people stand behind two.
    Of the data it repeats only codes that are labelled or stand in at least `MINIMUM_RESPONDENTS` rows. Of a .csv file
    it looks at the first `MOST_ROWS` rows.

    Parameters
    ----------
    path : str or Path
        A survey file in any format that `read_survey` reads; relative paths are taken as given.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Returns
    -------
    str
        YAML with comments; `load_codebook` reads it when every item was found.

    Raises
    ------
    DataError
        A file that is missing, empty, damaged or not what its name says, a workbook with several tables.
    """
    file = Path(path)
    _, content = read_file(file, None, sheet=sheet, most_rows=MOST_ROWS)
    match = match_items(content)
    used = set(match.columns.values()) if match.may_be_proposed else set()
    rest = [column for column in map(str, content.frame.columns) if column not in used]
    ids = [column for column in rest if is_respondent_id(content, column)]
    replicates = replicate_series(content, rest)
    weights = [c for c in rest if c not in (*ids, *replicates) and is_sampling_weight(content, c)]
    known = (*ids, *replicates, *weights)
    roles = {column: role for column in rest if column not in known and (role := design_role(content, column))}
    lines = [*_head(content, file, sheet), *item_lines(content, match)]
    lines += background_lines(content, [column for column in rest if column not in (*known, *roles)])
    lines += _reports()
    lines += _ids(ids)
    lines += _design(content, weights, roles, replicates)
    return "\n".join(lines) + "\n"


def _head(content: FileContent, file: Path, sheet: str | None) -> list[str]:
    lines = [
        prose(f"Drafted from {file.name}. A draft knows names and labels only: check every line against the"),
        prose(f"questionnaire, then try it with `workbench check {file.name} THIS_FILE`. To take a line behind one #,"),
        prose("remove this sign and the blank behind it; what is still `?` is to be filled in."),
    ]
    if content.only_first:
        lines.append(prose(f"Only its first {content.only_first:,} rows were looked at; `check` reads all."))
    title = with_remark(f"title: {scalar(file.stem)}", "name of the survey, shown on every page")
    return [*lines, "schema_version: 1", title, *([f"sheet: {scalar(sheet)}"] if sheet else [])]


def _reports() -> list[str]:
    return [
        proposed(f"groups: [{OPEN}]  # background variables that reports compare; default: all"),
        proposed(f"predictors: [{OPEN}]  # background variables of the regression; default: all"),
        proposed(f"crossings: [[{OPEN}, {OPEN}]]  # crossed groups that reports will show"),
    ]


def _ids(ids: list[str]) -> list[str]:
    lines = [f"respondent_id: {scalar(column)}  # different in every row" for column in ids[:1]]
    return lines + [prose(f"respondent_id may be {scalar(column)} too: different in every row") for column in ids[1:]]


def _design(content: FileContent, weights: list[str], roles: dict[str, str], replicates: list[str]) -> list[str]:
    """Weights, strata, clusters and population sizes that names or labels tell; the first column of each is taken."""
    found = {"sampling_weights": weights}
    for column, role in roles.items():
        found.setdefault(role, []).append(column)
    taken, more = [], []
    for role, columns in found.items():
        taken += [with_remark(f"  {role}: {scalar(column)}", _check(content, column)) for column in columns[:1]]
        more += [
            prose(f"{role} may be {scalar(c)} too ({content.labels.get(c) or 'no label'})", 2) for c in columns[1:]
        ]
    candidates = []
    if replicates:
        series = scalar(f"{replicates[0]}..{replicates[-1]}")
        candidates.append(
            (f"replicate_weights: {series}", "in place of strata and clusters; replicate_method: JK1 or JKn")
        )
    return [*block("design", taken, candidates), *more] if taken or candidates else []


def _check(content: FileContent, column: str) -> str:
    return f"{content.labels.get(column) or 'no label'}: check"
