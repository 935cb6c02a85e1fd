"""Folders of finished reports with one page, written by hand."""

from __future__ import annotations

import json
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook, new_output, writes

from workbench.media_types import TABLE_MIME

MEAN, SHARE, PEOPLE = "Mean score", "Share below 50", "Respondents with a score"
HEADS = "term,n_respondents,estimate,bound,std_error,conf_low,conf_high"


def headline(name: str, label: str, value: float, text: str, detail: str = "") -> dict[str, object]:
    return {"name": name, "label": label, "value": value, "text": text, "detail": detail}


def mean(value: float, low: float, high: float) -> dict[str, object]:
    return headline("mean_score", MEAN, value, f"{value}", f"interval {low}–{high}")


def write_report(
    folder: Path,
    *,
    headlines: list[dict[str, object]] = (),
    rows: list[str] = (),
    note: str = "Means, interval from t.",
    tables: dict[str, str] | None = None,
    **changed: object,
) -> Path:
    """Write a whole report; `changed` goes over the parts of its record that a report is made from."""
    for part in ("tables", "notebooks"):
        (folder / part).mkdir(parents=True)
    for name, text in ({"01_overall.csv": "\n".join([HEADS, *rows]) + "\n"} | (tables or {})).items():
        (folder / "tables" / name).write_text(text, encoding="utf-8")
    payload = {"name": "overall", "caption": "Overall", "columns": [], "rows": [], "notes": [note]}
    payload |= {"page_notes": [], "findings": [], "n_withheld": 0, "headlines": list(headlines)}
    shown = new_code_cell(outputs=[new_output("display_data", {TABLE_MIME: payload})], execution_count=1)
    (folder / "notebooks" / "01_page.ipynb").write_text(writes(new_notebook(cells=[shown])), encoding="utf-8")
    source = {"title": "Survey", "data": "a.csv", "data_sha256": "a" * 64, "n_rows": "100–104", "codebook": "a.yaml"}
    source |= {"codebook_sha256": "b" * 64, "instrument": "esis", "instrument_sha256": "c" * 64}
    page = {"notebook": "01_page.ipynb", "status": "done", "reason": "", "parts_refused": [], "sha256": "d" * 64}
    page["path"] = "notebooks/01_page.ipynb"
    record = {
        "run": folder.name,
        "status": "whole",
        "parameters": {"survey": "data/a.csv", "codebook": "data/a.yaml"} | dict(changed.get("parameters", {})),
        "source": source | dict(changed.get("source", {})),
        "notebooks": [
            page | {"parameters": {"conf_level": changed.get("conf_level", 0.95)}, "headlines": list(headlines)}
        ],
        "protection_plan": "e" * 64,
        "code": {"commit": "f" * 40, "changed_files": False, "lock_sha256": "0" * 64},
        "versions": {"numpy": "2.0"} | dict(changed.get("versions", {})),
        "platform": {"system": "Linux", "release": "6", "machine": "x86_64", "processor": "Zen"},
        "files": {},
    }
    (folder / "record.json").write_text(json.dumps(record), encoding="utf-8")
    return folder
