"""Errors of simulated answers."""

import numpy as np

from tests.messages.case import Case
from workbench.errors import ParameterError
from workbench.simulation.graded_responses import draw_graded_responses, thresholds_from_shares


def draw(loadings, thresholds):
    return draw_graded_responses([0.0], loadings=loadings, thresholds=thresholds, rng=np.random.default_rng(1))


CASES: list[Case] = [
    Case(
        "An answer option that nobody chooses",
        lambda _: thresholds_from_shares([[0.4, 0.6], [0.0, 1.0]]),
        ParameterError,
        "`shares` needs two or more options, each with a share above 0. Leave out options nobody chooses.",
    ),
    Case(
        "Thresholds and loadings of different numbers of items",
        lambda _: draw([0.5, 0.7], [[0.0, 1.0]]),
        ParameterError,
        "`thresholds` has 1 rows for 2 loadings. Give each item its row.",
    ),
    Case(
        "A loading that is not standardised",
        lambda _: draw([1.2], [[0.0]]),
        ParameterError,
        "`loadings` has 1.2, outside −1–1. Give standardised loadings.",
    ),
    Case(
        "Thresholds that do not rise",
        lambda _: draw([0.5], [[1.0, 0.0]]),
        ParameterError,
        "`thresholds` do not rise from left to right in each row. Sort each item's thresholds.",
    ),
]
