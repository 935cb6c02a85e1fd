"""Drafting a codebook from a file's own names, labels and missing ranges, for a person to check."""

from __future__ import annotations

from pathlib import Path

import yaml

from workbench.instruments import Instrument, Item
from workbench.intake.codebook.column_roles import (
    MOST_LABELS,
    MOST_UNLABELLED_CODES,
    LabelledCodes,
    design_hint,
    is_measurement,
    is_respondent_id,
    is_sampling_weight,
    labelled_codes,
    replicate_series,
)
from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS
from workbench.intake.codebook.item_matching import ItemMatch, code_rule, match_items
from workbench.intake.files import Code, FileContent, read_file

_HEAD = """\
# Drafted from {file}. A draft knows names and labels only: check every line against the questionnaire,
# then try it with `workbench check {file} THIS_FILE`.
schema_version: 1
title: {title}  # name of the survey, shown on every page
"""


def draft_codebook(path: str | Path) -> str:
    """Draft a codebook for a survey file.

    Items are found by the official wording of their statements in variable labels or column names, and in no other way;
    value labels give background variables and show codes that run backwards; missing ranges give missing codes. What is
    uncertain stands in a comment. Of the data it repeats only codes that are labelled or stand in at least
    `MINIMUM_RESPONDENTS` rows.

    Parameters
    ----------
    path : str or Path
        A survey file in any format that `read_survey` reads; relative paths are taken as given.

    Returns
    -------
    str
        YAML with comments; `load_codebook` reads it when every item was found.

    Raises
    ------
    DataError
        A file that is missing, empty, damaged or not what its name says.
    """
    file = Path(path)
    _, content = read_file(file, None)
    match = match_items(content)
    used = set(match.columns.values()) if match.may_be_proposed else set()
    rest = [column for column in map(str, content.frame.columns) if column not in used]
    ids = [column for column in rest if is_respondent_id(content, column)]
    replicates = replicate_series(content, rest)
    rest = [column for column in rest if column not in replicates]
    weights = [column for column in rest if column not in ids and is_sampling_weight(content, column)]
    rest = [column for column in rest if column not in (*ids, *weights)]
    lines = _HEAD.format(file=file.name, title=_scalar(file.stem)).splitlines()
    lines += _items(content, match)
    lines += _background(content, rest)
    lines += _id_and_design(content, ids, weights, rest)
    if replicates:
        lines.append(f"# design may name replicate_weights: {_comment(replicates[0])}..{_comment(replicates[-1])}")
    return "\n".join(lines) + "\n"


def _items(content: FileContent, match: ItemMatch) -> list[str]:
    if not match.may_be_proposed:
        return _no_items(content, match)
    scale = match.instrument
    codes = {item: labelled_codes(content, column) for item, column in match.columns.items()}
    rules = {item: code_rule(content.value_labels.get(column, {}), scale) for item, column in match.columns.items()}
    missing = {item: _item_missing(codes[item], rules[item], scale) for item in match.columns}
    remarks = {
        item: _item_remarks(content, column, codes[item], rules[item], scale) for item, column in match.columns.items()
    }
    shared = sorted(set.intersection(*map(set, missing.values())), key=str)
    shared_remarks = [r for r in next(iter(remarks.values())) if all(r in others for others in remarks.values())]
    lines = [
        f"instrument: {match.name}  # {len(match.columns)} of {len(scale.items)} statements found by their wording"
    ]
    lines += ["items:", *(f"  # all: {_comment(remark)}" for remark in shared_remarks)]
    for item in scale.items:
        if item.id not in match.columns:
            lines += _open_item(content, match, item)
            continue
        own_missing = [code for code in missing[item.id] if code not in shared]
        entry = _item_entry(match.columns[item.id], rules[item.id], own_missing)
        own = "; ".join(remark for remark in remarks[item.id] if remark not in shared_remarks)
        lines.append(f"  {item.id}: {{{entry}}}{f'  # {_comment(own)}' if own else ''}")
    if shared:
        lines.append(f"missing: {_flow(shared)}  # codes of all items that mean no answer")
    return lines


