"""Notebooks in forked children of a process that has imported everything: a start takes a tenth of a second.

`papermill_engine` is for papermill alone: what it imports would meet itself here.
"""

from workbench.reports.warm.beginning import Begun, beginning, own_environment
from workbench.reports.warm.limits import Clock, Limits
from workbench.reports.warm.managed import ChildDied, run_warm
from workbench.reports.warm.own_children import OwnChildren
from workbench.reports.warm.running_task import RunningTask, Starter
from workbench.reports.warm.warm_process import ONE_THREAD, WarmProcess

__all__ = [
    "ONE_THREAD",
    "Begun",
    "ChildDied",
    "Clock",
    "Limits",
    "OwnChildren",
    "RunningTask",
    "Starter",
    "WarmProcess",
    "beginning",
    "own_environment",
    "run_warm",
]
