"""Which codes of a column are the answers to an item, and whether the points of a scale hold them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.errors import DataError
from workbench.intake.codebook import answer_codes, same_words
from workbench.intake.files import FileContent, read_file

_MOST_OPTIONS = 11
_FEWEST_ALIKE = 3
_MOST_SHOWN = 5  # answers in a message
_MOST_APART = 3  # a few codes mean no answer


def option_codes(content: FileContent, column: str) -> tuple[int, int] | None:
    """Lowest and highest code of a column whose answers are a few whole numbers in a row, else None.

    Answers have a label or stand in at least five rows; codes that mean no answer, by the file or by their label, are
    none.
    """
    codes = sorted(code for code in answer_codes(content, column) if isinstance(code, int))
    runs = np.split(np.array(codes, dtype=int), np.flatnonzero(np.diff(codes) != 1) + 1) if codes else []
    longest = max(runs, key=len, default=np.array([], dtype=int))
    fits = 2 <= len(longest) <= _MOST_OPTIONS and len(codes) - len(longest) <= _MOST_APART
    return (int(longest[0]), int(longest[-1])) if fits else None


def read_answers(path: str | Path, *, no_answer: Collection[str], sheet: str | None = None) -> FileContent:
    """Read a survey file without the words that somebody has said to mean no answer."""
    _, content = read_file(Path(path), None, sheet=sheet)
    said = set(map(same_words, no_answer))
    if not said:
        return content
    frame = content.frame.copy()
    for column in frame.columns:
        texts = [text for text in frame[column].dropna().unique() if isinstance(text, str)]
        none = [text for text in texts if same_words(text) in said]
        frame[column] = frame[column].mask(frame[column].isin(none)) if none else frame[column]
    return replace(content, frame=frame)


@dataclass(frozen=True, kw_only=True)
class OtherPoints:
    """Answers of a file that the points of a scale do not hold, in a sentence, and the codes of all its items."""

    sentence: str
    lowest: int
    highest: int


def answers_outside(
    path: str | Path, *, columns: Sequence[str], lowest: int, highest: int, sheet: str | None = None
) -> OtherPoints | None:
    """Find answers of a file below the first or above the last point of a scale; None where there are none.

    Parameters
    ----------
    path : str or Path
        The survey file.
    columns : sequence of str
        Columns of the items; those that the file lacks are passed over.
    lowest, highest : int
        Points of the first and of the last option.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.
    """
    _, content = read_file(Path(path), None, sheet=sheet)
    found = {c: reach for c in columns if c in content.frame.columns and (reach := option_codes(content, c))}
    outside = {c: reach for c, reach in found.items() if reach[0] < lowest or reach[1] > highest}
    if not outside:
        return None
    low, high = min(reach[0] for reach in found.values()), max(reach[1] for reach in found.values())
    besides = " and codes apart from these" if any(_has_others(content, *entry) for entry in outside.items()) else ""
    labelled = ", with labels" if any(content.value_labels.get(column) for column in outside) else ""
    sentence = (
        f"The points {lowest} to {highest} do not hold the answers to `{next(iter(outside))}`: the file holds "
        f"{low}–{high}{besides}{labelled}."
    )
    return OtherPoints(sentence=sentence, lowest=low, highest=high)


def check_points(
    path: str | Path,
    *,
    columns: Sequence[str],
    lowest: int,
    highest: int,
    worded: Collection[int] = (),
    sheet: str | None = None,
) -> None:
    """Refuse points that do not hold the answers of a file: respondents who gave the others would have no score.

    Parameters
    ----------
    path : str or Path
        The survey file.
    columns : sequence of str
        Columns of the items; those that the file lacks are passed over.
    lowest, highest : int
        Points of the first and of the last option.
    worded : collection of int
        Points whose words somebody has given. With words for all of them the file may count otherwise: value labels
        then show which code is which option, and a draft of the codebook asks about the rest.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Raises
    ------
    DataError
        Answers or words below the first or above the last option.
    """
    check_worded(worded, lowest=lowest, highest=highest)
    if set(range(lowest, highest + 1)) <= set(worded):
        return
    if other := answers_outside(path, columns=columns, lowest=lowest, highest=highest, sheet=sheet):
        raise DataError(
            f"{other.sentence} Give the points of the file (`--lowest {other.lowest} --highest {other.highest}`); "
            "where the publication counts otherwise, or some of these codes are no answer, give the words of each "
            "point by `--option POINTS TEXT`."
        )


def check_worded(worded: Collection[int], *, lowest: int, highest: int) -> None:
    """Refuse words for points that are none of the scale, such as 99 for no answer.

    Raises
    ------
    DataError
        The point, and where a code that means no answer is named.
    """
    if outside := sorted(point for point in worded if not lowest <= point <= highest):
        raise DataError(
            f"The option {outside[0]} is outside the points {lowest} to {highest}. Take it out of `--option`: a code "
            "that means no answer stands under `missing` in the codebook, and an answer needs other points by "
            "`--lowest` or `--highest`."
        )


def check_alike(
    path: str | Path, *, columns: Sequence[str], no_answer: Collection[str] = (), sheet: str | None = None
) -> None:
    """Refuse a column whose answers are not those of the other items: it would be scored with their points.

    Words are compared where at least half of the columns share some, whichever codes they have; codes with all those
    that the other columns hold.

    Parameters
    ----------
    path : str or Path
        The survey file.
    columns : sequence of str
        Columns of the items; those that the file lacks are passed over.
    no_answer : collection of str
        Words that mean no answer.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Raises
    ------
    DataError
        A column with other answers in words, or with codes outside those of the others.
    """
    content = read_answers(path, no_answer=no_answer, sheet=sheet)
    held = [column for column in columns if column in content.frame.columns]
    if len(held) < _FEWEST_ALIKE:
        return
    words = {column: found for column in held if (found := _answers_in_words(content, column))}
    times = Counter(same_words(word) for found in words.values() for word in found)
    shared = {word for word, n in times.items() if 2 * n >= len(words) and n > 1}
    for column, found in words.items():
        if shared and 2 * len(shared & set(map(same_words, found))) < len(found):
            others = [word for one in words if one != column for word in words[one] if same_words(word) in shared]
            raise _other_answers(column, _listed(found), _listed(list(dict.fromkeys(others))))
    reaches = {column: reach for column in held if (reach := option_codes(content, column))}
    numbers = {column: pd.to_numeric(content.frame[column], errors="coerce") for column in reaches}
    ends = {column: (values.min(), values.max()) for column, values in numbers.items()}
    for column in held:
        many = content.frame[column].nunique() > _MOST_OPTIONS + _MOST_APART
        if reaches and many and column not in reaches and column not in words:
            low, high = next(iter(reaches.values()))
            raise _other_answers(column, "many different values", f"{low}–{high}")
    for column, (low, high) in reaches.items():
        rest = [ends[other] for other in reaches if other != column]
        lowest, highest = min((end[0] for end in rest), default=low), max((end[1] for end in rest), default=high)
        if low < lowest or high > highest:
            raise _other_answers(column, f"{low}–{high}", f"{lowest:g}–{highest:g}")


def _other_answers(column: str, own: str, others: str) -> DataError:
    return DataError(
        f"Column `{column}` has other answers ({own}) than the other items ({others}). Take it out of the items, or "
        "correct its codes and labels in the file."
    )


def _answers_in_words(content: FileContent, column: str) -> list[str]:
    """Words of the answers: labels of codes, or texts that enough rows have."""
    labels = content.value_labels.get(column, {})
    return [text for code in answer_codes(content, column) if isinstance(text := labels.get(code, code), str)]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:_MOST_SHOWN]) + (", …" if len(words) > _MOST_SHOWN else "")


def _has_others(content: FileContent, column: str, reach: tuple[int, int]) -> bool:
    """Whether there are codes that nothing explains outside a reach, however few rows have them."""
    numbers = pd.to_numeric(content.frame[column], errors="coerce").dropna()
    unlabelled = numbers[~numbers.isin(list(content.value_labels.get(column, {})))]
    return not bool(unlabelled.between(*reach).all())
