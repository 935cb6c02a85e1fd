"""Errors of the graded response model and of precision at the cut-off."""

from unittest.mock import patch

import numpy as np
import pandas as pd

from tests.messages.case import Case
from tests.messages.cases_psychometrics import scale
from workbench import psychometrics
from workbench.errors import DataError, NotEstimable
from workbench.instruments import Cutoff, Instrument, load_instrument
from workbench.numerics.response_theory import estimation as graded_response_estimation
from workbench.psychometrics.response_theory import graded_items


def agreeableness(below: float = 3.5) -> Instrument:
    return load_instrument("bfi-agreeableness").model_copy(
        update={"cutoffs": {"low": Cutoff(below=below, label="low")}}
    )


def precision(responses: pd.DataFrame, *, below: float = 3.5) -> None:
    fitted = psychometrics.fit_graded_response(responses)
    psychometrics.cutoff_precision(fitted, instrument=agreeableness(below), cutoff="low")


def five_items() -> pd.DataFrame:
    return scale(n=300, k=5).set_axis(["A1", "A2", "A3", "A4", "A5"], axis=1)


def without_steps() -> None:
    with patch.object(graded_response_estimation, "MAX_NEWTON_STEPS", 0):
        psychometrics.fit_graded_response(scale())


def in_replicates(responses: pd.DataFrame) -> None:
    weights = pd.Series(1.0, index=responses.index, name="w")
    left_out = {f"r{i}": np.where(responses.index % 10 == i, 0.0, 1.0) for i in range(10)}
    psychometrics.fit_graded_response(
        responses, sampling_weights=weights, replicate_weights=pd.DataFrame(left_out, responses.index)
    )


def replicates_without_end() -> None:
    with patch.object(graded_items, "maximise_replicate", lambda problem, start, inverse: (start, False)):
        in_replicates(scale(n=300))


CASES = [
    Case(
        "A graded response model of no more respondents than items",
        lambda _: psychometrics.fit_graded_response(scale(n=6, k=6)),
        NotEstimable,
        "The graded response model of 6 items needs more than 6 respondents. Choose a larger group or fewer items.",
    ),
    Case(
        "A graded response model of a measurement",
        lambda _: psychometrics.fit_graded_response(scale().assign(age=np.arange(20, 80))),
        NotEstimable,
        "`age` has more than 20 different answers, too many for the graded response model. Group the answers.",
    ),
    Case(
        "A graded response model with an item twice",
        lambda _: psychometrics.fit_graded_response(scale(n=300).assign(q5=lambda frame: frame["q2"])),
        NotEstimable,
        "The discrimination of `q2`, `q5` grows beyond all bounds, so the graded response model has no estimate. Leave out one of the items that repeat each other, check whether a column was read twice, or choose a larger group.",
    ),
    Case(
        "A graded response model without end",
        lambda _: without_steps(),
        NotEstimable,
        "The graded response model did not converge with these respondents and 4 items. Choose a larger group, or leave out items that hardly go with the others.",
    ),
    Case(
        "A replicate in which nobody gives a rare answer",
        lambda _: in_replicates(scale(n=300).assign(q2=lambda frame: frame["q2"].where(frame.index != 13, 7))),
        NotEstimable,
        "In replicate 4 nobody with a weight gives one of the answers to `q2`, so it has no difficulty there. Group rare answers, or leave out the item.",
    ),
    Case(
        "A replicate in which the graded response model does not converge",
        lambda _: replicates_without_end(),
        NotEstimable,
        "The graded response model did not converge under the weights of replicate 1. Choose a larger group, or leave out `replicate_weights`.",
    ),
    Case(
        "Precision at the cut-off of another instrument",
        lambda _: precision(scale(n=300)),
        DataError,
        "The model has the items `q1`, `q2`, `q3`, `q4`, not those of instrument `bfi-agreeableness` in its order. Fit it to `survey.responses` of a survey with this instrument.",
    ),
    Case(
        "Precision at the cut-off with answers that the instrument lacks",
        lambda _: precision(five_items() * 2),
        DataError,
        "Item `A1` has an answer outside 1–6. Fit the model to points as `read_survey` returns them.",
    ),
    Case(
        "Precision at a cut-off below which nobody can be",
        lambda _: precision(five_items(), below=1),
        NotEstimable,
        "The expected score never lies below the cut-off 1, so there is no precision to speak of. Choose a cut-off inside the range of scores that respondents reach.",
    ),
]
