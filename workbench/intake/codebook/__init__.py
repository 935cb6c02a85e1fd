"""The codebook: what each column of a survey file means, read or drafted."""

from workbench.intake.codebook.codebook import BackgroundVariable, Codebook, NumericVariable
from workbench.intake.codebook.design_keys import Margin
from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS, DisclosureThresholds
from workbench.intake.codebook.draft import draft_codebook
from workbench.intake.codebook.item_matching import MatchedItem, matched_items
from workbench.intake.codebook.load import load_codebook

__all__ = [
    "MINIMUM_RESPONDENTS",
    "BackgroundVariable",
    "Codebook",
    "DisclosureThresholds",
    "Margin",
    "MatchedItem",
    "NumericVariable",
    "draft_codebook",
    "load_codebook",
    "matched_items",
]
