"""The step of the items: which scale, and which column is which of its statements."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from workbench.instruments import Instrument, load_instrument
from workbench.intake.codebook import FileOverview, match_instrument, proposed_item
from workbench.intake.project import instrument_file
from workbench.lab.my_survey.fields import Fields, codes_of, number_of, set_or_remove


def chosen_items(content: dict[str, Any], fields: Fields, overview: FileOverview) -> dict[str, Any]:
    """Return the codebook with the scale and the columns that the page names.

    With another scale than before, its statements are looked for in the words of the file anew. A column that was not
    chosen before brings what its value labels tell.
    """
    changed = deepcopy(content)
    name = fields.text("instrument")
    if not name or name == content.get("instrument"):
        _read_items(changed, fields, overview)
        set_or_remove(changed, "missing", codes_of(fields.text("missing")))
    else:
        path = instrument_file(name)
        found = match_instrument(overview.words, path)
        changed["instrument"] = name
        columns = {item: found.columns[item] for item in found.instrument.item_ids if item in found.columns}
        changed["items"] = {item: proposed_item(overview, column, found.instrument) for item, column in columns.items()}
        changed.pop("missing", None)
    taken = {str(entry_of(entry)["column"]) for entry in changed["items"].values()}
    changed["background"] = {
        variable: entry for variable, entry in changed["background"].items() if str(entry["column"]) not in taken
    }
    set_or_remove(changed, "confirmed", fields.text("confirmed") == "yes" and name == content.get("instrument"))
    return changed


def known_scale(content: dict[str, Any]) -> Instrument | None:
    """Return the instrument that a codebook names; None while it names none."""
    name = content.get("instrument", "?")
    if not isinstance(name, str) or name == "?":
        return None
    path = instrument_file(name)
    return load_instrument(path.stem, folder=path.parent)


def entry_of(item: object) -> dict[str, Any]:
    """Return an entry of ``items`` with its keys; `esis1: q1` is short for `esis1: {column: q1}`."""
    return dict(item) if isinstance(item, dict) else {"column": item}


def _read_items(changed: dict[str, Any], fields: Fields, overview: FileOverview) -> None:
    scale = known_scale(changed)
    items: dict[str, Any] = {}
    for item in scale.item_ids if scale else ():
        before, column = entry_of(changed["items"].get(item, "")), fields.column(f"items.{item}", overview.columns)
        if not column:
            continue
        if column != str(before["column"]) and scale and column in overview.columns:
            items[item] = proposed_item(overview, column, scale)
            continue
        set_or_remove(before, "reversed", fields.text(f"items.{item}.reversed") == "yes")
        set_or_remove(before, "shift", number_of(fields.text(f"items.{item}.shift")) or None)
        set_or_remove(before, "missing", codes_of(fields.text(f"items.{item}.missing")))
        short = before.keys() <= {"column"} and not isinstance(changed["items"].get(item), dict)
        items[item] = column if short else before | {"column": column}
    changed["items"] = items
