"""What a column that is no item may be: background variable, number, id; judged by names, labels and counts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS
from workbench.intake.codebook.draft.column_words import as_numbers, words_of
from workbench.intake.codebook.draft.likely_background import is_age
from workbench.intake.files import Code, FileContent, coded

MOST_LABELS = 60
MOST_UNLABELLED_CODES = 12
FEWEST_VALUES = 10  # of a number that may become a curve
_LONGEST_CODE = 120  # characters; options of a form may be a sentence
_MOST_LABELLED_ENDS = 2
_FEWEST_ROWS = 50  # in fewer, a number may be different in every row by chance
_FEW_DISTINCT = 200
_MOSTLY, _MOST_ROWS_ARE = 0.9, 0.5
_YEARS, _YEAR_WORDS = range(1900, 2101), {"year", "vuosi", "år", "yr", "wave", "round"}
_UNIT = r"([^\W\d_]{1,15}[²³23]?\.?|[€$£¥%°])"
_WITH_UNIT = re.compile(rf"\s*\d+([.,'\s]\d+)*\s*{_UNIT}(\s*/\s*{_UNIT})?\s*")
_UNIT_BEHIND = "numbers with a unit behind them: store the numbers alone, such as 34 in place of `34 y`"

_ID = re.compile(r"(^|_)id($|_)|^id|id$|tunnus|tunniste|vastaajanumero|lomakenumero|havtun|caseid", re.IGNORECASE)
_NO_ANSWER = re.compile(
    r"\b(en|ei) (osaa|halua|tiedä|vastaus|vastan|tietoa|koske|kerro|ilmoit)|\ben vastaa|puuttu|^eos$|"
    r"don.?t know|do not know|no (answer|response)|refus|missing|not (applicable|available|answered|stated)|"
    r"not to (say|answer)|^n/a$|"
    r"\bvet (ej|inte)|inget svar|(ej|inte) svar|\b(ej|inte) (vill )?(uppge|ange)|vill (ej|inte) (svara|säga)|"
    r"kan (ej|inte) (svara|säga)|uppgift(er)? saknas|\bingen uppgift|"
    r"\b(keine|ohne) (angabe|antwort)|^k\. ?a\.?$|\bwei(ß|ss) (ich )?nicht|nicht (beantwortet|anwendbar)|verweiger|"
    r"nicht (sagen|antworten|angeben)|\bfehlend",  # not `trifft nicht zu`, an answer of many scales
    re.IGNORECASE,
)
_ALSO_AN_ANSWER = re.compile(
    r"\W*((jokin|joku|something|någo[nt]) )?"
    r"(muut?|others?|else|annan|annat|övrigt?|andere[ns]?|sonstiges?|none|ei mi(tään|kään))\b"
    r"[^/,;]{0,30}?(\s*[/,;]|\s+(tai|or|eller|oder)\b)",
    re.IGNORECASE,
)

_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{4})($|\D)")


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
    n_rare_rows, n_rows : int
        Rows that have one of these, and rows that have any code but a missing one.
    """

    labels: dict[Code, str]
    missing: list[Code]
    unused: dict[Code, str] = field(default_factory=dict)
    unlabelled: list[Code] = field(default_factory=list)
    n_rare: int = 0
    n_rare_rows: int = 0
    n_rows: int = 0

    @property
    def n_levels(self) -> int:
        """Codes that occur and may be named."""
        return len(self.labels) + len(self.unlabelled)


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
    missing = [code for code, label in all_labels.items() if means_no_answer(label) or is_within(code, ranges)]
    missing += [low for low, high in ranges if low == high and low not in missing]
    missing += [code for code in counts if _says_no_answer(code, counts[code]) and code not in all_labels]
    open_codes = [c for c in counts if c not in all_labels and c not in missing and not is_within(c, ranges)]
    named = [code for code in open_codes if counts[code] >= MINIMUM_RESPONDENTS and len(str(code)) <= _LONGEST_CODE]
    answers = {code: label for code, label in all_labels.items() if code not in missing}
    rows = {code: counts[code] for code in counts if code in answers or code in open_codes}
    return LabelledCodes(
        labels={code: label for code, label in answers.items() if code in counts},
        missing=sorted((_whole(code) for code in missing), key=str),
        unused={code: label for code, label in answers.items() if code not in counts},
        unlabelled=sorted(named, key=lambda code: (isinstance(code, str), code)),
        n_rare=len(open_codes) - len(named),
        n_rare_rows=sum(counts[code] for code in open_codes if code not in named),
        n_rows=sum(rows.values()),
    )


