"""Which columns weigh, stratify or cluster a sample: by whole words of their names and labels, the best match first."""

from __future__ import annotations

import re

import pandas as pd

from workbench.errors import DataError
from workbench.intake.codebook.draft.column_roles import is_within, means_no_answer
from workbench.intake.codebook.draft.column_words import as_numbers, words_of
from workbench.intake.codebook.draft.yaml_lines import one_line
from workbench.intake.files import FileContent

_WEIGHT = re.compile(
    r"\w*(paino|weight|wgt|wght|wt|vikt)|(paino|weight|vikt)(kerroin|kertoimet|t|s|er|ing|ed)|gewicht(e|ung)?|w|pw"
)
_OF_BODIES = re.compile(r"kgs?|kilo\w*|lbs?|pounds?|body|keho\w*|kropp\w*|körper\w*")
_ROLES = {
    "strata": re.compile(r"strat|strat(um|a)\w*|osite\w*|ositte(en|et|iden)|ositu[sk]\w*"),
    "clusters": re.compile(r"psu|clus|cluster\w*|ry(vas|väs|vä|pä)\w*"),
    "population_size": re.compile(r"fpc|perusjouko\w*|popsize"),
}
_PHRASES = {
    "clusters": re.compile(r"primary sampling unit", re.IGNORECASE),
    "population_size": re.compile(r"pop(ulation)?[ _.]size", re.IGNORECASE),
}
# Of several weights the first kind is meant for analyses; one of the sampling alone, or of a country's size, is not.
_KINDS_OF_WEIGHT = (
    r"anal|final|kalibr|calibr|combined",
    r"post|jälki",
    r"",
    r"design|asetelm|base",
    r"population|väestö",
)
_NEVER_ALONE = re.compile(
    r"\b(be|only) (combined|multiplied|used (together )?with)\b|\b(combine|multiply) (it )?with\b"
)
_LABELS_NAMED = 3
_BODY_WEIGHT = (30, 250)
_MOST_LACKING = 0.5
_FEWEST_REPLICATES = 4
_REPLICATE = re.compile(r"(?P<head>(rep|rw|jk|jackknife|replicate)\w*?)(?P<number>\d+)", re.IGNORECASE)


def design_columns(content: FileContent, columns: list[str]) -> dict[str, list[list[str]]]:
    """Return for each key of ``design`` its columns, best match first; those that match equally well together."""
    found: dict[str, dict[tuple[int, ...], list[str]]] = {}
    for column in columns:
        role = "sampling_weights" if is_sampling_weight(content, column) else design_role(content, column)
        if role:
            found.setdefault(role, {}).setdefault(_rank(content, column, role), []).append(column)
    return {role: [ranked[rank] for rank in sorted(ranked)] for role, ranked in found.items()}


def is_sampling_weight(content: FileContent, column: str) -> bool:
    """Tell whether a column is named or labelled like a weight and holds numbers that may weigh, one for every row."""
    return _is_called_weight(content, column) and not _lacking(content, column).any()


def is_incomplete_weight(content: FileContent, column: str) -> bool:
    """Tell whether a column may be weights of which some rows, fewer than half, have none or 0."""
    return _is_called_weight(content, column) and 0 < _lacking(content, column).mean() < _MOST_LACKING


def is_labelled_weight(content: FileContent, column: str) -> bool:
    """Tell whether the label of a column says that it holds weights: the name alone may mean that of a body."""
    return any(_WEIGHT.fullmatch(word) for word in words_of(content.labels.get(column, "")))


def _is_called_weight(content: FileContent, column: str) -> bool:
    """Whether name or label has a word for weights, and the numbers are no category, codes or weights of bodies."""
    words = _words(content, column)
    if not any(_WEIGHT.fullmatch(word) for word in words) or any(_OF_BODIES.fullmatch(word) for word in words):
        return False
    numbers = as_numbers(content.frame[column])[~_lacking(content, column)]
    if numbers.empty or (numbers < 0).any() or why_no_weight(content, column):
        return False
    return not ((numbers % 1 == 0).all() and numbers.between(*_BODY_WEIGHT).all())


