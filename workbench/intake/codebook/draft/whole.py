"""Drafting a codebook from a file's own names, labels and missing ranges, for a person to check."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path

from workbench.errors import DataError, did_you_mean
from workbench.intake.codebook.draft.background import background_lines
from workbench.intake.codebook.draft.column_roles import (
    is_different_in_every_row,
    is_respondent_id,
    is_year,
)
from workbench.intake.codebook.draft.design_roles import (
    check_no_category,
    design_columns,
    is_incomplete_weight,
    is_labelled_weight,
    replicate_series,
)
from workbench.intake.codebook.draft.items import item_lines
from workbench.intake.codebook.draft.likely_background import is_area
from workbench.intake.codebook.draft.variable_names import variable_names
from workbench.intake.codebook.draft.yaml_lines import OPEN, block, proposed, prose, scalar, with_remark
from workbench.intake.codebook.item_matching import ItemMatch, match_items, match_named
from workbench.intake.files import FileContent, read_file, sheet_names
from workbench.intake.project import instrument_file
from workbench.wording import say
from workbench.yaml_files import read_yaml_text

MOST_ROWS = 10_000  # of a text file; enough to tell what a column is


def draft_codebook(
    path: str | Path,
    *,
    sheet: str | None = None,
    instrument: str | None = None,
    items: Sequence[str] = (),
    confirmed: bool = False,
    background: Sequence[str] = (),
    design: Mapping[str, str] | None = None,
) -> str:
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
    instrument : str, optional
        Name of the scale, where whoever drafts knows it; default: the one whose statements the file has.
    items : sequence of str
        Columns of its items in their order; default: by the wording of the statements, else by the items' ids.
    confirmed : bool
        Whether somebody has compared each column with its statement in the questionnaire.
    background : sequence of str
        Columns of the background variables; default: those with labels or a few words, and of a file with more than
        `MOST_PROPOSED` the likeliest.
    design : mapping of str to str, optional
        Key of the design → its column: ``sampling_weights``, ``strata``, ``clusters``; default: by names and labels.

    Returns
    -------
    str
        YAML with comments; `load_codebook` reads it when every item was found.

    Raises
    ------
    DataError
        A file that is missing, empty, damaged or not what its name says, a workbook with several tables,
        an instrument that does not exist or whose columns are not found, a column of the background or of the design
        that the file lacks, weights that are a category.
    """
    file = Path(path)
    _, content = read_file(file, None, sheet=sheet, most_rows=MOST_ROWS)
    if instrument is None:
        match = match_items(content)
    else:
        match = match_named(content, instrument_file(instrument, named_by="`--instrument`"), items)
    used = _of_items(match) if match.may_be_proposed else set()
    rest = [column for column in map(str, content.frame.columns) if column not in used]
    named = _named_design(content, design or {}, rest)
    free = [column for column in rest if column not in (*background, *named.values())]
    ids = [column for column in free if is_respondent_id(content, column)]
    unique = [column for column in free if column not in ids and is_different_in_every_row(content, column)]
    replicates = replicate_series(content, free)
    found = design_columns(content, [column for column in free if column not in (*ids, *unique, *replicates)])
    known = {*ids, *unique, *replicates, *(c for ranked in found.values() for tied in ranked for c in tied)}
    incomplete = [column for column in free if column not in known and is_incomplete_weight(content, column)]
    known |= {*named.values(), *incomplete}
    found |= {key: [[column], *found.get(key, [])] for key, column in named.items()}
    lines = [*_head(content, file, sheet), *item_lines(content, match, _as_called(file))]
    lines += ["confirmed: true"] if confirmed else []
    described = background_lines(content, [column for column in rest if column not in known], chosen=background)
    lines += [*described, *_areas(content, described), *_reports()]
    lines += _years(content, [column for column in rest if column not in known])
    lines += _ids(ids, unique)
    lines += _design(content, found, named=named, replicates=replicates, incomplete=incomplete)
    return "\n".join(lines) + "\n"


def _of_items(match: ItemMatch) -> set[str]:
    """Columns that are items, and those that share a statement: one of them is an item, and none a background."""
    alike = {
        column for one in (match, *match.equal) for columns in one.near.values() if columns[1:] for column in columns
    }
    return alike | {column for one in (match, *match.equal) for column in one.columns.values()}


