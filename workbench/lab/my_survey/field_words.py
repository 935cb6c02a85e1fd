"""A message names keys of the codebook; its reader sees the fields of the form, so it says their labels."""

from __future__ import annotations

import re
from typing import Any

from workbench.lab.my_survey.drafts import Draft

VARIABLE = {
    "label": "Name in tables",
    "labels": "Label",
    "unit": "Unit",
    "lowest": "Lowest possible value",
    "highest": "Highest possible value",
    "groups": "Each group begins at",
    "missing": "Codes that mean no answer",
    "reference": "Compared with",
    "in_place_of": "In place of",
    "ordered": "The order of the levels means something",
    "merge": "Joined as",
    "others": "Level of values that are not listed",
}
ITEM = {
    "column": "Column",
    "reversed": "Codes run backwards in the file",
    "shift": "Added to each code",
    "missing": "Codes that mean no answer",
    "merge": "Options joined in the ordinal steps",
}
SURVEY = {
    "instrument": "Scale",
    "missing": "Codes that mean no answer, in all items",
    "confirmed": "I have compared each column with its statement in the questionnaire",
    "sampling_weights": "Weights",
    "strata": "Strata",
    "clusters": "Clusters",
    "respondent_id": "Respondent id",
    "title": "Title of the survey",
    "groups": "Groups to compare",
    "predictors": "Predictors of the regression",
    "crossings": "Crossed groups",
}
SCALE = {
    "name": "File name of the scale",
    "title": "What pages call it",
    "language": "Language of the statements",
    "lowest": "Points of the first option",
    "highest": "Points of the last option",
    "moved": "The publication counts from another number than the file",
    "higher_means": "What a high score says",
    "cutoff.name": "Short name",
    "cutoff.limit": "Score of the cut-off",
    "cutoff.label": "What the group is called",
}
# What a person does in a file, and what in the form: for a scale that is being described, then for all.
_OWN_PHRASES = [
    (r"(S|s)et `reversed: true` for it in instrument `[^`]+`", "tick “Worded against the scale (reversed)” of it"),
    (
        r"(R|r)emove `reversed: true` of it from instrument `[^`]+`",
        "untick “Worded against the scale (reversed)” of it",
    ),
    (r", in the codebook if only its codes run backwards", ""),
]
_PHRASES = [
    (r", in a scale of your own the words of each point \(`--option` of `workbench instrument new`\)", ""),
    (r"\(`merge` under the item in the codebook\)", f"(“{ITEM['merge']}” of the item)"),
    (r"between commas, e\.g\. `\[\[1, 2\]\]`", "between commas, such as 1, 2"),
    (r"e\.g\. `\[\[1, 2\]\]`", "such as 1, 2"),
    (r"Add it, as in `\{.*\}`\.", "Add it."),
    (r"by `-p group=NAME`", "as “Group shown in detail”"),
    (r"let the answer of few be none \(.*?\)", "tick “No answer” of the small one, or that unlisted values are none"),
    (r"in the codebook if only its codes run backwards", f"tick “{ITEM['reversed']}” if only its codes do"),
    (r"Set `reversed: true` for it in the codebook", f"Tick “{ITEM['reversed']}” of it"),
    (r"Remove `reversed: true` of it from the codebook", f"Untick “{ITEM['reversed']}” of it"),
    (r"`reversed` in the codebook changes nothing: remove it there; ", f"“{ITEM['reversed']}” changes nothing: "),
    (r"`reversed` in the codebook changes nothing", f"“{ITEM['reversed']}” changes nothing"),
    (r"Remove the label from the codebook or correct its code; where [^;]*\.$", "Leave the field of its label empty."),
    (r", or say `labels: all` there", ""),
    (r", or say `others` there: [^.]*", f", or fill in “{VARIABLE['others']}”"),
    (r"write `confirmed: true` in the codebook", f"tick “{SURVEY['confirmed']}”"),
    (r"under `text` in the codebook", "under “Words in the file that are no option of the scale”"),
    (r"under `design` in the codebook", "in the step Sample"),
    (r"(?<=`) (in|of) the codebook\b", ""),
    (r" (for it )?in the codebook(?=\.|, | or )", ""),
]
_QUOTED = re.compile(r"`([^`]+)`")
_FILE = re.compile(r"^Codebook .*?\.ya?ml: ")
_LINE = re.compile(r"(?<=`) in line \d+")
_OPEN = re.compile(
    r"is still `\?`, as the draft left it\. "
    r"(Write what the questionnaire says, or remove the entry\.|Name the scale, e\.g\. `esis`, or describe .*)"
)


