"""A codebook drafted from a survey file, for a person to check: each line that is commented out may stand as it is."""

from workbench.intake.codebook.draft.background import columns_alike
from workbench.intake.codebook.draft.column_roles import answer_codes
from workbench.intake.codebook.draft.design_roles import check_no_category
from workbench.intake.codebook.draft.file_overview import (
    CodeOverview,
    ColumnOverview,
    FileOverview,
    file_overview,
    proposed_item,
)
from workbench.intake.codebook.draft.left_columns import left_columns, likely_weights
from workbench.intake.codebook.draft.order_of_labels import words_on_a_ladder
from workbench.intake.codebook.draft.variable_names import variable_label, variable_names
from workbench.intake.codebook.draft.whole import draft_codebook

__all__ = [
    "CodeOverview",
    "ColumnOverview",
    "FileOverview",
    "answer_codes",
    "check_no_category",
    "columns_alike",
    "draft_codebook",
    "file_overview",
    "left_columns",
    "likely_weights",
    "proposed_item",
    "variable_label",
    "variable_names",
    "words_on_a_ladder",
]
