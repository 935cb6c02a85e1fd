"""A scale of one's own: drafted from columns of the file, then completed by what only its user knows."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from workbench.errors import ParameterError
from workbench.intake import ScaleFacts, draft_instrument
from workbench.intake.codebook import ColumnOverview, FileOverview
from workbench.intake.files import as_code
from workbench.lab.my_survey.fields import Fields, codes_of, number_of, set_or_remove

FACTS = ("name", "title", "language", "lowest", "highest", "score", "higher_means")
_QUESTIONS = {
    "name": "a file name for the scale, such as stress",
    "title": "what pages call the scale",
    "language": "the language of its statements, such as en",
    "lowest": "the points of the first answer option",
    "highest": "the points of the last answer option",
    "higher_means": "what a high score says, such as more symptoms",
}


def answers(fields: Fields) -> dict[str, Any]:
    """Return the answers to the questions about the scale, and the columns of its items, as far as they are given."""
    facts = {key: fields.text(f"scale.{key}") for key in FACTS}
    series = [column for one in fields.all("scale.series") for column in json.loads(one)]
    return {"facts": facts, "columns": list(dict.fromkeys([*series, *fields.all("scale.columns")]))}


def new_scale(survey: Path, answered: dict[str, Any]) -> dict[str, Any]:
    """Draft the scale from its columns and the answers.

    Returns
    -------
    dict
        The answers, with ``content`` of the instrument file.

    Raises
    ------
    ParameterError
        A question that was left open, or a name that is no name of a file.
    DataError
        Columns that make no scale.
    """
    given: dict[str, str] = answered["facts"]
    for key, what in _QUESTIONS.items():
        if not given[key]:
            raise ParameterError(f"`scale.{key}` is empty. Write {what}.")
    if not given["name"].replace("-", "").replace("_", "").isalnum():
        raise ParameterError(f"`scale.name` is {given['name']!r}. Write letters, digits, hyphens and underscores only.")
    ends = {}
    for key in ("lowest", "highest"):
        ends[key] = as_code(given[key])
        if not isinstance(ends[key], int):
            raise ParameterError(f"`scale.{key}` is {given[key]!r}, no whole number. Write {_QUESTIONS[key]}.")
    facts = ScaleFacts(**{**given, **ends})  # type: ignore[arg-type]
    draft = draft_instrument(survey, columns=tuple(answered["columns"]), facts=facts)
    return answered | {"content": yaml.safe_load(draft)}


def completed_scale(scale: dict[str, Any], fields: Fields) -> dict[str, Any]:
    """Return the scale with the wording, the directions and the cut-off that the page names."""
    changed = deepcopy(scale)
    content = changed["content"]
    for place, item in enumerate(content["items"]):
        item["statement"] = fields.text(f"scale.items.{place}.statement")
        item.pop("reversed", None)
        if fields.text(f"scale.items.{place}.reversed") == "yes":
            item["reversed"] = True
    for place, option in enumerate(content["options"]):
        option["label"] = fields.text(f"scale.options.{place}")
    for key in ("question", "source", "copyright"):
        content[key] = fields.text(f"scale.{key}") or content[key]
    content.pop("cutoffs", None)
    if fields.text("scale.cutoff.limit"):
        side = "below" if fields.text("scale.cutoff.side") == "below" else "at_or_above"
        limit, label = number_of(fields.text("scale.cutoff.limit")), fields.text("scale.cutoff.label")
        content["cutoffs"] = {fields.text("scale.cutoff.name") or "high": {side: limit, "label": label}}
    return changed


def with_scale(
    content: dict[str, Any], scale: dict[str, Any], overview: FileOverview, fields: Fields
) -> dict[str, Any]:
    """Return the codebook with one's own scale: its name, its columns, and the codes that mean no answer."""
    changed = deepcopy(content)
    changed["instrument"] = scale["content"]["id"]
    points = [option["points"] for option in scale["content"]["options"]]
    ids = [item["id"] for item in scale["content"]["items"]]
    columns = [overview.columns[column] for column in scale["columns"]]
    changed["items"] = {item: _item(column, points) for item, column in zip(ids, columns, strict=True)}
    set_or_remove(changed, "missing", codes_of(fields.text("missing")))
    set_or_remove(changed, "confirmed", fields.text("confirmed") == "yes")
    for variable in [name for name, entry in changed["background"].items() if entry["column"] in scale["columns"]]:
        del changed["background"][variable]
    return changed


def _item(column: ColumnOverview, points: list[int]) -> dict[str, Any]:
    """Describe a column by its codes: labelled ones that are no option mean no answer; 1–4 are moved to 0–3."""
    entry: dict[str, Any] = {"column": column.name}
    codes = [code.code for code in column.codes if isinstance(code.code, int)]
    if codes and max(codes) - min(codes) == points[-1] - points[0]:
        set_or_remove(entry, "shift", points[0] - min(codes) or None)
    options = [point - entry.get("shift", 0) for point in points]
    named = [*column.missing, *(code for code in column.codes if code.label)]
    set_or_remove(entry, "missing", [code.code for code in named if code.code not in options])
    return entry
