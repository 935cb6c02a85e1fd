"""The step of the items: which scale, and which column is which of its statements."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from workbench.errors import DataError, ParameterError
from workbench.instruments import Instrument, load_instrument
from workbench.intake.codebook import FileOverview, match_instrument, option_of_text, proposed_item
from workbench.intake.project import instrument_file, known_instruments
from workbench.lab.my_survey.drafts import Draft
from workbench.lab.my_survey.fields import Fields, codes_of, merged_of, number_of, set_or_remove
from workbench.wording import heard, say

NO_ANSWER = "no answer"


def chosen_items(content: dict[str, Any], fields: Fields, overview: FileOverview) -> dict[str, Any]:
    """Return the codebook with the scale and the columns that the page names.

    With another scale than before, its statements are looked for in the words of the file anew. A column that was not
    chosen before brings what its value labels tell.
    """
    changed = deepcopy(content)
    name = fields.text("instrument")
    if not name or name == content.get("instrument"):
        _read_items(changed, fields, overview)
        set_missing_and_words(changed, fields)
    else:
        path = instrument_file(name)
        found = match_instrument(overview.words, path)
        changed["instrument"] = name
        columns = {item: found.columns[item] for item in found.instrument.item_ids if item in found.columns}
        changed["items"] = {item: proposed_item(overview, column, found.instrument) for item, column in columns.items()}
        changed.pop("missing", None)
        changed.pop("text", None)
    taken = {str(entry_of(entry)["column"]) for entry in changed["items"].values()}
    changed["background"] = {
        variable: entry for variable, entry in changed["background"].items() if str(entry["column"]) not in taken
    }
    set_or_remove(changed, "confirmed", fields.text("confirmed") == "yes" and name == content.get("instrument"))
    return changed


@dataclass(frozen=True, kw_only=True)
class Word:
    """A text that stands in columns of items and is no option of the scale: its points, or that it means no answer."""

    word: str
    meaning: str


def words_of(content: dict[str, Any], options: dict[str, int], overview: FileOverview) -> list[Word]:
    """Return the texts of the items' columns that are none of the options, by their plain words, of the scale."""
    text, missing = content.get("text") or {}, content.get("missing") or []
    found: dict[str, None] = dict.fromkeys(map(str, text))
    for entry in map(entry_of, content["items"].values()):
        column = overview.columns.get(str(entry["column"]))
        for code in (*column.codes, *column.missing) if column else ():
            known = code.code in (entry.get("missing") or ()) or code.code in (entry.get("text") or ())
            if isinstance(code.code, str) and not known and option_of_text(code.code, options) is None:
                found[code.code] = None
    return [Word(word=word, meaning=NO_ANSWER if word in missing else str(text.get(word, ""))) for word in found]


def set_missing_and_words(changed: dict[str, Any], fields: Fields) -> None:
    """Keep the codes that mean no answer in all items, and what words of the file stand for."""
    text, missing = dict(changed.get("text") or {}), codes_of(fields.text("missing"))
    for word, meaning in zip(fields.all("text.word"), fields.all("text.meaning"), strict=True):
        text.pop(word, None)
        if meaning == NO_ANSWER:
            missing.append(word)
        elif meaning:
            text[word] = number_of(meaning)
    if {*missing} != {*(changed.get("missing") or ())}:
        set_or_remove(changed, "missing", missing)
    if text != (changed.get("text") or {}):
        set_or_remove(changed, "text", text or None)


def known_scale(content: dict[str, Any]) -> Instrument | None:
    """Return the instrument that a codebook names; None while it names none."""
    name = content.get("instrument", "?")
    if not isinstance(name, str) or name == "?":
        return None
    path = instrument_file(name)
    return load_instrument(path.stem, folder=path.parent)


def check_columns(draft: Draft) -> None:
    """Refuse a scale of which a statement has no column.

    Raises
    ------
    ParameterError
        The first such item; a scale of one's own has its columns from the start.
    """
    scale = None if draft.scale else known_scale(draft.content)
    missing = [item for item in scale.item_ids if item not in draft.content["items"]] if scale else []
    if scale and missing:
        raise ParameterError(
            say(
                "`{item}` has no column; {some} of {n} statements lack one. Choose the column of each: a scale is not "
                "scored in part.",
                item=f"items.{missing[0]}",
                some=len(missing),
                n=len(scale.items),
            )
        )


def known_scales() -> tuple[list[Instrument], list[str]]:
    """Return the scales that can be chosen, and what is wrong with the files of others."""
    scales, unreadable = [], []
    for path in known_instruments():
        try:
            scales.append(load_instrument(path.stem, folder=path.parent))
        except DataError as error:
            unreadable.append(heard(str(error)))
    return scales, unreadable


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
        set_or_remove(before, "merge", merged_of(fields.text(f"items.{item}.merge")))
        short = before.keys() <= {"column"} and not isinstance(changed["items"].get(item), dict)
        items[item] = column if short else before | {"column": column}
    changed["items"] = items
