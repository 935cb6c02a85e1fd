"""The one door to published tables."""

from workbench.disclosure.gate.coefficients import holds_rounding
from workbench.disclosure.gate.protect import (
    ProtectedTable,
    protect,
    protected_in_spoken_words,
    shown_frame,
    shown_result,
)
from workbench.disclosure.gate.steps import fit_decimals, share_of_counts, window_middle

__all__ = [
    "ProtectedTable",
    "fit_decimals",
    "holds_rounding",
    "protect",
    "protected_in_spoken_words",
    "share_of_counts",
    "shown_frame",
    "shown_result",
    "window_middle",
]
