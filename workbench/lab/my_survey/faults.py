"""Which step and field a sentence of the workbench is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.lab.my_survey.background_fields import described
from workbench.lab.my_survey.drafts import Draft
from workbench.lab.my_survey.field_words import ITEM, SCALE, in_words, word_of
from workbench.lab.my_survey.item_fields import entry_of
from workbench.wording import heard, listed, say, spoken, window_words

STEPS = {
    "file": say("File"),
    "items": say("Items"),
    "background": say("Background"),
    "sample": say("Sample"),
    "questions": say("Questions"),
    "check": say("Check"),
    "run": say("Run"),
}
_STEP_OF = {
    "items": "items",
    "instrument": "items",
    "missing": "items",
    "confirmed": "items",
    "scale": "items",
    "options": "items",
    "cutoffs": "items",
    "score": "items",
    "background": "background",
    "numeric": "background",
    "year": "background",
    "area": "background",
    "measures": "background",
    "design": "sample",
    "respondent_id": "sample",
    "title": "questions",
    "groups": "questions",
    "predictors": "questions",
    "crossings": "questions",
    "cutoff": "questions",
}
_SHARED = {"background", "numeric"}  # which other steps refer to
_DESIGN = ("sampling_weights", "strata", "clusters")
_ROWS = re.compile(r"\b([1-9]\d*) (rows?|rivi\w*|rad(?:er)?)\b")  # counts that `workbench check` tells exactly
_SEVERAL = {"row": "rows", "rivi": "riviä", "rad": "rader"}
_MOST_NAMED = 3  # fields of a change
_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A sentence, and the field that it stands at; no step where it is about the whole."""

    sentence: str
    step: str | None
    field: str


def keys_of(step: str) -> set[str]:
    """Return the keys of a codebook that a step describes, with those that they refer to."""
    own = {key for key, its_step in _STEP_OF.items() if its_step == step}
    return own if step == "items" else own | _SHARED


def fault_of(sentence: str, draft: Draft) -> Fault:
    """Find the field that a message names, by its key, its column or its variable, and say it in the form's words."""
    to_missing = "to `missing`" in sentence
    sentence = heard(sentence)
    quoted = _QUOTED.findall(sentence)
    keys, uses = _keys(draft), _uses(draft)
    named = [uses[word] for word in quoted if word in uses]
    keyed = [(word, field) for word in quoted if (field := _field_of(word, keys)) is not None]
    found = [*(field for word, field in keyed if "." in word), *named, *(field for _, field in keyed)]
    field = next(iter(found), "")
    field = next((_part(field, word) for word in quoted if word == "merge"), field)
    field = _of_no_answer(field) if to_missing else field
    sentence = _ROWS.sub(_in_windows, sentence)
    return Fault(sentence=in_words(sentence, draft, field), step=_STEP_OF.get(field.split(".")[0]), field=field)


def _in_windows(found: re.Match[str]) -> str:
    return f"{window_words(int(found[1]), MINIMUM_RESPONDENTS)} {_SEVERAL.get(found[2], found[2])}"


def change_in_words(after: Draft, before: Draft | None) -> str:
    """Say which fields differ between two states of the draft, and in which step they are."""
    if before is None:
        return say("“{survey}” is not chosen any more.", survey=after.survey)
    keys = [
        *_differences(before.content, after.content),
        *(f"scale.{key}" for key in _differences(before.scale.get("facts", {}), after.scale.get("facts", {}))),
        *_differences({"scale": {**before.scale, "facts": 0}}, {"scale": {**after.scale, "facts": 0}}),
        *_differences({"parameters": before.parameters}, {"parameters": after.parameters}),
    ]
    if not keys or before.codebook != after.codebook:
        return say("You are back before you began anew with “{survey}”.", survey=after.survey)
    named = [word for word in dict.fromkeys(word_of(key, after) or word_of(key, before) for key in keys) if word]
    steps = dict.fromkeys(spoken(STEPS[_STEP_OF.get(key.split(".")[0], "questions")]) for key in keys)
    where = listed(list(steps))
    if not named:
        return say("Taken back in the step {steps}.", steps=where)
    fields = ", ".join(named[:_MOST_NAMED])
    if further := len(named[_MOST_NAMED:]):
        fields = say("{some} and {n} more", some=fields, n=further)
    return say("Taken back in the step {steps}: {fields}.", steps=where, fields=fields)