def _no_items(content: FileContent, match: ItemMatch) -> list[str]:
    lines = [
        "# No scale is proposed: no instrument has half of its statements, word for word, in labels or column",
        "# names of this file. If the file holds one, name it and the column of each item, compare each statement with",
        "# the questionnaire, and say so by `confirmed: true`. For a scale of your own, draft its file",
        "# with `workbench instrument new FILE` and name it as instrument.",
        'instrument: "?"',
        "items: {}",
    ]
    near = [item for item in match.instrument.items if item.id in match.near or item.id in match.columns]
    if near:
        lines.append(f"# Like statements of {match.name}:")
    return lines + [line for item in near for line in _open_item(content, match, item)]


def _open_item(content: FileContent, match: ItemMatch, item: Item) -> list[str]:
    """Comment on an item without a column: which columns come near, and what they say."""
    if item.id in match.columns:
        return [f"#  {item.id}: {_comment(_scalar(match.columns[item.id]))}  # found: {_comment(item.statement)}"]
    columns = match.near.get(item.id, [])
    what = "near, not taken" if columns else "not found"
    lines = [f"#  {item.id}: COLUMN  # {what}: {_comment(item.statement)}"]
    for column in columns:
        label = content.labels.get(column, "")
        words = f", which says: {_comment(label)}" if label else ""
        lines.append(f"#    near: {_comment(_scalar(column))}{words}")
    return lines


def _item_entry(column: str, rule: tuple[bool, int] | None, missing: list[Code]) -> str:
    turned, shift = rule or (False, 0)
    parts = [f"column: {_scalar(column)}"]
    parts += ["reversed: true"] if turned else []
    parts += [f"shift: {shift}"] if shift else []
    parts += [f"missing: {_flow(missing)}"] if missing else []
    return ", ".join(parts)


def _item_missing(codes: LabelledCodes | None, rule: tuple[bool, int] | None, instrument: Instrument) -> list[Code]:
    """Missing codes of an item: those that mean no answer, and labelled codes that are no option of the scale."""
    if codes is None:
        return []
    shift = rule[1] if rule else 0
    options = [points - shift for points in instrument.points]
    labelled = [*codes.missing, *codes.labels, *codes.unused]
    return [code for code in dict.fromkeys(labelled) if code not in options]


def _item_remarks(
    content: FileContent,
    column: str,
    codes: LabelledCodes | None,
    rule: tuple[bool, int] | None,
    instrument: Instrument,
) -> list[str]:
    remarks = []
    if rule and rule[0]:
        remarks.append("the value labels show that the codes run backwards")
    if rule is None:
        known = column in content.value_labels
        remarks.append("value labels are not the official options: check direction" if known else "no value labels")
    if ranges := [f"{low:g} to {high:g}" for low, high in content.user_missing.get(column, ()) if low != high]:
        remarks.append(f"the file itself declares {', '.join(ranges)} missing: no need to list these codes")
    if codes is None:
        remarks.append("too many distinct values for an item")
    elif odd := [code for code in codes.unlabelled if code not in instrument.points]:
        remarks.append(f"codes without a label: {', '.join(map(str, odd))}; add to missing or correct")
    return remarks


def _background(content: FileContent, columns: list[str]) -> list[str]:
    taken: list[str] = []
    unlabelled: list[str] = []
    numbers: list[str] = []
    left: list[str] = []
    for column in columns:
        codes = labelled_codes(content, column)
        if codes and codes.labels and len(codes.labels) <= MOST_LABELS and len(codes.unlabelled) <= len(codes.labels):
            taken += _variable(content, column, codes)
        elif codes and not codes.labels and _may_list(codes):
            unlabelled += _unlabelled_variable(content, column, codes)
        elif is_measurement(content, column) and not design_hint(column, content.labels.get(column, "")):
            numbers.append(_number(content, column))
        else:
            left.append(f"#  {_comment(column)}{_named(content, column)}")
    lines = ["background:", *taken] if taken else ["background: {}"]
    if unlabelled:
        lines += ["# Columns without labels. To use one: move it under `background`, without #, and write its labels."]
        lines += unlabelled
    if numbers:
        lines += [
            "# Numbers. To show one as a curve of the regression: take away # and write its unit and range; in_place_of"
        ]
        lines += [
            "# names the background variable that groups the same number, if there is one.",
            "#numeric:",
            *numbers,
        ]
    if left:
        lines += ["# Columns that were not matched (free text, more than 60 labels, rare codes):", *left]
    return lines


