"""What remains open about numbers of people when only the windows they lie in are published."""

from workbench.numerics.disclosure.window_system import Ranges, Wanted, WindowSystem, open_ranges, whole_ends
from workbench.numerics.disclosure.windows import window_middle, window_start

__all__ = [
    "Ranges",
    "Wanted",
    "WindowSystem",
    "open_ranges",
    "whole_ends",
    "window_middle",
    "window_start",
]
