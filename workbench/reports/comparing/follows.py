"""The run that a new report follows, for the first page of the new one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.reports.comparing.headlines import pair_headlines
from workbench.reports.comparing.kept_report import KeptReport, one_report
from workbench.reports.pages import Change, Follows


@dataclass(frozen=True)
class _NewReport(KeptReport):
    """A report that is about to be written."""

    rows: Mapping[str, list[list[str]]] = field(default_factory=dict)  # of its tables

    @property
    def group(self) -> Mapping[str, str]:
        """Everyone."""
        return {}

    @property
    def tables(self) -> dict[str, list[list[str]]]:
        """Rows of each table by its file name, the heads first."""
        return dict(self.rows)


def follows(run: Path) -> Follows:
    """Return what compares a new report with a finished one; of a batch with that of everyone.

    Parameters
    ----------
    run : Path
        Folder, or name that the project's ``reports/`` has.

    Raises
    ------
    RunError
        There is no finished report.
    """
    before = one_report(run)

    def compare(record: Mapping[str, Any], rows: Mapping[str, list[list[str]]]) -> Sequence[Change]:
        pairs = pair_headlines(before, _NewReport(Path(), record, rows=rows))
        return [
            Change(
                label=pair.label,
                before=pair.before.text if pair.before else "",
                after=pair.after.text if pair.after else "",
                word=pair.word,
            )
            for pair in pairs
        ]

    return Follows(run=before.name, compare=compare)
