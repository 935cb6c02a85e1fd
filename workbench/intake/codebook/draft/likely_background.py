"""Which of many columns are likely background variables, by the words that surveys name them with."""

from __future__ import annotations

import re
from itertools import pairwise

from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS
from workbench.intake.codebook.draft.column_words import as_numbers, words_of
from workbench.intake.files import FileContent

MOST_PROPOSED = 15  # background variables; a model of all the columns of a large file ends nowhere
_OF_A_KIND = 3
_AGE_YOUNGEST, _AGE_FURTHER, AGE_HIGHEST = (15, 16, 18, 20, 25), (30, 45, 60, 75), 120
_AGE = re.compile(r"age|agea|ages|agegr\w*|ageband|ikä\w*|ika|ikar\w*|ikäs\w*|ålder\w*|alder|alter|lebensalter")
_AREA = re.compile(
    r"regions?|area|alue\w*|asuinalue\w*|maakun\w*|seutukun\w*|asuinkun\w*|kotikun\w*|kunta\w*|municipal\w*|county|"
    r"district\w*|kommun\w*|län|landskap\w*"
)
_MOST_WORDS = 5  # of a label that is a name
_POSSESSIVE = re.compile(r"\w+['\u2019]s?\b")  # a country's parliament is no country
_KINDS = [
    re.compile(words)
    for words in (
        r"sex|gender|gndr|sukup\w*|kön\w*",
        _AGE.pattern,
        r"edu\w*|e?isced|koulut\w*|tutkin\w*|utbild\w*",
        r"employ\w*|unemploy\w*|occup\w*|mnactic|labou?r|työ|työ(tilan|llis|suh|tön|elämä)\w*|ammat\w*|paatoim\w*|pääasialli\w*",
        rf"{_AREA.pattern}|region\w*|domicil\w*|urban\w*",
        r"income|hinctnta|tulo(t|luokka)\w*|toimeentulo\w*|inkomst\w*",
        r"marital|maritalb|marsts|siviilisää\w*|parisuh\w*|household|hhmmb|kotital\w*|perhe\w*|hushåll\w*",
        r"language|lang|kieli|äidinkieli|språk|modersmål",
        r"born|brncntr|citizen\w*|ctzcntr|syntymämaa|kansalais\w*|immigr\w*",
        r"health|terveys|terveyden\w*|hälsa|disab\w*|vamma\w*",
        r"year|vuosi|wave|country|cntry",
    )
]


def is_age(content: FileContent, column: str) -> bool:
    """Tell whether a column is named or labelled as an age."""
    label = words_of(content.labels.get(column, ""))
    return any(_AGE.fullmatch(word) for word in [*words_of(column), *label[:2]])


def age_bands(content: FileContent, column: str) -> list[int]:
    """Where bands of an age begin that at least `MINIMUM_RESPONDENTS` rows are in: a group without a row is refused.

    The first begins with the highest of some usual ages from which a survey starts that nobody is below.
    """
    numbers = as_numbers(content.frame[column])
    ages = numbers[~numbers.isin(list(content.value_labels.get(column, {})))]
    youngest = max((age for age in _AGE_YOUNGEST if not (ages < age).any()), default=_AGE_YOUNGEST[0])
    begins = [_AGE_YOUNGEST[0] if content.only_first else youngest, *_AGE_FURTHER]
    return [
        begin
        for begin, end in pairwise([*begins, AGE_HIGHEST + 1])
        if ages.between(begin, end, inclusive="left").sum() >= MINIMUM_RESPONDENTS
    ]


def is_area(content: FileContent, column: str) -> bool:
    """Tell whether a column is named, or labelled in few words, as an area."""
    label = words_of(content.labels.get(column, ""))
    return any(map(_AREA.fullmatch, [*words_of(column), *(label if len(label) <= _MOST_WORDS else ())]))


def likely_background(content: FileContent, columns: list[str]) -> list[str]:
    """Return the likeliest background variables in the order of the file, three of a kind at most.

    A name tells more than a label, and a short label more than a long one, which is a question of the survey.
    """
    of_kind: dict[int, list[tuple[int, str]]] = {}
    for column in columns:
        label = words_of(_POSSESSIVE.sub(" ", content.labels.get(column, "")))
        for kind, words in enumerate(_KINDS):
            if any(map(words.fullmatch, words_of(column))):
                of_kind.setdefault(kind, []).append((0, column))
            elif any(map(words.fullmatch, label)):
                of_kind.setdefault(kind, []).append((len(label), column))
            else:
                continue
            break
    ranked = [
        (length, kind, column) for kind, found in of_kind.items() for length, column in sorted(found)[:_OF_A_KIND]
    ]
    taken = {column for *_, column in sorted(ranked)[:MOST_PROPOSED]}
    return [column for column in columns if column in taken]
