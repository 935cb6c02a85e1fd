"""The first page of a batch: every report with its main numbers and link, and the groups without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from workbench.columns import CROSS
from workbench.intake import label_inside_sentence, project_folder
from workbench.intake.codebook import COMPARED_RESPONDENTS, in_spoken_words, level_in_spoken_words
from workbench.reports.batches.group_numbers import Cell, GroupNumbers, group_numbers, notation_of
from workbench.reports.batches.state import Report, report_status_words, write_whole
from workbench.reports.pages import SORTING, RunFacts, in_other_languages, page_of, scripts_of
from workbench.reports.publishing import RECORD, commit, versions
from workbench.reports.running import Prepared
from workbench.wording import LANGUAGES, speaking, spoken, spoken_language

_INDEX = "index.html"


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A report of the batch as a page shows it: its name in words, its page in the language or another, its numbers."""

    report: Report
    label: str
    page: str
    cells: tuple[Cell, ...] = ()


def write_index(folder: Path, *, prepared: Prepared, reports: Sequence[Report], left: Sequence[Report]) -> None:
    """Write ``index.html`` of a batch in each language, the first one's in the folder itself.

    Its numbers are those that the overview published, if that stands in this run.

    Parameters
    ----------
    folder : Path
    prepared : Prepared
        Of everyone's report.
    reports : sequence of Report
        Everyone's first.
    left : sequence of Report
        Of earlier runs, for groups that have none any more.

    Raises
    ------
    RunError
        The disk is full, or the folder cannot be written to.
    """
    facts = RunFacts(
        run=prepared.folder.batch,
        source=prepared.source,
        parameters=prepared.shown(prepared.given),
        code=commit(project_folder()),
        versions=versions(),
        ended=datetime.now(UTC),
        kept=Counter(prepared.plan.kept.values()),
        ledger_found=prepared.ledger_found,
    )
    languages = prepared.edition.languages
    for place, language in enumerate(languages):
        own = folder / language if place else folder
        own.mkdir(exist_ok=True)
        with speaking(language):
            shown = _shown(folder, prepared=prepared, reports=reports, left=left, root="../" if place else "")
            page = page_of(
                "batch.html.j2",
                facts=facts,
                shown_parameters=facts.parameters,
                others=in_other_languages(_INDEX, languages, root=shown["root"]),
                status=report_status_words(),
                least=COMPARED_RESPONDENTS,
                **shown,
                **scripts_of(SORTING),
            )
        write_whole(own / _INDEX, page)
    _remove_others(folder, languages)


def _shown(
    folder: Path, *, prepared: Prepared, reports: Sequence[Report], left: Sequence[Report], root: str
) -> dict[str, Any]:
    """Return what the page shows in the language that is spoken."""
    survey, (everyone, *others) = prepared.survey, reports
    numbers = GroupNumbers()
    if everyone.status == "whole":
        numbers = group_numbers(folder / everyone.name, notation_of(prepared))

    def own(report: Report) -> _Shown:
        said = level_in_spoken_words(CROSS.join(report.group.values()), CROSS.join(report.group), survey.codebook)
        return _Shown(
            report=report,
            label=said or spoken(report.label),
            page=f"{root}{_page_of(folder, report)}",
            cells=numbers.rows.get(report.label, ()),
        )

    return {
        "root": root,
        "everyone": own(everyone),
        "overview": f"{root}{_page_of(folder, everyone, numbers.page)}" if numbers.page else "",
        "groups": [own(report) for report in others if report.status != "not reported"],
        "heads": numbers.heads,
        "left": [own(report) for report in left],
        "without": [own(report) for report in others if report.status == "not reported"],
        "by": label_inside_sentence(CROSS.join(survey.parts), in_spoken_words(survey.codebook)),
    }


def _page_of(folder: Path, report: Report, page: str = _INDEX) -> str:
    """Return a page of a report in the language that is spoken, or else in its first one; of one that failed why."""
    if report.status not in ("whole", "stands", "left"):
        failed = (f"{report.name}.failed/{name}" for name in (_INDEX, RECORD))
        return next((own for own in failed if (folder / own).is_file()), "")
    own, first = f"{report.name}/{spoken_language()}/{page}", f"{report.name}/{page}"
    return own if (folder / own).is_file() else first


def _remove_others(folder: Path, languages: Sequence[str]) -> None:
    """Remove the page of an earlier run in a language that this one does not have; a report of a group stays."""
    for language in LANGUAGES:
        own = folder / language
        if language not in languages[1:] and (own / _INDEX).is_file() and not (own / RECORD).exists():
            with suppress(OSError):
                (own / _INDEX).unlink()
                own.rmdir()
