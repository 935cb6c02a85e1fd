"""Reports while nobody watches: plans, runs that tell the truth about their end, and who starts them when."""

from workbench.reports.unattended.carry_out import carry_out
from workbench.reports.unattended.plan import Plan, read_plan
from workbench.reports.unattended.plan_run import run_plan
from workbench.reports.unattended.run_records import RunRecord, read_runs
from workbench.reports.unattended.standing import Standing, standings

__all__ = ["Plan", "RunRecord", "Standing", "carry_out", "read_plan", "read_runs", "run_plan", "standings"]
