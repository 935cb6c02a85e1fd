"""Many reports of one survey: of everyone and of each group, as one publication."""

from workbench.reports.batches.batch import Batch, run_batch
from workbench.reports.batches.group_numbers import GroupNumbers, group_numbers, read_notation
from workbench.reports.batches.jobs import AREA, YEAR
from workbench.reports.batches.made_from import made_from
from workbench.reports.batches.part_report import part_prepared
from workbench.reports.batches.state import Report, read_reports

__all__ = [
    "AREA",
    "YEAR",
    "Batch",
    "GroupNumbers",
    "Report",
    "group_numbers",
    "made_from",
    "part_prepared",
    "read_notation",
    "read_reports",
    "run_batch",
]
