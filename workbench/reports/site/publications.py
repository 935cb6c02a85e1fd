"""The publications of a folder, runs and batches, with their whole reports, by records and first pages alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from workbench.columns import CROSS
from workbench.reports.batches import AREA, YEAR, GroupNumbers, Report, group_numbers, read_notation, read_reports
from workbench.reports.publishing import BATCH, RECORD, UNFINISHED, KeptRun, kept_runs, read_record
from workbench.wording import ENGLISH, LANGUAGES, joined, say, spoken, spoken_language, worded

INDEX = "index.html"
_PUBLISHED = ("whole", "stands")  # of a report of a batch; those left from before are about groups that have none now
_LANGUAGE = re.compile(r'<html lang="(\w+)">')


@dataclass(frozen=True, kw_only=True)
class ListedReport:
    """One report that is whole.

    Attributes
    ----------
    place : str
        Its folder as a relative address from the folder of reports, ending in a slash.
    name : str
        Of the folder; of a report of a batch both names.
    title : str
        Of the survey, with the group that the report is about.
    levels : tuple of tuple of str
        Of the group that it is about: what each variable is, such as an area, and the level; none of everyone.
    lived, survey_year : str
        Where everybody of the survey lives, and its year; empty where nobody says.
    synthetic : bool
    started : str
    ended : datetime
    languages : tuple of str
        Of its pages, the one of the first pages first.
    """

    place: str
    name: str
    title: str
    levels: tuple[tuple[str, str], ...]
    lived: str
    survey_year: str
    synthetic: bool
    started: str
    ended: datetime
    languages: tuple[str, ...]

    @property
    def area(self) -> str:
        """The area of its group, else that of the survey; empty where nobody says."""
        return self._level(AREA) or spoken(self.lived)

    @property
    def year(self) -> str:
        """The year of its group, else that of the survey; empty where nobody says."""
        return self._level(YEAR) or self.survey_year

    def _level(self, wanted: str) -> str:
        return joined([level for kind, level in self.levels if kind == wanted], CROSS)

    @property
    def group(self) -> str:
        """Its group apart from area and year."""
        return joined([level for kind, level in self.levels if kind not in (AREA, YEAR)], CROSS) or say("Everyone")

    @property
    def label(self) -> str:
        """All levels of its group, as data carry them; empty of everyone."""
        return CROSS.join(level for _, level in self.levels)

    @property
    def shown_label(self) -> str:
        """The same in the language that is spoken."""
        return joined([level for _, level in self.levels], CROSS)

    @property
    def language(self) -> str:
        """The language of the page that is linked: the one that is spoken, else that of the first pages."""
        return spoken_language() if spoken_language() in self.languages else self.languages[0]

    @property
    def page(self) -> str:
        """Its first page as a relative address from the folder of reports."""
        own = "" if self.language == self.languages[0] else f"{self.language}/"
        return f"{self.place}{own}{INDEX}"


@dataclass(frozen=True, kw_only=True)
class Publication:
    """A run by itself, or a batch.

    Attributes
    ----------
    folder : Path
    reports : tuple of ListedReport
        Those that are whole, at least one, that of everyone first.
    by : str
        What makes the groups of a batch; empty for a run by itself.
    state : dict
        Content of ``batch.json``; empty for a run by itself.
    """

    folder: Path
    reports: tuple[ListedReport, ...]
    by: str
    state: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Title of the survey."""
        if "title" not in self.state:
            return self.reports[0].title
        return _in_words(str(self.state["title"]), self.state.get("words"), "title")

    @property
    def name(self) -> str:
        """Title of the survey, of a batch with what makes its groups, in the language that is spoken."""
        return say("{survey}, by {variables}", survey=self.title, variables=self.by) if self.by else spoken(self.title)

    @property
    def ended(self) -> datetime:
        """When the last of its reports was made."""
        return max(report.ended for report in self.reports)

    @property
    def page(self) -> str:
        """Its first page as a relative address: that of the batch, if it has one."""
        if not self._has_page:
            return self.reports[0].page
        own = "" if self.language == next(_languages(self.folder)) else f"{self.language}/"
        return f"{quote(self.folder.name)}/{own}{INDEX}"

    @property
    def language(self) -> str:
        """The language of `page`."""
        if not self._has_page:
            return self.reports[0].language
        known = list(_languages(self.folder))
        return spoken_language() if spoken_language() in known else known[0]

    @property
    def _has_page(self) -> bool:
        return bool(self.state) and (self.folder / INDEX).is_file()

    def numbers(self) -> GroupNumbers:
        """Return the main numbers of its groups, in the language that is spoken; empty without an overview."""
        if not self.state or self.reports[0].levels:
            return GroupNumbers()
        return group_numbers(self.folder / self.reports[0].name.split("/")[-1], read_notation(self.state))


