"""The one door to published tables."""

from workbench.disclosure.gate.protect import ProtectedTable, protect, shown_frame
from workbench.disclosure.gate.single_columns import (
    background_rows,
    disclosive_rows,
    disclosive_rows_with_reason,
    fit_rows,
    other_base,
    other_holm,
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
    "disclosive_rows",
    "disclosive_rows_with_reason",
    "fit_rows",
    "measures",
    "other_base",
    "other_holm",
    "protect",
    "row_counts",
    "scope_of",
    "shown_frame",
    "table_lines",
    "tells_share",
    "unnamed",
    "variable_rows",
]
