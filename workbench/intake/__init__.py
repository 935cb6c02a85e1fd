"""From a survey file to a checked `Survey`."""

from workbench.intake.codebook import Codebook, draft_codebook, left_columns, likely_weights, load_codebook
from workbench.intake.files import FILE_FORMATS, check_is_file
from workbench.intake.in_spoken_words import result_in_spoken_words, survey_in_spoken_words
from workbench.intake.instrument_draft import LANGUAGE_CODE, SCORE_RULES, ScaleFacts, draft_instrument
from workbench.intake.item_columns import (
    ItemSeries,
    columns_in_codes,
    columns_in_words,
    item_series,
    listed_columns,
    named_columns,
    quoted,
)
from workbench.intake.item_directions import check_words, words_among_numbers
from workbench.intake.key_setting import KeysSet, set_keys, unsaid_keys
from workbench.intake.open_points import OpenPoint, open_points
from workbench.intake.option_codes import OtherPoints, answers_outside, check_alike, check_points
from workbench.intake.parts import (
    crossed_groups,
    crossings_of_parts,
    few_between_reports,
    part_of,
    reported_parts,
    respondents_of_parts,
    with_parts,
)
from workbench.intake.project import OWN_INSTRUMENTS, instrument_file, project_folder, resolve
from workbench.intake.published_values import MEAN_SCORE, PublishedValues, published_values, share_quantity
from workbench.intake.read import columns_of, give_survey, read_description, read_survey
from workbench.intake.response_quality import ALL_ITEMS, ResponseQuality, response_quality
from workbench.intake.sampling import SurveyDesign, calibrate, replicate_design, trim_weights
from workbench.intake.scale_match import (
    NearColumns,
    check_confirmed,
    how_matched,
    near_columns,
    order_sentence,
    scale_sentence,
    scales_alike,
)
from workbench.intake.scoring import band_words, below_cutoff, beyond_cutoff, score, score_bands, sensitivity_score
from workbench.intake.survey import (
    IntakeReport,
    Survey,
    compared_group,
    complete,
    label_inside_sentence,
    variable_label,
)

__all__ = [
    "ALL_ITEMS",
    "FILE_FORMATS",
    "LANGUAGE_CODE",
    "MEAN_SCORE",
    "OWN_INSTRUMENTS",
    "SCORE_RULES",
    "Codebook",
    "IntakeReport",
    "ItemSeries",
    "KeysSet",
    "NearColumns",
    "OpenPoint",
    "OtherPoints",
    "PublishedValues",
    "ResponseQuality",
    "ScaleFacts",
    "Survey",
    "SurveyDesign",
    "answers_outside",
    "band_words",
    "below_cutoff",
    "beyond_cutoff",
    "calibrate",
    "check_alike",
    "check_confirmed",
    "check_is_file",
    "check_points",
    "check_words",
    "columns_in_codes",
    "columns_in_words",
    "columns_of",
    "compared_group",
    "complete",
    "crossed_groups",
    "crossings_of_parts",
    "draft_codebook",
    "draft_instrument",
    "few_between_reports",
    "give_survey",
    "how_matched",
    "instrument_file",
    "item_series",
    "label_inside_sentence",
    "left_columns",
    "likely_weights",
    "listed_columns",
    "load_codebook",
    "named_columns",
    "near_columns",
    "open_points",
    "order_sentence",
    "part_of",
    "project_folder",
    "published_values",
    "quoted",
    "read_description",
    "read_survey",
    "replicate_design",
    "reported_parts",
    "resolve",
    "respondents_of_parts",
    "response_quality",
    "result_in_spoken_words",
    "scale_sentence",
    "scales_alike",
    "score",
    "score_bands",
    "sensitivity_score",
    "set_keys",
    "share_quantity",
    "survey_in_spoken_words",
    "trim_weights",
    "unsaid_keys",
    "variable_label",
    "with_parts",
    "words_among_numbers",
]
