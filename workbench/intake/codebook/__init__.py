"""The codebook: what each column of a survey file means, read or drafted."""

from workbench.intake.codebook.codebook import BackgroundVariable, Codebook, NumericVariable
from workbench.intake.codebook.design_keys import Margin
from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS, DisclosureThresholds
from workbench.intake.codebook.draft import draft_codebook
from workbench.intake.codebook.file_overview import (
    CodeOverview,
    ColumnOverview,
    FileOverview,
    file_overview,
    proposed_item,
)
from workbench.intake.codebook.item_matching import MatchedItem, match_instrument, matched_items
from workbench.intake.codebook.load import load_codebook

__all__ = [
    "MINIMUM_RESPONDENTS",
    "BackgroundVariable",
    "CodeOverview",
    "Codebook",
    "ColumnOverview",
    "DisclosureThresholds",
    "FileOverview",
    "Margin",
    "MatchedItem",
    "NumericVariable",
    "draft_codebook",
    "file_overview",
    "load_codebook",
    "match_instrument",
    "matched_items",
    "proposed_item",
]