def in_words(sentence: str, draft: Draft, field: str) -> str:
    """Return a sentence about a field with labels of fields in place of keys, and without the file of the draft."""
    about = VARIABLE if field.startswith("background.") else ITEM if "items." in field else {}
    bare = {"merge": VARIABLE["merge"], **SURVEY, **about}
    columns = _columns(draft.content)

    def label(found: re.Match[str]) -> str:
        word = found[1]
        if word in columns:
            return found[0]
        return _of_key(word, draft.content) or (f"“{bare[word]}”" if word in bare else found[0])

    for in_file, in_form in [*(_OWN_PHRASES if draft.scale else ()), *_PHRASES]:
        sentence = re.sub(in_file, in_form, sentence)
    sentence = re.sub(r"(?<=[.?] )[a-z]", lambda found: found[0].upper(), sentence)
    sentence = _LINE.sub("", _FILE.sub("", sentence))
    said = _QUOTED.sub(label, _OPEN.sub("is not filled in yet. Write or choose it.", sentence))
    return said[:1].upper() + said[1:]


def word_of(key: str, draft: Draft) -> str:
    """Label of the field of a key; empty if the form has none."""
    bare = SURVEY | {"parameters.cutoff": "Outcome", "parameters.group": "Group shown in detail"}
    return f"“{bare[key]}”" if key in bare else _of_key(key, draft.content) or ""


def _of_key(word: str, content: dict[str, Any]) -> str | None:
    """Label of a key with dots, such as `background.sex.labels.1`; None if the form has no field for it."""
    section, _, rest = word.partition(".")
    if section == "scale":
        item = re.fullmatch(r"(items|options)\.(\d+)(\.statement)?", rest)
        numbered = f"“{'Statement' if item[1] == 'items' else 'Answer option'} {int(item[2]) + 1}”" if item else None
        return f"“{SCALE[rest]}”" if rest in SCALE else numbered
    if section == "design" and rest in SURVEY:
        return f"“{SURVEY[rest]}”"
    if section in ("background", "numeric", "items"):
        known = content[section]
        names = [str(name) for name in known if f"{rest}.".startswith(f"{name}.")]
        bare = f"item {rest}" if section == "items" and rest and "." not in rest else None
        return _of_entry(section, max(names, key=len), rest, known) if names else bare
    return None


def _of_entry(section: str, name: str, rest: str, known: dict[str, Any]) -> str | None:
    """Label of a key of a variable or an item, and which one it is."""
    entry = next(entry for own, entry in known.items() if str(own) == name)
    shown = str(entry.get("label") or name) if section != "items" else f"item {name}"
    key, _, code = rest.removeprefix(name).removeprefix(".").partition(".")
    words = (ITEM if section == "items" else VARIABLE).get(key, key)
    of = f"“{shown}”" if section != "items" else shown
    return of if not key else f"“{words}”{f' of code {code}' if code and key == 'labels' else ''} of {of}"


def _columns(content: dict[str, Any]) -> set[str]:
    """Columns that a draft names; one of them may have the name of a key."""
    entries = [*content["background"].values(), *content["numeric"].values(), *content["items"].values()]
    return {str(entry["column"] if isinstance(entry, dict) else entry) for entry in entries}
