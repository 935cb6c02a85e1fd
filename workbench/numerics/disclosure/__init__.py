"""What remains open about numbers of people when only the windows they lie in are published."""

from workbench.numerics.disclosure.count_system import CountSystem
from workbench.numerics.disclosure.open_numbers import Wanted, inner_ends, leaves_open, narrowing, open_ranges
from workbench.numerics.disclosure.repeated_unknowns import Repeated
from workbench.numerics.disclosure.steps import next_of, significant, step_of, to_step
from workbench.numerics.disclosure.windows import window_middle, window_start

__all__ = [
    "CountSystem",
    "Repeated",
    "Wanted",
    "inner_ends",
    "leaves_open",
    "narrowing",
    "next_of",
    "open_ranges",
    "significant",
    "step_of",
    "to_step",
    "window_middle",
    "window_start",
]