def _differences(before: Any, after: Any, path: str = "") -> list[str]:
    """Keys, with dots, whose values are not the same, or not in the same order."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        found = [one for key in keys for one in _differences(before.get(key), after.get(key), f"{path}.{key}")]
        return found or ([path.removeprefix(".")] if list(before) != list(after) else [])
    return [] if before == after else [path.removeprefix(".")]


def _field_of(word: str, keys: dict[str, str]) -> str | None:
    """Field of a key such as `background.sex.labels.1`."""
    if re.fullmatch(r"items\.[^.]+", word):
        return keys.get(word, word)  # also one without a column
    longest = max((key for key in keys if f"{word}.".startswith(f"{key}.")), key=len, default=None)
    return (
        _part(keys[longest], word[len(longest) + 1 :].split(".")[0])
        if longest
        else (word.split(".")[0] if word.split(".")[0] in _STEP_OF else None)
    )


def _part(field: str, key: str) -> str:
    """Field of a key of an item; an item itself stands at its column, or at its statement in a scale of one's own."""
    if re.fullmatch(r"items\.[^.]+", field) and key in ITEM and key != "column":
        return f"{field}.{key}"
    return field.replace(".statement", ".merge") if key == "merge" else field


def _of_no_answer(field: str) -> str:
    """Field of the codes of an item that mean no answer; a scale of one's own has one for all its items."""
    if re.fullmatch(r"scale\.items\.\d+\.statement", field):
        return "missing"
    return f"{field}.missing" if re.fullmatch(r"items\.[^.]+", field) else field


def _keys(draft: Draft) -> dict[str, str]:
    """Field of each key; numbers are described among the background variables."""
    keys = {key: key for key in (*(f"scale.{name}" for name in SCALE), *(f"design.{name}" for name in _DESIGN))}
    keys |= {"year.all": "year.all", "parameters.cutoff": "cutoff"}
    keys |= {f"items.{item}": f"items.{item}" for item in draft.content["items"]}
    for place, entry in enumerate((draft.scale.get("content") or {}).get("items", ())):
        keys[f"scale.items.{place}"] = keys[f"items.{entry['id']}"] = f"scale.items.{place}.statement"
    for place, _ in enumerate((draft.scale.get("content") or {}).get("options", ())):
        keys[f"scale.options.{place}"] = f"scale.options.{place}"
    for key, (kind, name, _) in described(draft.content).items():
        keys[f"{'numeric' if kind == 'number' else 'background'}.{name}"] = f"background.{key}"
    return keys


def _uses(draft: Draft) -> dict[str, str]:
    """Field of each column and variable that the draft names."""
    content = draft.content
    design: dict[str, Any] = content["design"]
    uses = {str(column): f"design.{key}" for key in _DESIGN for column in _listed(design.get(key))}
    uses |= {str(content["respondent_id"]): "respondent_id"} if content.get("respondent_id") else {}
    for key, (_, name, entry) in described(content).items():
        uses |= {str(entry["column"]): f"background.{key}", str(name): f"background.{key}"}
    places = {item["id"]: place for place, item in enumerate((draft.scale.get("content") or {}).get("items", ()))}
    fields = {
        item: f"scale.items.{places[item]}.statement" if item in places else f"items.{item}"
        for item in content["items"]
    }
    uses |= {str(entry_of(content["items"][item])["column"]): field for item, field in fields.items()}
    return {str(item): field for item, field in fields.items()} | uses


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def anchor(field: str) -> str:
    """Return the id of a field in its page; an id has no blanks."""
    return re.sub(r"[^\w-]", lambda sign: f"_{ord(sign[0]):x}", field)
