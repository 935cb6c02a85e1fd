"""Where a table or figure of a report stands, seen from a page of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from workbench.reports.pages.blocks import FIGURE, anchor, at_report, has_appendix
from workbench.reports.publishing import Edition, Outcome

APPENDIX = "-appendix"  # after the name of a page, for all that its notebook shows


@dataclass(frozen=True, kw_only=True)
class Links:
    """Addresses for one page.

    Attributes
    ----------
    edition : Edition
        How deep the report is written: what stands on none of its pages is found in its files.
    root : str
        From the page to the folder of the run; empty, or ends in a slash.
    """

    edition: Edition
    root: str = ""

    def table(self, outcome: Outcome, name: str) -> str:
        """Return the address of a table: on a page, else its file."""
        return self._on_page(outcome, name) or f"{self.root}tables/{name}.csv"

    def figure(self, outcome: Outcome, name: str) -> str:
        """Return the address of a figure: on a page, else its file."""
        return self._on_page(outcome, name + FIGURE) or f"{self.root}figures/{name}.png"

    @property
    def top(self) -> str:
        """The address of the first page."""
        return "index.html"

    def section(self, outcome: Outcome, heading: str) -> str:
        """Return the address of a section: with all that it shows, if that is written; empty without pages."""
        if not self.edition.has_pages:
            return ""
        page = outcome.notebook.address
        if has_appendix(outcome) and self.edition.has_appendices:
            page += APPENDIX
        return f"{page}.html#{anchor(heading)}"

    def _on_page(self, outcome: Outcome, place: str) -> str:
        if not self.edition.has_pages:
            return ""
        if not has_appendix(outcome) or place in self._shown(outcome):
            return f"{outcome.notebook.address}.html#{place}"
        return f"{outcome.notebook.address}{APPENDIX}.html#{place}" if self.edition.has_appendices else ""

    def _shown(self, outcome: Outcome) -> set[str]:
        name = outcome.notebook.name
        if name not in self._at_report:
            self._at_report[name] = at_report(outcome)
        return self._at_report[name]

    @cached_property
    def _at_report(self) -> dict[str, set[str]]:
        return {}
