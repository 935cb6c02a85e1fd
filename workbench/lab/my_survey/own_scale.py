"""A scale of one's own: drafted from columns of the file, then completed by what only its user knows."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from workbench.errors import ParameterError
from workbench.intake import LANGUAGE_CODE, ScaleFacts, answers_outside, check_alike, draft_instrument
from workbench.intake.codebook import ColumnOverview, FileOverview
from workbench.intake.files import as_code
from workbench.lab.my_survey.fields import Fields, merged_of, number_of, set_or_remove
from workbench.lab.my_survey.item_fields import set_missing_and_words
from workbench.wording import say

FACTS = ("name", "title", "language", "lowest", "highest", "score", "higher_means")
_CUTOFF_NAME = re.compile(r"[^\W\d]\w*(-\w+)*")
_QUESTIONS = {
    "name": say("Write a file name for the scale, such as stress."),
    "title": say("Write what pages call the scale."),
    "language": say("Write the language of its statements, such as en."),
    "lowest": say("Write the points of the first answer option."),
    "highest": say("Write the points of the last answer option."),
    "higher_means": say("Write what a high score says, such as more symptoms."),
}


def answers(fields: Fields) -> dict[str, Any]:
    """Return the answers to the questions about the scale, and the columns of its items, as far as they are given."""
    facts = {key: fields.text(f"scale.{key}") for key in FACTS}
    series = [column for one in fields.all("scale.series") for column in json.loads(one)]
    columns = list(dict.fromkeys([*series, *fields.all("scale.columns")]))
    return {"facts": facts, "columns": columns, "moved": fields.text("scale.moved") == "yes"}


def new_scale(survey: Path, answered: dict[str, Any], *, sheet: str | None = None) -> dict[str, Any]:
    """Draft the scale from its columns and the answers.

    Returns
    -------
    dict
        The answers, with ``content`` of the instrument file, and ``shift``: what each code of the file gets added.

    Raises
    ------
    ParameterError
        A question that was left open, a name that is no name of a file, or points that do not hold the answers.
    DataError
        Columns that make no scale.
    """
    given: dict[str, str] = answered["facts"]
    for key, repair in _QUESTIONS.items():
        if not given[key]:
            raise ParameterError(say("`{key}` is empty. {repair}", key=f"scale.{key}", repair=repair))
    if not given["name"].replace("-", "").replace("_", "").isalnum():
        raise ParameterError(
            say("`scale.name` is '{name}'. Write letters, digits, hyphens and underscores only.", name=given["name"])
        )
    if not LANGUAGE_CODE.fullmatch(given["language"]):
        raise ParameterError(
            say(
                "`scale.language` is '{code}', no code of a language. Write one of two letters, such as fi, sv, en or "
                "de.",
                code=given["language"],
            )
        )
    ends: dict[str, int] = {}
    for key in ("lowest", "highest"):
        point = as_code(given[key])
        if not isinstance(point, int):
            raise ParameterError(
                say(
                    "`{key}` is '{text}', no whole number. {repair}",
                    key=f"scale.{key}",
                    text=given[key],
                    repair=_QUESTIONS[key],
                )
            )
        ends[key] = point
    columns = tuple(answered["columns"])
    if ends["lowest"] >= ends["highest"]:
        raise ParameterError(
            say(
                "`scale.highest` is {highest}, not above `scale.lowest`, which is {lowest}. {repair}",
                **ends,
                repair=_QUESTIONS["highest"],
            )
        )
    check_alike(survey, columns=columns, sheet=sheet)
    shift = _shift(survey, columns, ends, moved=answered.get("moved", False), sheet=sheet)
    facts = ScaleFacts(**{**given, **ends})  # type: ignore[arg-type]
    draft = draft_instrument(survey, columns=columns, facts=facts, sheet=sheet)
    return answered | {"content": yaml.safe_load(draft), "shift": shift}


def _shift(survey: Path, columns: tuple[str, ...], ends: dict[str, int], *, moved: bool, sheet: str | None) -> int:
    """Return what each code gets added, one number for all items; nothing is moved unless somebody says so."""
    other = answers_outside(survey, columns=columns, sheet=sheet, **ends)
    if other is None:
        return 0
    if not moved:
        raise ParameterError(
            say(
                "{fault} Write {lowest} as `scale.lowest` and {highest} as `scale.highest`; where the publication "
                "counts from another number, tick `scale.moved`.",
                fault=other.sentence,
                lowest=other.lowest,
                highest=other.highest,
            )
        )
    if other.highest - other.lowest != ends["highest"] - ends["lowest"]:
        raise ParameterError(
            say(
                "{fault} Correct `scale.lowest` and `scale.highest`: the file has not as many options, so that "
                "`scale.moved` does not say which is which.",
                fault=other.sentence,
            )
        )
    return ends["lowest"] - other.lowest


def completed_scale(scale: dict[str, Any], fields: Fields) -> dict[str, Any]:
    """Return the scale with the wording, the directions and the cut-off that the page names."""
    changed = deepcopy(scale)
    content = changed["content"]
    words = dict(zip(fields.all("text.word"), fields.all("text.meaning"), strict=True))
    for place, item in enumerate(content["items"]):
        item["statement"] = fields.text(f"scale.items.{place}.statement")
        item.pop("reversed", None)
        if fields.text(f"scale.items.{place}.reversed") == "yes":
            item["reversed"] = True
    for place, option in enumerate(content["options"]):
        option["label"] = _label(fields.text(f"scale.options.{place}"), str(option["points"]), words)
    for key in ("question", "instruction", "source", "copyright"):
        content[key] = fields.text(f"scale.{key}") or content[key]
    if permitted := fields.text("scale.permitted_use"):
        content["permitted_use"] = [permitted]
    content.pop("cutoffs", None)
    given = {key: fields.text(f"scale.cutoff.{key}") for key in ("limit", "label", "name")}
    if any(given.values()):
        side = "below" if fields.text("scale.cutoff.side") == "below" else "at_or_above"
        name = given["name"] or ("low" if side == "below" else "high")
        content["cutoffs"] = {name: {side: number_of(given["limit"]), "label": given["label"]}}
    return changed


def _label(typed: str, points: str, words: dict[str, str]) -> str:
    """Return the words of an option: those typed, else the words of the file that stand for its points."""
    if typed != points and words.get(typed, points) == points:
        return typed
    return next((word for word, meaning in words.items() if meaning == points), points)


def check_scale(scale: dict[str, Any]) -> None:
    """Refuse a drafted scale whose cut-off or wording is not whole; the fields keep what was typed.

    Raises
    ------
    ParameterError
        The field, and what to write there.
    """
    content = scale.get("content") or {}
    for name, cutoff in (content.get("cutoffs") or {}).items():
        limit, score = cutoff.get("below", cutoff.get("at_or_above")), content["score"]
        if not isinstance(limit, int | float):
            raise ParameterError(
                say("`scale.cutoff.limit` is empty. Write the score of the publication.")
                if limit is None
                else say("`scale.cutoff.limit` is '{text}', no number. Write the score of the publication.", text=limit)
            )
        if not score["minimum"] < limit <= score["maximum"]:
            raise ParameterError(
                say(
                    "`scale.cutoff.limit` is {limit}, outside the scores {lowest} to {highest}. Write one of them.",
                    limit=limit,
                    lowest=score["minimum"],
                    highest=score["maximum"],
                )
            )
        if not cutoff["label"]:
            raise ParameterError(
                say(
                    "`scale.cutoff.label` is empty. Write what pages call the group beyond the cut-off, such as high "
                    "worry."
                )
            )
        if not _CUTOFF_NAME.fullmatch(name):
            raise ParameterError(say("`scale.cutoff.name` is '{name}'. Write one word, such as high.", name=name))
    for key, words in (("items", "statement"), ("options", "label")):
        for place, entry in enumerate(content.get(key, ())):
            if not str(entry[words]).strip():
                raise ParameterError(
                    say("`{key}` is empty. Write the words of the questionnaire.", key=f"scale.{key}.{place}")
                )


def with_scale(
    content: dict[str, Any], scale: dict[str, Any], overview: FileOverview, fields: Fields
) -> dict[str, Any]:
    """Return the codebook with one's own scale: its name, its columns, and the codes that mean no answer."""
    changed = deepcopy(content)
    changed["instrument"] = scale["content"]["id"]
    points = [option["points"] for option in scale["content"]["options"]]
    ids = [item["id"] for item in scale["content"]["items"]]
    columns = [overview.columns[column] for column in scale["columns"]]
    shift = scale.get("shift", 0)
    changed["items"] = {i: _item(column, points, shift) for i, column in zip(ids, columns, strict=True)}
    for place, item in enumerate(ids):
        set_or_remove(changed["items"][item], "merge", merged_of(fields.text(f"scale.items.{place}.merge")))
    set_missing_and_words(changed, fields)
    set_or_remove(changed, "confirmed", fields.text("confirmed") == "yes")
    for variable in [name for name, entry in changed["background"].items() if entry["column"] in scale["columns"]]:
        del changed["background"][variable]
    return changed


def _item(column: ColumnOverview, points: list[int], shift: int) -> dict[str, Any]:
    """Describe a column by its codes: what the file declares missing is no answer, unless it is an option.

    A labelled code that is no option stays an answer, which reading the survey refuses: a person decides about it.
    """
    entry: dict[str, Any] = {"column": column.name}
    set_or_remove(entry, "shift", shift or None)
    options = [point - shift for point in points]
    set_or_remove(entry, "missing", [code.code for code in column.missing if code.code not in options])
    return entry