def answer_codes(content: FileContent, column: str) -> list[Code]:
    """Codes of a column that mean an answer: labelled ones, and frequent ones without a label."""
    codes = labelled_codes(content, column)
    return [*codes.labels, *codes.unused, *codes.unlabelled] if codes else []


def _says_no_answer(code: Code, count: int) -> bool:
    """Whether a frequent text stands for a missing answer."""
    frequent = isinstance(code, str) and count >= MINIMUM_RESPONDENTS and len(code) <= _LONGEST_CODE
    return frequent and means_no_answer(str(code))


def means_no_answer(label: str) -> bool:
    """Tell whether a label says that there is no answer; one that names an answer too leaves that to a person.

    `Other / no answer` holds people who have answered, whom a draft must not drop unsaid.
    """
    return bool(_NO_ANSWER.search(label)) and not _ALSO_AN_ANSWER.match(label)


def is_within(code: Code, ranges: tuple[tuple[Code, Code], ...]) -> bool:
    """Tell whether a code is in one of the ranges that the file declares missing."""
    numeric = [(low, high) for low, high in ranges if not isinstance(low, str) and not isinstance(high, str)]
    if isinstance(code, str):
        return any(code == low for low, _ in ranges)
    return any(low <= code <= high for low, high in numeric)


def _whole(code: Code) -> Code:
    return int(code) if isinstance(code, float) and code.is_integer() else code


def is_respondent_id(content: FileContent, column: str) -> bool:
    """Tell whether a column is named like an id and different in every row."""
    return bool(_ID.search(column)) and content.frame[column].is_unique


def is_measurement(content: FileContent, column: str) -> bool:
    """Tell whether a column holds numbers with many values and no words for them, like age in years.

    A few words in place of a number, such as `no answer`, leave it one (see `words_beside_numbers`). A few
    labels are no words for the values where many more have none, such as 999 = not available, or both ends of a scale
    from 0 to 100.
    """
    ranges = content.user_missing.get(column, ())
    labels = content.value_labels.get(column, {})
    answers = [code for code, label in labels.items() if not means_no_answer(label) and not is_within(code, ranges)]
    given = content.frame[column].dropna()
    if is_date(content, column) or why_not_numbers(content, column):
        return False
    if len(answers) > _MOST_LABELLED_ENDS or pd.api.types.is_bool_dtype(given):
        return False
    numbers = as_numbers(given)
    return _mostly_numbers(given, numbers) and numbers.dropna()[~numbers.isin(list(labels))].nunique() >= FEWEST_VALUES


def _mostly_numbers(given: pd.Series, numbers: pd.Series) -> bool:
    """Whether few rows have words, or few of the different values are words that less than half of the rows have."""
    is_number = numbers.notna()
    if is_number.all():
        return True
    of_rows, of_values = is_number.mean(), given[is_number].nunique() / given.nunique()
    return bool(of_rows >= _MOSTLY or (of_values >= _MOSTLY and of_rows > _MOST_ROWS_ARE))


@dataclass(frozen=True, kw_only=True)
class WordsBesideNumbers:
    """Words in a column of numbers: those that may be named, and whether there are others that too few rows have."""

    frequent: list[Code]
    has_rare: bool


def words_beside_numbers(content: FileContent, column: str) -> WordsBesideNumbers:
    """Find the words of a column of numbers, which stand there in place of one."""
    values = content.frame[column]
    given = values.dropna()
    texts = given[as_numbers(given).isna()]
    counts = dict(coded(texts, numeric=False).pairs())
    frequent = [code for code, n in counts.items() if n >= MINIMUM_RESPONDENTS and len(str(code)) <= _LONGEST_CODE]
    return WordsBesideNumbers(frequent=sorted(frequent, key=str), has_rare=len(frequent) < len(counts))


