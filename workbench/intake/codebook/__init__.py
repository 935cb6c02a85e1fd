"""The codebook: what each column of a survey file means, read or drafted."""

from workbench.intake.codebook.codebook import Codebook
from workbench.intake.codebook.design_keys import Margin
from workbench.intake.codebook.disclosure_thresholds import MINIMUM_RESPONDENTS, DisclosureThresholds
from workbench.intake.codebook.draft import (
    CodeOverview,
    ColumnOverview,
    FileOverview,
    draft_codebook,
    file_overview,
    proposed_item,
)
from workbench.intake.codebook.item_matching import (
    MatchedItem,
    match_instrument,
    matched_items,
    options_in_words,
    rule_of_pairs,
)
from workbench.intake.codebook.load import load_codebook
from workbench.intake.codebook.option_texts import numbers_beside_options, option_of_text, same_words
from workbench.intake.codebook.variables import BackgroundVariable, ItemColumn, NumericVariable

__all__ = [
    "MINIMUM_RESPONDENTS",
    "BackgroundVariable",
    "CodeOverview",
    "Codebook",
    "ColumnOverview",
    "DisclosureThresholds",
    "FileOverview",
    "ItemColumn",
    "Margin",
    "MatchedItem",
    "NumericVariable",
    "draft_codebook",
    "file_overview",
    "load_codebook",
    "match_instrument",
    "matched_items",
    "numbers_beside_options",
    "option_of_text",
    "options_in_words",
    "proposed_item",
    "rule_of_pairs",
    "same_words",
]
