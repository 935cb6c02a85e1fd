"""Drafting an instrument from a survey file: its items, their options and the rule of its score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import yaml

from workbench.errors import DataError, ParameterError, did_you_mean
from workbench.instruments import Cutoff
from workbench.intake.codebook import after_question
from workbench.intake.files import FileContent
from workbench.intake.item_directions import against_the_rest, option_words
from workbench.intake.option_codes import check_worded, read_answers
from workbench.options import check_option
from workbench.wording import without_common_beginning

SCORE_RULES = ("sum", "mean", "0-100")
LANGUAGE_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_LONGEST_ID = 20  # letters; tables repeat an id beside its statement, and figures write it beside its item
_PLAIN_NAME = re.compile(r"^[^\W\d]\w*$")


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
    statements : dict of str to str
        Column → statement, in place of its label.
    options : dict of int to str
        Points → words of the answer, in place of the label in the file.
    no_answer : tuple of str
        Words of the file that mean no answer.
    cutoffs : dict of str to Cutoff
        Published cut-offs by name.
    """

    name: str
    title: str
    language: str
    lowest: int
    highest: int
    score: str
    higher_means: str
    statements: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[int, str] = field(default_factory=dict)
    no_answer: tuple[str, ...] = ()
    cutoffs: Mapping[str, Cutoff] = field(default_factory=dict)


def draft_instrument(
    path: str | Path,
    *,
    columns: tuple[str, ...],
    facts: ScaleFacts,
    sheet: str | None = None,
    against: tuple[str, ...] | None = None,
) -> str:
    """Draft an instrument file for columns of a survey file, for a person to check.

    Parameters
    ----------
    path : str or Path
        The survey file. Its labels become statements and options; a question that all items begin with becomes the
        question of the scale.
    columns : tuple of str
        Columns of the items in the order of the scale.
    facts : ScaleFacts
        What the file cannot say.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.
    against : tuple of str, optional
        Columns whose statements are worded against the scale; default: suggested by their correlations.

    Returns
    -------
    str
        YAML with comments, which `load_instrument` reads. An item that goes against the majority of the others is
        marked as reversed where the order of the answers is known (see `against_the_rest`).

    Raises
    ------
    DataError
        A file that cannot be read, a column that it lacks, fewer than two items, a range without width, words for a
        point outside it, a column against the scale that is no item.
    ParameterError
        An unknown score rule, or a language that is no code such as en.
    """
    check_option("score", facts.score, SCORE_RULES)
    if not LANGUAGE_CODE.fullmatch(facts.language):
        raise ParameterError(
            f"`language` is {facts.language!r}, no code of a language. Write one of two letters, such as fi, sv, en or "
            "de."
        )
    content = read_answers(path, no_answer=facts.no_answer, sheet=sheet)
    for column in (*columns, *facts.statements):
        if column not in content.frame.columns:
            raise DataError(
                f"{Path(path).name} has no column `{column}`.{did_you_mean(column, map(str, content.frame.columns))} "
                "Name the columns of the items as they stand in the file."
            )
    if len(columns) < 2 or facts.lowest >= facts.highest:
        raise DataError(
            f"A scale of {len(columns)} items with answers from {facts.lowest} to {facts.highest} has no score. Name "
            "at least two columns, and the points of the first and the last option."
        )
    check_worded(facts.options, lowest=facts.lowest, highest=facts.highest)
    points = range(facts.lowest, facts.highest + 1)
    options = {**option_words(content, columns, points), **facts.options}
    if unknown := [column for column in against or () if column not in columns]:
        raise DataError(
            f"`{unknown[0]}` is to be reversed and is none of the items.{did_you_mean(unknown[0], columns)} Name "
            f"columns of {', '.join(columns)}."
        )
    remark = "suggested by its correlations: check the wording" if against is None else ""
    turned = against_the_rest(content, columns, options) if against is None else set(against)
    rule = _score_rule(len(columns), facts)
    ids = _ids(columns)
    question, statements = _statements(content, dict(zip(columns, ids, strict=True)), facts)
    lines = [
        f"# Drafted from {Path(path).name}. Check every line against the publication of the scale: the file knows",
        "# labels and codes only. What each key means: docs/how-to/describe-your-scale.md.",
        "schema_version: 1",
        *(f"{key}: {_scalar(value)}" for key, value in _named(facts, question).items()),
        "options:",
        *_options(options, points),
        "items:",
        *(
            _item(id_, statement, remark if column in turned else None)
            for id_, column, statement in zip(ids, columns, statements, strict=True)
        ),
        "score:",
        *(f"  {key}: {value}" for key, value in rule.items()),
        f"  higher_means: {_scalar(facts.higher_means)}",
        *_MISSING,
        *_cutoffs(facts),
        *_PUBLICATION,
        "# In the codebook of the survey:",
        f"#   instrument: {facts.name}",
        "#   items:",
        *(f"#     {id_}: {_scalar(column)}" for id_, column in zip(ids, columns, strict=True)),
        *([f"#   missing: [{', '.join(map(_scalar, facts.no_answer))}]"] if facts.no_answer else []),
    ]
    return "\n".join(lines) + "\n"