def publications(folder: Path) -> tuple[list[Publication], list[KeptRun]]:
    """Return the publications of a folder, the last one first, and the runs of which no report is whole."""
    found, without = [], []
    for run in kept_runs(folder):
        if own := _publication(run):
            found.append(own)
        elif run.folder.name.endswith(UNFINISHED) or any((run.folder / name).exists() for name in (RECORD, BATCH)):
            without.append(run)
    found.sort(key=lambda publication: publication.folder.name)
    found.sort(key=lambda publication: publication.ended, reverse=True)
    return found, sorted(without, key=lambda run: run.folder.name)


def _publication(run: KeptRun) -> Publication | None:
    if run.record is None or run.folder.name.endswith(UNFINISHED):
        return None
    state = _state(run.record) if run.record.name == BATCH else {}
    if state:
        variables = state.get("variables") or {name: {} for name in state.get("by", ())}
        by: str = joined(
            [_in_words(str(own.get("label", name)), own, "words") for name, own in variables.items()], CROSS
        )
        parts = [part for part in read_reports(run.folder).values() if part.status in _PUBLISHED]
        reports = [_listed(run.folder / part.name, part=part, variables=variables) for part in parts]
    else:
        by, reports = "", [_listed(run.folder)]
    whole = tuple(report for report in reports if report is not None)
    return Publication(folder=run.folder, reports=whole, by=by, state=state) if whole else None


def _state(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _listed(
    folder: Path, *, part: Report | None = None, variables: Mapping[str, Mapping[str, Any]] | None = None
) -> ListedReport | None:
    """Return what the list says of a report; None where it is not whole, or its record cannot be read."""
    record = read_record(folder / RECORD)
    source, ended = record.get("source", {}), _moment(record.get("ended"))
    if record.get("status") != "whole" or ended is None or not (folder / INDEX).is_file():
        return None
    fieldwork = source.get("fieldwork", {})
    levels = (
        [] if part is None else [(name, level, (variables or {}).get(name, {})) for name, level in part.group.items()]
    )
    shelf = "" if part is None else f"{folder.parent.name}/"
    return ListedReport(
        place=quote(f"{shelf}{folder.name}/"),
        name=f"{shelf}{folder.name}",
        title=_in_words(str(source.get("title", folder.name)), source.get("words"), "title"),
        levels=tuple((own.get("kind", ""), _in_words(level, own.get("levels"), level)) for _, level, own in levels),
        lived=_in_words(str(fieldwork.get("place", "")), source.get("words"), "place"),
        survey_year=str(fieldwork.get("year", "")),
        synthetic=bool(source.get("synthetic")),
        started=str(record.get("started", "")),
        ended=ended,
        languages=tuple(_languages(folder)),
    )


def _in_words(text: str, words: object, name: str) -> str:
    """Return a text with its words in the languages that a record has them in."""
    own = words.get(name) if isinstance(words, dict) else None
    said = {key: str(own[key]) for key in LANGUAGES if key in own} if isinstance(own, dict) else {}
    first = [key for key, wording in said.items() if wording == text]
    return worded({key: said[key] for key in (*first, *said)}) if first else text


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _languages(folder: Path) -> Iterator[str]:
    """Yield the languages of the pages of a report or batch, the one of the first pages first."""
    with (folder / INDEX).open(encoding="utf-8") as page:
        said = _LANGUAGE.search(page.read(500))
    first = said[1] if said else ENGLISH
    yield first
    yield from (key for key in LANGUAGES if key != first and _is_page(folder / key))


def _is_page(folder: Path) -> bool:
    """Whether a folder holds pages of a language, and is not the report of a group with such a name."""
    return (folder / INDEX).is_file() and not (folder / RECORD).exists()