def _may_list(codes: LabelledCodes) -> bool:
    """Whether codes without labels may be listed: few, and none of them rare."""
    return 2 <= len(codes.unlabelled) <= MOST_UNLABELLED_CODES and codes.n_rare == 0


def _variable(content: FileContent, column: str, codes: LabelledCodes) -> list[str]:
    lines = [f"  {_scalar(column)}:", f"    column: {_scalar(column)}"]
    lines += [f"    label: {_scalar(_one_line(content.labels.get(column, column)))}", "    labels:"]
    texts = {code: _one_line(label) or str(code) for code, label in codes.labels.items()}
    for code, text in texts.items():
        repeated = list(texts.values()).count(text) > 1
        lines.append(f"      {_scalar(code)}: {_scalar(f'{text} ({code})' if repeated else text)}")
    for code, label in codes.unused.items():
        lines.append(f"      # {_comment(str(code))}: {_comment(label)}  (does not occur)")
    if codes.unlabelled:
        lines.append(f"      # without a label, add one or put it under missing: {_comment(_flow(codes.unlabelled))}")
    if codes.n_rare:
        lines.append(f"      # and {codes.n_rare} codes without a label in fewer than {MINIMUM_RESPONDENTS} rows each")
    if codes.missing:
        lines.append(f"    missing: {_flow(codes.missing)}")
    return lines


def _unlabelled_variable(content: FileContent, column: str, codes: LabelledCodes) -> list[str]:
    pairs = ", ".join(f'{_scalar(code)}: "?"' for code in codes.unlabelled)
    label = _scalar(_one_line(content.labels.get(column, column)))
    return [f"#  {_scalar(column)}: {{column: {_scalar(column)}, label: {label}, labels: {{{pairs}}}}}"]


def _number(content: FileContent, column: str) -> str:
    """Entry of a number; the range is left to a person, because the smallest and largest value are those of someone."""
    codes = labelled_codes(content, column)
    missing = f", missing: {_flow(codes.missing)}" if codes and codes.missing else ""
    label = _scalar(_one_line(content.labels.get(column, column)))
    ends = "unit: UNIT, lowest: LOWEST, highest: HIGHEST"
    return f"#  {_scalar(column)}: {{column: {_scalar(column)}, label: {label}, {ends}{missing}}}"


def _id_and_design(content: FileContent, ids: list[str], weights: list[str], rest: list[str]) -> list[str]:
    lines = ["# groups, predictors: background variables of reports and of the regression (default: all)"]
    lines.append("# crossings: [[VARIABLE, VARIABLE]]  # crossed groups that reports will show")
    lines += [f"respondent_id: {_scalar(column)}  # different in every row" for column in ids[:1]]
    lines += [f"# respondent_id: {_comment(column)}  # different in every row too" for column in ids[1:]]
    if weights:
        lines += ["design:", f"  sampling_weights: {_scalar(weights[0])}{_named(content, weights[0])}: check"]
        lines += [f"  # sampling_weights: {_comment(c)}{_named(content, c)}" for c in weights[1:]]
    for column in rest:
        if key := design_hint(column, content.labels.get(column, "")):
            lines.append(f"# design may name {key}: {_comment(column)}")
    return lines


def _named(content: FileContent, column: str) -> str:
    label = content.labels.get(column, "")
    return f"  # {_comment(label)}" if label else "  # no label"


def _scalar(value: Code) -> str:
    """One YAML scalar, quoted where it has to be, also between brackets; area codes such as 091 always."""
    if isinstance(value, str) and value.isdigit():
        return f"'{value}'"
    dumped: str = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=10_000)
    return dumped.strip()[1:-1]


def _flow(codes: list[Code]) -> str:
    return f"[{', '.join(_scalar(code) for code in codes)}]"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _comment(text: str) -> str:
    """Text that cannot leave its comment."""
    return _one_line("".join(letter if letter.isprintable() else " " for letter in text))
