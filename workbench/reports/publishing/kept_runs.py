"""The runs that a folder keeps, each with its state, for whoever looks for a report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workbench.reports.publishing.record import read_record
from workbench.reports.publishing.run_folder import RECORD


@dataclass(frozen=True, kw_only=True)
class KeptRun:
    """One run of a folder of reports.

    Attributes
    ----------
    folder : Path
    title : str
        Title of the survey; the folder's name where there is no record.
    state : str
        whole; failed; interrupted; unfinished (it is going on, or was killed).
    ended : str
        UTC, ISO 8601; empty where there is no record.
    page, record : Path or None
        First page and record, where they were kept.
    """

    folder: Path
    title: str
    state: str
    ended: str
    page: Path | None
    record: Path | None


def kept_runs(folder: Path, *, most: int) -> list[KeptRun]:
    """Return the runs of a folder, the last one first.

    Parameters
    ----------
    folder : Path
        Usually ``reports/``; it need not exist.
    most : int
        How many to return.
    """
    if not folder.is_dir():
        return []
    runs = [path for path in folder.iterdir() if path.is_dir() and not path.name.startswith(".")]
    runs.sort(key=lambda path: (path.stat().st_mtime, path.name), reverse=True)
    return [_kept(path) for path in runs[:most]]


def _kept(folder: Path) -> KeptRun:
    record, index = folder / RECORD, folder / "index.html"
    content = read_record(record)
    source = content.get("source", {})
    return KeptRun(
        folder=folder,
        title=str(source.get("title", folder.name)),
        state=str(content.get("status", "unfinished")),
        ended=str(content.get("ended", "")),
        page=index if content and index.is_file() else None,
        record=record if content else None,
    )
