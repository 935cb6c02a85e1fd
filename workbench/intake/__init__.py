"""From a survey file to a checked `Survey`."""

from workbench.intake.calibration import calibrate
from workbench.intake.codebook import Codebook
from workbench.intake.codebook_draft import draft_codebook
from workbench.intake.codebook_file import load_codebook
from workbench.intake.design import SurveyDesign
from workbench.intake.project import project_folder, resolve
from workbench.intake.published_values import PublishedValues, published_values
from workbench.intake.read import read_survey
from workbench.intake.response_quality import ResponseQuality, response_quality
from workbench.intake.scoring import below_cutoff, score, score_bands, sensitivity_score
from workbench.intake.survey import IntakeReport, Survey, complete
from workbench.intake.weight_trimming import trim_weights

__all__ = [
    "Codebook",
    "IntakeReport",
    "PublishedValues",
    "ResponseQuality",
    "Survey",
    "SurveyDesign",
    "below_cutoff",
    "calibrate",
    "complete",
    "draft_codebook",
    "load_codebook",
    "project_folder",
    "published_values",
    "read_survey",
    "resolve",
    "response_quality",
    "score",
    "score_bands",
    "sensitivity_score",
    "trim_weights",
]
