"""A finished report as its folder keeps it: record, tables, and the words that stand beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat

from workbench.columns import EVERYONE
from workbench.errors import PublicationError, RunError
from workbench.intake import project_folder
from workbench.reports.batches import Report, read_reports
from workbench.reports.comparing.cells import read_table
from workbench.reports.notebooks import Exhibits, extract_exhibits, number_of
from workbench.reports.publishing import BATCH, RECORD, read_record

_NEEDED = {"run", "parameters", "protection_plan", "notebooks", "code", "versions", "platform", "files"}


@dataclass(frozen=True)
class KeptReport:
    """A report that was finished.

    Attributes
    ----------
    folder : Path
    record : mapping
        Content of ``record.json``.
    part : Report or None
        What the batch says of it; None for a report by itself.
    by : tuple of str
        Variables whose levels, crossed, have the reports of the batch.
    """

    folder: Path
    record: Mapping[str, Any]
    part: Report | None = None
    by: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name as people know it; of a batch both names."""
        return f"{self.folder.parent.name}/{self.folder.name}" if self.part is not None else self.folder.name

    @property
    def group(self) -> Mapping[str, str] | None:
        """Level of each variable that makes its group, none of everyone; None: a batch that no longer knows it."""
        if self.part is not None:
            return self.part.group if self.part.group or self.part.name == EVERYONE else None
        return None if (self.folder.parent / BATCH).is_file() else {}

    @property
    def release(self) -> str:
        """Name under which the ledger knows the publication."""
        return self.folder.parent.name if self.part is not None else str(self.record["run"])

    @cached_property
    def tables(self) -> dict[str, list[list[str]]]:
        """Rows of each exported table by its file name, the heads first."""
        return {path.name: read_table(path.read_bytes()) for path in sorted((self.folder / "tables").glob("*.csv"))}

    @cached_property
    def words(self) -> dict[str, str]:
        """Published sentences by their place, as the notebooks of the run have them and the pages show them."""
        found: dict[str, str] = {}
        for place, noted in enumerate(self.record["notebooks"], start=1):
            refusals = {part["sentence"]: part["parts"] for part in noted["parts_refused"]}
            found |= words_of_page(noted["notebook"], str(noted["status"]), str(noted["reason"]), refusals)
            path = self.folder / "notebooks" / noted["notebook"]
            if path.is_file():
                found |= words_of(_exhibits(path, number_of(path.name, position=place)))
        return found


def kept_reports(run: Path) -> list[KeptReport]:
    """Return the report of a folder, or all finished reports of a batch.

    Parameters
    ----------
    run : Path
        Folder of a run, of a batch or of one of its reports; or a name that the project's ``reports/`` has.

    Raises
    ------
    RunError
        There is no finished report.
    """
    places = [place for place in (run, project_folder() / "reports" / run) if place.is_dir()]
    folder = next((place for place in places if any((place / name).is_file() for name in (RECORD, BATCH))), None)
    folder = folder or next(iter(places), None)
    if folder is None:
        raise RunError(f"There is no folder {run.name}. Give that of a finished report, such as one of reports/.")
    folder = folder.resolve()
    if not (folder / BATCH).is_file():
        return [_kept(folder, read_reports(folder.parent))]
    reports = read_reports(folder)
    whole = [report.name for report in reports.values() if report.status == "whole"]
    if not whole:
        raise RunError(f"The batch {folder.name} has no finished report. Finish it by the command that began it.")
    return [_kept(folder / name, reports) for name in whole]


def one_report(run: Path) -> KeptReport:
    """Return the report of a folder; of a batch that of everyone.

    Raises
    ------
    RunError
        There is no finished report.
    """
    return kept_reports(run)[0]


def _kept(folder: Path, reports: Mapping[str, Report]) -> KeptReport:
    record = read_record(folder / RECORD)
    if record.get("status") == "whole" and not record.keys() >= _NEEDED:
        record = {}
    if not record:
        raise RunError(
            f"{folder.name} has no {RECORD} that can be read, so nobody can say what it was made from. Give the folder "
            "of a finished report, or restore the file from a backup."
        )
    if record.get("status") != "whole":
        raise RunError(
            f"{folder.name} is no finished report: it ended as `{record.get('status')}`. Give the folder of a report "
            "that is whole."
        )
    groups = [report.group for report in reports.values() if report.group]
    return KeptReport(folder, record, reports.get(folder.name), tuple(groups[0]) if groups else ())


def _exhibits(path: Path, number: str) -> Exhibits:
    """Read what a notebook published; nothing where the file was damaged since, which its checksum tells."""
    try:
        return extract_exhibits(nbformat.read(path, as_version=4), number=number)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, PublicationError):
        return Exhibits()


def words_of_page(notebook: str, status: str, reason: str, refusals: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Return how a page ended, and the sentences in place of what could not be estimated, by their place."""
    ended = status + (f": {reason}" if reason else "")
    found = {f"{notebook}, how it ended": ended}
    for place, (sentence, parts) in enumerate(refusals.items(), start=1):
        found[f"{notebook}, refusal {place} ({', '.join(parts)})"] = sentence
    return found


def words_of(exhibits: Exhibits) -> dict[str, str]:
    """Return captions, notes, headline numbers and texts for the blind, by their place."""
    return dict(_words(exhibits))


def _words(exhibits: Exhibits) -> Iterator[tuple[str, str]]:
    for table in exhibits.tables:
        yield f"{table.name}, caption", str(table.payload["caption"])
        for kind in ("notes", "page_notes"):
            for place, note in enumerate(table.payload[kind], start=1):
                yield f"{table.name}, {kind.removesuffix('s').replace('_', ' ')} {place}", str(note)
        for headline in table.payload["headlines"]:
            said = " ".join(filter(None, (headline["text"], headline["detail"])))
            yield f"{table.name}, headline {headline['label']}", said
    for figure in exhibits.figures:
        yield f"{figure.name}, caption", figure.caption
        yield f"{figure.name}, text for the blind", figure.alt
