"""Drafting an instrument from a survey file: items that share options, and which of them run against the rest."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

from workbench.errors import DataError, did_you_mean
from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.intake.files import FileContent, as_code, read_file
from workbench.options import check_option

SCORE_RULES = ("sum", "mean", "0-100")
_NUMBERED = re.compile(r"^(.*?)(\d+)\D?$")
_PLAIN_NAME = re.compile(r"^[^\W\d]\w*$")
_FEWEST_ITEMS, _MOST_OPTIONS = 3, 11


@dataclass(frozen=True, kw_only=True)
class ItemSeries:
    """Columns of a file that look like the items of one scale: one name with running numbers, the same options."""

    columns: tuple[str, ...]
    lowest: int
    highest: int


@dataclass(frozen=True, kw_only=True)
class ScaleFacts:
    """What a file cannot say about a scale.

    Attributes
    ----------
    name, title, language : str
        File name of the instrument; what pages call the scale; code of the language of its statements.
    lowest, highest : int
        Points of the first and of the last answer option.
    score : {"sum", "mean", "0-100"}
        Sum or mean of the items' points, or the sum stretched to 0–100.
    higher_means : str
        What a high score says, e.g. `more symptoms`.
    """

    name: str
    title: str
    language: str
    lowest: int
    highest: int
    score: str
    higher_means: str


def item_series(path: str | Path, *, sheet: str | None = None) -> tuple[ItemSeries, ...]:
    """Find columns that may be the items of a scale, the longest series first.

    Parameters
    ----------
    path : str or Path
        A survey file in any format that `read_survey` reads.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Returns
    -------
    tuple of ItemSeries
        At least three columns each, of one name with running numbers and with the same few whole numbers as codes.
        Codes that fewer than five rows have and no label names are passed over, and so are codes apart from the rest,
        such as 99.

    Raises
    ------
    DataError
        A file that is missing, empty, damaged or not what its name says.
    """
    _, content = read_file(Path(path), None, sheet=sheet)
    found: dict[tuple[str, tuple[int, int]], list[tuple[int, str]]] = defaultdict(list)
    for column in content.names:
        numbered, reach = _NUMBERED.match(column), _range_of(content, column)
        if numbered and reach:
            found[numbered[1], reach].append((int(numbered[2]), column))
    series = [
        ItemSeries(columns=tuple(column for _, column in sorted(columns)), lowest=reach[0], highest=reach[1])
        for (_, reach), columns in found.items()
        if len(columns) >= _FEWEST_ITEMS
    ]
    return tuple(sorted(series, key=lambda one: -len(one.columns)))


def draft_instrument(path: str | Path, *, columns: tuple[str, ...], facts: ScaleFacts, sheet: str | None = None) -> str:
    """Draft an instrument file for columns of a survey file, for a person to check.

    Parameters
    ----------
    path : str or Path
        The survey file. Its labels become statements and options.
    columns : tuple of str
        Columns of the items in the order of the scale.
    facts : ScaleFacts
        What the file cannot say.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Returns
    -------
    str
        YAML with comments, which `load_instrument` reads. An item that goes against the majority of the others (its
        weight on the first principal component of the correlations has the other sign) is marked as reversed.

    Raises
    ------
    DataError
        A file that cannot be read, a column that it lacks, fewer than two items, a range without width.
    ParameterError
        An unknown score rule.
    """
    check_option("score", facts.score, SCORE_RULES)
    _, content = read_file(Path(path), None, sheet=sheet)
    for column in columns:
        if column not in content.names:
            raise DataError(
                f"{Path(path).name} has no column `{column}`.{did_you_mean(column, content.names)} Name the columns of "
                "the items as they stand in the file."
            )
    if len(columns) < 2 or facts.lowest >= facts.highest:
        raise DataError(
            f"A scale of {len(columns)} items with answers from {facts.lowest} to {facts.highest} has no score. Name "
            "at least two columns, and the points of the first and the last option."
        )
    turned = _against_the_rest(content, columns, facts)
    rule = _score_rule(len(columns), facts)
    ids = columns if all(_PLAIN_NAME.match(c) for c in columns) else [f"q{i}" for i, _ in enumerate(columns, start=1)]
    lines = [
        f"# Drafted from {Path(path).name}. Check every line against the publication of the scale: the file knows",
        "# labels and codes only. What each key means: docs/how-to/describe-your-scale.md.",
        "schema_version: 1",
        *(f"{key}: {_scalar(value)}" for key, value in _named(facts).items()),
        "options:",
        *_options(content, columns[0], facts),
        "items:",
        *(_item(content, id_, column, column in turned) for id_, column in zip(ids, columns, strict=True)),
        "score:",
        *(f"  {key}: {value}" for key, value in rule.items()),
        f"  higher_means: {_scalar(facts.higher_means)}",
        *_REST,
        "# In the codebook of the survey:",
        f"#   instrument: {facts.name}",
        "#   items:",
        *(f"#     {id_}: {_scalar(column)}" for id_, column in zip(ids, columns, strict=True)),
    ]
    return "\n".join(lines) + "\n"


_REST = (
    "missing:",
    "  rule: complete",
    "  one_missing: not defined  # or: sensitivity only, where the owner allows one missing answer",
    "  reason: Only respondents who answered every item have a score.",
    "# cutoffs:  # only published ones; below: strictly below, at_or_above: that score and more",
    "#   high: {at_or_above: SCORE, label: WHAT THE GROUP IS CALLED}",
    "permitted_use:",
    "  - Not stated yet; ask the owner of the scale.",
    "source: Not stated yet; name the publication of the scale.",
    "copyright: Not stated yet; name the owner of the wording.",
)


def _named(facts: ScaleFacts) -> dict[str, str]:
    return {
        "id": facts.name,
        "name": facts.title,
        "short_name": facts.title,
        "language": facts.language,
        "question": "Not stated yet; the question above the statements.",
        "instruction": "Not stated yet; how to answer, as the form says it.",
    }


def _range_of(content: FileContent, column: str) -> tuple[int, int] | None:
    """Lowest and highest code of a column whose codes are a few whole numbers in a row, else None."""
    known = {as_code(code) for code in content.value_labels.get(column, {})}
    counts = content.frame[column].dropna().value_counts()
    codes = sorted(
        int(float(str(code)))
        for code, count in counts.items()
        if _is_whole(code) and (count >= MINIMUM_RESPONDENTS or as_code(code) in known)
    )
    runs = np.split(np.array(codes, dtype=int), np.flatnonzero(np.diff(codes) != 1) + 1) if codes else []
    longest = max(runs, key=len, default=np.array([], dtype=int))
    fits = 2 <= len(longest) <= _MOST_OPTIONS and len(codes) - len(longest) <= 3  # a few codes mean no answer
    return (int(longest[0]), int(longest[-1])) if fits else None


def _is_whole(code: object) -> bool:
    try:
        return float(str(code)).is_integer()
    except ValueError:
        return False


def _against_the_rest(content: FileContent, columns: tuple[str, ...], facts: ScaleFacts) -> set[str]:
    """Columns that correlate negatively with what the majority share."""
    numbers = content.frame[list(columns)].apply(pd.to_numeric, errors="coerce")
    correlations = numbers.where(numbers.ge(facts.lowest) & numbers.le(facts.highest)).corr().fillna(0.0)
    weights = np.linalg.eigh(correlations.to_numpy(float))[1][:, -1]
    sign = 1 if (weights > 0).sum() * 2 >= len(columns) else -1
    return {column for column, weight in zip(columns, sign * weights, strict=True) if weight < 0}


def _score_rule(k: int, facts: ScaleFacts) -> dict[str, object]:
    low, high = facts.lowest, facts.highest
    if facts.score == "sum":
        return {"offset": 0, "factor": 1, "minimum": k * low, "maximum": k * high}
    if facts.score == "mean":
        return {"offset": 0, "factor": Fraction(1, k), "minimum": low, "maximum": high}
    return {"offset": -k * low, "factor": Fraction(100, k * (high - low)), "minimum": 0, "maximum": 100}


def _options(content: FileContent, column: str, facts: ScaleFacts) -> list[str]:
    labels = {as_code(code): label for code, label in content.value_labels.get(column, {}).items()}
    return [
        f"  - {{points: {point}, label: {_scalar(labels.get(point, str(point)))}}}"
        f"{'' if point in labels else '  # the file has no label: write it'}"
        for point in range(facts.lowest, facts.highest + 1)
    ]


def _item(content: FileContent, id_: str, column: str, turned: bool) -> str:
    statement = content.labels.get(column, column)
    remarks = ["the file has no label: write the statement"] if statement == column == id_ else []
    remarks += ["suggested by its correlations: check the wording"] if turned else []
    entry = f"  - {{id: {id_}, statement: {_scalar(statement)}{', reversed: true' if turned else ''}}}"
    return f"{entry}  # {'; '.join(remarks)}" if remarks else entry


def _scalar(value: object) -> str:
    """Write text so that it stays text within braces."""
    return yaml.safe_dump(str(value), default_style='"', allow_unicode=True, width=10_000).strip()
