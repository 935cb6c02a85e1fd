"""What people read of a run: pages, their sentences and links."""

from workbench.reports.pages.blocks import FIGURE, Block, appendix_blocks, report_blocks
from workbench.reports.pages.changes import Change, Follows
from workbench.reports.pages.column_letters import GAP, column_letters
from workbench.reports.pages.environment import environment
from workbench.reports.pages.first_page import fieldwork_words, findings_of, first_page
from workbench.reports.pages.links import Links
from workbench.reports.pages.named_items import named_items
from workbench.reports.pages.other_formats import DOCUMENTS
from workbench.reports.pages.report_pages import (
    FILTERING,
    FONTS,
    SORTING,
    STYLE_SHEET,
    RunFacts,
    accessibility_words,
    in_other_languages,
    page_notes,
    page_of,
    scripts_of,
    withheld,
    write_pages,
)

__all__ = [
    "DOCUMENTS",
    "FIGURE",
    "FILTERING",
    "FONTS",
    "GAP",
    "SORTING",
    "STYLE_SHEET",
    "Block",
    "Change",
    "Follows",
    "Links",
    "RunFacts",
    "accessibility_words",
    "appendix_blocks",
    "column_letters",
    "environment",
    "fieldwork_words",
    "findings_of",
    "first_page",
    "in_other_languages",
    "named_items",
    "page_notes",
    "page_of",
    "report_blocks",
    "scripts_of",
    "withheld",
    "write_pages",
]
