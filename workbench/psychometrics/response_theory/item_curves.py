"""Curves and information that follow from discriminations and difficulties, estimated or published ones."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.arrays import Floats
from workbench.numerics.response_theory import curves, item_information, layout
from workbench.psychometrics.response_theory.graded_items import GradedItems

# Points of the factor at which information and curves are given.
THETA = np.linspace(-4, 4, 81)


def published_items(model: GradedItems, items: pd.DataFrame, difficulties: pd.DataFrame) -> GradedItems:
    """Return the items that published discriminations and difficulties describe, without a covariance.

    Answers between which no difficulty is published, or the same one, are taken as one answer, as if nobody had given
    the rarer of them.

    Parameters
    ----------
    model : GradedItems
        Names of the items and their answers.
    items, difficulties : DataFrame
        As published of a `GradedResponse`.
    """
    slopes, known = items.set_index("item")["discrimination"], difficulties.dropna(subset=["difficulty"])
    # the answer before the first with a difficulty, whether or not somebody gave it
    bottom = known["response"].min() - 1 if len(known) else min(float(answers[0]) for answers in model.levels)
    levels, parameters = [], []
    for item in model.items:
        rows, slope = known[known["item"] == item], float(slopes[item])
        turn = np.sign(slope)
        places = turn * np.maximum.accumulate(turn * rows["difficulty"].to_numpy(float))
        last = np.append(places[1:] != places[:-1], [True] * bool(len(places)))
        above = rows["response"].to_numpy(float)[last] if slope else np.array([])
        lowest = above[0] - 1 if len(above) else bottom
        levels.append(np.concatenate([[lowest], above]))
        parameters.append(np.concatenate([[slope], -slope * places[last][: len(above)]]))
    values = np.concatenate(parameters)
    return model._replace(
        levels=tuple(levels),
        place=layout(np.array([len(own) for own in levels])),
        parameters=values,
        covariance=np.full((len(values), len(values)), np.nan),
    )


def curve_frames(model: GradedItems) -> dict[str, pd.DataFrame]:
    """Information of all items and of each, and the curves of the answers, along the factor."""
    per_item = item_information(model.parameters, model.place, THETA)
    total = per_item.sum(axis=0)
    with np.errstate(divide="ignore"):  # published discriminations can all be 0
        std_error = total**-0.5
    return {
        "information": pd.DataFrame({"theta": THETA, "information": total, "std_error": std_error}),
        "item_information": _long({"item": model.items.to_numpy()}, "information", per_item),
        "curves": _long(
            {"item": model.items.to_numpy()[model.place.item], "response": model.points},
            "probability",
            curves(model.parameters, model.place, THETA).probability,
        ),
    }


def _long(names: dict[str, NDArray[np.generic]], value: str, values: Floats) -> pd.DataFrame:
    """Rows × points as a long frame."""
    repeated = {name: np.repeat(column, len(THETA)) for name, column in names.items()}
    return pd.DataFrame({**repeated, "theta": np.tile(THETA, len(values)), value: values.ravel()})
