"""Finished reports beside each other: one and the same made again, and two of different waves or versions."""

from workbench.reports.comparing.difference import Difference, compare_runs
from workbench.reports.comparing.difference_told import difference_lines, write_difference
from workbench.reports.comparing.follows import follows, follows_newest, follows_replaced
from workbench.reports.comparing.verification import NotVerified, Verification, verify
from workbench.reports.comparing.verification_told import verification_lines

__all__ = [
    "Difference",
    "NotVerified",
    "Verification",
    "compare_runs",
    "difference_lines",
    "follows",
    "follows_newest",
    "follows_replaced",
    "verification_lines",
    "verify",
    "write_difference",
]
