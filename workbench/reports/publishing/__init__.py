"""What a run leaves behind: pages, record, and the check before anybody reads them."""

from workbench.reports.publishing.blocks import FIGURE, Block, appendix_blocks, report_blocks
from workbench.reports.publishing.changes import Change, Follows
from workbench.reports.publishing.clearance import write_clearance
from workbench.reports.publishing.earlier_runs import earlier_tables, refuse_unknown_release
from workbench.reports.publishing.edition import DEPTHS, SUMMARY, Edition, edition_of
from workbench.reports.publishing.environment import environment
from workbench.reports.publishing.first_page import fieldwork_words, findings_of, first_page
from workbench.reports.publishing.kept_runs import KeptRun, kept_runs
from workbench.reports.publishing.links import Links
from workbench.reports.publishing.outcome import Outcome, Status, status_words
from workbench.reports.publishing.pages import (
    FILTERING,
    SORTING,
    STYLE_SHEET,
    RunFacts,
    page_notes,
    page_of,
    scripts_of,
    withheld,
    write_pages,
)
from workbench.reports.publishing.record import (
    PLAN,
    Record,
    Source,
    commit,
    describe_source,
    lock_sha256,
    machine,
    notebook_sha256,
    noted,
    plan_mark,
    read_record,
    shown_path,
    versions,
)
from workbench.reports.publishing.run_folder import (
    BATCH,
    DEVICES,
    RECORD,
    UNFINISHED,
    RunFolder,
    check_unchanged,
    file_sha256,
)

__all__ = [
    "BATCH",
    "DEPTHS",
    "DEVICES",
    "FIGURE",
    "FILTERING",
    "PLAN",
    "RECORD",
    "SORTING",
    "STYLE_SHEET",
    "SUMMARY",
    "UNFINISHED",
    "Block",
    "Change",
    "Edition",
    "Follows",
    "KeptRun",
    "Links",
    "Outcome",
    "Record",
    "RunFacts",
    "RunFolder",
    "Source",
    "Status",
    "appendix_blocks",
    "check_unchanged",
    "commit",
    "describe_source",
    "earlier_tables",
    "edition_of",
    "environment",
    "fieldwork_words",
    "file_sha256",
    "findings_of",
    "first_page",
    "kept_runs",
    "lock_sha256",
    "machine",
    "notebook_sha256",
    "noted",
    "page_notes",
    "page_of",
    "plan_mark",
    "read_record",
    "refuse_unknown_release",
    "report_blocks",
    "scripts_of",
    "shown_path",
    "status_words",
    "versions",
    "withheld",
    "write_clearance",
    "write_pages",
]
