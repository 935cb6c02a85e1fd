"""Which items run against the rest: by their answers as the options of the scale order them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.errors import DataError, did_you_mean
from workbench.intake.codebook import answer_codes, option_of_text, same_words, words_on_a_ladder
from workbench.intake.files import FileContent, as_code, read_file
from workbench.intake.option_codes import option_codes, read_answers

_FEWEST = 3  # of two items that run against each other neither is the one
_MOST_SHOWN = 7  # answers in a message
_CHANCE = 2.0  # standard errors of a correlation


def option_words(content: FileContent, columns: Sequence[str], points: range) -> dict[int, str]:
    """Words of each option where the file tells them: value labels of the first column, or texts on a known ladder.

    Texts are taken where they are as many as the options; of `strongly disagree` … `strongly agree` the order is known.
    """
    labels = {as_code(code): label for code, label in content.value_labels.get(columns[0], {}).items()}
    held = option_codes(content, columns[0])
    moved = held is not None and held[1] - held[0] == points[-1] - points[0]  # the file counts from another number
    shift = points[0] - held[0] if held and moved else 0
    if found := {point: labels[point - shift] for point in points if point - shift in labels}:
        return found
    texts = {code: None for column in columns for code in answer_codes(content, column) if isinstance(code, str)}
    ladder = words_on_a_ladder(list(texts))
    return dict(zip(points, map(str, ladder), strict=True)) if len(ladder) == len(points) else {}


def check_words(
    path: str | Path,
    *,
    columns: Sequence[str],
    lowest: int,
    highest: int,
    worded: Mapping[int, str],
    no_answer: Collection[str] = (),
    sheet: str | None = None,
) -> None:
    """Refuse answers in words whose points nothing tells: their options would be drafted as bare numbers.

    Parameters
    ----------
    path : str or Path
        The survey file.
    columns : sequence of str
        Columns of the items; those that the file lacks are passed over.
    lowest, highest : int
        Points of the first and of the last option.
    worded : mapping of int to str
        Points whose words somebody has given.
    no_answer : collection of str
        Words that mean no answer.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.

    Raises
    ------
    DataError
        None of the answers in words is an option, or what is to mean no answer stands nowhere.
    """
    _check_named(path, columns, no_answer, sheet)
    content = read_answers(path, no_answer=no_answer, sheet=sheet)
    found = _words_without_points(content, columns, range(lowest, highest + 1), worded)
    if not found:
        return
    shown = ", ".join(f"`{text}`" for text in list(found)[:_MOST_SHOWN])
    column = next(iter(found.values()))
    if option_codes(content, column):
        raise DataError(
            f"Among the numbers of `{column}` stand words, and nothing says what they mean: {shown}. Name each that "
            "means no answer by `--no-answer TEXT`, and give the points of another by `--option POINTS TEXT`."
        )
    raise DataError(
        f"The answers to `{column}` are words, and nothing says which points they have: {shown}. Give the words of "
        "each point by `--option POINTS TEXT`, and name one that means no answer by `--no-answer TEXT`."
    )


def _check_named(path: str | Path, columns: Sequence[str], no_answer: Collection[str], sheet: str | None) -> None:
    if not no_answer:
        return
    frame = read_file(Path(path), None, sheet=sheet)[1].frame
    texts = list(dict.fromkeys(t for c in columns if c in frame for t in frame[c].unique() if isinstance(t, str)))
    held = set(map(same_words, texts))
    for text in no_answer:
        if same_words(text) not in held:
            raise DataError(
                f"`--no-answer` is {text!r}, and no item has it.{did_you_mean(text, texts)} Write the words as they "
                "stand in the file."
            )


def words_among_numbers(
    path: str | Path,
    *,
    columns: Sequence[str],
    worded: Mapping[int, str],
    no_answer: Collection[str] = (),
    sheet: str | None = None,
) -> dict[str, str]:
    """Find words that stand among the numbers of items and may mean no answer, each with a column that has it.

    Parameters
    ----------
    path : str or Path
        The survey file.
    columns : sequence of str
        Columns of the items; those that the file lacks are passed over.
    worded : mapping of int to str
        Points whose words somebody has given.
    no_answer : collection of str
        Words that are known to mean no answer.
    sheet : str, optional
        Sheet of an Excel workbook, needed where several hold a table.
    """
    content = read_answers(path, no_answer=no_answer, sheet=sheet)
    found = _words_without_points(content, columns, range(0), worded)
    return {text: column for text, column in found.items() if option_codes(content, column)}


def _words_without_points(
    content: FileContent, columns: Sequence[str], points: range, worded: Mapping[int, str]
) -> dict[str, str]:
    """Return the answers in words, each with a column that has it; none where one of them is an option."""
    held = [column for column in columns if column in content.frame.columns]
    worded_in = {code: c for c in reversed(held) for code in answer_codes(content, c) if isinstance(code, str)}
    options = {**(option_words(content, held, points) if held and points else {}), **worded}
    words = {same_words(text): points for points, text in options.items()}
    if any(option_of_text(text, words) for text in worded_in):
        return {}
    return {text: worded_in[text] for text in sorted(worded_in)}


def against_the_rest(content: FileContent, columns: Sequence[str], options: Mapping[int, str]) -> set[str]:
    """Columns that go against what the majority share; none where the order of the answers is not known.

    Parameters
    ----------
    content : FileContent
    columns : sequence of str
        Columns of the items.
    options : mapping of int to str
        Points → words of the answer, as far as they are known.

    Returns
    -------
    set of str
        Columns whose weight on the first principal component of the correlations has the other sign, and more than
        chance. Of two halves that go against each other the one without the first column is named.
    """
    words = {same_words(text): points for points, text in options.items()}
    known = {column: points for column in columns if (points := _points(content, column, words)) is not None}
    correlations = pd.DataFrame(known).corr()
    varied = [column for column in known if correlations[column].notna().sum() > 1]
    if len(varied) < _FEWEST:
        return set()
    values, vectors = np.linalg.eigh(correlations.loc[varied, varied].fillna(0.0).to_numpy(float))
    loadings = vectors[:, -1] * np.sqrt(values[-1])
    agree = int((loadings > 0).sum()) * 2 - len(varied)
    sign = np.sign(agree or loadings[0])
    enough = _CHANCE / np.sqrt(len(content.frame))
    return {column for column, loading in zip(varied, sign * loadings, strict=True) if loading < -enough}


def _points(content: FileContent, column: str, words: dict[str, int]) -> pd.Series | None:
    """Answers of a column as points: its words, or the labels of its codes, are options; else codes in a row."""
    values = content.frame[column]
    numbers = pd.to_numeric(values, errors="coerce")
    if numbers.notna().sum() * 2 < values.notna().sum():
        texts = {text: option[0] for text in values.dropna().unique() if (option := option_of_text(str(text), words))}
        return values.map(texts).astype(float) if len(set(texts.values())) > 1 else None
    labelled = {
        code: words[same_words(label)]
        for code, label in content.value_labels.get(column, {}).items()
        if same_words(label) in words
    }
    reach = option_codes(content, column)
    if words and len(labelled) == len(words):
        return numbers.map(labelled)
    return numbers.where(numbers.between(*reach)) if reach else None
