"""A codebook drafted from a survey file, for a person to check: each line that is commented out may stand as it is."""

from workbench.intake.codebook.draft.whole import draft_codebook

__all__ = ["draft_codebook"]
