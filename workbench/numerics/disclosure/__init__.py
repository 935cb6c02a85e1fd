"""What remains open about numbers of people when only the windows they lie in are published."""

from workbench.numerics.disclosure.open_numbers import Wanted, leaves_open, open_ranges, whole_ends
from workbench.numerics.disclosure.window_system import WindowSystem
from workbench.numerics.disclosure.windows import window_middle, window_start

__all__ = [
    "Wanted",
    "WindowSystem",
    "leaves_open",
    "open_ranges",
    "whole_ends",
    "window_middle",
    "window_start",
]
