"""What a reader must know of single items before believing a graded response model."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.numerics.response_theory import N_POINTS, REACH
from workbench.psychometrics.answers import named_items, unused_answers
from workbench.psychometrics.response_theory.graded_items import GradedItems
from workbench.wording import Unpublished, numbers, say, where_few

# Steeper curves change within less than the 0.2 between two points of the factor.
STEEP = 10.0
# Fewer respondents per item than this, five for each parameter of five answers: standard errors rest on theory for
# large samples. By parameters it would tell whether somebody gave each answer.
RESPONDENTS_PER_ITEM = 25
# Fewer answers than this leave a difficulty to a handful of respondents.
RARE = 5


def item_notes(model: GradedItems, counts: Floats, items: pd.DataFrame, difficulties: pd.DataFrame) -> tuple[str, ...]:
    """Doubts about items.

    Parameters
    ----------
    counts : array, shape (c,)
        Respondents in each category.
    """
    slope, std_error = items["discrimination"].to_numpy(float), items["std_error"].to_numpy(float)
    notes: list[str] = [
        Unpublished(say("Nobody answered {answers} to `{item}`, so there is no difficulty for it.", **unused))
        for unused in unused_answers(model.items, model.levels)
    ]
    names = model.items.astype(str).to_numpy()
    for name, value in zip(names[slope < 0], slope[slope < 0], strict=True):
        notes.append(
            say(
                "Item `{item}` goes against the rest of the scale (discrimination {value}); check whether the file "
                "stores it reversed. Its difficulties stand in falling order.",
                item=name,
                value=numbers.number(value),
            )
        )
    if (weak := np.abs(slope) < 2 * std_error).any():
        notes.append(
            say(
                "The discrimination of {items} lies within two standard errors of 0; the difficulties of such an item "
                "can lie anywhere, and their intervals do not hold.",
                items=named_items(list(names[weak])),
            )
        )
    if (steep := np.abs(slope) > STEEP).any():
        notes.append(
            say(
                "The discrimination of {items} is above {steep}; the {n} points of the factor are too far apart for "
                "such an item, so its estimate is rough.",
                items=named_items(list(names[steep])),
                steep=numbers.shortest(STEEP),
                n=N_POINTS,
            )
        )
    far = difficulties["item"][difficulties["difficulty"].abs() > REACH].astype(str).unique()
    if len(far):
        notes.append(
            Unpublished(  # most are of answers that few gave, and are published by windows of these or not at all
                say(
                    "Difficulties of {items} lie beyond {reach} standard deviations of the factor, where hardly "
                    "anybody stands: they are extrapolated.",
                    items=named_items(list(far)),
                    reach=numbers.shortest(REACH),
                )
            )
        )
    rare = np.unique(model.place.item[counts < RARE])
    if len(rare):
        notes.append(
            Unpublished(
                say(
                    "Some answers to {items} have fewer than {n} respondents.",
                    items=named_items(list(names[rare])),
                    n=RARE,
                )
            )
        )
    needed = RESPONDENTS_PER_ITEM * len(model.items)
    if model.n_respondents < needed:
        few = say(
            "There are fewer than {n} respondents for each item; standard errors and the test of fit rest on theory "
            "for large samples.",
            n=RESPONDENTS_PER_ITEM,
        )
        notes.append(where_few(few, fewer_than=needed, respondents=model.n_respondents))
    return tuple(notes)
