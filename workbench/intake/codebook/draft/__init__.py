"""A codebook drafted from a survey file, for a person to check: each line that is commented out may stand as it is."""

from workbench.intake.codebook.draft.file_overview import (
    CodeOverview,
    ColumnOverview,
    FileOverview,
    file_overview,
    proposed_item,
)
from workbench.intake.codebook.draft.whole import draft_codebook

__all__ = ["CodeOverview", "ColumnOverview", "FileOverview", "draft_codebook", "file_overview", "proposed_item"]