def missing_of_number(content: FileContent, column: str) -> list[Code]:
    """Codes of a column of numbers that mean no answer: declared by the file, by their label, or words."""
    codes = labelled_codes(content, column)
    declared = codes.missing if codes else []
    return [*declared, *(word for word in words_beside_numbers(content, column).frequent if word not in declared)]


def is_date(content: FileContent, column: str) -> bool:
    """Tell whether a column holds days: by the format that the file gives it, or by how all its texts are written."""
    values = content.frame[column]
    if column in content.dates or pd.api.types.is_datetime64_any_dtype(values):
        return True
    given = values.dropna().unique()
    return len(given) > 0 and all(
        isinstance(value, date) or (isinstance(value, str) and bool(_DAY.match(value.strip()))) for value in given
    )


def why_no_groups(content: FileContent, column: str, codes: LabelledCodes | None, *, chosen: bool = False) -> str:
    """Say why a column cannot form groups, of more and rarer codes if somebody has chosen it; empty where it can."""
    if is_date(content, column):
        return "dates"
    if unit := why_not_numbers(content, column):
        return unit
    if codes is None:
        return "too many different values"
    if not codes.n_rows:
        return "no answers"
    if codes.n_levels < 2:
        rare = f" that {MINIMUM_RESPONDENTS} rows or more have" if codes.n_rare else ""
        return f"one value{rare}" if codes.n_levels else f"no value{rare}"
    most = MOST_LABELS if codes.labels or chosen else MOST_UNLABELLED_CODES
    if max(len(codes.labels), len(codes.unlabelled)) > most:
        return f"more than {most} values"
    if codes.labels and len(codes.unlabelled) > len(codes.labels) and not chosen:
        return "most of its values have no label"
    if 2 * codes.n_rare_rows > codes.n_rows and not chosen:
        return f"most rows have values that fewer than {MINIMUM_RESPONDENTS} have"
    return ""


def why_not_numbers(content: FileContent, column: str) -> str:
    """Say why a column whose many values are mostly numbers cannot be read as numbers; empty where it can.

    Some of them, as `34 y`, have a unit behind. Of few different ones, such as `2 h`, each may be a group.
    """
    values = content.frame[column]
    is_coded = column in content.value_labels or values.nunique() <= MOST_UNLABELLED_CODES
    if is_coded or pd.api.types.is_numeric_dtype(values):
        return ""
    rows = values.dropna().astype("str").value_counts()
    texts = pd.Series(rows.index, index=rows.index)
    with_unit = texts.map(lambda text: bool(_WITH_UNIT.fullmatch(text)))
    either = rows[with_unit | as_numbers(texts).notna()].sum()
    is_so = rows[with_unit].sum() >= MINIMUM_RESPONDENTS and either >= _MOSTLY * rows.sum()
    return _UNIT_BEHIND if is_so else ""


def is_year(content: FileContent, column: str) -> bool:
    """Tell whether a column is called a year and holds a few of them, as those of a repeated survey."""
    called = {*words_of(column), *words_of(content.labels.get(column, ""))}
    codes = labelled_codes(content, column)
    held = [*codes.labels, *codes.unlabelled] if codes else []
    years = [code for code in held if isinstance(code, int | float) and code in _YEARS]
    return bool(called & _YEAR_WORDS) and 1 < len(held) == len(years) <= MOST_UNLABELLED_CODES


def is_different_in_every_row(content: FileContent, column: str) -> bool:
    """Tell whether a column holds whole numbers, each in one row, as ids are; ages of a small file are not meant."""
    values = content.frame[column]
    if (
        is_age(content, column)
        or is_date(content, column)
        or values.isna().any()
        or not values.is_unique
        or len(values) < _FEWEST_ROWS
    ):
        return False
    numbers = as_numbers(values)
    return bool(numbers.notna().all() and (numbers % 1 == 0).all())
