"""Which step and field a sentence of the workbench is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.lab.my_survey.drafts import Draft
from workbench.lab.my_survey.item_fields import entry_of
from workbench.wording import window_words

STEPS = {
    "file": "File",
    "items": "Items",
    "background": "Background",
    "sample": "Sample",
    "questions": "Questions",
    "check": "Check",
    "run": "Run",
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
    "design": "sample",
    "respondent_id": "sample",
    "title": "questions",
    "groups": "questions",
    "predictors": "questions",
    "crossings": "questions",
}
_ROWS = re.compile(r"\b([1-9]\d*) rows?\b")  # counts that `workbench check` tells exactly
_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A sentence, and the field that it stands at; no step where it is about the whole."""

    sentence: str
    step: str | None
    field: str


def fault_of(sentence: str, draft: Draft) -> Fault:
    """Find the field that a message names, by its key, its column or its variable."""
    quoted = _QUOTED.findall(sentence)
    uses = _uses(draft)
    named = [(word, uses[word]) for word in quoted if word in uses]
    keyed = [(word, field) for word in quoted if (field := _field_of(word, uses)) is not None]
    sentence = _ROWS.sub(lambda found: f"{window_words(int(found[1]), MINIMUM_RESPONDENTS)} rows", sentence)
    for _, field in (*(pair for pair in keyed if "." in pair[0]), *named, *keyed):
        return Fault(sentence=sentence, step=_STEP_OF.get(field.split(".")[0]), field=field)
    return Fault(sentence=sentence, step=None, field="")


def _field_of(word: str, uses: dict[str, str]) -> str | None:
    """Field of a key such as `background.sex.labels.1`; numbers are described among the background variables."""
    word = f"background.{word.removeprefix('numeric.')}" if word.startswith("numeric.") else word
    longest = max((field for field in uses.values() if f"{word}.".startswith(f"{field}.")), key=len, default=None)
    return longest or (word.split(".")[0] if word.split(".")[0] in _STEP_OF else None)


def _uses(draft: Draft) -> dict[str, str]:
    """Field of each column and variable that the draft names, and of keys that are fields themselves."""
    content = draft.content
    uses: dict[str, str] = {"scale.name": "scale.name"}
    for key in ("name", "title", "language", "lowest", "highest", "higher_means"):
        uses[f"scale.{key}"] = f"scale.{key}"
    design: dict[str, Any] = content["design"]
    for key in ("sampling_weights", "strata", "clusters"):
        uses[f"design.{key}"] = f"design.{key}"
        uses |= {str(column): f"design.{key}" for column in _listed(design.get(key))}
    uses |= {str(content["respondent_id"]): "respondent_id"} if content.get("respondent_id") else {}
    for name, entry in (content["background"] | content["numeric"]).items():
        uses |= {str(entry["column"]): f"background.{name}", str(name): f"background.{name}"}
        uses |= {f"background.{name}": f"background.{name}"}
    for item, entry in content["items"].items():
        uses |= {str(entry_of(entry)["column"]): f"items.{item}", f"items.{item}": f"items.{item}"}
    return uses


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []


def anchor(field: str) -> str:
    """Return the id of a field in its page; an id has no blanks."""
    return re.sub(r"[^\w-]", lambda sign: f"_{ord(sign[0]):x}", field)
