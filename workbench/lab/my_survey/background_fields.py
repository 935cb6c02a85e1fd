"""The step of the background variables: groups, numbers and groups cut from a number, with all that describes them."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any

import pydantic

from workbench.errors import ParameterError
from workbench.intake.codebook import (
    NO_ANSWER,
    BackgroundVariable,
    ColumnOverview,
    FileOverview,
    variable_label,
    variable_names,
)
from workbench.intake.files import as_code
from workbench.lab.my_survey.fields import OPEN, Fields, codes_of, number_of, set_or_remove
from workbench.wording import say

MOST_AREAS = 3  # one within the other
_YEARS = range(1900, 2101)
_BETWEEN_NUMBERS = re.compile(r"[;,\s]+")


def described(content: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Return kind, name and entry of each variable by the name of its fields, which no two share.

    A codebook may give a background variable and a number one name.
    """
    groups, numbers = content["background"], content["numeric"]
    found = {
        name: ("groups" if entry.get("groups") is None else "bands", name, entry) for name, entry in groups.items()
    }
    for name, entry in numbers.items():
        found[f"{name} (number)" if name in groups else name] = ("number", name, entry)
    return found


def kinds_of(column: ColumnOverview | None) -> list[str]:
    """Return what a column can be: groups where it has several codes; a number, alone or in bands."""
    if column is None:
        return []
    is_number = column.kind == "number" or any(isinstance(one.code, int | float) for one in column.codes)
    return [*(["groups"] if column.kind == "groups" else []), *(["number", "bands"] if is_number else [])]


def chosen_background(content: dict[str, Any], fields: Fields, overview: FileOverview) -> dict[str, Any]:
    """Return the codebook with the background variables and numbers as the page describes them."""
    changed = deepcopy(content)
    groups: dict[str, Any] = {}
    numbers: dict[str, Any] = {}
    for key, (before, name, entry) in described(content).items():
        if _is_left(key, fields):
            continue
        kind = fields.text(f"background.{key}.kind") or before
        part = numbers if kind == "number" else groups
        if kind == before:
            part[name] = _DESCRIBE[kind](entry, f"background.{key}", fields)
        else:
            part[_free(name, part)] = _new(entry["column"], name, kind, overview)
    names = variable_names(overview.columns)
    for column in fields.columns("background.add", overview.columns):
        kind = next(iter(kinds_of(overview.columns[column])), "groups")
        kind = "bands" if column in {entry["column"] for entry in numbers.values()} else kind
        part = numbers if kind == "number" else groups
        part[_free(names[column], part)] = _new(column, names[column], kind, overview)
    changed["background"], changed["numeric"] = groups, numbers
    if "year" in fields:
        left = {entry["column"] for key, (_, _, entry) in described(content).items() if _is_left(key, fields)}
        _set_year_and_areas(changed, fields, overview, left)
    _forget(changed)
    return changed


def _is_left(key: str, fields: Fields) -> bool:
    return fields.text(f"background.{key}.kind") == "out"


def _set_year_and_areas(changed: dict[str, Any], fields: Fields, overview: FileOverview, left: set[str]) -> None:
    """Take the columns of year and areas, which become background variables if they are none."""

    def chosen(name: str) -> str | None:
        column = fields.column(name, overview.columns)
        return _variable_of(column, changed["background"], overview) if column and column not in left else None

    column, whole = chosen("year"), number_of(fields.text("year.all"))
    if whole is not None and whole not in _YEARS:
        raise ParameterError(
            say("`{field}` is '{text}', no year. Write one such as 2024, or nothing.", field="year.all", text=whole)
        )
    if column is not None and whole is not None:
        raise ParameterError(
            say(
                "`{field}` is {year}, and a column that holds the year is chosen too. Take one of the two out.",
                field="year.all",
                year=whole,
            )
        )
    set_or_remove(changed, "year", whole if column is None else column)
    areas = [chosen(f"area.{place}") for place in range(MOST_AREAS)]
    further = (changed.get("area") or [])[MOST_AREAS:]
    set_or_remove(changed, "area", list(dict.fromkeys(area for area in [*areas, *further] if area is not None)))


def _variable_of(column: str, groups: dict[str, Any], overview: FileOverview) -> str | None:
    """Name of the background variable of a column, which is described if it is none yet."""
    known = next((name for name, entry in groups.items() if str(entry["column"]) == column), None)
    if known is not None or column not in overview.columns:
        return known
    name = _free(variable_names(overview.columns)[column], groups)
    groups[name] = _new(column, name, "groups", overview)
    return name


def band_labels(entry: dict[str, Any]) -> dict[Any, str]:
    """Labels that the groups of a number have by themselves; none where they are not described yet."""
    bare = {key: value for key, value in entry.items() if key in ("column", "groups", "highest")}
    try:
        found = BackgroundVariable.model_validate(bare | {"label": "groups"}).labels
    except pydantic.ValidationError:
        return {}
    return {as_code(code): str(label) for code, label in found.items()}


def joined_as(entry: dict[str, Any]) -> dict[str, str]:
    """Return the level that each joined label belongs to."""
    return {label: level for level, labels in (entry.get("merge") or {}).items() for label in labels}


