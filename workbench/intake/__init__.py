"""From a survey file to a checked `Survey`."""

from workbench.intake.codebook import Codebook, draft_codebook, load_codebook
from workbench.intake.files import FILE_FORMATS
from workbench.intake.instrument_draft import SCORE_RULES, ItemSeries, ScaleFacts, draft_instrument, item_series
from workbench.intake.project import OWN_INSTRUMENTS, instrument_file, project_folder, resolve
from workbench.intake.published_values import MEAN_SCORE, PublishedValues, published_values, share_quantity
from workbench.intake.read import give_survey, read_survey
from workbench.intake.response_quality import ResponseQuality, response_quality
from workbench.intake.sampling import SurveyDesign, calibrate, trim_weights
from workbench.intake.scale_match import check_confirmed, how_matched, scale_sentence
from workbench.intake.scoring import below_cutoff, beyond_cutoff, score, score_bands, sensitivity_score
from workbench.intake.survey import (
    IntakeReport,
    Survey,
    compared_group,
    complete,
    label_inside_sentence,
    variable_label,
)

__all__ = [
    "FILE_FORMATS",
    "MEAN_SCORE",
    "OWN_INSTRUMENTS",
    "SCORE_RULES",
    "Codebook",
    "IntakeReport",
    "ItemSeries",
    "PublishedValues",
    "ResponseQuality",
    "ScaleFacts",
    "Survey",
    "SurveyDesign",
    "below_cutoff",
    "beyond_cutoff",
    "calibrate",
    "check_confirmed",
    "compared_group",
    "complete",
    "draft_codebook",
    "draft_instrument",
    "give_survey",
    "how_matched",
    "instrument_file",
    "item_series",
    "label_inside_sentence",
    "load_codebook",
    "project_folder",
    "published_values",
    "read_survey",
    "resolve",
    "response_quality",
    "scale_sentence",
    "score",
    "score_bands",
    "sensitivity_score",
    "share_quantity",
    "trim_weights",
    "variable_label",
]