def _named_design(content: FileContent, design: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    for key, column in design.items():
        if column not in columns:
            raise DataError(
                f"There is no column `{column}` for `{key}` of the design.{did_you_mean(column, columns)} Name a "
                "column of the file that is no item."
            )
        if key == "sampling_weights":
            check_no_category(content, column, key)
    return dict(design)


def _head(content: FileContent, file: Path, sheet: str | None) -> list[str]:
    lines = [
        prose(f"Drafted from {file.name}. A draft knows names and labels only: check every line against the"),
        prose("questionnaire, then try it, with the name of this file in place of CODEBOOK:"),
        prose(f"  workbench check {shlex.quote(_as_called(file))} CODEBOOK"),
        prose("To take a line behind one #, remove this sign and the blank behind it; fill in what is still `?`."),
    ]
    if others := [
        name for name in sheet_names(file) if name != sheet and say("sheet {name}", name=name) not in content.remarks
    ]:
        lines.append(prose(f"Other sheets of the workbook were not read: {', '.join(others)}. A survey is one sheet."))
    if content.only_first:
        lines.append(prose(f"Only its first {content.only_first:,} rows were looked at; `check` reads all."))
    title = with_remark(f"title: {scalar(file.stem)}", "name of the survey, shown on every page")
    return [*lines, "schema_version: 1", title, *([f"sheet: {scalar(sheet)}"] if sheet else [])]


def _as_called(file: Path) -> str:
    """Path of the file from the folder where the draft is made."""
    here = Path.cwd()
    return str(file.relative_to(here) if file.is_absolute() and file.is_relative_to(here) else file)


def _reports() -> list[str]:
    return [
        proposed(f"groups: [{OPEN}]  # background variables that reports compare; default: all"),
        proposed(f"predictors: [{OPEN}]  # background variables of the regression; default: all"),
        proposed(f"crossings: [[{OPEN}, {OPEN}]]  # crossed groups that reports will show"),
    ]


def _areas(content: FileContent, described: list[str]) -> list[str]:
    """Say how background variables that may be areas are named as such, which pages of areas need."""
    variables = read_yaml_text("\n".join(described), called="The draft").content.get("background") or {}
    found = [name for name, entry in variables.items() if is_area(content, str(entry["column"]))]
    if not found:
        return []
    named = ", ".join(map(scalar, found))
    return [
        prose(f"If {named} {'is an area' if len(found) == 1 else 'are areas, from large to small'}, say so by"),
        prose(f"`workbench set CODEBOOK {shlex.quote(f'area=[{named}]')}`."),
    ]


def _years(content: FileContent, columns: list[str]) -> list[str]:
    """Say how a column of a few years is named as the year of each row, which a file cannot tell from other years."""
    names = variable_names(content.names)
    found = [column for column in columns if is_year(content, column)]
    commands = [shlex.quote(f"year={scalar(names[column])}") for column in found]
    return [
        prose(f"If {scalar(column)} is the year of the survey, say so by `workbench set CODEBOOK {command}`.")
        for column, command in zip(found, commands, strict=True)
    ]


def _ids(ids: list[str], unique: list[str]) -> list[str]:
    lines = [f"respondent_id: {scalar(column)}  # different in every row" for column in ids[:1]]
    if not ids:
        lines += [proposed(f"respondent_id: {scalar(column)}  # different in every row") for column in unique[:1]]
    more = [*ids, *unique][1:]
    return lines + [prose(f"respondent_id may be {scalar(column)} too: different in every row") for column in more]


def _design(
    content: FileContent,
    found: dict[str, list[list[str]]],
    *,
    named: Mapping[str, str],
    replicates: list[str],
    incomplete: list[str],
) -> list[str]:
    """Write the best match of each key of the design; which of several equal ones is meant is left to a person.

    So are weights of which no label says that they are: a column that is none would move every number.
    """
    taken, more = [], []
    for role, (best, *others) in found.items():
        tied = [column for columns in others for column in columns]
        is_said = role != "sampling_weights" or role in named or is_labelled_weight(content, best[0])
        if len(best) == 1 and is_said:
            taken.append(with_remark(f"  {role}: {scalar(best[0])}", _check(content, best[0])))
            more += [_may_be(content, role, column, " too") for column in tied]
            continue
        all_found = [*best, *tied]
        remark = f"one of {', '.join(map(scalar, all_found))}" if len(all_found) > 1 else scalar(best[0])
        unsure = "" if is_said else "; remove this line if they are no weights: no label says so"
        taken.append(with_remark(f"  {role}: {OPEN}", f"{remark}{unsure}"))
        more += [_may_be(content, role, column) for column in all_found]
    candidates = []
    if replicates:
        series = scalar(f"{replicates[0]}..{replicates[-1]}")
        candidates.append(
            (f"replicate_weights: {series}", "in place of strata and clusters; replicate_method: JK1 or JKn")
        )
    lines = [*block("design", taken, candidates), *more] if taken or candidates else []
    lacking = (
        "sampling_weights may be {}, which has no weight above 0 in some rows: give them one, or take the rows out"
    )
    return [*lines, *(prose(lacking.format(scalar(column))) for column in incomplete)]


def _may_be(content: FileContent, role: str, column: str, too: str = "") -> str:
    return prose(f"{role} may be {scalar(column)}{too} ({content.labels.get(column) or 'no label'})", 2)


def _check(content: FileContent, column: str) -> str:
    return f"{content.labels.get(column) or 'no label'}: check"
