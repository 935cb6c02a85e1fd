"""A message names keys of the codebook; its reader sees the fields of the form, so it says their labels."""

from __future__ import annotations

import re
from typing import Any

from workbench.lab.my_survey.drafts import Draft
from workbench.wording import say, spoken, spoken_language

VARIABLE = {
    "label": say("Name in tables"),
    "labels": say("Label"),
    "unit": say("Unit"),
    "lowest": say("Lowest possible value"),
    "highest": say("Highest possible value"),
    "groups": say("Each group begins at"),
    "missing": say("Codes that mean no answer"),
    "reference": say("Compared with"),
    "in_place_of": say("In place of"),
    "ordered": say("The order of the levels means something"),
    "merge": say("Joined as"),
    "others": say("Level of values that are not listed"),
}
ITEM = {
    "column": say("Column"),
    "reversed": say("Codes run backwards in the file"),
    "shift": say("Added to each code"),
    "missing": say("Codes that mean no answer"),
    "merge": say("Options joined in the ordinal steps"),
}
SURVEY = {
    "instrument": say("Scale"),
    "missing": say("Codes that mean no answer, in all items"),
    "confirmed": say("I have compared each column with its statement in the questionnaire"),
    "sampling_weights": say("Weights"),
    "strata": say("Strata"),
    "clusters": say("Clusters"),
    "respondent_id": say("Respondent id"),
    "year": say("Column that holds the year"),
    "year.all": say("Year, where all answers are of one"),
    "area": say("Column that holds the area"),
    "title": say("Title of the survey"),
    "groups": say("Groups to compare"),
    "predictors": say("Predictors of the regression"),
    "crossings": say("Crossed groups"),
}
SCALE = {
    "name": say("File name of the scale"),
    "title": say("What pages call it"),
    "language": say("Language of the statements"),
    "lowest": say("Points of the first option"),
    "highest": say("Points of the last option"),
    "moved": say("The publication counts from another number than the file"),
    "higher_means": say("What a high score says"),
    "question": say("Question above the statements"),
    "instruction": say("Instruction to respondents"),
    "source": say("Source"),
    "copyright": say("Owner of the wording"),
    "permitted_use": say("Permitted use"),
    "cutoff.name": say("Short name"),
    "cutoff.limit": say("Score of the cut-off"),
    "cutoff.label": say("What the group is called"),
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
_IN_PHRASES = {
    "merge": ITEM["merge"],
    "reversed": ITEM["reversed"],
    "others": VARIABLE["others"],
    "confirmed": SURVEY["confirmed"],
    "group": say("Group shown in detail"),
    "text": say("Words in the file that are no option of the scale"),
    "sample": say("Sample"),
    "none": say("No answer"),
    "against": say("Worded against the scale (reversed)"),
    "ordered": VARIABLE["ordered"],
    "shift": ITEM["shift"],
    "joined": VARIABLE["merge"],
    "add": say("Add columns"),
    "type": say("Type"),
    "out": say("leave it out"),
    "background": say("Background"),
    "file": say("File"),
}
_PHRASES = [
    (r", in a scale of your own the words of each point \(`--option` of `workbench instrument new`\)", ""),
    (r"\(`merge` under the item in the codebook\)", f"(“{ITEM['merge']}” of the item)"),
    (r"between commas, e\.g\. `\[\[1, 2\]\]`", "between commas, such as 1, 2"),
    (r"e\.g\. `\[\[1, 2\]\]`", "such as 1, 2"),
    (r"Add it, as in `\{.*\}`\.", "Add it."),
    (r"set `shift: (-?\d+)` for it( in the codebook)?", r"write \1 under “{shift}” of it"),
    (r"(S|s)et `ordered: true`( for it)?( in the codebook)?", "tick “{ordered}” of it"),
    (
        r"take out what else it is by `workbench set CODEBOOK .*?`(?=\.)",
        "choose “{out}” under “{type}” of the other",
    ),
    (r"Check in the codebook whether items are stored reversed", "Check “{reversed}” and “{against}” of the items"),
    (r"merge levels in the codebook", "join levels under “{joined}”"),
    (r"Add it to (the codebook|`background`) if the file has it\.", "Describe it in this form if the file has it."),
    (
        r"Add it to `background` if the file has one\.",
        "Take one under “{add}” in the step {background} if the file has one.",
    ),
    (
        r"under Sheet in the form, by `sheet: NAME` in the codebook, or by .*`(?=\.)",
        "in the step {file}",
    ),
    (r"Correct `--sheet`, or `sheet` in the codebook\.", "Choose it in the step {file}."),
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
    (r" (for it )?in the codebook(?=[.;,]| or )", ""),
]
# The same where the sentence has been said in another language: what would tell a command where the form has a field.
_PHRASES_IN = {
    "fi": [
        (r" \(komennon `workbench instrument new` valinta `--option`\)", ""),
        (r"on vielä `\?`, kuten luonnoksessa\. Nimeä mittari, .*", "on vielä auki. Valitse se."),
        (r"Nimeä mittari, esim\. `esis`, tai kuvaa .*", "Valitse se."),
        (r"poista sen muut käyttötavat komennolla `.*?`", "valitse toisen kohdassa ”{type}” ”{out}”"),
        (r"; jos sama koodikirja koskee useaa tiedostoa, .*", "."),
        (r", tai kirjoita `labels: all`", ""),
        (r"lomakkeessa kohdassa Taulukkosivu, koodikirjassa .*", "vaiheessa {file}."),
        (r"Korjaa `--sheet` tai koodikirjan `sheet`\.", "Valitse se vaiheessa {file}."),
        (r"valitsimella `-p group=NAME`", "kohdassa ”{group}”"),
    ],
    "sv": [
        (r" \(`--option` i `workbench instrument new`\)", ""),
        (r"är fortfarande `\?`, som utkastet lämnade det\. Ange skalan, .*", "är ännu öppet. Välj den."),
        (r"Ange skalan, t\.ex\. `esis`, eller beskriv .*", "Välj den."),
        (r"ta bort det andra med `.*?`", "välj ”{out}” under ”{type}” för det andra"),
        (r"; om kodboken gäller flera filer, .*", "."),
        (r", eller skriv `labels: all`", ""),
        (r"under Blad i formuläret, med `sheet: NAME` .*", "i steget {file}."),
        (r"Rätta `--sheet`, eller `sheet` i kodboken\.", "Välj det i steget {file}."),
        (r"med `-p group=NAME`", "under ”{group}”"),
    ],
}
_QUOTED = re.compile(r"`([^`]+)`")
_SET = re.compile(r"(\w+): (true|-?\d+)")  # a key that is ticked, or a number
_FILE = re.compile(r"^(Codebook|Koodikirja|Kodbok) .*?\.ya?ml: ")
_LINE = re.compile(r"(?<=`) (in line|rivillä|på rad) \d+")
_OPEN = re.compile(
    r"(is still `\?`, as the draft left it\. Write what the questionnaire says, or remove the entry\.|"
    r"is (still `\?`, as the draft left it|missing)\. Name the scale, e\.g\. `esis`, or describe .*)"
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
        if (pair := _SET.fullmatch(word)) and pair[1] in bare:
            return _quoted(bare[pair[1]]) + ("" if pair[2] == "true" else f": {pair[2]}")
        return _of_key(word, draft.content) or (_quoted(bare[word]) if word in bare else found[0])

    labels = {name: spoken(words) for name, words in _IN_PHRASES.items()}
    phrases = _PHRASES_IN.get(spoken_language(), [])
    for in_file, in_form in [*phrases, *(_OWN_PHRASES if draft.scale else ()), *_PHRASES]:
        sentence = re.sub(in_file, in_form.format_map(labels), sentence)
    sentence = re.sub(r"(?<=[.?] )[a-z]", lambda found: found[0].upper(), sentence)
    sentence = _LINE.sub("", _FILE.sub("", sentence))
    said = _QUOTED.sub(label, _OPEN.sub("is not filled in yet. Write or choose it.", sentence))
    return said[:1].upper() + said[1:]


def word_of(key: str, draft: Draft) -> str:
    """Label of the field of a key; empty if the form has none."""
    bare = SURVEY | {
        "parameters.cutoff": say("Outcome"),
        "parameters.group": say("Group shown in detail"),
        "background": say("Add columns"),
    }
    return _quoted(bare[key]) if key in bare else _of_key(key, draft.content) or ""


def _quoted(words: str) -> str:
    return say("“{words}”", words=words)


def _of_key(word: str, content: dict[str, Any]) -> str | None:
    """Label of a key with dots, such as `background.sex.labels.1`; None if the form has no field for it."""
    section, _, rest = word.partition(".")
    if section == "scale":
        item = re.fullmatch(r"(items|options)\.(\d+)(\.statement)?", rest)
        if item:
            place = int(item[2]) + 1
            return say("“Statement {n}”", n=place) if item[1] == "items" else say("“Answer option {n}”", n=place)
        return _quoted(SCALE[rest]) if rest in SCALE else None
    if section == "design" and rest in SURVEY:
        return _quoted(SURVEY[rest])
    if section in ("background", "numeric", "items"):
        known = content[section]
        names = [str(name) for name in known if f"{rest}.".startswith(f"{name}.")]
        bare = say("item {item}", item=rest) if section == "items" and rest and "." not in rest else None
        return _of_entry(section, max(names, key=len), rest, known) if names else bare
    return None


def _of_entry(section: str, name: str, rest: str, known: dict[str, Any]) -> str | None:
    """Label of a key of a variable or an item, and which one it is."""
    entry = next(entry for own, entry in known.items() if str(own) == name)
    whose = say("item {item}", item=name) if section == "items" else _quoted(str(entry.get("label") or name))
    key, _, code = rest.removeprefix(name).removeprefix(".").partition(".")
    if not key:
        return whose
    words = (ITEM if section == "items" else VARIABLE).get(key, key)
    if code and key == "labels":
        return say("“{words}” of code {code} of {whose}", words=words, code=code, whose=whose)
    return say("“{words}” of {whose}", words=words, whose=whose)


def _columns(content: dict[str, Any]) -> set[str]:
    """Columns that a draft names; one of them may have the name of a key."""
    entries = [*content["background"].values(), *content["numeric"].values(), *content["items"].values()]
    return {str(entry["column"] if isinstance(entry, dict) else entry) for entry in entries}
