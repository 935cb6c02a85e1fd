"""Where the notebooks of a run are executed: children of a warm process, or ordinary kernels."""

from workbench.reports.running.places.execution import Ending, Execution, ending_in_words, execute, silent_libraries
from workbench.reports.running.places.kernel_process import Kernels
from workbench.reports.running.places.process_environment import process_environment
from workbench.reports.running.places.warm_places import WarmPlaces, imports_of, started, warm_process

__all__ = [
    "Ending",
    "Execution",
    "Kernels",
    "WarmPlaces",
    "ending_in_words",
    "execute",
    "imports_of",
    "process_environment",
    "silent_libraries",
    "started",
    "warm_process",
]
