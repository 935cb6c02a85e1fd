"""What remains open about numbers of people when only the windows they lie in are published."""

from workbench.numerics.disclosure.count_system import CountSystem
from workbench.numerics.disclosure.levels import Repeated
from workbench.numerics.disclosure.linear_programs import cheapest
from workbench.numerics.disclosure.open_numbers import Wanted, inner_ends, leaves_open, narrowing, open_ranges
from workbench.numerics.disclosure.repeated_unknowns import Pieces
from workbench.numerics.disclosure.single_people import Tallies, left_of_people, otherwise_possible, told_of_people
from workbench.numerics.disclosure.steps import next_of, significant, step_of, to_step
from workbench.numerics.disclosure.weights import apart, heaviest, weight_cells
from workbench.numerics.disclosure.windows import window_middle, window_start

__all__ = [
    "CountSystem",
    "Pieces",
    "Repeated",
    "Tallies",
    "Wanted",
    "apart",
    "cheapest",
    "heaviest",
    "inner_ends",
    "leaves_open",
    "left_of_people",
    "narrowing",
    "next_of",
    "open_ranges",
    "otherwise_possible",
    "significant",
    "step_of",
    "to_step",
    "told_of_people",
    "weight_cells",
    "window_middle",
    "window_start",
]
