"""The first page of a batch: every report with its main numbers and link, and the groups without one."""

from __future__ import annotations

import base64
import csv
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from markupsafe import Markup

from workbench.columns import CROSS
from workbench.intake import label_inside_sentence, project_folder
from workbench.intake.codebook import COMPARED_RESPONDENTS
from workbench.reports.batches.jobs import OVERVIEW
from workbench.reports.batches.state import Report, write_whole
from workbench.reports.pages import SORTING, RunFacts, page_of
from workbench.reports.publishing import RECORD, commit, versions
from workbench.reports.running import Prepared
from workbench.wording import numbers


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a cell of the table says, and the value that it is sorted by."""

    text: str
    value: str


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
    script = SORTING.read_text(encoding="utf-8")
    published = _published(folder / everyone.name, prepared) if everyone.status == "whole" else {}
    groups = [report for report in reports[1:] if report.status != "not reported"]
    page = page_of(
        "batch.html.j2",
        facts=facts,
        shown_parameters=facts.parameters,
        everyone=everyone,
        overview=f"{everyone.name}/{OVERVIEW}.html" if published else "",
        groups=[(report, _cells(published, report, prepared), _failed_page(folder, report)) for report in groups],
        heads=_heads(prepared, published) if published else (),
        left=left,
        without=[report for report in reports if report.status == "not reported"],
        by=label_inside_sentence(CROSS.join(survey.parts), survey.codebook),
        least=COMPARED_RESPONDENTS,
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    write_whole(folder / "index.html", page)


def _failed_page(folder: Path, report: Report) -> str:
    """Return the page that says of a report that failed why, if it left one."""
    pages = (f"{report.name}.failed/{name}" for name in ("index.html", RECORD))
    return next((page for page in pages if report.status != "whole" and (folder / page).is_file()), "")


def _heads(prepared: Prepared, published: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    chosen = prepared.given.get("cutoff")
    words = prepared.survey.instrument.cutoff(None if chosen is None else str(chosen)).group_words
    levels = [float(row["conf_level"]) for row in published.values() if row["conf_level"]]
    interval = f"{100 * levels[0]:.4g} % interval" if levels else "Interval"
    return "Respondents", "Mean score", interval, f"Share {words}", interval


def _published(everyone: Path, prepared: Prepared) -> dict[str, dict[str, str]]:
    """Read what the overview published of each group; nothing where there is no overview."""
    number = next((notebook.number for notebook in prepared.notebooks if notebook.name == OVERVIEW), None)
    path = everyone / "tables" / f"{number}_groups.csv"
    if number is None or not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["level"]: row for row in csv.DictReader(file)}


def _cells(published: Mapping[str, Mapping[str, str]], report: Report, prepared: Prepared) -> tuple[Cell, ...]:
    if (row := published.get(report.label)) is None:
        return ()
    width, decimals = prepared.plan.thresholds.minimum_respondents, prepared.survey.instrument.score.decimals
    n, mean, share = row["n_respondents"], row["estimate"], row["share"]
    bound = row["share_bound"]
    return (
        Cell(text=numbers.people(float(n), width) if n else "–", value=n),  # none of a group that is kept from before
        Cell(text=numbers.number(float(mean), decimals) if mean else "–", value=mean),
        Cell(text=_interval(row["conf_low"], row["conf_high"], decimals, as_percent=False), value=row["conf_low"]),
        Cell(text=_share(share, bound), value=share),
        Cell(text=_interval(row["share_low"], row["share_high"], 1, as_percent=True), value=row["share_low"]),
    )


def _share(share: str, bound: str) -> str:
    if not share:
        return "–"
    return numbers.bound(float(share), bound) if bound else numbers.percent(float(share))


def _interval(low: str, high: str, decimals: int, *, as_percent: bool) -> str:
    return numbers.interval(float(low), float(high), decimals, as_percent=as_percent) if low and high else "–"
