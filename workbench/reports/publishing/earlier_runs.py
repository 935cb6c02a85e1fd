"""Earlier reports beside a new one: what they published of the same people, and those that no ledger knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.disclosure.ledger import FOLDER_VARIABLE, is_known, runs_of_the_same
from workbench.errors import PublicationError
from workbench.intake import Survey
from workbench.reports.publishing.kept_runs import read_batch
from workbench.reports.publishing.record import read_record
from workbench.reports.publishing.run_folder import BATCH, RECORD

_DIGITS_APART = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3})")


def refuse_unknown_release(folders: Iterable[Path], survey: Survey) -> None:
    """Refuse to publish a survey beside a finished report of perhaps the same people that no ledger knows.

    That may be a report with the same survey file, codebook, title or name of the file, or of nearly as many rows.
    Nothing stands against public data, or against people who are made up.

    Parameters
    ----------
    folders : iterable of Path
        Folders that hold the folders of runs.
    survey : Survey

    Raises
    ------
    PublicationError
        Which run, what it has in common with the survey, and what to do.
    """
    if survey.codebook.open_because is not None or survey.codebook.synthetic:
        return
    known: dict[tuple[str, str], bool] = {}
    for folder, path, record in _finished(folders):
        common = _in_common(record["source"], survey)
        run = _release(path, record), str(record["source"].get("data_sha256", ""))
        if common and run not in known:
            known[run] = is_known(run=run[0], data_sha256=run[1])
        if common and not known[run]:
            raise PublicationError(
                f"{run[0]} is a finished report with {common}, and the ledger of published runs does not know it, so "
                "nobody can say what of these respondents was published and may not be published anew. Bring that "
                f"ledger back, from a backup or by `{FOLDER_VARIABLE}`; or, if the report was never passed on or is on "
                f"other respondents, move it out of {folder.name}/."
            )


def _finished(folders: Iterable[Path]) -> Iterator[tuple[Path, Path, dict[str, Any]]]:
    """Yield the reports of folders, and of batches there, that are whole and about people whom they protect."""
    for folder in dict.fromkeys(own.resolve() for own in folders):
        for path in sorted([*folder.glob(f"*/{RECORD}"), *folder.glob(f"*/*/{RECORD}")]):
            record = read_record(path)
            source = record.get("source", {})
            if record.get("status") == "whole" and not (source.get("open_because") or source.get("synthetic")):
                yield folder, path.parent, record


def _in_common(source: Mapping[str, Any], survey: Survey) -> str:
    """Say by what a report may be on the respondents of a survey; empty where nothing says so."""
    report = survey.report
    told = (
        ("data_sha256", report.file_sha256, "the same survey file"),
        ("codebook_sha256", report.codebook_sha256, "the same codebook"),
        ("title", survey.codebook.title, "the same title"),
        ("data", report.file_name, "a survey file of the same name"),
    )
    found = next((words for name, own, words in told if own and source.get(name) == own), "")
    few = 2 * survey.codebook.disclosure.minimum_respondents
    rows = [float(number) for number in re.findall(r"\d+", _DIGITS_APART.sub("", str(source.get("n_rows", ""))))]
    nearly = bool(rows) and abs(sum(rows) / len(rows) - report.n_rows) < few  # the middle of its window
    return found or ("nearly as many rows" if nearly else "")


def _release(folder: Path, record: Mapping[str, Any]) -> str:
    """Name under which the ledger knows a report, whatever its folder is called now: its own or that of its batch."""
    batch = read_batch(folder.parent / BATCH)
    return str(batch.get("batch", folder.parent.name) if batch else record.get("run", folder.name))


def earlier_tables(folder: Path, survey: Survey) -> dict[str, pd.DataFrame]:
    """Read what was published of exactly these respondents before, with other crossings or cut-offs, say.

    Parameters
    ----------
    folder : Path
        The folder that holds the folders of runs; a report that was moved elsewhere is not seen.
    survey : Survey

    Returns
    -------
    dict of str to DataFrame
        Tables by run and file name; each once, however many runs show the same.
    """
    found: dict[bytes, Path] = {}
    for run in sorted(runs_of_the_same(survey)):
        record = read_record(folder / run / RECORD)
        known = is_known(run=run, data_sha256=record.get("source", {}).get("data_sha256", ""))
        if record.get("status") == "whole" and known:
            found |= {path.read_bytes(): path for path in sorted((folder / run / "tables").glob("*.csv"))}
    words = {"variable": str, "level": str}
    return {
        path.relative_to(folder).as_posix(): pd.read_csv(path, dtype=words, keep_default_na=False, na_values=[""])
        for path in found.values()
    }
