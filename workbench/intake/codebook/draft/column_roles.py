"""What a column that is no item may be: background variable, weight, id; judged by names, labels and counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pandas as pd

from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS
from workbench.intake.files import Code, FileContent, coded

MOST_LABELS = 60
MOST_UNLABELLED_CODES = 12
FEWEST_VALUES = 10  # of a number that may become a curve
_LONGEST_CODE = 40
_FEW_DISTINCT = 200
_FEWEST_REPLICATES = 4

_WEIGHT = re.compile(r"paino|weight|wgt|vikt|^w$|^pw$", re.IGNORECASE)
_STRATUM = re.compile(r"strat(um|a|$|_|\d)|osite|ositus", re.IGNORECASE)
_CLUSTER = re.compile(r"psu|cluster|ryvas", re.IGNORECASE)
_POPULATION_SIZE = re.compile(r"^fpc|population.?size|pop.?size|perusjouko", re.IGNORECASE)
_REPLICATE = re.compile(r"(?P<head>(rep|rw|jk|jackknife|replicate)\w*?)(?P<number>\d+)", re.IGNORECASE)
_ID = re.compile(r"(^|_)id($|_)|^id|id$|tunnus|tunniste|vastaajanumero|lomakenumero|havtun|caseid", re.IGNORECASE)
_NO_ANSWER = re.compile(
    r"\b(en|ei) (osaa|halua|tiedä|vastaus|vastan|tietoa|koske)|puuttu|don.?t know|no answer|refus|missing|"
    r"not applicable|vet ej|inget svar|ej svar",
    re.IGNORECASE,
)
_BODY_WEIGHT = (30, 250)


@dataclass(frozen=True, kw_only=True)
class LabelledCodes:
    """Codes of a column as a codebook needs them.

    Attributes
    ----------
    labels : dict
        Codes that occur and mean an answer.
    missing : list
        Codes that mean no answer: declared by the file, or by their label.
    unused : dict
        Labelled codes that never occur.
    unlabelled : list
        Codes that occur, mean nothing yet and are frequent enough to be named.
    n_rare : int
        Further codes without a label that are too rare to be named.
    """

    labels: dict[Code, str]
    missing: list[Code]
    unused: dict[Code, str] = field(default_factory=dict)
    unlabelled: list[Code] = field(default_factory=list)
    n_rare: int = 0


def labelled_codes(content: FileContent, column: str) -> LabelledCodes | None:
    """Sort the codes of a column; None if it has too many distinct values to be a categorical."""
    values = content.frame[column]
    if values.nunique() > _FEW_DISTINCT:
        return None
    counts = dict(coded(values, numeric=False).pairs())
    all_labels = content.value_labels.get(column, {})
    text = not pd.api.types.is_numeric_dtype(values)
    all_labels = {code: label for code, label in all_labels.items() if text or not isinstance(code, str)}
    ranges = content.user_missing.get(column, ())
    missing = [code for code, label in all_labels.items() if _NO_ANSWER.search(label) or _within(code, ranges)]
    missing += [low for low, high in ranges if low == high and low not in missing]
    missing += [code for code in counts if _says_no_answer(code, counts[code]) and code not in all_labels]
    open_codes = [c for c in counts if c not in all_labels and c not in missing and not _within(c, ranges)]
    named = [code for code in open_codes if counts[code] >= MINIMUM_RESPONDENTS and len(str(code)) <= _LONGEST_CODE]
    answers = {code: label for code, label in all_labels.items() if code not in missing}
    return LabelledCodes(
        labels={code: label for code, label in answers.items() if code in counts},
        missing=sorted((_whole(code) for code in missing), key=str),
        unused={code: label for code, label in answers.items() if code not in counts},
        unlabelled=sorted(named, key=lambda code: (isinstance(code, str), code)),
        n_rare=len(open_codes) - len(named),
    )


def _says_no_answer(code: Code, count: int) -> bool:
    """Whether a frequent text stands for a missing answer."""
    frequent = isinstance(code, str) and count >= MINIMUM_RESPONDENTS and len(code) <= _LONGEST_CODE
    return frequent and bool(_NO_ANSWER.search(str(code)))


def _within(code: Code, ranges: tuple[tuple[Code, Code], ...]) -> bool:
    numeric = [(low, high) for low, high in ranges if not isinstance(low, str) and not isinstance(high, str)]
    if isinstance(code, str):
        return any(code == low for low, _ in ranges)
    return any(low <= code <= high for low, high in numeric)


def _whole(code: Code) -> Code:
    return int(code) if isinstance(code, float) and code.is_integer() else code


def is_respondent_id(content: FileContent, column: str) -> bool:
    """Tell whether a column is named like an id and different in every row."""
    return bool(_ID.search(column)) and content.frame[column].is_unique


def is_sampling_weight(content: FileContent, column: str) -> bool:
    """Tell whether a column is named or labelled like a weight and holds positive numbers that are no body weights."""
    if not (_WEIGHT.search(column) or _WEIGHT.search(content.labels.get(column, ""))):
        return False
    numbers = _as_numbers(content.frame[column])
    if numbers.isna().any() or (numbers <= 0).any():
        return False
    return not ((numbers % 1 == 0).all() and numbers.between(*_BODY_WEIGHT).all())


def is_measurement(content: FileContent, column: str) -> bool:
    """Tell whether a column holds numbers with many values and no words for them, like age in years."""
    labels = content.value_labels.get(column, {}).values()
    given = content.frame[column].dropna()
    if any(not _NO_ANSWER.search(label) for label in labels) or pd.api.types.is_bool_dtype(given):
        return False
    numbers = _as_numbers(given)
    return bool(numbers.notna().all()) and numbers.nunique() >= FEWEST_VALUES


def replicate_series(content: FileContent, columns: list[str]) -> list[str]:
    """Find a numbered series of columns named like replicate weights, with numbers and none below 0 in them."""
    found: dict[str, list[str]] = {}
    for column in columns:
        name = _REPLICATE.fullmatch(column)
        if name and (_as_numbers(content.frame[column]) >= 0).all():
            found.setdefault(name["head"], []).append(column)
    longest = max(found.values(), key=len, default=[])
    return longest if len(longest) >= _FEWEST_REPLICATES else []


def design_role(content: FileContent, column: str) -> str | None:
    """Name the design key that a column's name or label tells: strata, clusters, population_size or none.

    Such a column is complete; strata and clusters repeat, and population sizes are positive numbers.
    """
    values, label = content.frame[column], content.labels.get(column, "")
    patterns = {"strata": _STRATUM, "clusters": _CLUSTER, "population_size": _POPULATION_SIZE}
    role = next((key for key, pattern in patterns.items() if pattern.search(column) or pattern.search(label)), None)
    if role is None or values.isna().any():
        return None
    if role == "population_size":
        return role if bool((_as_numbers(values) > 0).all()) else None
    return role if 1 < values.nunique() < len(values) else None


def _as_numbers(values: pd.Series) -> pd.Series:
    if not pd.api.types.is_numeric_dtype(values):
        values = values.astype("str").str.strip().str.replace(",", ".", regex=False)
    return pd.to_numeric(values, errors="coerce")