def _lacking(content: FileContent, column: str) -> pd.Series:
    """Mark the rows without a weight above 0, of which reading the survey refuses any."""
    numbers = as_numbers(content.frame[column])
    return numbers.isna() | (numbers == 0)


def why_no_weight(content: FileContent, column: str) -> str:
    """Say by its labels why a column holds no weights or sizes; empty where they tell nothing.

    Codes of which at least half have labels are a category. A weight may have a label for a code that means no weight,
    which no row may have.
    """
    labels = content.value_labels.get(column, {})
    if not labels:
        return ""
    numbers = as_numbers(content.frame[column]).value_counts()
    ranges = content.user_missing.get(column, ())
    held = {code: label for code, label in labels.items() if code in numbers.index and not is_within(code, ranges)}
    answers = {code: label for code, label in held.items() if not means_no_answer(label)}
    if 2 * len(answers) >= len(numbers) - len(held) + len(answers) > 0:
        shown = [f"{code} = {one_line(label)}" for code, label in list(answers.items())[:_LABELS_NAMED]]
        return f"has labels for its codes ({', '.join(shown)}), as a category has"
    no_answer = next((code for code in held if code not in answers), None)
    if no_answer is None:
        return ""
    return f"has the code {no_answer} in some rows, which means `{one_line(labels[no_answer])}`"


def check_no_category(content: FileContent, column: str, role: str) -> None:
    """Refuse a column of labelled codes as weights or sizes.

    Raises
    ------
    DataError
        Its labels show that it is a category, or that rows have no weight.
    """
    if why := why_no_weight(content, column):
        raise DataError(
            f"Column `{column}`, named as `{role}`, {why}. Name a column that has a number for every row, or none."
        )


def design_role(content: FileContent, column: str) -> str | None:
    """Name the design key that a column's name or label tells: strata, clusters, population_size or none.

    Such a column is complete; strata and clusters repeat, and population sizes are positive numbers.
    """
    values = content.frame[column]
    role = next((key for key in _ROLES if _tells(words_of(column), column, key)), None)
    label = content.labels.get(column, "")
    role = role or next((key for key in _ROLES if _tells(words_of(label), label, key)), None)
    if role is None or values.isna().any():
        return None
    if role == "population_size":
        return role if bool((as_numbers(values) > 0).all()) else None
    return role if 1 < values.nunique() < len(values) else None


def replicate_series(content: FileContent, columns: list[str]) -> list[str]:
    """Find a numbered series of columns named like replicate weights, with numbers and none below 0 in them."""
    found: dict[str, list[str]] = {}
    for column in columns:
        name = _REPLICATE.fullmatch(column)
        if name and (as_numbers(content.frame[column]) >= 0).all():
            found.setdefault(name["head"], []).append(column)
    longest = max(found.values(), key=len, default=[])
    return longest if len(longest) >= _FEWEST_REPLICATES else []


def _tells(words: list[str], text: str, role: str) -> bool:
    phrase = _PHRASES.get(role)
    return any(_ROLES[role].fullmatch(word) for word in words) or bool(phrase and phrase.search(text))


def _words(content: FileContent, column: str) -> list[str]:
    return [*words_of(column), *words_of(content.labels.get(column, ""))]


def _rank(content: FileContent, column: str, role: str) -> tuple[int, ...]:
    """Rank of a match, the lowest first: whether a weight may stand alone and varies, what it is for, name or label."""
    if role != "sampling_weights":
        return (0 if _tells(words_of(column), column, role) else 1, len(words_of(column)))
    text = f"{column} {content.labels.get(column, '')}".lower()
    told = [place for place, kind in enumerate(_KINDS_OF_WEIGHT) if kind and re.search(kind, text)]
    values: pd.Series = content.frame[column]
    named = any(_WEIGHT.fullmatch(word) for word in words_of(column))
    alone = 0 if values.nunique() > 1 and not _NEVER_ALONE.search(text) else 1
    return (alone, told[0] if told else _KINDS_OF_WEIGHT.index(""), 0 if named else 1)
