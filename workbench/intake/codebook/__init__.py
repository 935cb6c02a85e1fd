"""The codebook: what each column of a survey file means, read or drafted."""

from workbench.intake.codebook.by_language import (
    every_label,
    has_other_words,
    in_one_wording,
    in_spoken_words,
    lacking,
    languages_of,
    level_in_spoken_words,
    levels_in_code,
    table_in_spoken_words,
)
from workbench.intake.codebook.codebook import Codebook
from workbench.intake.codebook.design_keys import Margin
from workbench.intake.codebook.disclosure_thresholds import (
    COMPARED_RESPONDENTS,
    MINIMUM_RESPONDENTS,
    DisclosureThresholds,
)
from workbench.intake.codebook.draft import (
    CodeOverview,
    ColumnOverview,
    FileOverview,
    answer_codes,
    check_no_category,
    columns_alike,
    draft_codebook,
    file_overview,
    left_columns,
    likely_weights,
    proposed_item,
    variable_label,
    variable_names,
    words_on_a_ladder,
)
from workbench.intake.codebook.item_matching import (
    MatchedItem,
    check_statements,
    equal_scales,
    match_instrument,
    match_items,
    matched_items,
    options_in_words,
    rule_of_pairs,
    valid_instruments,
)
from workbench.intake.codebook.load import codebook_faults, load_codebook
from workbench.intake.codebook.measures import Measure
from workbench.intake.codebook.option_texts import numbers_beside_options, option_of_text, same_words
from workbench.intake.codebook.statement_wording import after_question
from workbench.intake.codebook.variables import NO_ANSWER, BackgroundVariable, ItemColumn, NumericVariable

__all__ = [
    "COMPARED_RESPONDENTS",
    "MINIMUM_RESPONDENTS",
    "NO_ANSWER",
    "BackgroundVariable",
    "CodeOverview",
    "Codebook",
    "ColumnOverview",
    "DisclosureThresholds",
    "FileOverview",
    "ItemColumn",
    "Margin",
    "MatchedItem",
    "Measure",
    "NumericVariable",
    "after_question",
    "answer_codes",
    "check_no_category",
    "check_statements",
    "codebook_faults",
    "columns_alike",
    "draft_codebook",
    "equal_scales",
    "every_label",
    "file_overview",
    "has_other_words",
    "in_one_wording",
    "in_spoken_words",
    "lacking",
    "languages_of",
    "left_columns",
    "level_in_spoken_words",
    "levels_in_code",
    "likely_weights",
    "load_codebook",
    "match_instrument",
    "match_items",
    "matched_items",
    "numbers_beside_options",
    "option_of_text",
    "options_in_words",
    "proposed_item",
    "rule_of_pairs",
    "same_words",
    "table_in_spoken_words",
    "valid_instruments",
    "variable_label",
    "variable_names",
    "words_on_a_ladder",
]
