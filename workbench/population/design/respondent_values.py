"""What estimators take in: values and groups of respondents, every refusal of them, and what notes say of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.columns import EVERYONE
from workbench.errors import DataError, NotEstimable
from workbench.wording import Counted, counted, folded, n_rows, say

_SAME_SURVEY = "Take both from the same survey."


class Domains(NamedTuple):
    """The groups of one variable: its name, its levels, and the number of each respondent's level (−1 = none)."""

    variable: str
    levels: list[str]
    codes: Ints

    def counts(self, marked: Bools | None = None) -> Ints:
        """Respondents of each level, or those of them who are `marked`."""
        counted = self.codes >= 0 if marked is None else (self.codes >= 0) & marked
        return np.bincount(self.codes[counted], minlength=len(self.levels))


def numbers(values: pd.Series) -> Floats:
    """Return the values as floats, missing = NaN; refuse text and infinite values."""
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        raise DataError(f"`{values.name}` does not hold numbers. Give numbers, e.g. from `intake.score`.")
    y: Floats = values.to_numpy(float, na_value=np.nan)
    if infinite := int(np.isinf(y).sum()):
        repair = "Correct the values or set them to missing."
        raise DataError(
            f"`{values.name}` is infinite in {n_rows(infinite)}. {repair}",
            in_report=f"`{values.name}` is infinite in some rows. {repair}",
        )
    return y


def truths(flags: pd.Series) -> Floats:
    """Return true, false, missing as 1, 0, NaN; refuse anything else."""
    if not pd.api.types.is_bool_dtype(flags):
        raise DataError(
            f"`{flags.name}` is not true or false. Give true, false or missing, e.g. `intake.beyond_cutoff`."
        )
    y: Floats = flags.to_numpy(float, na_value=np.nan)
    return y


def numbers_or_truths(values: pd.Series) -> Floats:
    """Return numbers as they are, true and false as 1 and 0."""
    return truths(values) if pd.api.types.is_bool_dtype(values) else numbers(values)


def check_some(y: Floats, what: Literal["a value", "both values", "an answer"]) -> None:
    """Refuse values that are all missing."""
    if np.isnan(y).all():
        repair = "Check the item columns and missing codes in the codebook."
        in_report = {
            "a value": say(
                "No respondent has a value to estimate from. Check the item columns and missing codes in the codebook."
            ),
            "both values": say(
                "No respondent has both values to estimate from. Check the item columns and missing codes in the "
                "codebook."
            ),
            "an answer": say(
                "No respondent has an answer to estimate from. Check the item columns and missing codes in the "
                "codebook."
            ),
        }[what]
        raise NotEstimable(
            f"None of the {len(y)} respondents has {what} to estimate from. {repair}", in_report=in_report
        )


def check_one_index(values: pd.Series, other: pd.Series) -> None:
    """Refuse two variables of different respondents."""
    if not other.index.equals(values.index):
        fault, repair = f"`{values.name}` and `{other.name}` belong to different respondents", _SAME_SURVEY
        raise DataError(f"{fault} ({len(values)} and {len(other)} rows). {repair}", in_report=f"{fault}. {repair}")


def grouping(by: pd.Series | pd.DataFrame, index: pd.Index) -> pd.DataFrame:
    """Return groups as a frame of named categoricals over this index."""
    frame = by.to_frame() if isinstance(by, pd.Series) else by
    if not frame.index.equals(index):
        fault = "Values and groups belong to different respondents"
        raise DataError(
            f"{fault} ({len(index)} and {len(frame)} rows). {_SAME_SURVEY}", in_report=f"{fault}. {_SAME_SURVEY}"
        )
    if twice := sorted({str(name) for name in frame.columns[frame.columns.duplicated()]}):
        raise DataError(f"Two groups are named {', '.join(f'`{name}`' for name in twice)}. Give each its own name.")
    for name in frame:
        if name is None or name == 0 or not isinstance(frame[name].dtype, pd.CategoricalDtype):
            raise DataError(
                f"Group `{name}` is not a named categorical. Take it from `survey.group(...)`, `survey.groups` or "
                "`survey.crossings`."
            )
        _check_told_apart(str(name), [str(level) for level in frame[name].cat.categories])
    return frame


def _check_told_apart(name: str, levels: list[str]) -> None:
    """Refuse levels that a reader would take for one."""
    seen: dict[str, str] = {}
    for level in levels:
        reading = folded(level)
        if reading in seen:
            raise DataError(
                f"Group `{name}` has two levels that read alike, `{seen[reading]}` and `{level}`. Give each its own "
                "label, different in more than capitals or spaces."
            )
        seen[reading] = level


def domains(by: pd.Series | pd.DataFrame | None, inside: Bools, index: pd.Index) -> Iterator[Domains]:
    """Yield the groups of each variable, or everyone, among the respondents who are `inside`."""
    if by is None:
        yield Domains(EVERYONE, [EVERYONE], np.where(inside, 0, -1))
        return
    frame = grouping(by, index)
    if frame.columns.empty:  # no group declared: a table without rows, under the usual columns
        yield Domains(EVERYONE, [], np.full(len(inside), -1, dtype=np.int64))
    for name in frame:
        groups = frame[name].cat
        codes = np.where(inside, groups.codes.to_numpy(np.int64), -1)
        yield Domains(str(name), [str(level) for level in groups.categories], codes)


def left_out(inside: Bools, by: pd.Series | pd.DataFrame | None = None) -> tuple[str, ...]:
    """Make notes on respondents outside the estimate, and outside every group of a variable."""
    notes: list[str] = []
    if outside := int((~inside).sum()):
        notes.append(counted("Outside the estimate: {0} of {1} respondents, who have no value.", outside, len(inside)))
    if by is None:
        return tuple(notes)
    some, names = unanswered(by.to_frame() if isinstance(by, pd.Series) else by, inside)
    if some:
        notes.append(counted("In no group, for no answer or one taken for none: {variables}.", some, variables=names))
    return tuple(notes)


def unanswered(frame: pd.DataFrame, inside: Bools) -> tuple[int, tuple[Counted, ...]]:
    """Return how many of those `inside` left a variable unanswered, and for a note which variables somebody left.

    How many left each stands in the tables of response quality, as exactly as the survey allows; a number in the note
    would be a second window of the same people.
    """
    missing = frame.isna().to_numpy(bool) & inside[:, None]
    numbers_of = zip(map(str, frame), missing.sum(axis=0).tolist(), strict=True)
    names = tuple(counted("`{variable}`", n, variable=name) for name, n in numbers_of if n)
    return int(missing.any(axis=1).sum()), names


def in_code(names: Iterable[object]) -> str:
    """List the keys of variables, in marks that a report replaces by labels."""
    return ", ".join(f"`{name}`" for name in names)
