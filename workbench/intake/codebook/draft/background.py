"""Background variables and numbers of a drafted codebook."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from collections.abc import Sequence

import pandas as pd

from workbench.errors import DataError, did_you_mean
from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS
from workbench.intake.codebook.draft.column_roles import (
    LabelledCodes,
    is_measurement,
    labelled_codes,
    missing_of_number,
    why_no_groups,
    words_beside_numbers,
)
from workbench.intake.codebook.draft.likely_background import (
    AGE_HIGHEST,
    MOST_PROPOSED,
    age_bands,
    is_age,
    likely_background,
)
from workbench.intake.codebook.draft.order_of_labels import BAND, look_ordered, on_a_ladder
from workbench.intake.codebook.draft.variable_names import variable_label, variable_names
from workbench.intake.codebook.draft.yaml_lines import (
    OPEN,
    block,
    flow,
    one_line,
    proposed,
    prose,
    scalar,
    with_remark,
    words,
)
from workbench.intake.codebook.variables import NO_ANSWER
from workbench.intake.files import Code, FileContent, coded
from workbench.wording import folded, spelled_alike
from workbench.yaml_files import key_text

_FEWEST_ALIKE = 3  # columns, and answers: yes and no are those of many
_RARE = (
    f"values without a label, not shown because fewer than {MINIMUM_RESPONDENTS} rows have each: write the level that "
    f"joins them, or {NO_ANSWER} if they are no answers"
)


def background_lines(content: FileContent, columns: list[str], *, chosen: Sequence[str] = ()) -> list[str]:
    """Describe the columns that have labels or words; propose those that have codes or numbers only.

    Of more than `MOST_PROPOSED` the likeliest are described and the others proposed, unless somebody has chosen.

    Raises
    ------
    DataError
        A chosen column that the file lacks, or that can form no groups.
    """
    described = _described(content, columns)
    like_items = {column for found in _alike(described) for column in found}
    wanted = _wanted(content, columns, [c for c in described if c not in like_items], chosen)
    names = variable_names(content.names)
    taken: list[str] = []
    candidates: list[tuple[str, str]] = []
    numbers: list[tuple[str, str]] = []
    left: list[str] = []
    for column in [*chosen, *(column for column in columns if column not in chosen)]:
        codes = labelled_codes(content, column)
        unfit = why_no_groups(content, column, codes, chosen=column in chosen)
        if codes and column in wanted and column in described:
            taken += _variable(content, column, names[column], codes)
        elif is_measurement(content, column):
            number = _number(content, column, names[column])
            numbers.append((number, _words_remark(content, column, ["numeric", names[column]])))
            name, entry = _cut_number(content, column, names)
            words_there = _words_remark(content, column, ["background", name])
            remark = "; ".join(filter(None, [_cut_remark(content, column), words_there]))
            line = f"{scalar(name)}: {entry}"
            taken += [with_remark(f"  {line}", words_there)] if column in wanted else []
            candidates += [] if column in wanted else [(line, remark)]
        elif codes and not unfit:
            line = _one_line_variable(content, column, names[column], codes)
            remark = "" if column in described else "its codes are its labels: write what they mean"
            remark = "answers as items of a scale have" if column in like_items else remark
            remark = "; ".join(filter(None, [remark, _taken_for_none(content, column, codes)]))
            remark = "; ".join(filter(None, [remark, _RARE if codes.n_rare else ""]))
            taken += [with_remark(f"  {line}", remark)] if column in wanted else []
            candidates += [] if column in wanted else [(line, remark)]
        else:
            _check_not_chosen(column, unfit, chosen)
            left.append(prose(f"{column}: {content.labels.get(column) or 'no label'} ({unfit})"))
    lines = [] if taken or not candidates else [prose("Columns without labels, and numbers to cut into groups:")]
    if len(described) > len(wanted) and len(described) > MOST_PROPOSED:
        lines = _how_chosen(len(described), chosen)
    lines += block("background", taken, candidates)
    if numbers:
        lines.append(prose("Numbers that may be curves of the regression; in_place_of: VARIABLE names their groups."))
        lines += block("numeric", [], numbers)
    if left:
        lines += [prose("Columns that were not matched, and why they form no groups:"), *left]
    return lines


def _wanted(content: FileContent, columns: list[str], described: list[str], chosen: Sequence[str]) -> list[str]:
    """Columns to be background variables: those chosen, else all that are described, of very many the likeliest."""
    for column in chosen:
        if column not in columns:
            raise DataError(
                f"There is no column `{column}` for a background variable.{did_you_mean(column, columns)} Name columns "
                f"of the file that are no items{_in_quotes(column, columns)}."
            )
    if chosen:
        return list(chosen)
    return described if len(described) <= MOST_PROPOSED else likely_background(content, described)


def _check_not_chosen(column: str, unfit: str, chosen: Sequence[str]) -> None:
    if column in chosen:
        raise DataError(
            f"Column `{column}` cannot be a background variable: {unfit}. Leave it out of `--background`, or join its "
            "values to groups in a column of the file."
        )


def _in_quotes(part: str, columns: list[str]) -> str:
    """Say how a name with a comma is written, where that may be the fault."""
    whole = next((column for column in columns if "," in column and part in map(str.strip, column.split(","))), None)
    return f", and one that has a comma in quotes within: '\"{whole}\"'" if whole else ""


def _how_chosen(n: int, chosen: Sequence[str]) -> list[str]:
    how = "Those you have named" if chosen else f"The {MOST_PROPOSED} likeliest at most"
    return [
        prose(f"{n} columns have labels. {how} are background variables, and so groups and"),
        prose("predictors; the others stand behind one #. `workbench codebook --background a,b,c` chooses others."),
    ]


def columns_alike(content: FileContent) -> list[list[str]]:
    """Return columns that share their answers, in words, with two others at least, as the items of a scale do."""
    return _alike(_described(content, list(map(str, content.frame.columns))))


def _alike(described: dict[str, LabelledCodes]) -> list[list[str]]:
    of_answers: dict[frozenset[str], list[str]] = {}
    for column, codes in described.items():
        labels = {**codes.labels, **codes.unused} or {code: str(code) for code in codes.unlabelled}
        of_answers.setdefault(frozenset(map(one_line, labels.values())), []).append(column)
    return [found for answers, found in of_answers.items() if min(len(answers), len(found)) >= _FEWEST_ALIKE]


def _described(content: FileContent, columns: Sequence[str]) -> dict[str, LabelledCodes]:
    """Return columns that have labels, or are made of a few words or bands such as 18–29."""
    found = {column: codes for column in columns if (codes := labelled_codes(content, column))}
    return {
        column: codes
        for column, codes in found.items()
        if not why_no_groups(content, column, codes)
        and (codes.labels or all(_speaks(str(code)) for code in codes.unlabelled))
    }


def _speaks(code: str) -> bool:
    return any(map(str.isalpha, code)) or bool(BAND.search(code))


def _variable(content: FileContent, column: str, name: str, codes: LabelledCodes) -> list[str]:
    labels = codes.labels or {code: str(code) for code in on_a_ladder(codes.unlabelled)}
    texts = _different({**labels, **codes.unused})
    lines = [f"  {scalar(name)}:", f"    column: {scalar(column)}", f"    label: {_label(content, column, name)}"]
    if look_ordered([texts[code] for code in labels]):
        lines.append("    ordered: true  # the labels look ordered: check")
    lines += [] if codes.labels else _joined(content.frame[column], {code: texts[code] for code in labels})
    lines.append("    labels:")
    lines += [f"      {scalar(code)}: {words(texts[code])}" for code in labels]
    lines += [proposed(f"{scalar(code)}: {words(texts[code])}  # does not occur", 6) for code in codes.unused]
    if codes.labels:
        lines += [
            proposed(f"{scalar(code)}: {OPEN}  # has no label: write one, or put it under missing", 6)
            for code in codes.unlabelled
        ]
    if codes.n_rare:
        lines.append(with_remark(f"    others: {OPEN}", _RARE))
    if codes.missing:
        lines.append(with_remark(f"    missing: {flow(codes.missing)}", _taken_for_none(content, column, codes)))
    return lines


def _taken_for_none(content: FileContent, column: str, codes: LabelledCodes) -> str:
    """Say what codes that mean no answer say, so that nobody is dropped unread; empty where there are none."""
    labels = content.value_labels.get(column, {})
    named = [
        f"{code} ({one_line(labels[code])})" if labels.get(code) else one_line(str(code)) for code in codes.missing
    ]
    return f"taken for no answer: {', '.join(named)}; label what is an answer" if named else ""


def _different(labels: dict[Code, str]) -> dict[Code, str]:
    """Labels in one line each; those that two codes share get their code behind them."""
    texts = {code: one_line(label) or str(code) for code, label in labels.items()}
    times = Counter(map(folded, texts.values()))
    seen: Counter[str] = Counter()
    for code, text in texts.items():
        seen[folded(text)] += 1
        if times[folded(text)] > 1 and isinstance(code, str) and seen[folded(text)] > 1:
            texts[code] = f"{text} ({seen[folded(text)]})"  # the code is the word itself
        elif times[folded(text)] > 1 and not isinstance(code, str):
            texts[code] = f"{text} ({code})"
    return texts


def _joined(values: pd.Series, texts: dict[Code, str]) -> list[str]:
    """Join words that differ in capitals and blanks alone; propose it where they differ in accents too."""
    rows = dict(coded(values, numeric=False).pairs())
    codes = {str(code): code for code in texts if isinstance(code, str)}
    taken: list[str] = []
    may_be: list[str] = []
    for group in spelled_alike(codes):
        first, *rest = sorted(group, key=lambda word: -rows.get(codes[word], 0))
        entry = f"{words(first)}: [{', '.join(words(texts[codes[word]]) for word in (first, *rest))}]"
        (taken if len({folded(word) for word in group}) == 1 else may_be).append(entry)
    lines = [f"    merge: {{{', '.join(taken)}}}  # one word, written in several ways: check"] if taken else []
    if may_be:
        lines.append(
            proposed(f"merge: {{{', '.join([*taken, *may_be])}}}  # spelled nearly alike: join what is one group", 4)
        )
    return lines


def _label(content: FileContent, column: str, name: str) -> str:
    return scalar(variable_label(content.labels.get(column, column), name))


def _one_line_variable(content: FileContent, column: str, name: str, codes: LabelledCodes) -> str:
    texts = _different({**codes.labels, **{code: str(code) for code in codes.unlabelled}})
    labels = ", ".join(f"{scalar(code)}: {words(text)}" for code, text in texts.items())
    missing = f", others: {OPEN}" if codes.n_rare else ""
    missing += f", missing: {flow(codes.missing)}" if codes.missing else ""
    ordered = ", ordered: true" if look_ordered(list(texts.values())) else ""
    entry = f"column: {scalar(column)}, label: {_label(content, column, name)}{ordered}, labels: {{{labels}}}{missing}"
    return f"{scalar(name)}: {{{entry}}}"


def _number(content: FileContent, column: str, name: str) -> str:
    """Entry of a number; the range is left to a person, because the smallest and largest value are those of someone."""
    codes = missing_of_number(content, column)
    missing = f", missing: {flow(codes)}" if codes else ""
    ends = f"unit: {OPEN}, lowest: {OPEN}, highest: {OPEN}"
    entry = f"column: {scalar(column)}, label: {_label(content, column, name)}, {ends}{missing}"
    return f"{scalar(name)}: {{{entry}}}"


def _words_remark(content: FileContent, column: str, place: list[str]) -> str:
    """Say which words stand in place of numbers, and what is to be done with those that are not shown."""
    found = words_beside_numbers(content, column)
    shown = ", ".join(one_line(str(word)) for word in found.frequent)
    said = [f"words among its numbers, taken for no answer: {shown}"] if shown else []
    if found.has_rare:
        listed = json.dumps([*missing_of_number(content, column), "WORD"], ensure_ascii=False)
        command = shlex.quote(f"{key_text([*place, 'missing'])}={listed}")
        said.append(
            f"words among its numbers that fewer than {MINIMUM_RESPONDENTS} rows have each are not shown: "
            "store the number alone where a unit stands beside it, and where words mean no answer say so by "
            f"`workbench set CODEBOOK {command}`"
        )
    return "; ".join(said)


def _cut_number(content: FileContent, column: str, names: dict[str, str]) -> tuple[str, str]:
    """Name, which no column has, and entry of a number cut into groups; those of an age are proposed."""
    name = f"{names[column]}_group"
    while name in names.values():
        name += "s"
    codes = missing_of_number(content, column)
    missing = f", missing: {flow(codes)}" if codes else ""
    label = words(f"{content.labels.get(column, column)} (groups)")
    bands = age_bands(content, column) if is_age(content, column) else []
    begins, highest = (", ".join(map(str, bands)), AGE_HIGHEST) if len(bands) > 1 else (f"{OPEN}, {OPEN}", OPEN)
    groups = f"groups: [{begins}], highest: {highest}"
    entry = f"column: {scalar(column)}, label: {label}, {groups}{missing}"
    return name, f"{{{entry}}}"


def _cut_remark(content: FileContent, column: str) -> str:
    if is_age(content, column):
        return "an age: check where each group begins"
    return "a number: write where each group begins"
