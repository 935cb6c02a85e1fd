"""Labels of users inside a sentence: with a small letter where they are ordinary words of a language of pages."""

from __future__ import annotations

from workbench.wording.worded import wordings

# How names begin that labels in Finland begin with; in English also those of languages and peoples.
_NAMES = {
    "en": ("finn", "finland", "swed", "nor", "dan", "denm", "eston", "russ", "engl", "europ", "nordic", "sámi", "sami"),
    "fi": ("suomen", "suomi", "ruotsi", "norja", "tanska", "viro", "venäjä", "euroo", "pohjoism", "kela", "lapin"),
    "sv": ("finland", "sverige", "norge", "danmark", "estland", "ryssland", "europa", "norden", "fpa", "lappland"),
}
_PLACES = (
    "åland",
    "ahvenanma",
    "helsin",
    "espo",
    "esbo",
    "vanta",
    "vanda",
    "tamper",
    "tammerfor",
    "turku",
    "turun",
    "åbo",
)


def inside_sentence(label: str) -> str:
    """Return a label as it stands inside a sentence.

    Its first letter becomes small where the label is given in English, Finnish or Swedish by name and begins with one
    ordinary word: no abbreviation and no known name, and no other word of it has a capital. A label in one wording for
    all languages stays as it is: in German, or of a name, a small letter would be a mistake.

    Parameters
    ----------
    label : str
        As `worded` has it, or a plain text.
    """
    language = next((key for key, text in wordings(label).items() if text == str(label)), "")
    first, _, rest = label.partition(" ")
    ordinary = first.replace("-", "").isalpha() and len(first) > 1 and first[1:].islower() and rest == rest.lower()
    names = _NAMES.get(language)
    if names is None or not ordinary or first.lower().startswith((*names, *_PLACES)):
        return str(label)
    return label[0].lower() + label[1:]
