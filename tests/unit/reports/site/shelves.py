"""Folders of reports as runs and batches leave them, written by hand."""

from __future__ import annotations

import json
from pathlib import Path

GROUPS = "level,n_respondents,estimate,conf_low,conf_high,conf_level,share,share_bound,share_low,share_high"
VARIABLES = {"town": {"label": "municipality", "kind": "area"}, "sex": {"label": "sex", "kind": "group"}}
NOTATION = {"window": 5, "decimals": 1, "cutoff": {"below": 50, "label": "very weak"}}


def write_run(
    folder: Path, *, ended: str = "2026-03-01T10:00:00+00:00", status: str = "whole", language: str = "en", **source
) -> Path:
    """Write a run with the record and the first page of a report."""
    (folder / "tables").mkdir(parents=True)
    record = {"run": folder.name, "status": status, "started": "2026-03-01T09:00:00+00:00", "ended": ended}
    record |= {"source": {"title": "Spring survey", "synthetic": False, "fieldwork": {}} | source}
    record |= {"notebooks": [{"notebook": "01_page.ipynb"}, {"notebook": "overview.ipynb"}]}
    (folder / "record.json").write_text(json.dumps(record), encoding="utf-8")
    page = f'<!DOCTYPE html>\n<html lang="{language}">\n<p>A report.</p>\n'
    (folder / "index.html").write_text(page, encoding="utf-8")
    return folder


def add_language(report: Path, language: str) -> None:
    """Write the first page of a report in another language."""
    (report / language).mkdir()
    (report / language / "index.html").write_text(f'<html lang="{language}">', encoding="utf-8")


def write_batch(folder: Path, *, overview: bool = True, status: str = "whole", **about) -> Path:
    """Write a batch by town and sex: everyone, two groups that are whole, one that failed, one left from before."""
    groups = {
        "a": {"town": "Åbo", "sex": "Women"},
        "b": {"town": "=Oulu", "sex": "Men"},
        "c": {"town": "C", "sex": "Men"},
    }
    reports = [{"name": "all", "label": "Everyone", "group": {}, "status": "whole"}]
    for name, group in groups.items():
        ending = "failed" if name == "c" else "whole"
        reports.append({"name": name, "label": " × ".join(group.values()), "group": group, "status": ending})
    left = [{"name": "d", "label": "D", "group": {"town": "D", "sex": "Men"}, "status": "left"}]
    for name in ("all", "a", "b", "d"):
        write_run(folder / name, title="Towns" + ("" if name == "all" else f": {name}"), fieldwork={"year": "2024"})
    rows = [GROUPS, "Åbo × Women,102.0,75.21,74.0,76.5,0.95,0.0987,,0.07,0.13", "'=Oulu × Men,,,,,,,,,"]
    if overview:
        (folder / "all" / "tables" / "02_groups.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        (folder / "all" / "overview.html").write_text("<p>Overview</p>", encoding="utf-8")
    state = {"status": status, "title": "Towns", "by": list(VARIABLES), "variables": VARIABLES, "notation": NOTATION}
    state |= {"reports": reports, "left": left, **about}
    (folder / "batch.json").write_text(json.dumps(state), encoding="utf-8")
    (folder / "index.html").write_text('<html lang="en">', encoding="utf-8")
    return folder
