"""A run: what is checked before it, the notebooks executed, what is kept when it fails."""

from workbench.reports.running.foresight import Foreseen, foresee
from workbench.reports.running.progress import FinishedPage, read_progress
from workbench.reports.running.run import DEFAULT_TIMEOUT, run_report
from workbench.reports.running.session import Run

__all__ = [
    "DEFAULT_TIMEOUT",
    "FinishedPage",
    "Foreseen",
    "Run",
    "foresee",
    "read_progress",
    "run_report",
]
