"""Background variables: from stored codes and numbers to levels, merged as the codebook says; all is counted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.intake.codebook import BackgroundVariable, Codebook
from workbench.intake.columns import level_checks as checks
from workbench.intake.columns.recoding import IntakeLog, usable_codes
from workbench.intake.columns.value_checks import check_number_text
from workbench.intake.files import Code, CodedColumn, FileContent, as_code, coded
from workbench.wording import numbers, say, say_count

_MOST_NAMED = 5


def levels_of_background(content: FileContent, codebook: Codebook, log: IntakeLog) -> pd.DataFrame:
    """Background variables as categoricals: labels of the codebook in its order, merged; missing = NaN."""
    levels = {
        name: _levels(name, variable, content, log, all_labels=codebook.labels == "all")
        for name, variable in codebook.background.items()
    }
    return pd.DataFrame(levels, index=pd.RangeIndex(len(content.frame)))


def _levels(
    name: str, variable: BackgroundVariable, content: FileContent, log: IntakeLog, *, all_labels: bool
) -> pd.Series:
    column = _in_groups(name, variable, content, log) if variable.groups else _labelled(name, variable, content, log)
    occurring = {code for code, count in column.pairs() if count}
    absent = [code for code in variable.labels if as_code(code) not in occurring]
    if not all_labels:
        checks.check_occurring(name, column, variable, absent)
    elif absent:
        _count_absent(column, variable, absent, log)
    level_of = {code: str(variable.label_of(code) or variable.level_of_others) for code in occurring}
    levels = [str(level) for level in variable.levels if level in level_of.values()]
    checks.check_reference_occurs(name, variable, levels)
    for level, joined in variable.merge.items():
        n_rows = sum(count for code, count in column.pairs() if level_of[code] == level)
        action = say("merged: {labels}", labels=", ".join(joined))
        log.add("background", column=column.name, value=level, n_rows=n_rows, action=action)
    places = [levels.index(level_of[code]) if code in level_of else -1 for code in column.codes]
    categories = pd.Index(levels)
    return pd.Series(pd.Categorical.from_codes(column.look_up(places, -1), categories, ordered=variable.ordered))


def _labelled(name: str, variable: BackgroundVariable, content: FileContent, log: IntakeLog) -> CodedColumn:
    """Return the column with its labelled codes, and those that `others` joins."""
    column = coded(content.frame[variable.column], numeric=False)
    labelled = [as_code(code) for code in variable.labels]
    usable = usable_codes(column, variable.missing, content, log, "background", kept=labelled)
    if variable.others is None:
        checks.check_labelled(name, column, variable, usable)
    else:
        usable &= _others(column, variable, usable, log)
    return column.recoded([code if use else None for code, use in zip(column.codes, usable, strict=True)])


def _others(column: CodedColumn, variable: BackgroundVariable, usable: np.ndarray, log: IntakeLog) -> np.ndarray:
    """Count the values that are neither labelled nor missing, and mark what stays: all of them, if they get a level."""
    labelled = {as_code(code) for code in variable.labels}
    known = np.array([code in labelled for code in column.codes], dtype=bool)
    level = variable.level_of_others
    log.add(
        "background",
        column=column.name,
        value=say("values without a label"),
        n_rows=int(column.counts[usable & ~known].sum()),
        action=say("set to missing: `others` of the codebook")
        if level is None
        else say("joined as {level}: `others` of the codebook", level=level),
    )
    return known if level is None else np.ones_like(known)


def _in_groups(name: str, variable: BackgroundVariable, content: FileContent, log: IntakeLog) -> CodedColumn:
    """Return the column with the first number of its group in place of each number."""
    column = coded(content.frame[variable.column], numeric=True)
    check_number_text([column])
    usable = usable_codes(column, variable.missing, content, log, "background", measured=True)
    checks.check_groups(name, column, variable, usable)
    borders = [as_code(border) for border in variable.groups]
    begins = [
        borders[int(np.searchsorted(variable.groups, float(code), side="right")) - 1] if use else None
        for code, use in zip(column.codes, usable, strict=True)
    ]
    action = say(
        "numbers {lowest}–{highest} cut into {n} groups, which begin at {borders}",
        lowest=numbers.shortest(variable.groups[0]),
        highest=f"{variable.highest:g}",
        n=len(borders),
        borders=", ".join(map(str, borders)),
    )
    log.add("background", column=column.name, n_rows=len(content.frame), action=action)
    return column.recoded(begins)


def _count_absent(column: CodedColumn, variable: BackgroundVariable, absent: list[Code], log: IntakeLog) -> None:
    """Say how many labels no row has, and which of them are spelled nearly like one that rows have."""
    named = ", ".join(variable.labels[code] for code in absent[:_MOST_NAMED])
    if len(absent) > _MOST_NAMED:
        named = say("{some} and {n} more", some=named, n=len(absent) - _MOST_NAMED)
    present = [code for code in variable.labels if code not in absent]
    near = ", ".join(checks.near_spellings(absent, present))
    action = (
        say(
            "labels without a row, as `labels: all` allows: {names}; spelled nearly like {near}", names=named, near=near
        )
        if near
        else say("labels without a row, as `labels: all` allows: {names}", names=named)
    )
    value = say_count("{n} label", "{n} labels", n=len(absent))
    log.add("background", column=column.name, value=value, n_rows=0, action=action)
