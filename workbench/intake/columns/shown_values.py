"""Values of a column as a message may repeat them: what might be personal is counted and not repeated."""

from __future__ import annotations

import re
from collections.abc import Sequence

from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.intake.files import Code
from workbench.wording import n_rows

# A value is repeated in a message only if it is as short as a code or so frequent that it belongs to nobody.
_CODE_LENGTH = 3
_LONGEST_TEXT = 40
_VALUES_NAMED = 5
# `67 år`, `ca 40`, `1957 (född)`: some number, and words.
_NUMBER_WITH_WORDS = re.compile(r"(?=.*[^\W\d_])\D*\d+(?:[.,]\d+)?\D*$", re.DOTALL)


def values_and_rows(pairs: list[tuple[Code, int]]) -> str:
    """Name values and rows, like ``the value 9 in 12 rows``; what might be personal is counted and not repeated."""
    shown = repeatable(pairs)
    codes = [(f"`{code}`" if isinstance(code, str) else str(code), n_rows(count)) for code, count in shown]
    first = [f"the value {code} in {rows}" for code, rows in codes[:1]]
    others = [f"{code} in {rows}" for code, rows in codes[1:]]
    rest = total(pairs) - total(shown)
    rare = [_too_rare(n_rows(rest), others=bool(shown))] if rest else []
    return ", ".join([*first, *others, *rare])


def _too_rare(rows: str, *, others: bool) -> str:
    if others:
        return f"other values too rare to be repeated here in {rows}"
    return f"values too rare to be repeated here in {rows}"


def examples(pairs: list[tuple[Code, int]]) -> str:
    """Values in brackets, if any may be repeated."""
    words = ", ".join(f"`{code}`" for code, _ in repeatable(pairs))
    return f" ({words})" if words else ""


def repeatable(pairs: list[tuple[Code, int]]) -> list[tuple[Code, int]]:
    """Most frequent of the values that may be repeated."""
    return sorted((pair for pair in pairs if _may_be_shown(*pair)), key=lambda pair: -pair[1])[:_VALUES_NAMED]


def frequent(pairs: Sequence[tuple[Code, int]]) -> str:
    """Numbers that so many rows have that they belong to nobody: even a short one is an answer of a person."""
    shown = [(code, count) for code, count in pairs if count >= MINIMUM_RESPONDENTS and len(str(code)) <= _LONGEST_TEXT]
    words = ", ".join(f"`{code}`" for code, _ in sorted(shown, key=lambda pair: -pair[1])[:_VALUES_NAMED])
    return f" ({words})" if words else ""


def is_repeatable(code: Code, count: int, *, measured: bool, fewest: int) -> bool:
    """Tell whether a declared value may stand in the report of the file: a frequent one, or one as short as a code."""
    is_short_code = not measured and len(str(code)) <= _CODE_LENGTH
    return is_short_code or (count >= fewest and len(str(code)) <= _LONGEST_TEXT)


def what_is_text(texts: list[tuple[Code, int]]) -> str:
    """Say what stands among numbers, in how many rows, and in how many of these a number has words beside it."""
    beside = total([pair for pair in texts if _NUMBER_WITH_WORDS.match(str(pair[0]))])
    of_these = f", {n_rows(beside)} of them with a number and words beside it" if beside else ""
    return f"text{frequent(texts)} in {n_rows(total(texts))}{of_these}"


def repair_of_text(texts: list[tuple[Code, int]]) -> str:
    """Say first how a number with words, such as a unit, is kept, and then what is to be done with words alone."""
    if any(_NUMBER_WITH_WORDS.match(str(code)) for code, _ in texts):
        return (
            "Store the number alone where words such as a unit stand beside it, and add only a word that means no "
            "answer to `missing` in the codebook."
        )
    return "Store it as numbers, or add a word that means no answer to `missing` in the codebook."


def total(pairs: Sequence[tuple[Code, int]]) -> int:
    """Rows of all values."""
    return sum(count for _, count in pairs)


def _may_be_shown(code: Code, count: int) -> bool:
    text = str(code)
    return len(text) <= _CODE_LENGTH or (count >= MINIMUM_RESPONDENTS and len(text) <= _LONGEST_TEXT)


def shortened(label: str) -> str:
    """Cut a long label."""
    return label if len(label) <= _LONGEST_TEXT else f"{label[: _LONGEST_TEXT - 1]}…"
