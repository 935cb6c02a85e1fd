"""The pages of a site: all whole reports in one list, and the groups of batches beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from workbench.reports.pages import FILTERING, SORTING, page_of, scripts_of
from workbench.reports.site.feed import GENERATOR
from workbench.reports.site.publications import INDEX, Publication
from workbench.wording import LANGUAGES, spoken_language

AREAS = "areas.html"
FACTS = ("area", "group", "year")  # of a report, by which the list is filtered


def file_of(page: str, languages: Sequence[str], *, language: str | None = None) -> str:
    """Name the file of a page in a language, by default the one that is spoken: `index.html`, `index.sv.html`."""
    own = language or spoken_language()
    return page if own == languages[0] else f"{Path(page).stem}.{own}.html"


def index_page(found: Sequence[Publication], *, root: str, languages: Sequence[str], areas: bool) -> str:
    """Return the list of all reports, in the language that is spoken.

    Parameters
    ----------
    found : sequence of Publication
        The last one first.
    root : str
        From the site to the folder of reports; empty, or ends in a slash.
    languages : sequence of str
        Of the site, the first one's pages on top.
    areas : bool
        Whether it has a page of areas.
    """
    reports = [report for publication in found for report in publication.reports]
    choices = {fact: sorted({getattr(report, fact) for report in reports} - {""}, key=str.casefold) for fact in FACTS}
    return page_of(
        "site.html.j2",
        **_shared(INDEX, root=root, languages=languages),
        **scripts_of(SORTING, FILTERING),
        reports=reports,
        choices=choices,
        areas=file_of(AREAS, languages) if areas else "",
    )


def areas_page(found: Sequence[Publication], *, root: str, languages: Sequence[str]) -> str:
    """Return the groups of each batch beside each other, in the language that is spoken; empty without any overview."""
    compared = [(publication, publication.numbers()) for publication in found]
    tables = [
        {
            "publication": publication,
            "overview": _overview(publication, numbers.page),
            "heads": numbers.heads,
            "rows": [(report, numbers.rows.get(report.label, ())) for report in publication.reports if report.levels],
        }
        for publication, numbers in compared
        if numbers.heads
    ]
    if not tables:
        return ""
    return page_of(
        "areas.html.j2",
        **_shared(AREAS, root=root, languages=languages),
        **scripts_of(SORTING),
        tables=tables,
        index=file_of(INDEX, languages),
    )


def _overview(publication: Publication, page: str) -> str:
    """Return the address of the overview from the folder of reports, empty where it has no page."""
    everyone = publication.reports[0]
    return f"{everyone.page.removesuffix(INDEX)}{quote(page)}" if page else ""


def _shared(page: str, *, root: str, languages: Sequence[str]) -> dict[str, object]:
    others = [
        {"key": key, "name": LANGUAGES[key], "link": file_of(page, languages, language=key)}
        for key in languages
        if key != spoken_language()
    ]
    return {"root": root, "others": others, "generator": GENERATOR, "names": LANGUAGES}
