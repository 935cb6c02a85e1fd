"""A run: what is checked before it, the notebooks executed, what is kept when it fails."""

from workbench.reports.running.foresight import Foreseen, foresee, report_values
from workbench.reports.running.places import imports_of, process_environment, started, warm_process
from workbench.reports.running.preparation import Prepared, default_stem, prepare, refuse_unknown
from workbench.reports.running.private_folder import PrivateFolder
from workbench.reports.running.progress import FinishedPage, Progress, read_progress
from workbench.reports.running.run import check_files, release, run_report
from workbench.reports.running.session import Run, Session

__all__ = [
    "FinishedPage",
    "Foreseen",
    "Prepared",
    "PrivateFolder",
    "Progress",
    "Run",
    "Session",
    "check_files",
    "default_stem",
    "foresee",
    "imports_of",
    "prepare",
    "process_environment",
    "read_progress",
    "refuse_unknown",
    "release",
    "report_values",
    "run_report",
    "started",
    "warm_process",
]
