"""The only door to published tables: every number as exactly as it may be known, and no more."""

from __future__ import annotations

from dataclasses import InitVar, dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.columns import COLUMNS, CROSS, EVERYONE, MEASURES, OTHER_LEVELS
from workbench.disclosure import hand_out
from workbench.disclosure.gate.coefficients import (
    LARGE_GROUP,
    banded_or_derived,
    crude_shares,
    published_coefficients,
    published_risks,
)
from workbench.disclosure.gate.derived import compare, derive
from workbench.disclosure.gate.estimates import Rows, published_means, published_shares, published_spread
from workbench.disclosure.gate.steps import (
    band_of,
    fit_decimals,
    in_first_window,
    significant,
    step_of,
    to_step,
    window_middle,
)
from workbench.disclosure.plan import ProtectionPlan
from workbench.errors import PublicationError
from workbench.results import Result
from workbench.wording import Counted, Unpublished

_DOOR = object()
_PREDICTORS = 3  # of a model whose variance inflation is shown: that of two is their association
_OF_GROUPS = ("mean", "share")
_MAY_BE_BOUNDS = ("mean", "share", "adjusted share", "standardised share")  # a mean of just two values is a share
_OF_EVERYONE = ("n_total", "n_events_total")
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
        Those of the result; numbers of respondents in notes are windows too.
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
    >>> below = intake.below_cutoff(
    ...     intake.score(survey.responses, instrument=survey.instrument), instrument=survey.instrument
    ... )
    >>> plan = population.protection_plan(survey)
    >>> shown = population.protect(population.share(below, design=survey.design), plan=plan)
    >>> shown.frame[["n_respondents", "n_events", "estimate"]]
       n_respondents  n_events  estimate
    0         5197.0     487.0     0.098
    """
    hand_out(table)
    if not isinstance(table, Result):
        frame = _published(table, plan)
        return _pass(frame, plan)
    parts: dict[str, Any] = {
        part.name: _published_part(table, part.name, bool(part.metadata.get("matrix")), plan)
        for part in fields(table)
        if isinstance(getattr(table, part.name), pd.DataFrame) and not {"private", "follows"} & set(part.metadata)
    }
    if not plan.is_open:
        parts |= {part.name: _nothing(table, part.name) for part in fields(table) if part.metadata.get("private")}
    notes = (*_spoken(table.notes, plan), *_of_errors(table.table, plan))
    copy = replace(table, **parts, notes=notes)
    copy = copy if plan.is_open else copy.following()
    return _pass(copy.table, plan, copy, table.method, notes)


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
        raise PublicationError(
            f"This table shows a {kind.__name__}, not a {type(table.result).__name__}. Give "
            f"`population.protect` the {kind.__name__} itself."
        )
    return table.result


def _check_passed(table: object) -> None:
    if not isinstance(table, ProtectedTable):
        raise PublicationError(
            f"This {type(table).__name__} has not passed the publication gate. Give `population.protect(table, "
            "plan=plan)`."
        )


def _spoken(notes: tuple[str, ...], plan: ProtectionPlan) -> tuple[str, ...]:
    """Sentences with the windows of their counts."""
    if plan.is_open:
        return notes
    width = plan.thresholds.minimum_respondents
    said = (note for note in notes if not isinstance(note, Unpublished))
    return tuple(note.published(width) if isinstance(note, Counted) else note for note in said)


def _nothing(table: Result, name: str) -> pd.DataFrame | float:
    """Return what stands in the protected copy for a part that is never published."""
    return pd.DataFrame() if isinstance(getattr(table, name), pd.DataFrame) else float("nan")


def _of_errors(frame: pd.DataFrame, plan: ProtectionPlan) -> tuple[str, ...]:
    """Say where published standard errors come from."""
    if plan.is_open or "measure" not in frame or not frame["measure"].isin(["mean", "share"]).any():
        return ()
    return (
        "Published standard errors and intervals follow from the published counts, shares and standard deviations, with "
        f"one design effect for the whole survey ({plan.design_effect:g}).",
    )


def _published_part(table: Result, name: str, matrix: bool, plan: ProtectionPlan) -> pd.DataFrame:
    frame: pd.DataFrame = getattr(table, name)
    if matrix:
        return frame if plan.is_open else frame.round(2)
    return _published(frame, plan)


def _published(table: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Return one table as it may be published."""
    frame = _named(table)
    _check_groups(frame, plan)
    if plan.is_open:
        return frame.assign(withheld=False, **({"bound": ""} if "measure" in frame else {}))
    frame = _without_unnamed_thresholds(frame)
    width = _widths(frame, plan)
    usual = plan.thresholds.minimum_respondents  # numbers of everyone have the same window in every row
    everyone = () if {"item", "level"} <= set(frame) else _OF_EVERYONE  # of items n_total is the group's own number
    counts = pd.DataFrame(
        {
            c: window_middle(frame[c].to_numpy(float, na_value=np.nan), usual if c in everyone else width)
            for c in _with_role(frame, "people")
        },
        index=frame.index,
    )
    for events in {"n_events"} & set(counts):
        counts[events] = counts[events].mask(_bounded(frame, plan))
    rows = Rows(frame=frame, counts=counts, width=width, design_effect=plan.design_effect, clustered=plan.clustered)
    withheld = _without_outcome(rows, plan)
    published = _columns(rows)
    published = _with_measures(rows, published, withheld)
    published = derive(rows, published, withheld)
    numbers = [str(c) for c in published if COLUMNS[str(c)].role not in ("key", "word", "fixed", "people")]
    for name in numbers:
        if name == "unreliable":
            published[name] = published[name].fillna(False).astype(bool) & ~withheld
        else:
            published[name] = published[name].mask(withheld)
    if "bound" in published:
        published["bound"] = published["bound"].mask(withheld, "")
    if "statistic" in published and published["statistic"].isna().all():
        published = published.drop(columns="statistic")
    return published.assign(withheld=withheld)


