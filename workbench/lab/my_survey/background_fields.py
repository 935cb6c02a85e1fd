"""The step of the background variables: groups and numbers, their labels, order, reference and missing codes."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from workbench.intake.codebook import FileOverview
from workbench.intake.files import as_code
from workbench.lab.my_survey.fields import Fields, codes_of, number_of, set_or_remove


def chosen_background(content: dict[str, Any], fields: Fields, overview: FileOverview) -> dict[str, Any]:
    """Return the codebook with the background variables and numbers as the page describes them."""
    changed = deepcopy(content)
    groups, numbers = {}, {}
    for name, entry in (content["background"] | content["numeric"]).items():
        kind = fields.text(f"background.{name}.kind")
        was_number = name in content["numeric"]
        if kind == "out":
            continue
        if kind == "number":
            numbers[name] = _number(entry, name, fields) if was_number else _new_number(entry["column"], overview)
        else:
            groups[name] = _new_groups(entry["column"], overview) if was_number else _groups(entry, name, fields)
    if (column := fields.column("background.add", overview.columns)) in overview.columns:
        if overview.columns[column].kind == "number":
            numbers[column] = _new_number(column, overview)
        else:
            groups[column] = _new_groups(column, overview)
    changed["background"], changed["numeric"] = groups, numbers
    _forget(changed)
    return changed


def _groups(entry: dict[str, Any], name: str, fields: Fields) -> dict[str, Any]:
    prefix, changed = f"background.{name}", dict(entry)
    if f"{prefix}.label" not in fields:
        return changed
    codes, texts, places = (fields.all(f"{prefix}.{part}") for part in ("code", "text", "place"))
    missing = fields.all(f"{prefix}.missing")
    rows = sorted(zip(codes, texts, places, strict=True), key=lambda row: _place(row[2]))
    changed["label"] = fields.text(f"{prefix}.label")
    changed["labels"] = {as_code(code): text for code, text, _ in rows if text and code not in missing}
    set_or_remove(changed, "missing", [as_code(code) for code in missing])
    set_or_remove(changed, "ordered", fields.text(f"{prefix}.ordered") == "yes")
    reference = as_code(fields.text(f"{prefix}.reference"))
    set_or_remove(changed, "reference", reference if reference in changed["labels"] else None)
    return changed


def _place(text: str) -> float:
    place = number_of(text)
    return float(place) if isinstance(place, int | float) else float("inf")


def _number(entry: dict[str, Any], name: str, fields: Fields) -> dict[str, Any]:
    prefix, changed = f"background.{name}", dict(entry)
    if f"{prefix}.label" not in fields:
        return changed
    for key in ("label", "unit", "in_place_of"):
        set_or_remove(changed, key, fields.text(f"{prefix}.{key}"))
    for key in ("lowest", "highest"):
        set_or_remove(changed, key, number_of(fields.text(f"{prefix}.{key}")))
    set_or_remove(changed, "missing", codes_of(fields.text(f"{prefix}.missing")))
    return changed


def _new_groups(column: str, overview: FileOverview) -> dict[str, Any]:
    found = overview.columns[column]
    texts: dict[Any, str] = {code.code: code.label or str(code.code) for code in found.codes}
    twice = {text for text in texts.values() if list(texts.values()).count(text) > 1}
    entry: dict[str, Any] = {"column": column, "label": found.label or column}
    entry["labels"] = {code: f"{text} ({code})" if text in twice else text for code, text in texts.items()}
    set_or_remove(entry, "missing", [code.code for code in found.missing])
    return entry


def _new_number(column: str, overview: FileOverview) -> dict[str, Any]:
    found = overview.columns[column]
    entry: dict[str, Any] = {"column": column, "label": found.label or column}
    set_or_remove(entry, "missing", [code.code for code in found.missing])
    return entry


def _forget(changed: dict[str, Any]) -> None:
    """Take variables that are gone out of the lists that name them."""
    known = changed["background"]
    for key in ("groups", "predictors"):
        set_or_remove(changed, key, [name for name in changed.get(key) or () if name in known])
    kept = [crossing for crossing in changed.get("crossings") or () if all(name in known for name in crossing)]
    set_or_remove(changed, "crossings", kept)
