"""Every refusal of a column: what is wrong, where, in how many rows, and how to repair it."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from workbench.errors import DataError, did_you_mean
from workbench.instruments import Instrument
from workbench.intake.codebook import Codebook, Measure, NumericVariable
from workbench.intake.columns.shown_values import (
    examples,
    frequent,
    repair_of_text,
    repeatable,
    total,
    values_and_rows,
    what_is_text,
)
from workbench.intake.files import Code, CodedColumn, as_code
from workbench.wording import n_rows
from workbench.yaml_files import key_text


def check_column_uses(codebook: Codebook) -> None:
    """Refuse a column that serves as two items or numbers, or as an item, number or id and something else."""
    uses = _uses_of_columns(codebook)
    _add_measures(uses, codebook)
    for column, roles in uses.items():
        if len(roles) > 1 and any(role.startswith(("item", "numeric", "`respondent_id`", "measure")) for role in roles):
            raise DataError(
                f"Column `{column}` is used {len(roles)} times: for {' and '.join(roles)}. "
                f"Name the right column for each in the codebook{_without_variable(column, roles, codebook)}."
            )


def _uses_of_columns(codebook: Codebook) -> dict[str, list[str]]:
    """List what each column serves as but measures."""
    uses: dict[str, list[str]] = {}
    for item, entry in codebook.items.items():
        uses.setdefault(entry.column, []).append(f"item `{item}`")
    curves = {number.column for number in codebook.numeric.values()}  # a number may also be cut into groups
    for name, variable in codebook.background.items():
        if not (variable.groups and variable.column in curves):
            uses.setdefault(variable.column, []).append(f"background variable `{name}`")
    for name, number in codebook.numeric.items():
        uses.setdefault(number.column, []).append(f"numeric variable `{name}`")
    for role, columns in codebook.design.columns().items():
        for column in columns:
            uses.setdefault(column, []).append(f"`{role}`")
    if codebook.respondent_id:
        uses.setdefault(codebook.respondent_id, []).append("`respondent_id`")
    return uses


def _add_measures(uses: dict[str, list[str]], codebook: Codebook) -> None:
    """Add the measures whose columns serve as more than groups, numbers or other measures."""
    for name, measure in codebook.measures.items():
        for column in measure.columns:
            if any(not role.startswith(("background", "numeric", "measure")) for role in uses.get(column, ())):
                uses[column].append(f"measure `{name}`")


def _without_variable(column: str, roles: Sequence[str], codebook: Codebook) -> str:
    """Say how a background variable whose column is an item is taken out, as where its words were not known."""
    if not roles[0].startswith("item"):
        return ""
    keys = [
        key_text([part, name])
        for part, own in (("background", codebook.background), ("numeric", codebook.numeric))
        for name, variable in own.items()
        if variable.column == column
    ]
    out = " ".join(shlex.quote(f"{key}=") for key in keys)
    return f"; if it is the item, take out what else it is by `workbench set CODEBOOK {out}`" if keys else ""


def check_items(codebook: Codebook, instrument: Instrument) -> None:
    """Refuse a codebook whose items are not exactly those of the instrument."""
    missing = [item for item in instrument.item_ids if item not in codebook.items]
    for item in codebook.items:
        if item not in instrument.item_ids:
            if item in type(codebook).model_fields:
                raise DataError(
                    f"`{item}` hangs under `items` of the codebook, because it is indented. Let its line begin with "
                    f"`{item}`, without spaces before it."
                )
            raise DataError(
                f"Item `{item}` of the codebook does not belong to instrument `{instrument.id}`."
                f"{did_you_mean(item, missing or instrument.item_ids)} Its items: {', '.join(instrument.item_ids)}. "
                "Name its items in the codebook, or correct `instrument` there."
            )
    if missing:
        raise DataError(
            f"The codebook has {len(codebook.items)} items, instrument `{instrument.id}` has {len(instrument.items)}: "
            f"{_listed(missing)} missing. Give every item its column; the scale may not be scored in part."
        )


def check_merged_options(codebook: Codebook, instrument: Instrument) -> None:
    """Refuse to join options that the instrument does not have, or all of them."""
    points = instrument.points
    for item, entry in codebook.items.items():
        joined = [point for group in entry.merge for point in group]
        if unknown := [point for point in joined if point not in points]:
            raise DataError(
                f"`merge` of item `{item}` has the point {unknown[0]}, outside {points[0]}–{points[-1]}. Write points "
                "of the instrument, not codes of the file."
            )
        if len(points) - len(joined) + len(entry.merge) < 2:
            raise DataError(
                f"`merge` of item `{item}` joins all its options {points[0]}–{points[-1]} to one. Join neighbours that "
                "few people choose."
            )


def check_cutoffs(codebook: Codebook, instrument: Instrument) -> None:
    """Refuse a cut-off of the codebook that redefines one of the instrument or has everybody or nobody beyond it."""
    low, high = instrument.score.minimum, instrument.score.maximum
    for name, cutoff in codebook.cutoffs.items():
        official = instrument.cutoffs.get(name)
        if official is not None and (official.below, official.at_or_above) != (cutoff.below, cutoff.at_or_above):
            raise DataError(
                f"Cut-off `{name}` is {cutoff.words} in the codebook and {official.words} in "
                f"instrument `{instrument.id}`. Give the survey's own cut-off another name."
            )
        if not low < cutoff.limit <= high:
            raise DataError(
                f"Cut-off `{name}` is {cutoff.words}, outside the scores {low:g}–{high:g} of instrument "
                f"`{instrument.id}`. Correct `cutoffs` in the codebook."
            )


def check_item_values(column: CodedColumn, *, usable: np.ndarray, points: list[int], shift: int) -> None:
    """Refuse an item with text, fractions or codes outside its options; `usable` marks codes not declared missing."""
    options = [point - shift for point in points]
    span = f"{options[0]}–{options[-1]}"
    wrong = [pair for pair in column.pairs(usable) if pair[0] not in options]
    if texts := [pair for pair in wrong if isinstance(pair[0], str)]:
        raise DataError(
            f"Item column `{column.name}` holds text{examples(texts)} in {n_rows(total(texts))}; its codes are "
            f"{span}, or the official options in words. Give the code of each text under `text` in the codebook, in a "
            "scale of your own the words of each point (`--option` of `workbench instrument new`), or add a word that "
            "means no answer to `missing` there."
        )
    if fractions := [pair for pair in wrong if isinstance(pair[0], float)]:
        raise DataError(
            f"Item column `{column.name}` holds values that are not whole numbers{examples(fractions)} in "
            f"{n_rows(total(fractions))}; its codes are {span}. Correct the data: an item is one answer, not a mean."
        )
    if wrong:
        codes = (
            " and ".join(map(str, sorted(code for code, _ in repeatable(wrong) if not isinstance(code, str))))
            or "a code that means no answer"
        )
        raise DataError(
            f"Column `{column.name}` has {values_and_rows(wrong)}, outside {span}. "
            f"{_repair(column, usable, options, shift, codes)}"
        )


def _repair(column: CodedColumn, usable: np.ndarray, options: list[int], shift: int, outside: str) -> str:
    """Point to another numbering of the options if all codes fit it, as 0–4 fits 1–5: 0 is an answer there."""
    codes = [int(code) for code, _ in column.pairs(usable)]
    step = options[0] - min(codes)
    if abs(step) != 1 or max(codes) + step > options[-1]:
        return f"Add {outside} to `missing` in the codebook or correct the data."
    return (
        f"If its codes run {options[0] - step}–{options[-1] - step}, set `shift: {shift + step}` for it; else add "
        f"{outside} to `missing` in the codebook or correct the data."
    )


def check_missing_codes(item: str, missing: Iterable[Code], *, points: list[int], shift: int) -> None:
    """Refuse a missing code that is an answer option: it would silently drop answers."""
    options = [point - shift for point in points]
    for code in missing:
        if as_code(code) in options:
            raise DataError(
                f"`missing` of item `{item}` has the code {code}, which is one of its answer options "
                f"{options[0]}–{options[-1]}. Take it out of `missing`, or correct `shift`."
            )


def check_numbers(name: str, column: CodedColumn, entry: NumericVariable | Measure, usable: np.ndarray) -> None:
    """Refuse text, values outside the range, and no value at all; `usable` marks codes not declared missing."""
    pairs = column.pairs(usable)
    what = (
        f"Column `{column.name}` of measure `{name}`"
        if isinstance(entry, Measure)
        else f"Column `{column.name}` of numeric variable `{name}`"
    )
    if texts := [pair for pair in pairs if isinstance(pair[0], str)]:
        raise DataError(f"{what} holds {what_is_text(texts)}. {repair_of_text(texts)}")
    numbers = [(code, count) for code, count in pairs if not isinstance(code, str)]
    if outside := [(code, n) for code, n in numbers if not entry.lowest <= code <= entry.highest]:
        raise DataError(
            f"{what} lies outside {entry.lowest:g}–{entry.highest:g}{frequent(outside)} in "
            f"{n_rows(total(outside))}. Add a code that means no answer to `missing` in the codebook, or correct "
            "`lowest`, `highest` or the data."
        )
    if not pairs:
        raise DataError(
            f"{what} has no value in any of {n_rows(len(column.positions))}. Check its column and missing codes in the "
            "codebook."
        )


def check_number_text(columns: Sequence[CodedColumn]) -> None:
    """Refuse numbers written as text if it is unclear what their comma means."""
    commas = next((c for c in columns if c.n_comma), None)
    points = next((c for c in columns if c.n_point), None)
    if commas and points:
        other = "" if points is commas else f"column `{points.name}` "
        raise DataError(
            f"Column `{commas.name}` has a decimal comma in {n_rows(commas.n_comma)} and {other}a "
            f"decimal point in {n_rows(points.n_point)}. Export the file with one decimal mark."
        )
    for column in columns:
        if column.only_thousands:
            raise DataError(
                f"Column `{column.name}` has numbers such as 1,234 in {n_rows(column.n_comma)}: the comma may be a "
                "decimal mark or separate thousands. Export the column with a decimal point and no thousands separator."
            )


def check_respondent_ids(column: pd.Series) -> int:
    """Refuse ids that stand in more than one row; return the number of rows without an id."""
    known = column[column.notna()]
    if count := int(known.duplicated(keep=False).sum()):
        raise DataError(
            f"Column `{column.name}` has {n_rows(count)} whose id another row has too. Remove the repeated rows or "
            "correct the ids; every row must be another respondent."
        )
    return len(column) - len(known)


def check_number_column(column: CodedColumn, role: str) -> None:
    """Refuse a weight or population size with text in it."""
    count = total([pair for pair in column.pairs() if isinstance(pair[0], str)])
    if count:
        raise DataError(
            f"Column `{column.name}`, named as `{role}`, holds text in {n_rows(count)}. Store it as numbers, or name "
            "another column under `design` in the codebook."
        )


def check_design_present(column: pd.Series, role: str) -> None:
    """Refuse a stratum, cluster or population size that is missing."""
    if count := int(column.isna().sum()):
        raise DataError(
            f"Column `{column.name}`, named as `{role}`, is missing in {n_rows(count)}. Complete it, or take it out of "
            "`design` in the codebook; a design that is known for some respondents only cannot be used."
        )


def check_population_size(sizes: pd.Series) -> None:
    """Refuse a population size that is missing or not positive."""
    check_design_present(sizes, "population_size")
    if count := int((sizes <= 0).sum()):
        raise DataError(
            f"Column `{sizes.name}`, named as `population_size`, is zero or negative in {n_rows(count)}. Give the "
            "number of units in the population of each respondent's stratum or cluster."
        )


def _listed(items: list[str]) -> str:
    words = ", ".join(f"`{item}`" for item in items)
    return f"{words} {'is' if len(items) == 1 else 'are'}"