def _named(table: pd.DataFrame) -> pd.DataFrame:
    """Return a copy under names that the gate reads; refuse one whose rows or columns it cannot tell."""
    frame = table.reset_index(drop=all(name is None for name in table.index.names)).copy()
    if unknown := [str(c) for c in frame if c not in COLUMNS]:
        raise PublicationError(
            f"The gate does not know the column `{unknown[0]}`. Name it as docs/reference/columns.md does."
        )
    if twice := [str(c) for c in frame.columns[frame.columns.duplicated()]]:
        raise PublicationError(f"The column `{twice[0]}` stands twice in one table. Keep one of the two.")
    keys = _with_role(frame, "key")
    if len(frame) > 1 and (not keys or frame.duplicated(keys).any()):
        raise PublicationError(
            "No column says what the rows of this table are. Name groups under `variable` and `level`, and other rows "
            "under `item`, `term` or another key of the glossary."
        )
    estimated = [str(c) for c in frame if COLUMNS[str(c)].role == "estimate"]
    if estimated and "measure" not in frame:
        raise PublicationError(
            f"No column says what `{estimated[0]}` is, and so how exactly it may be published. Give the result itself "
            f"to `population.protect`, or add `measure`: {', '.join(MEASURES)}."
        )
    if "measure" in frame and (strange := sorted(set(frame["measure"].astype(str)) - set(MEASURES))):
        raise PublicationError(
            f"The gate has no rule for the measure `{strange[0]}`, so it is not published. Publish one of: "
            f"{', '.join(MEASURES)}."
        )
    return frame


def _without_unnamed_thresholds(frame: pd.DataFrame) -> pd.DataFrame:
    """Leave out thresholds that no answer names: their numbers would tell which answers nobody gave."""
    if "measure" not in frame or "response" in frame:
        return frame
    return frame[frame["measure"].astype(str) != "difficulty"]


def _with_role(frame: pd.DataFrame, *roles: str) -> list[str]:
    return [str(c) for c in frame if COLUMNS[str(c)].role in roles]


