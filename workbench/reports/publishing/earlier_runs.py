"""Earlier runs of the same data: what of them a reader may lay beside the new tables."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.errors import RunError
from workbench.reports.publishing.run_folder import RECORD
from workbench.wording import without_quote

_LABELS = (
    *("variable", "level", "reference", "item", "term", "model", "column"),
    *("statement", "reason", "action", "missing_rule", "invariance"),
)


def read_earlier_runs(folders: Iterable[Path], *, data_sha256: str) -> dict[str, pd.DataFrame]:
    """Read the published tables of earlier runs.

    Parameters
    ----------
    folders : iterable of Path
        ``reports/<run>`` of each.
    data_sha256 : str
        Of the data file of the new run.

    Returns
    -------
    dict of str to DataFrame
        By run and file name.

    Raises
    ------
    RunError
        A folder that is no whole run, or a run of other data.
    """
    tables = {}
    for folder in folders:
        record = _record(folder)
        if record["source"]["data_sha256"] != data_sha256:
            raise RunError(
                f"{folder.name} is a run of other data: {record['source']['data']} has another sha256 than the file of "
                "this run. Name only runs of the same file with `--earlier`."
            )
        for path in sorted((folder / "tables").glob("*.csv")):
            if path.stat().st_size:
                tables[f"{folder.name}/{path.name}"] = read_table(path)
    return tables


def read_table(path: Path) -> pd.DataFrame:
    """Read an exported table as it was: labels such as ``None``, ``01`` or ``-`` are words, and only empty is missing.

    Parameters
    ----------
    path : Path
        A csv file of a run.
    """
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    for name in frame.columns:
        frame[name] = frame[name].map(without_quote, na_action="ignore") if name in _LABELS else _values(frame[name])
    return frame


def _values(column: pd.Series) -> pd.Series:
    """Read numbers as numbers and truths as truths; a column of anything else holds words."""
    shown = column.dropna()
    if len(shown) and shown.isin(["True", "False"]).all():
        return column.eq("True") if len(shown) == len(column) else column.map({"True": True, "False": False})
    try:
        return column.astype("float64") if shown.str.contains(r"[.e]|inf|nan").any() else pd.to_numeric(column)
    except ValueError:
        return column.map(without_quote, na_action="ignore")


def _record(folder: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        whole = record["status"] == "whole" and "data_sha256" in record["source"]
    except (OSError, ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise RunError(
            f"{folder.name} is not the folder of a whole run. Name a folder below reports/ that has a record.json."
        )
    return record
