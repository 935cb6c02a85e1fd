"""The first page of a batch: every report with its main numbers and link, and the groups without one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from workbench.columns import CROSS
from workbench.intake import label_inside_sentence, project_folder
from workbench.intake.codebook import COMPARED_RESPONDENTS
from workbench.reports.batches.group_numbers import GroupNumbers, group_numbers, notation_of
from workbench.reports.batches.state import Report, write_whole
from workbench.reports.pages import SORTING, RunFacts, page_of, scripts_of
from workbench.reports.publishing import RECORD, commit, versions
from workbench.reports.running import Prepared


def write_index(folder: Path, *, prepared: Prepared, reports: Sequence[Report], left: Sequence[Report]) -> None:
    """Write ``index.html`` of a batch; its numbers are those that the overview published, if that stands in this run.

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
    survey, everyone = prepared.survey, reports[0]
    facts = RunFacts(
        run=prepared.folder.batch,
        source=prepared.source,
        parameters=prepared.shown(prepared.given),
        code=commit(project_folder()),
        versions=versions(),
        ended=datetime.now(UTC),
        kept=Counter(prepared.plan.kept.values()),
    )
    whole = everyone.status == "whole"
    shown = group_numbers(folder / everyone.name, notation_of(prepared)) if whole else GroupNumbers()
    groups = [report for report in reports[1:] if report.status != "not reported"]
    page = page_of(
        "batch.html.j2",
        facts=facts,
        shown_parameters=facts.parameters,
        everyone=everyone,
        overview=f"{everyone.name}/{shown.page}" if shown.page else "",
        groups=[(report, shown.rows.get(report.label, ()), _failed_page(folder, report)) for report in groups],
        heads=shown.heads,
        left=left,
        without=[report for report in reports if report.status == "not reported"],
        by=label_inside_sentence(CROSS.join(survey.parts), survey.codebook),
        least=COMPARED_RESPONDENTS,
        **scripts_of(SORTING),
    )
    write_whole(folder / "index.html", page)


def _failed_page(folder: Path, report: Report) -> str:
    """Return the page that says of a report that failed why, if it left one."""
    pages = (f"{report.name}.failed/{name}" for name in ("index.html", RECORD))
    return next((page for page in pages if report.status != "whole" and (folder / page).is_file()), "")
