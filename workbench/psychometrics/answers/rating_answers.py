"""Answers on a rating scale as ordered categories: items with too many of them, and answers that nobody gave."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics.ordered_answers import OrderedAnswers
from workbench.psychometrics.answers.complete_responses import CompleteResponses, named_items
from workbench.psychometrics.answers.incomplete_responses import IncompleteResponses
from workbench.wording import joined, numbers

# More options than this are not a rating scale: tables would be all but empty, and every option has its own parameter.
MOST_CATEGORIES = 20


def rating_answers(
    sample: CompleteResponses | IncompleteResponses, *, refusal: Callable[[str, int], str]
) -> OrderedAnswers:
    """Give the answers of each item a number.

    Parameters
    ----------
    sample : CompleteResponses or IncompleteResponses
    refusal : callable
        Says what items with more than so many different answers prevent, and what to do.

    Raises
    ------
    NotEstimable
        An item with too many different answers.
    """
    answers = OrderedAnswers.of(sample.values, sample.weights if sample.weighted else None)
    many = answers.sizes > MOST_CATEGORIES
    if many.any():
        names = named_items([str(item) for item in sample.items[many]])
        raise NotEstimable(refusal(names, MOST_CATEGORIES))
    return answers


def unused_answers(items: pd.Index, levels: Sequence[Floats]) -> list[dict[str, str]]:
    """Name the answers that other items got and an item did not; each text lacks its full stop.

    Parameters
    ----------
    items : Index
    levels : sequence of arrays
        The different answers to each item.
    """
    every = np.unique(np.concatenate(levels))
    unused = {str(item): every[~np.isin(every, own)] for item, own in zip(items, levels, strict=True)}
    return [
        {"answers": joined([numbers.shortest(level) for level in missing], ", "), "item": item}
        for item, missing in unused.items()
        if len(missing)
    ]
