"""The runs that a folder keeps, each with its state, for whoever looks for a report."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.file_locks import is_held
from workbench.reports.publishing.record import read_record
from workbench.reports.publishing.run_folder import BATCH, RECORD


@dataclass(frozen=True, kw_only=True)
class KeptRun:
    """One run of a folder of reports.

    Attributes
    ----------
    folder : Path
    title : str
        Title of the survey; the folder's name where there is no record.
    state : str
        whole; failed; interrupted; going on; unfinished (its process was killed).
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


def kept_runs(folder: Path, *, most: int | None = None) -> list[KeptRun]:
    """Return the runs of a folder, the last one first.

    Parameters
    ----------
    folder : Path
        Usually ``reports/``; it need not exist.
    most : int, optional
        How many to return; default: all.
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
    if not content:
        record = folder / BATCH
        content = source = read_batch(record)
    held = is_held(folder) or is_held(folder / "lock")
    return KeptRun(
        folder=folder,
        title=str(source.get("title", folder.name)),
        state="going on" if held else _ended(str(content.get("status") or "unfinished")),
        ended=str(content.get("ended", "")),
        page=index if content and index.is_file() else None,
        record=record if content else None,
    )


def read_batch(path: Path) -> dict[str, Any]:
    """Return the state of a batch; empty where there is none, or one that is damaged."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _ended(state: str) -> str:
    return "unfinished" if state == "running" else state  # a batch that was killed
