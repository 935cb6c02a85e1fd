"""Columns checked and recoded: items, background variables, numbers, design."""

from workbench.intake.columns import value_checks
from workbench.intake.columns.answer_checks import check_answers
from workbench.intake.columns.crossing import cross
from workbench.intake.columns.design_columns import design_of
from workbench.intake.columns.id_marks import id_marks
from workbench.intake.columns.levels import levels_of_background
from workbench.intake.columns.measures import scores_of_measures
from workbench.intake.columns.recoding import IntakeLog, points_of_items, values_of_numbers

__all__ = [
    "IntakeLog",
    "check_answers",
    "cross",
    "design_of",
    "id_marks",
    "levels_of_background",
    "points_of_items",
    "scores_of_measures",
    "value_checks",
    "values_of_numbers",
]
