"""An attack on the tables of a run, by somebody who knows the survey, before anything is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import product
from typing import Any

import pandas as pd

from workbench.disclosure.audit.census import Census
from workbench.disclosure.audit.exactness import exactness
from workbench.disclosure.audit.exported_tables import ExportedTable, read_tables
from workbench.disclosure.audit.joint_attack import Range, attack
from workbench.disclosure.audit.sentences import sentences
from workbench.disclosure.audit.single_rows import single_rows
from workbench.intake import Survey
from workbench.results import Result

TOGETHER = "all tables together"  # in place of a table's name


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Audit(Result):
    """What the attack found.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per finding: term (the table's name), variable, level, reason. Not for publication.
    n_tables, n_targets : int
        Tables, and sets of one to a few respondents, that were attacked.
    narrowest : Range or None
        The narrowest range that all tables together leave to the size of such a set; None without one. Not for
        publication.
    """

    n_tables: int
    n_targets: int
    narrowest: Range | None

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return self.table.empty

    def summary(self) -> dict[str, Any]:
        """Return what the record for the person who clears the outputs says of the audit, as plain values."""
        return {
            "passed": self.passed,
            "method": self.method,
            "n_tables": self.n_tables,
            "n_sets_attacked": self.n_targets,
            "narrowest_range": None if self.narrowest is None else asdict(self.narrowest),
            "findings": self.table.astype(str).to_dict("records"),
        }

    def __repr__(self) -> str:
        """One line for the person who clears the outputs."""
        words = f"{self.n_tables} tables, {len(self.table)} findings, {self.n_targets} sets of a few respondents tried"
        if (range_ := self.narrowest) is not None:
            words += f"; narrowest {range_.low}–{range_.high}: {range_.number}, {range_.variable}, {range_.level}"
        return f"Audit({words})"


def audit(tables: Mapping[str, Any], *, survey: Survey, earlier: Mapping[str, Any] | None = None) -> Audit:
    """Attack everything that a run would publish.

    Parameters
    ----------
    tables : mapping of str to table
        By name: frames, objects with a `frame`, or payloads (`columns`, `rows`, `notes`, `headlines`).
    survey : Survey
        The whole survey that they were made from.
    earlier : mapping of str to table, optional
        What earlier runs have published of the same people.

    Returns
    -------
    Audit

    Notes
    -----
    Each table alone: a number of respondents that is no window, or not the window of the true number; a number that is
    for the gate alone; an outcome of a group, or beside a reference, with too few respondents; a mean or share told
    more exactly than one respondent moves it; a quantile that tells on which side of a cut-off it lies; a share that
    is neither the quotient of the published counts nor, where weights differ, whole steps from it, whatever its column
    is called; rows that nothing names; exact counts in sentences and headlines.
    All tables together: linear programs over everything that the windows, lines and means allow, for each set of one to
    four respondents (cells of crossings, differences of cells and of unions of cells, those left out). Its number must
    keep three values, nobody and everybody of it below each cut-off must be possible, and half the scale per respondent
    must be open.
    What is not tried: coefficients of regressions, weighted means and shares in the joint attack, probabilities.

    On small surveys the ranges equal those of all whole numbers.

    Proof: tests/unit/disclosure/audit.
    """
    census = Census(survey)
    read, before = read_tables(tables, census), read_tables(earlier or {}, census)
    kept = _published(before)
    findings = [
        found
        for table in read
        for found in (*single_rows(table, census, kept), *exactness(table, census), *sentences(table, census))
    ]
    attacked = attack(read, census=census, earlier=before)
    findings += [(TOGETHER, r.variable, r.level, _reason(r)) for r in attacked.found]
    return Audit(
        table=pd.DataFrame(findings, columns=["term", "variable", "level", "reason"]).drop_duplicates(
            ignore_index=True
        ),
        n_tables=len(read),
        n_targets=attacked.n_targets,
        narrowest=attacked.narrowest,
        method=(
            "Attack on each table by the true numbers of the survey, and by linear programs on all tables "
            f"{'of the run and of earlier runs' if before else 'of the run'} together."
        ),
    )


def _reason(found: Range) -> str:
    return f"{found.number}: only {found.low} to {found.high} remain possible"


def _published(tables: Iterable[ExportedTable]) -> dict[tuple[str, str, str], set[float]]:
    """Return the counts that tables show of each group, by variable, level and column."""
    found: dict[tuple[str, str, str], set[float]] = {}
    for table in tables:
        for groups in table.groups:
            for row, column in product(groups.rows, table.columns("people")):
                variable, level = (str(table.frame[c].iloc[row]) for c in ("variable", "level"))
                found.setdefault((variable, level, column), set()).add(float(table.numbers(column)[row]))
    return found
