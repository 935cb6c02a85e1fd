"""The run that a new report follows, for the first page of the new one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from workbench.errors import RunError
from workbench.reports.comparing.headlines import pair_headlines
from workbench.reports.comparing.kept_report import KeptReport, one_report
from workbench.reports.pages import Change, Follows
from workbench.reports.publishing import RECORD, read_record

_MOMENT = re.compile(r"\d{8}-\d{6}")  # with which names of runs of one plan end


@dataclass(frozen=True)
class _NewReport(KeptReport):
    """A report that is about to be written."""

    rows: Mapping[str, list[list[str]]] = field(default_factory=dict)  # of its tables
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def group(self) -> Mapping[str, str]:
        """Level of each variable that makes its group; none of everyone."""
        return self.about

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
    return Follows(run=before.name, compare=partial(_changes, before, {}))


def follows_replaced(folder: Path, codebook: str) -> Follows | None:
    """Return what compares a new report of a batch with the one whose place it takes, called by when that was made.

    Parameters
    ----------
    folder : Path
        Of the report, where the earlier one lies until the new one is whole.
    codebook : str
        As records name it; a report by another one is not followed.
    """
    record = _record_by(folder, codebook)
    if not record:
        return None
    try:
        before = one_report(folder)
    except RunError:  # nobody asked for it, so a report that cannot be read is passed over
        return None
    return Follows(run=_of_moment(before.name, record), compare=partial(_changes, before, before.group or {}))


def follows_newest(folder: Path, name: str, codebook: str) -> Follows | None:
    """Return what compares a new report with the newest whole one of the same name, behind which a moment stands.

    Parameters
    ----------
    folder : Path
        That holds the folders of runs.
    name : str
        Of the run, without date and time.
    codebook : str
        As records name it; a report by another one is not followed.
    """
    runs = {path: _record_by(path, codebook) for path in folder.glob("*") if _is_of(path.name, name)}
    whole = {path: record for path, record in runs.items() if record}
    for path in sorted(whole, key=lambda path: str(whole[path].get("ended")), reverse=True):
        try:
            return follows(path)
        except RunError:
            continue
    return None


def _is_of(run: str, name: str) -> bool:
    return run.startswith(f"{name}-") and bool(_MOMENT.fullmatch(run.removeprefix(f"{name}-")))


def _record_by(folder: Path, codebook: str) -> dict[str, Any]:
    """Return the record of a whole report that was made by this codebook; empty where it is none."""
    record = read_record(folder / RECORD)
    own = record.get("parameters", {}).get("codebook")
    return record if record.get("status") == "whole" and own == codebook else {}


def _of_moment(name: str, record: Mapping[str, Any]) -> str:
    return f"{name}, {str(record.get('ended', ''))[:16].replace('T', ' ')} UTC"


def _changes(
    before: KeptReport, group: Mapping[str, str], record: Mapping[str, Any], rows: Mapping[str, list[list[str]]]
) -> Sequence[Change]:
    pairs = pair_headlines(before, _NewReport(Path(), record, rows=rows, about=group))
    return [
        Change(
            label=pair.label,
            before=pair.before.text if pair.before else "",
            after=pair.after.text if pair.after else "",
            word=pair.word,
        )
        for pair in pairs
    ]
