"""What a run leaves behind beside its pages: folder, record, and the check before anybody reads it."""

from workbench.reports.publishing.clearance import write_clearance
from workbench.reports.publishing.earlier_runs import earlier_tables, refuse_unknown_release
from workbench.reports.publishing.edition import DEPTHS, SUMMARY, Edition, edition_of
from workbench.reports.publishing.kept_runs import KeptRun, kept_runs
from workbench.reports.publishing.outcome import Outcome, Status, status_words
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
from workbench.reports.publishing.run_folder import BATCH, DEVICES, RECORD, RunFolder, check_unchanged, file_sha256

__all__ = [
    "BATCH",
    "DEPTHS",
    "DEVICES",
    "PLAN",
    "RECORD",
    "SUMMARY",
    "Edition",
    "KeptRun",
    "Outcome",
    "Record",
    "RunFolder",
    "Source",
    "Status",
    "check_unchanged",
    "commit",
    "describe_source",
    "earlier_tables",
    "edition_of",
    "file_sha256",
    "kept_runs",
    "lock_sha256",
    "machine",
    "notebook_sha256",
    "noted",
    "plan_mark",
    "read_record",
    "refuse_unknown_release",
    "shown_path",
    "status_words",
    "versions",
    "write_clearance",
]
