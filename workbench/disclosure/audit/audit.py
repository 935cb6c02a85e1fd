"""An attack on the tables of a run, as a reader with pencil and paper would try it, before anything is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Ints
from workbench.columns import EVERYONE
from workbench.disclosure.audit.audit_result import Audit
from workbench.disclosure.audit.earlier_runs import check_same_groups
from workbench.disclosure.audit.joint_attack import attack
from workbench.disclosure.audit.repeated_subtraction import solved_by_subtraction
from workbench.disclosure.audit.shown_tables import read_tables
from workbench.disclosure.cells import Counts, Scope, too_small
from workbench.disclosure.gate import (
    WORDS,
    Line,
    background_rows,
    by_variable,
    disclosive_rows,
    fit_rows,
    measures,
    other_base,
    other_holm,
    row_counts,
    scope_of,
    table_lines,
    tells_share,
    unnamed,
    variable_rows,
)
from workbench.disclosure.plan import ProtectionPlan
from workbench.intake.codebook import DisclosureThresholds

TOGETHER = "all tables together"  # in place of a table's name
Finding = tuple[str, str, str, str]


def audit(
    tables: Mapping[str, Any] | Iterable[Any],
    *,
    plan: ProtectionPlan,
    earlier: Mapping[str, Any] | Iterable[Any] = (),
) -> Audit:
    """Attack the tables of a run.

    Parameters
    ----------
    tables : mapping of str to table, or iterable of tables
        Everything that would be published together: frames, objects with a `frame`, or payloads (`columns` and `rows`).
    plan : ProtectionPlan
        Of the whole survey.
    earlier : mapping of str to table, or iterable of tables
        What earlier runs of the same data have published.

    Returns
    -------
    Audit

    Raises
    ------
    PublicationError
        An earlier table shows a variable or level that the plan does not know, or gives its name to other people.

    Notes
    -----
    Tried are: a withheld cell of the plan that shows a number; a row of 1 respondent to one fewer than the minimum, or
    with too few on either side of an outcome, also where only share and number of respondents are shown and their
    product is a whole number; an estimate on 1–4 respondents more or fewer than those with a score, an answer option or
    a code of a background variable that the plan withholds; rows that no column of the gate names, such as respondents;
    a withheld row that is the only one missing from a known total; withheld rows, or
    respondents in no row, whose sum is too small (the base of a table is found by comparing its counts with those of
    the plan); a withheld cell that follows from several tables by repeated subtraction; a note naming a withheld
    group in backticks; and the intruder of `attack`, who solves everything together for the range of each number that
    fails the primary rule. What it does not try stands in docs/explanation/disclosure.md.
    """
    read = read_tables(tables)
    groups = [table._replace(frame=by_variable(table.frame, plan)) for table in read]
    findings: list[Finding] = []
    scopes: dict[str, set[Scope]] = {}
    for name, frame, sentences in read:
        findings += _small(name, frame, plan) + _subtraction(name, frame, plan)
        findings += _single(name, frame, plan) + _unnamed(name, frame) + _half_empty(name, frame)
        findings += _spoken(name, sentences, plan)
    for name, frame, _ in groups:
        findings += _shown(name, frame, plan)
        if {"variable", "level"} <= set(frame.columns):
            for variable in frame["variable"].astype(str).unique():
                scopes.setdefault(variable, set()).update(_scopes(frame))
    findings += solved_by_subtraction(scopes, plan)
    before = read_tables(earlier)
    check_same_groups(before, plan)
    attacked = attack(groups, plan=plan, earlier=before)
    reason = f"can be narrowed down to fewer than {plan.thresholds.minimum_respondents} values, or to a small number"
    findings += [(TOGETHER, r.variable, r.level, reason) for r in attacked.narrow]
    return Audit(
        table=pd.DataFrame(findings, columns=["term", "variable", "level", "reason"]).drop_duplicates(
            ignore_index=True
        ),
        n_tables=len(read),
        n_targets=attacked.n_targets,
        narrowest=attacked.narrowest,
        method=(
            "Attack by subtraction on all tables of the run, and by linear and integer programs on all of them and "
            "earlier runs together, with every count that is not withheld taken as known."
        ),
    )


def _spoken(name: str, sentences: Iterable[str], plan: ProtectionPlan) -> list[Finding]:
    """Withheld groups that a sentence names as notes and messages do; the gate empties rows and reads no words."""
    text = "\n".join(sentences)
    variables = [names[0] for names in plan.cells if len(names) == 1]
    withheld = {v: plan.withheld_levels(v, "counts") for v in variables}
    shown = {level for v in variables for level in plan.answered_levels(v) - withheld[v]}  # "No" of another question
    groups = [(v, level) for v in variables for level in sorted(withheld[v] - shown)]
    return [(name, *group, "a withheld group is named in a note") for group in groups if f"`{group[1]}`" in text]


def _telling(frame: pd.DataFrame, scope: Scope) -> Bools:
    """Whether each row shows a number; for shares, in a column that tells a share."""
    if scope == "shares":
        return tells_share(frame)
    shown: Bools = frame[measures(frame)].notna().any(axis=1).to_numpy(bool)
    return shown


def _finding(name: str, frame: pd.DataFrame, row: int, reason: str) -> Finding:
    names = ("variable", "level") if "variable" in frame else ("item", "response")
    variable, level = (str(frame[c].iloc[row]) if c in frame else "" for c in names)
    return name, variable, level, reason


def _shown(name: str, frame: pd.DataFrame, plan: ProtectionPlan) -> list[Finding]:
    """Rows that the plan withholds or does not know, and that show a number."""
    if not {"variable", "level"} <= set(frame.columns):
        return []
    found = []
    for variable, rows in variable_rows(frame):
        known = plan.levels(variable) if variable != EVERYONE else {EVERYONE: ()}
        for row in rows:
            level = str(frame["level"].iloc[row])
            if level not in known:
                found.append(_finding(name, frame, int(row), "not in the protection plan"))
        for scope in _scopes(frame):
            shown, withheld = _telling(frame, scope), plan.withheld_levels(variable, scope)
            places = rows[shown[rows] & frame["level"].iloc[rows].astype(str).isin(withheld).to_numpy()]
            found += [_finding(name, frame, int(row), "withheld by the plan, but shown") for row in places]
    return found


def _scopes(frame: pd.DataFrame) -> tuple[Scope, ...]:
    return ("counts", "shares") if scope_of(frame.columns) == "shares" else ("counts",)


def _small(name: str, frame: pd.DataFrame, plan: ProtectionPlan) -> list[Finding]:
    """Rows that show too few respondents, or too few on one side of the outcome."""
    if "n_respondents" not in frame:
        return []
    reason = "shows too few respondents, or too few on one side of the outcome"
    counts, shown = row_counts(frame), frame["n_respondents"].notna().to_numpy() & (row_counts(frame).n > 0)
    small = too_small(Counts(counts.n), plan.thresholds) | _implied_small(frame, plan.thresholds)
    if "n_events" in frame:
        small |= too_small(counts, plan.thresholds) & frame["n_events"].notna().to_numpy()
    if "n_complete" in frame:
        few = frame["n_complete"].between(1, plan.thresholds.minimum_respondents - 1)
        small |= few.to_numpy(bool, na_value=False)
    return [_finding(name, frame, int(row), reason) for row in np.flatnonzero(shown & small)]


def _single(name: str, frame: pd.DataFrame, plan: ProtectionPlan) -> list[Finding]:
    """Numbers of one column or row that the gate empties beside those of the groups."""
    columns = [str(c) for c in frame if str(c) not in WORDS and not str(c).endswith("_label")]
    found = {c: frame[c].notna().to_numpy(bool) & disclosive_rows(frame, c, plan) for c in columns}
    reasons = [("tells what the row itself does not", rows) for rows in found.values()]
    reasons.append(("differs in few respondents from those with a score", other_base(frame, plan)))
    reasons.append(("adjusted for tests that are not shown", other_holm(frame)))
    reasons.append(("the fit tells a withheld level", fit_rows(frame, plan) & _telling(frame, "counts")))
    if "n_rows" in frame:
        hidden = background_rows(frame, plan) & frame["n_rows"].gt(0).to_numpy(bool, na_value=False)
        reasons.append(("counts a background variable of which levels are withheld", hidden))
    return [_finding(name, frame, int(row), reason) for reason, rows in reasons for row in np.flatnonzero(rows)]


def _half_empty(name: str, frame: pd.DataFrame) -> list[Finding]:
    """Rows of groups that show a number, but not of how many: those compared with a withheld reference, for one."""
    if not {"variable", "level", "n_respondents"} <= set(frame.columns):
        return []
    rows = _telling(frame, "counts") & frame["n_respondents"].isna().to_numpy()
    return [_finding(name, frame, int(row), "shows a number of a withheld row") for row in np.flatnonzero(rows)]


def _unnamed(name: str, frame: pd.DataFrame) -> list[Finding]:
    """Tables whose rows may be respondents or groups, because no column names them."""
    return [(name, "", "", "no column says what its rows are")] if unnamed(frame) else []


def _implied_small(frame: pd.DataFrame, thresholds: DisclosureThresholds) -> Bools:
    """Whether share times respondents gives too few on one side, where all products are whole numbers."""
    small = np.zeros(len(frame), dtype=bool)
    column = next((c for c in ("share", "estimate") if c in frame), None)
    if column is None or not {"variable", "level"} <= set(frame.columns):
        return small
    n, share = frame["n_respondents"].to_numpy(float), frame[column].to_numpy(float)
    known = ~np.isnan(n * share)
    events = (n * share)[known]
    if not known.any() or not ((share[known] >= 0) & (share[known] <= 1)).all():
        return small
    if (np.abs(events - np.round(events)) < 1e-6).all():
        small[known] = too_small(Counts(n[known].astype(np.int64), np.round(events).astype(np.int64)), thresholds)
    return small


def _subtraction(name: str, frame: pd.DataFrame, plan: ProtectionPlan) -> list[Finding]:
    """Lines of one table whose total gives a withheld row, or too small a rest, away."""
    if "n_respondents" not in frame:
        return []
    frame = _known(frame, plan)
    found, counts = [], row_counts(frame)
    columns = [c for c in ("n_respondents", "n_events", "share") if c in frame]
    hidden = frame[columns].isna().any(axis=1).to_numpy()
    base = _base(frame, counts, hidden, plan)
    for line in table_lines(frame, plan):
        missing = line.rows[hidden[line.rows]]
        if line.closed and len(missing) == 1 and len(line.rows) > 1:
            found.append(_finding(name, frame, int(missing[0]), "follows from the total and the other rows"))
        rest = _rest(line, counts, hidden, base)
        if (
            rest is not None
            and (line.closed or (line.total_known and not len(missing)))
            and rest.n[0] > 0
            and too_small(rest, plan.thresholds)[0]
        ):
            row = int(missing[0]) if len(missing) else int(line.rows[0])
            found.append(_finding(name, frame, row, "what the total leaves beside the rows shown is too small"))
    return found


def _known(frame: pd.DataFrame, plan: ProtectionPlan) -> pd.DataFrame:
    """Rows without those of levels that the plan does not have; these are a finding of their own."""
    if not {"variable", "level"} <= set(frame.columns):
        return frame
    variables = frame["variable"].astype(str)
    levels = {variable: plan.levels(variable) for variable in variables.unique()}
    pairs = zip(variables, frame["level"].astype(str), strict=True)
    inside = [not levels[variable] or level in levels[variable] for variable, level in pairs]
    return frame[np.array(inside, dtype=bool)].reset_index(drop=True)


def _base(frame: pd.DataFrame, counts: Counts, hidden: Bools, plan: ProtectionPlan) -> str | None:
    """Return the first base of the plan on which every count that the table shows is right."""
    if not {"variable", "level"} <= set(frame.columns):
        return None
    right: dict[str, bool] = {}
    for variable, all_rows in variable_rows(frame):
        found, rows = plan.find(variable), all_rows[~hidden[all_rows]]
        if found is None or not len(rows):
            continue
        levels = plan.levels(variable)
        at = tuple(np.array([levels[str(level)] for level in frame["level"].iloc[rows]]).T)
        for base, known in found[0].bases.items():
            same = bool((known.n[at] == counts.n[rows]).all())
            if counts.below is not None:
                same = same and known.below is not None and bool((known.below[at] == counts.below[rows]).all())
            right[base] = right.get(base, True) and same
    return next((base for base, same in right.items() if same), None)


def _rest(line: Line, counts: Counts, hidden: Bools, base: str | None) -> Counts | None:
    """Total of the line minus everything known of it: the rows shown, and where rows are missing the unanswered too."""
    if line.cells is None or base is None:
        return None
    known = line.cells.bases[base]
    where: tuple[Any, ...] = (*line.place[: line.axis], slice(None), *line.place[line.axis :])
    shown = line.rows[~hidden[line.rows]]
    levels_only = len(shown) < len(line.rows)

    def rest(total: Ints, part: Ints) -> Ints:
        cells = total[where][:-1] if levels_only else total[where]
        return np.array([cells.sum() - part[shown].sum()])

    return Counts(
        rest(known.n, counts.n),
        # those who left the question unanswered are protected by their number alone
        None if known.below is None or counts.below is None or not levels_only else rest(known.below, counts.below),
    )
