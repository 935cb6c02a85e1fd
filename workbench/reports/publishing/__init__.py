"""What a run leaves behind: pages, record, and the check before anybody reads them."""

from workbench.reports.publishing.clearance import write_clearance
from workbench.reports.publishing.earlier_runs import earlier_tables, refuse_unknown_release
from workbench.reports.publishing.kept_runs import KeptRun, kept_runs
from workbench.reports.publishing.outcome import Outcome, Status
from workbench.reports.publishing.pages import STYLE_SHEET, RunFacts, write_pages
from workbench.reports.publishing.record import Record, Source, commit, describe_source, versions
from workbench.reports.publishing.run_folder import RunFolder, check_unchanged

__all__ = [
    "STYLE_SHEET",
    "KeptRun",
    "Outcome",
    "Record",
    "RunFacts",
    "RunFolder",
    "Source",
    "Status",
    "check_unchanged",
    "commit",
    "describe_source",
    "earlier_tables",
    "kept_runs",
    "refuse_unknown_release",
    "versions",
    "write_clearance",
    "write_pages",
]