def _check_groups(frame: pd.DataFrame, plan: ProtectionPlan) -> None:
    """Refuse groups that the codebook does not declare."""
    if "variable" not in frame:
        return
    for variable in frame["variable"].astype(str).unique():
        if variable in (EVERYONE, "") or variable in plan.numbers:
            continue
        levels = plan.levels(variable)
        if not levels:
            raise PublicationError(
                f"`{variable}` is not in the protection plan. Declare it under `background` or `crossings` in the "
                "codebook."
            )
        if "level" not in frame:
            continue
        shown = set(frame.loc[frame["variable"].astype(str) == variable, "level"].astype(str))
        unknown = sorted(level for level in shown - set(levels) - {"", EVERYONE} if not _merged(variable, level, plan))
        if unknown:
            raise PublicationError(
                f"Level `{unknown[0]}` of `{variable}` is not in the protection plan. Take the groups from the survey "
                "itself."
            )


def _merged(variable: str, level: str, plan: ProtectionPlan) -> bool:
    """Whether a level holds what a model merged, beside levels that the plan knows."""
    parts, names = level.split(CROSS), variable.split(CROSS)
    if OTHER_LEVELS not in parts or len(parts) != len(names):
        return False
    return all(part in (OTHER_LEVELS, *plan.levels(name)) for name, part in zip(names, parts, strict=True))


def _widths(frame: pd.DataFrame, plan: ProtectionPlan) -> Floats:
    """Width of the windows of each row's counts."""
    usual = plan.thresholds.minimum_respondents
    if not {"variable", "level"} <= set(frame):
        return np.full(len(frame), usual, dtype=float)
    pairs = zip(frame["variable"].astype(str), frame["level"].astype(str), strict=True)
    return np.array([plan.width(variable, level) for variable, level in pairs], dtype=float)


def _bounded(frame: pd.DataFrame, plan: ProtectionPlan) -> Bools:
    """Rows of whose outcome the plan publishes nothing: no window of those below a cut-off either."""
    if not {"variable", "level"} <= set(frame):
        return np.zeros(len(frame), dtype=bool)
    pairs = zip(frame["variable"].astype(str), frame["level"].astype(str), strict=True)
    return np.array([plan.bounded(*pair) for pair in pairs], dtype=bool)


def _without_outcome(rows: Rows, plan: ProtectionPlan) -> Bools:
    """Rows of groups that have no outcome: too few respondents, or their numbers of an earlier run stand."""
    frame = rows.frame
    none = np.zeros(len(frame), dtype=bool)
    if "n_respondents" in frame and "measure" in frame:
        none |= in_first_window(rows.n, plan.thresholds.minimum_respondents) | np.isnan(rows.n)
    if {"variable", "level"} <= set(frame):
        pairs = zip(frame["variable"].astype(str), frame["level"].astype(str), strict=True)
        none |= np.array([plan.kept_from(*pair) is not None for pair in pairs], dtype=bool) | _bounded(frame, plan)
        if "n_respondents" in frame:
            none |= in_first_window(rows.n, plan.thresholds.minimum_respondents)
    return none


def _columns(rows: Rows) -> pd.DataFrame:
    """Every column by its role; what only estimates and derived numbers fill is still empty."""
    found: dict[str, object] = {}
    for name in map(str, rows.frame):
        if name == "df" and "std_error" in rows.frame:
            continue  # degrees of freedom of an estimate count the respondents
        column = COLUMNS[name]
        values = rows.frame[name]
        match column.role:
            case "key" | "word" | "fixed":
                found[name] = values
            case "people":
                found[name] = rows.counts[name]
            case "part":
                found[name] = _part(rows, name)
            case "mean":
                found[name] = published_means(rows, value=name).estimate
            case "risk":
                found[name] = published_risks(rows, name)
            case "spread":
                found[name] = _spread(rows, name)
            case "quotient":
                found[name] = np.round(rows.number(name), 2)
            case "fit":
                two, three = (np.round(rows.number(name), digits) for digits in (2, 3))
                found[name] = np.where(fit_decimals(rows.n) == 3, three, two)
            case "inflation":
                found[name] = np.round(rows.number(name), 1) if len(rows.frame) >= _PREDICTORS else np.nan
            case "size":
                found[name] = np.round(significant(rows.number(name), 2))  # finer than 1 a few respondents change it
            case "change":
                found[name] = _change(rows, name)
            case "gain":
                found[name] = to_step(rows.number(name), step_of(5 / rows.n))
            case "probability":
                found[name] = band_of(rows.number(name))
            case "estimate" | "error" | "end" | "test" | "derived":
                found[name] = np.full(len(values), np.nan)
    return pd.DataFrame(found, index=rows.frame.index)


