"""Refusals of values of background variables: neither labelled nor missing, in no group, or a label without rows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

import numpy as np

from workbench.errors import DataError
from workbench.intake.codebook import NO_ANSWER, BackgroundVariable
from workbench.intake.columns.shown_values import (
    frequent,
    repair_of_text,
    shortened,
    total,
    values_and_rows,
    what_is_text,
)
from workbench.intake.files import Code, CodedColumn, as_code
from workbench.wording import folded, n_rows

_NEAR, _MOST_NEAR = 0.8, 5


def check_labelled(name: str, column: CodedColumn, variable: BackgroundVariable, usable: np.ndarray) -> None:
    """Refuse a value that is neither labelled nor missing; labelled codes spelled nearly so are named."""
    labelled = {as_code(code) for code in variable.labels}
    if unknown := [pair for pair in column.pairs(usable) if pair[0] not in labelled]:
        _check_leading_zeros(name, column, [str(code) for code in labelled], unknown)
        quoted = any(isinstance(code, str) and code.startswith("0") for code, _ in unknown)
        hint = " Codes with leading zeros need quotes there." if quoted else ""
        near = near_spellings([code for code, _ in unknown], labelled)
        spelled = f" Spelled nearly so: {', '.join(f'`{code}`' for code in near)}." if near else ""
        raise DataError(
            f"Column `{column.name}` of background variable `{name}` has {values_and_rows(unknown)}, neither labelled "
            f"nor missing.{spelled} Add a label or a missing code for it in the codebook, or say `others` there: the "
            f"level that joins all such values, or `{NO_ANSWER}`.{hint}"
        )


def check_occurring(name: str, column: CodedColumn, variable: BackgroundVariable, absent: list[Code]) -> None:
    """Refuse a label whose code never occurs, and a group of numbers without a row."""
    for code in absent:
        label = shortened(variable.labels[code])
        if variable.groups:
            raise DataError(
                f"Background variable `{name}` has the group `{label}`, in which column `{column.name}` has 0 rows. "
                f"Take {code} out of `groups` in the codebook, so that the group before it reaches further, or say "
                "`labels: all` there."
            )
        raise DataError(
            f"Background variable `{name}` has the label `{label}` for code {code}, which occurs in 0 rows of column "
            f"`{column.name}`. Remove the label from the codebook or correct its code; where the codebook serves "
            "several files, say `labels: all` in it."
        )


def check_reference_occurs(name: str, variable: BackgroundVariable, occurring: list[str]) -> None:
    """Refuse a reference that no row has: every comparison would be with nobody."""
    reference = None if variable.reference is None else variable.label_of(variable.reference)
    if reference is not None and reference not in occurring:
        raise DataError(
            f"The reference `{shortened(reference)}` of background variable `{name}` occurs in 0 rows. Name another "
            "`reference` in the codebook, or leave it out: then the first level that occurs is the reference."
        )


def check_groups(name: str, column: CodedColumn, variable: BackgroundVariable, usable: np.ndarray) -> None:
    """Refuse text, numbers outside the groups, and fractions in groups that are labelled by whole numbers."""
    what = f"Column `{column.name}` of background variable `{name}`"
    pairs = column.pairs(usable)
    if texts := [pair for pair in pairs if isinstance(pair[0], str)]:
        raise DataError(f"{what} holds {what_is_text(texts)}, and `groups` cuts numbers. {repair_of_text(texts)}")
    lowest, highest = variable.groups[0], variable.highest or variable.groups[-1]
    numbers = [(code, count) for code, count in pairs if not isinstance(code, str)]
    if outside := [(code, count) for code, count in numbers if not lowest <= code <= highest]:
        raise DataError(
            f"{what} lies outside its groups, which reach from {lowest:g} to {highest:g}{frequent(outside)}, in "
            f"{n_rows(total(outside))}. Add a code that means no answer to `missing` in the codebook, or correct "
            "`groups`, `highest` or the data."
        )
    if variable.has_whole_groups and (parts := [pair for pair in numbers if not float(pair[0]).is_integer()]):
        raise DataError(
            f"{what} has numbers that are not whole in {n_rows(total(parts))}, and labels such as "
            f"`{next(iter(variable.labels.values()))}` do not say where they belong. Label the groups under `labels` "
            "in the codebook, or round the data."
        )


def near_spellings(codes: Iterable[object], known: Iterable[object]) -> list[str]:
    """Known texts that are spelled nearly like one of the codes, in the order of the known."""
    folds = {folded(str(own)): str(own) for own in known if isinstance(own, str)}
    near = {
        match
        for code in codes
        if isinstance(code, str)
        for match in difflib.get_close_matches(folded(code), list(folds), n=1, cutoff=_NEAR)
    }
    return [own for fold, own in folds.items() if fold in near][:_MOST_NEAR]


def _check_leading_zeros(name: str, column: CodedColumn, labelled: list[str], unknown: list[tuple[Code, int]]) -> None:
    """Refuse codes that lost their leading zeros, as area codes do in a spreadsheet: 005 is read as 5."""
    padded = {int(code): code for code in labelled if code.startswith("0") and code.isdecimal() and len(code) > 1}
    if lost := [(code, count) for code, count in unknown if code in padded]:
        example = lost[0][0]
        raise DataError(
            f"Column `{column.name}` of background variable `{name}` holds codes without the leading zeros that the "
            f"codebook gives them, like {example} for {padded[int(example)]}, in {n_rows(total(lost))}. Store the "
            "column as text in the file, or write the codes in the codebook without these zeros."
        )
