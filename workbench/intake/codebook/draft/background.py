"""Background variables and numbers of a drafted codebook."""

from __future__ import annotations

from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS
from workbench.intake.codebook.draft.column_roles import (
    MOST_LABELS,
    MOST_UNLABELLED_CODES,
    LabelledCodes,
    is_measurement,
    labelled_codes,
)
from workbench.intake.codebook.draft.order_of_labels import look_ordered
from workbench.intake.codebook.draft.yaml_lines import (
    OPEN,
    block,
    flow,
    one_line,
    proposed,
    prose,
    scalar,
    words,
)
from workbench.intake.files import Code, FileContent


def background_lines(content: FileContent, columns: list[str]) -> list[str]:
    """Describe the columns that have labels or words; propose those that have codes or numbers only."""
    taken: list[str] = []
    candidates: list[tuple[str, str]] = []
    numbers: list[tuple[str, str]] = []
    left: list[str] = []
    for column in columns:
        codes = labelled_codes(content, column)
        if codes and _has_labels(codes):
            taken += _variable(content, column, codes)
        elif codes and _has_few_codes(codes):
            candidates.append((_one_line_variable(content, column, codes), ""))
        elif is_measurement(content, column):
            numbers.append(_number(content, column, codes))
            candidates.append(_cut_number(content, column, codes, columns))
        else:
            left.append(prose(f"{column}: {content.labels.get(column) or 'no label'}"))
    lines = [] if taken or not candidates else [prose("Columns without labels, and numbers to cut into groups:")]
    lines += block("background", taken, candidates)
    if numbers:
        lines.append(prose("Numbers that may be curves of the regression; in_place_of: VARIABLE names their groups."))
        lines += block("numeric", [], numbers)
    if left:
        lines += [prose("Columns that were not matched (free text, more than 60 labels, rare codes):"), *left]
    return lines


def _has_labels(codes: LabelledCodes) -> bool:
    """Whether a column has a label, or is made of a few words, for all codes but a few."""
    if codes.labels:
        return len(codes.labels) <= MOST_LABELS and len(codes.unlabelled) <= len(codes.labels)
    return _has_few_codes(codes) and all(any(map(str.isalpha, str(code))) for code in codes.unlabelled)


def _has_few_codes(codes: LabelledCodes) -> bool:
    """Whether codes without labels may be listed: few, and none of them rare."""
    return not codes.labels and 2 <= len(codes.unlabelled) <= MOST_UNLABELLED_CODES and codes.n_rare == 0


def _variable(content: FileContent, column: str, codes: LabelledCodes) -> list[str]:
    labels = codes.labels or {code: str(code) for code in codes.unlabelled}
    texts = _different({**labels, **codes.unused})
    lines = [f"  {scalar(column)}:", f"    column: {scalar(column)}"]
    lines.append(f"    label: {words(content.labels.get(column, column))}")
    if look_ordered([texts[code] for code in labels]):
        lines.append("    ordered: true  # the labels look ordered: check")
    lines.append("    labels:")
    lines += [f"      {scalar(code)}: {words(texts[code])}" for code in labels]
    lines += [proposed(f"{scalar(code)}: {words(texts[code])}  # does not occur", 6) for code in codes.unused]
    if codes.labels:
        lines += [
            proposed(f"{scalar(code)}: {OPEN}  # has no label: write one, or put it under missing", 6)
            for code in codes.unlabelled
        ]
    if codes.n_rare:
        few = f"{codes.n_rare} codes" if codes.n_rare > 1 else "a code"
        lines.append(prose(f"and {few} without a label in fewer than {MINIMUM_RESPONDENTS} rows each", 6))
    if codes.missing:
        lines.append(f"    missing: {flow(codes.missing)}")
    return lines


def _different(labels: dict[Code, str]) -> dict[Code, str]:
    """Labels in one line each; those that two codes share get their code behind them."""
    texts = {code: one_line(label) or str(code) for code, label in labels.items()}
    shared = [text for text in texts.values() if list(texts.values()).count(text) > 1]
    return {code: f"{text} ({code})" if text in shared else text for code, text in texts.items()}


def _one_line_variable(content: FileContent, column: str, codes: LabelledCodes) -> str:
    labels = ", ".join(f"{scalar(code)}: {OPEN}" for code in codes.unlabelled)
    missing = f", missing: {flow(codes.missing)}" if codes.missing else ""
    label = words(content.labels.get(column, column))
    return f"{scalar(column)}: {{column: {scalar(column)}, label: {label}, labels: {{{labels}}}{missing}}}"


def _number(content: FileContent, column: str, codes: LabelledCodes | None) -> tuple[str, str]:
    """Entry of a number; the range is left to a person, because the smallest and largest value are those of someone."""
    missing = f", missing: {flow(codes.missing)}" if codes and codes.missing else ""
    label = words(content.labels.get(column, column))
    ends = f"unit: {OPEN}, lowest: {OPEN}, highest: {OPEN}"
    return f"{scalar(column)}: {{column: {scalar(column)}, label: {label}, {ends}{missing}}}", ""


def _cut_number(content: FileContent, column: str, codes: LabelledCodes | None, columns: list[str]) -> tuple[str, str]:
    """Entry of a number cut into groups, under a name that is no column."""
    name = f"{column}_group"
    while name in columns:
        name += "s"
    missing = f", missing: {flow(codes.missing)}" if codes and codes.missing else ""
    label = words(f"{content.labels.get(column, column)} (groups)")
    entry = f"column: {scalar(column)}, label: {label}, groups: [{OPEN}, {OPEN}], highest: {OPEN}{missing}"
    return f"{scalar(name)}: {{{entry}}}", "a number: write where each group begins"