def _spread(rows: Rows, name: str) -> Floats:
    """One digit; of items that a hundred answered, whose means stand alone, a fortieth of the range (0.1 of 1 to 5)."""
    of_items = (rows.n >= LARGE_GROUP) & ~np.isnan(rows.span) & ("measure" not in rows.frame)
    value = rows.number(name)
    return np.where(of_items, to_step(value, step_of(rows.span / 40)), published_spread(rows, name))


def _change(rows: Rows, name: str) -> Floats:
    """Round the expected change of a parameter to two decimals and to its standard error, that of a score test."""
    value = rows.number(name)
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.abs(value) / np.sqrt(rows.number("modification_index"))
    return to_step(value, step_of(np.fmax(0.01, error)))


def _part(rows: Rows, name: str) -> Floats:
    """Quotient of two published counts; where weights differ the part itself, to what five respondents change.

    Empty where it divides few: `<5 of 42` says more than any quotient of the middles of windows.
    """
    above, below = COLUMNS[name].of or ("", "")
    quotient, few = np.full(len(rows.frame), np.nan), np.zeros(len(rows.frame), dtype=bool)
    if known := above in rows.counts and below in rows.counts:
        n, part = rows.count(below), rows.count(above)
        with np.errstate(invalid="ignore", divide="ignore"):
            quotient = significant(part / n, 4)
        few = in_first_window(part, rows.width) | in_first_window(n - part, rows.width)
    if "largest_part" in rows.frame:
        weighted = to_step(rows.number(name), step_of(5 * rows.largest_part))
        few |= rows.weighted & ((weighted <= 0) | (weighted >= 1))
        quotient = np.where(rows.weighted | (not known), weighted, quotient)
    elif not known:
        raise PublicationError(
            f"`{name}` is a part, and its table has neither `{above}` and `{below}` nor `largest_part`, from which it "
            "could be published. Give the result itself to `population.protect`."
        )
    return np.where(few, np.nan, quotient)


def _with_measures(rows: Rows, published: pd.DataFrame, withheld: Bools) -> pd.DataFrame:
    """Fill estimates, their errors, intervals and tests as `measure` says; nothing is derived of withheld rows."""
    if "measure" not in rows.frame:
        return published
    measures = rows.frame["measure"].astype(str).to_numpy()
    if (published.empty or np.isin(measures, _MAY_BE_BOUNDS).any()) and "bound" not in published:
        published["bound"] = ""
    name = next((each for each in ("difficulty", "discrimination") if each in rows.frame), "estimate")
    for measure in dict.fromkeys(measures):
        at = measures == measure
        own = rows.of(at)
        if name != "estimate":
            own = replace(own, frame=own.frame.assign(estimate=own.frame[name]))
        match measure:
            case "mean":
                found = published_means(own)
            case "share":
                found = published_shares(own)
            case _:
                found = published_coefficients(own, measure)
        found = found.without(withheld[at])
        part = published[at].copy()
        if "crude" in part:
            part["crude"] = crude_shares(own)
        for column, values in found.columns().items():
            target = name if column == "estimate" else column
            if target in part:
                part[target] = values
        if "p_value" in part:
            part["p_value"] = banded_or_derived(own, found, measure)
        if "difference" in part and measure in _OF_GROUPS:
            part = compare(own, part, found, measure)
        published.loc[at, part.columns] = part
    return published
