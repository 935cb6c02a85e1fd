"""What an audit of the tables of a run says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from workbench.disclosure.audit.joint_attack import Range
from workbench.results import Result


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
