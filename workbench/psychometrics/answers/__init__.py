"""Answers as psychometric estimators take them: complete, incomplete, by group."""

from workbench.psychometrics.answers.compared_groups import ComparedGroups, compared_groups
from workbench.psychometrics.answers.complete_responses import (
    SINGULAR,
    CompleteResponses,
    complete_responses,
    inside_sentence,
    named_items,
)
from workbench.psychometrics.answers.design_weights import WEIGHTS_ALONE, DesignWeights, carried, design_weights
from workbench.psychometrics.answers.incomplete_responses import IncompleteResponses, incomplete_responses
from workbench.psychometrics.answers.rating_answers import rating_answers, unused_answers
from workbench.psychometrics.answers.respondent_groups import Groups, Part, split

__all__ = [
    "SINGULAR",
    "WEIGHTS_ALONE",
    "ComparedGroups",
    "CompleteResponses",
    "DesignWeights",
    "Groups",
    "IncompleteResponses",
    "Part",
    "carried",
    "compared_groups",
    "complete_responses",
    "design_weights",
    "incomplete_responses",
    "inside_sentence",
    "named_items",
    "rating_answers",
    "split",
    "unused_answers",
]
