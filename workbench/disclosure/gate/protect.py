"""The only door to published tables: every number as exactly as it may be known, and no more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import InitVar, dataclass, fields, replace
from typing import Any, TypeVar

import pandas as pd

from workbench.columns import CROSS, EVERYONE
from workbench.disclosure import hand_out
from workbench.disclosure.gate.table import published_table
from workbench.disclosure.plan import ProtectionPlan
from workbench.errors import PublicationError
from workbench.intake import result_in_spoken_words
from workbench.intake.codebook import Codebook, levels_in_code, table_in_spoken_words
from workbench.results import Result
from workbench.wording import in_windows, joined, numbers, retold, say, spoken

_DOOR = object()
_KEY = re.compile("`([^`]+)`")
AnyResult = TypeVar("AnyResult", bound=Result)


@dataclass(frozen=True, eq=False, kw_only=True)
class ProtectedTable:
    """What passed the gate; only `protect` makes one.

    Attributes
    ----------
    frame : pandas.DataFrame
        The main table with published digits, `withheld` (the row is a group of too few respondents and has no outcome)
        and, where it holds shares, `bound`.
    result : Result or None
        A copy of the result, all of whose tables went through the same rules; None for a plain table.
    n_withheld : int
    width : int
        Of the windows of the survey's numbers of respondents; 1 where the survey is open.
    fingerprint : str
        Of the plan that the table was protected by.
    method, notes : str, tuple of str
        Those of the result, after what its published errors are; numbers of respondents in notes are windows too,
        and labels stand for the keys of variables.
    """

    frame: pd.DataFrame
    result: Result | None = None
    n_withheld: int
    width: int
    fingerprint: str
    method: str = ""
    notes: tuple[str, ...] = ()
    door: InitVar[object] = None

    def __post_init__(self, door: object) -> None:
        """Refuse construction by hand."""
        if door is not _DOOR:
            raise PublicationError(
                "A ProtectedTable was made without the publication gate. Make it with `population.protect(table, "
                "plan=plan)`."
            )

    def __repr__(self) -> str:
        """One line, no numbers of groups."""
        return f"ProtectedTable({len(self.frame)} rows, {self.n_withheld} without an outcome)"


def protect(table: Result | pd.DataFrame, *, plan: ProtectionPlan) -> ProtectedTable:
    """Publish a result as exactly as it may be known.

    Parameters
    ----------
    table : Result or DataFrame
        A result, all of whose tables are protected, or one table under glossary names.
    plan : ProtectionPlan
        Of the whole survey.

    Returns
    -------
    ProtectedTable

    Raises
    ------
    PublicationError
        A variable, crossing or level that the plan does not know; a column that the glossary does not define or that
        stands twice; rows that no column names; an estimate of which no column says what it is.

    Notes
    -----
    The rule is that of docs/explanation/disclosure.md; what a column is, is its role in the glossary. The result given
    is not changed. Where the codebook declares the survey open, nothing is rounded or withheld.

    Proof: tests/unit/disclosure/gate.

    Examples
    --------
    >>> from workbench import intake, population
    >>> survey = intake.read_survey(
    ...     "data/example/synthetic-adult-survey.parquet", codebook="data/codebooks/synthetic-adult-survey.yaml"
    ... )
    >>> below = intake.beyond_cutoff(
    ...     intake.score(survey.responses, instrument=survey.instrument), instrument=survey.instrument
    ... )
    >>> plan = population.protection_plan(survey)
    >>> shown = population.protect(population.share(below, design=survey.design), plan=plan)
    >>> shown.frame[["n_respondents", "n_events", "estimate"]]
       n_respondents  n_events  estimate
    0         5197.0     487.0   0.09871
    """
    hand_out(table)
    if not isinstance(table, Result):
        return _pass(published_table(table, plan), plan)
    parts: dict[str, Any] = {
        part.name: _published_part(table, part.name, bool(part.metadata.get("matrix")), plan)
        for part in fields(table)
        if isinstance(getattr(table, part.name), pd.DataFrame) and not {"private", "follows"} & set(part.metadata)
    }
    if not plan.is_open:
        parts |= {part.name: _nothing(table, part.name) for part in fields(table) if part.metadata.get("private")}
    notes, method = _spoken(table.notes, plan), _labelled(_published_method(table, plan), plan.labels)
    copy = replace(table, **parts, notes=notes, method=method)
    copy = copy if plan.is_open else copy.following()
    return _pass(copy.table, plan, copy, method, notes)


def _pass(
    frame: pd.DataFrame,
    plan: ProtectionPlan,
    result: Result | None = None,
    method: str = "",
    notes: tuple[str, ...] = (),
) -> ProtectedTable:
    return ProtectedTable(
        frame=frame,
        result=result,
        n_withheld=int(frame["withheld"].sum()),
        width=1 if plan.is_open else plan.thresholds.minimum_respondents,
        fingerprint=plan.fingerprint,
        method=method,
        notes=notes,
        door=_DOOR,
    )


def shown_frame(table: ProtectedTable) -> pd.DataFrame:
    """Return a copy of the main table for a table or a figure, which take nothing else.

    Raises
    ------
    PublicationError
        Anything that did not pass the gate.
    """
    _check_passed(table)
    return table.frame.copy()


def shown_result(table: ProtectedTable, kind: type[AnyResult]) -> AnyResult:
    """Return the protected copy of a result of this kind.

    Raises
    ------
    PublicationError
        Anything that did not pass the gate, or that holds another result.
    """
    _check_passed(table)
    if not isinstance(table.result, kind):
        given = table.frame if table.result is None else table.result
        raise PublicationError(
            f"This table shows a {kind.__name__}, not a {type(given).__name__}. Give "
            f"`population.protect` the {kind.__name__} itself."
        )
    return table.result


def protected_in_spoken_words(table: ProtectedTable, codebook: Codebook) -> ProtectedTable:
    """Return a table that passed the gate with its levels in the language that is spoken; no number changes.

    Parameters
    ----------
    table : ProtectedTable
    codebook : Codebook
        As it was read.

    Notes
    -----
    Proof: tests/unit/disclosure/gate.
    """
    variables = list(dict.fromkeys(map(str, table.frame.get("variable", codebook.background))))
    return replace(
        table,
        frame=table_in_spoken_words(table.frame, codebook),
        result=None if table.result is None else result_in_spoken_words(table.result, codebook),
        notes=tuple(levels_in_code(note, variables, codebook) for note in table.notes),
        door=_DOOR,
    )


def _check_passed(table: object) -> None:
    if not isinstance(table, ProtectedTable):
        raise PublicationError(
            f"This {type(table).__name__} has not passed the publication gate. Give `population.protect(table, "
            "plan=plan)`."
        )


def _spoken(notes: tuple[str, ...], plan: ProtectionPlan) -> tuple[str, ...]:
    """Sentences with the windows of their counts, none of few people, and with labels in place of keys of variables."""
    if plan.is_open:
        return tuple(_labelled(note, plan.labels) for note in notes)
    return tuple(_labelled(note, plan.labels) for note in in_windows(notes, plan.width(EVERYONE, EVERYONE)))


@retold
def _labelled(words: str, labels: Mapping[str, str]) -> str:
    """Write labels in place of the keys of variables, which results mark as code because they know no codebook."""

    def label(marked: re.Match[str]) -> str:
        parts = marked[1].split(CROSS)
        known = all(part in labels for part in parts)
        return say("“{label}”", label=CROSS.join(spoken(labels[part]) for part in parts)) if known else marked[0]

    return _KEY.sub(label, spoken(words))


def _nothing(table: Result, name: str) -> pd.DataFrame | float:
    """Return what stands in the protected copy for a part that is never published."""
    return pd.DataFrame() if isinstance(getattr(table, name), pd.DataFrame) else float("nan")


def _published_method(table: Result, plan: ProtectionPlan) -> str:
    """Say first what the published errors are; how the result was computed before comes after it."""
    frame = table.table
    if plan.is_open or "measure" not in frame or not frame["measure"].isin(["mean", "share"]).any():
        return table.method
    effect = numbers.shortest(plan.design_effect)
    published = [
        say(
            "Published standard errors and intervals follow from the published counts, shares and standard deviations, "
            "with one design effect for the whole survey ({effect}), and so do the p-values",
            effect=effect,
        )
        if "p_value" in frame
        else say(
            "Published standard errors and intervals follow from the published counts, shares and standard deviations, "
            "with one design effect for the whole survey ({effect})",
            effect=effect,
        )
    ]
    if plan.design_effect != 1:
        published.append(
            say("the design effect is rounded up, which makes them up to some 15 % wider for everybody together")
        )
    if frame["measure"].eq("mean").any():
        published.append(say("a standard deviation of one digit moves them by up to a third"))
    before = say("Computed before that: {method}", method=table.method)
    return joined([joined(published, "; "), before], ". ")


def _published_part(table: Result, name: str, matrix: bool, plan: ProtectionPlan) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(table, name)
    if matrix:
        return frame if plan.is_open else frame.round(2)
    return published_table(frame, plan)
