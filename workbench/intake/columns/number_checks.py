"""Every refusal of a numeric variable's values: no number, text, outside the range that the codebook states."""

from __future__ import annotations

import numpy as np

from workbench.errors import DataError
from workbench.intake.codebook import NumericVariable
from workbench.intake.files import Code, CodedColumn
from workbench.wording import n_rows

# A number is an answer of a person: it is repeated in a message only if so many rows have it that it belongs to nobody.
_FREQUENT_ROWS = 5
_LONGEST_TEXT = 40
_VALUES_NAMED = 5


def check_numbers(name: str, column: CodedColumn, variable: NumericVariable, usable: np.ndarray) -> None:
    """Refuse text, values outside the range, and no value at all; `usable` marks codes not declared missing."""
    pairs = column.pairs(usable)
    what = f"Column `{column.name}` of numeric variable `{name}`"
    if texts := [pair for pair in pairs if isinstance(pair[0], str)]:
        raise DataError(
            f"{what} holds text{_frequent(texts)} in {_rows(texts)}. Store it as numbers, or add a word that means no "
            "answer to `missing` in the codebook."
        )
    numbers = [(code, count) for code, count in pairs if not isinstance(code, str)]
    if outside := [(code, n) for code, n in numbers if not variable.lowest <= code <= variable.highest]:
        raise DataError(
            f"{what} lies outside {variable.lowest:g}–{variable.highest:g}{_frequent(outside)} in {_rows(outside)}. "
            "Add a code that means no answer to `missing` in the codebook, or correct `lowest`, `highest` or the data."
        )
    if not pairs:
        raise DataError(
            f"{what} has no value in any of {n_rows(len(column.positions))}. Check its column and missing codes in the "
            "codebook."
        )


def _rows(pairs: list[tuple[Code, int]] | list[tuple[int | float, int]]) -> str:
    return n_rows(sum(count for _, count in pairs))


def _frequent(pairs: list[tuple[Code, int]] | list[tuple[int | float, int]]) -> str:
    shown = [(code, count) for code, count in pairs if count >= _FREQUENT_ROWS and len(str(code)) <= _LONGEST_TEXT]
    words = ", ".join(f"`{code}`" for code, _ in sorted(shown, key=lambda pair: -pair[1])[:_VALUES_NAMED])
    return f" ({words})" if words else ""