def _groups(entry: dict[str, Any], prefix: str, fields: Fields) -> dict[str, Any]:
    changed = dict(entry)
    if f"{prefix}.label" not in fields:
        return changed
    codes, texts, places = (fields.all(f"{prefix}.{part}") for part in ("code", "text", "place"))
    joined = fields.all(f"{prefix}.joined") or [""] * len(codes)
    missing = fields.all(f"{prefix}.missing")
    rows = sorted(zip(codes, texts, places, joined, strict=True), key=lambda row: _place(row[2]))
    rows = [row for row in rows if row[1] and row[0] not in missing]
    changed["label"] = fields.text(f"{prefix}.label")
    changed["labels"] = {as_code(code): text for code, text, *_ in rows}
    set_or_remove(changed, "missing", [as_code(code) for code in missing])
    set_or_remove(changed, "ordered", fields.text(f"{prefix}.ordered") == "yes")
    reference = as_code(fields.text(f"{prefix}.reference"))
    set_or_remove(changed, "reference", reference if reference in changed["labels"] else None)
    if f"{prefix}.others" in fields:
        undecided = OPEN if entry.get("others") == OPEN else None
        level, none = fields.text(f"{prefix}.others"), fields.text(f"{prefix}.others_missing")
        if level and none:
            raise ParameterError(
                say(
                    "`{field}` is '{level}', and these values are ticked as no answers too. Take these words out, or "
                    "untick “Values that are not listed are no answers”.",
                    field=f"{prefix}.others",
                    level=level,
                )
            )
        others = NO_ANSWER if none else level
        set_or_remove(changed, "others", others or undecided)
    merge: dict[str, list[str]] = {}
    for _, text, _, level in rows:
        if level:
            merge.setdefault(level, []).append(text)
    if _in_any_order(merge) != _in_any_order(entry.get("merge") or {}):
        set_or_remove(changed, "merge", merge or None)
    return changed


def _in_any_order(merge: dict[str, list[str]]) -> dict[str, list[str]]:
    return {level: sorted(map(str, labels)) for level, labels in merge.items()}


def _place(text: str) -> float:
    place = number_of(text)
    return float(place) if isinstance(place, int | float) else float("inf")


def _bands(entry: dict[str, Any], prefix: str, fields: Fields) -> dict[str, Any]:
    changed = dict(entry)
    if f"{prefix}.label" not in fields:
        return changed
    changed["label"] = fields.text(f"{prefix}.label")
    begins = fields.text(f"{prefix}.groups")
    changed["groups"] = [number_of(text) for text in _BETWEEN_NUMBERS.split(begins) if text]
    set_or_remove(changed, "highest", number_of(fields.text(f"{prefix}.highest")))
    set_or_remove(changed, "missing", codes_of(fields.text(f"{prefix}.missing")))
    before, by_themselves = band_labels(entry), band_labels(changed)
    texts = zip(fields.all(f"{prefix}.code"), fields.all(f"{prefix}.text"), strict=True)
    sent = {number_of(code): text for code, text in texts}
    own = {code: text for code, text in sent.items() if text and text != before.get(code)}
    kept = {code: own.get(code, text) for code, text in by_themselves.items()}
    if kept != (entry.get("labels") or before):
        set_or_remove(changed, "labels", None if kept == by_themselves else kept)
    reference = as_code(fields.text(f"{prefix}.reference"))
    set_or_remove(changed, "reference", reference if reference in changed["groups"] else None)
    return changed


def _number(entry: dict[str, Any], prefix: str, fields: Fields) -> dict[str, Any]:
    changed = dict(entry)
    if f"{prefix}.label" not in fields:
        return changed
    for key in ("label", "unit", "in_place_of"):
        set_or_remove(changed, key, fields.text(f"{prefix}.{key}"))
    for key in ("lowest", "highest"):
        set_or_remove(changed, key, number_of(fields.text(f"{prefix}.{key}")))
    set_or_remove(changed, "missing", codes_of(fields.text(f"{prefix}.missing")))
    return changed


_DESCRIBE = {"groups": _groups, "bands": _bands, "number": _number}


def _new(column: str, name: str, kind: str, overview: FileOverview) -> dict[str, Any]:
    """Describe a column by what the file tells; numbers of its answers are somebody's, and left to a person."""
    found = overview.columns[column]
    entry: dict[str, Any] = {"column": column, "label": variable_label(found.label or column, name)}
    if kind == "groups":
        texts: dict[Any, str] = {code.code: code.label or str(code.code) for code in found.codes if code.occurs}
        twice = {text for text in texts.values() if list(texts.values()).count(text) > 1}
        entry["labels"] = {code: f"{text} ({code})" if text in twice else text for code, text in texts.items()}
        set_or_remove(entry, "others", OPEN if found.has_rare else None)
    elif kind == "bands":
        entry["groups"] = []
    set_or_remove(entry, "missing", [code.code for code in found.missing])
    return entry


def _free(name: str, taken: dict[str, Any]) -> str:
    while name in taken:
        name = f"{name}_group"
    return name


def _forget(changed: dict[str, Any]) -> None:
    """Take variables that are gone out of the lists that name them."""
    known = changed["background"]
    for key in ("groups", "predictors"):
        set_or_remove(changed, key, [name for name in changed.get(key) or () if name in known])
    kept = [crossing for crossing in changed.get("crossings") or () if all(name in known for name in crossing)]
    set_or_remove(changed, "crossings", kept)
    set_or_remove(changed, "area", [name for name in changed.get("area") or () if name in known])
    for key in ("year", "wave"):
        named = changed.get(key)
        set_or_remove(changed, key, named if not isinstance(named, str) or named in known else None)
    for entry in changed["numeric"].values():
        set_or_remove(entry, "in_place_of", entry.get("in_place_of") if entry.get("in_place_of") in known else None)