def _ids(columns: Sequence[str]) -> list[str]:
    """Names of the items: the columns, of long ones what follows their common beginning, or numbers for no names."""
    if not all(_PLAIN_NAME.match(column) for column in columns):
        return [f"q{place}" for place, _ in enumerate(columns, start=1)]
    found = without_common_beginning(columns)
    if max(map(len, columns)) <= _LONGEST_ID or not all(found):
        return list(columns)
    return found if all(_PLAIN_NAME.match(own) for own in found) else [f"q{own}" for own in found]


_MISSING = (
    "missing:",
    "  rule: complete",
    "  one_missing: not defined  # or: sensitivity only, where the owner allows one missing answer",
    "  reason: Only respondents who answered every item have a score.",
)
_PUBLICATION = (
    "permitted_use:",
    "  - Not stated yet; ask the owner of the scale.",
    "source: Not stated yet; name the publication of the scale.",
    "copyright: Not stated yet; name the owner of the wording.",
)


def _statements(content: FileContent, columns: Mapping[str, str], facts: ScaleFacts) -> tuple[str, list[str]]:
    """Question that the words of all items begin with, empty if there is none, and the statement of each.

    Without a label the id of the item stands for its statement, which matching then knows for none; a column whose
    name is no id is named by its statement.
    """
    plain = all(map(_PLAIN_NAME.match, columns))
    words = [content.labels.get(column, id_ if plain else column) for column, id_ in columns.items()]
    question, rests = after_question(words) or ("", words)
    return question, [facts.statements.get(column) or rest for column, rest in zip(columns, rests, strict=True)]


def _named(facts: ScaleFacts, question: str) -> dict[str, str]:
    return {
        "id": facts.name,
        "name": facts.title,
        "short_name": facts.title,
        "language": facts.language,
        "question": question or "Not stated yet; the question above the statements.",
        "instruction": "Not stated yet; how to answer, as the form says it.",
    }


def _score_rule(k: int, facts: ScaleFacts) -> dict[str, object]:
    low, high = facts.lowest, facts.highest
    if facts.score == "sum":
        return {"offset": 0, "factor": 1, "minimum": k * low, "maximum": k * high}
    if facts.score == "mean":
        return {"offset": 0, "factor": Fraction(1, k), "minimum": low, "maximum": high}
    return {"offset": -k * low, "factor": Fraction(100, k * (high - low)), "minimum": 0, "maximum": 100}


def _options(words: Mapping[int, str], points: range) -> list[str]:
    return [
        f"  - {{points: {point}, label: {_scalar(words.get(point) or point)}}}"
        f"{'' if words.get(point) else '  # the file has no label: write it'}"
        for point in points
    ]


def _item(id_: str, statement: str, turned: str | None) -> str:
    """Write an item; `turned` is the remark of one that is reversed, None of another."""
    remarks = ["the file has no label: write the statement"] if statement == id_ else []
    remarks += [turned] if turned else []
    entry = f"  - {{id: {id_}, statement: {_scalar(statement)}{', reversed: true' if turned is not None else ''}}}"
    return f"{entry}  # {'; '.join(remarks)}" if remarks else entry


def _cutoffs(facts: ScaleFacts) -> list[str]:
    if not facts.cutoffs:
        return [
            "# cutoffs:  # only published ones; below: strictly below, at_or_above: that score and more",
            "#   high: {at_or_above: SCORE, label: WHAT THE GROUP IS CALLED}",
        ]
    return ["cutoffs:"] + [
        f"  {_scalar(name)}: {{{cutoff.side.replace(' ', '_')}: {cutoff.limit:g}, label: {_scalar(cutoff.label)}}}"
        for name, cutoff in facts.cutoffs.items()
    ]


def _scalar(value: object) -> str:
    """Write text so that it stays text within braces."""
    return yaml.safe_dump(str(value), default_style='"', allow_unicode=True, width=10_000).strip()
