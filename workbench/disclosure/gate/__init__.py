"""The one door to published tables."""

from workbench.disclosure.gate.protect import ProtectedTable, protect, published_frame
from workbench.disclosure.gate.single_columns import (
    background_rows,
    fit_rows,
    other_base,
    other_holm,
    told,
    told_because,
)
from workbench.disclosure.gate.table_lines import (
    KEYS,
    WORDS,
    Line,
    by_variable,
    measures,
    row_counts,
    scope_of,
    table_lines,
    tells_share,
    unnamed,
    variable_rows,
)

__all__ = [
    "KEYS",
    "WORDS",
    "Line",
    "ProtectedTable",
    "background_rows",
    "by_variable",
    "fit_rows",
    "measures",
    "other_base",
    "other_holm",
    "protect",
    "published_frame",
    "row_counts",
    "scope_of",
    "table_lines",
    "tells_share",
    "told",
    "told_because",
    "unnamed",
    "variable_rows",
]
