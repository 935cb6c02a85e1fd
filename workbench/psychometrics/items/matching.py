"""What respondents are matched on before groups are compared: total score, rest score, or place on the factor."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from workbench.arrays import Floats, Ints
from workbench.errors import NotEstimable
from workbench.numerics.ordered_answers import OrderedAnswers, distinct_sums
from workbench.numerics.response_theory import KnownItems, factors_of_groups, means_without_item, normal_grid
from workbench.psychometrics.answers import ComparedGroups, CompleteResponses
from workbench.psychometrics.response_theory import fit_items
from workbench.wording import say

# Places on the factor are rounded to this, so that respondents can be counted by them.
LATENT_STEP = 0.01


class Matched(NamedTuple):
    """Distinct values that respondents are matched on, and which one each respondent has.

    Attributes
    ----------
    values : array, shape (m,)
        Lowest first.
    place : array of int, shape (n,)
    """

    values: Floats
    place: Ints


# From the numbers of the items that count to what each item is studied at, in their order.
Matching = Callable[[Sequence[int]], list[Matched]]


def matching_by(kind: str, sample: CompleteResponses, answers: OrderedAnswers, groups: ComparedGroups) -> Matching:
    """Return how respondents are matched.

    Raises
    ------
    NotEstimable
        A score that is the same for all respondents; a graded response model that cannot be fitted (`latent`).
    """
    if kind == "latent":
        return _on_the_factor(sample, answers, groups)

    def on_scores(anchors: Sequence[int]) -> list[Matched]:
        found: dict[tuple[int, ...], Matched] = {}
        matched = []
        for item in range(sample.n_items):
            counted = tuple(sorted({*anchors, item} if kind == "total" else {*anchors} - {item}))
            if counted not in found:
                found[counted] = _on_sum(sample.values[:, counted])
            matched.append(found[counted])
        return matched

    return on_scores


def _on_sum(values: Floats) -> Matched:
    scores, place = distinct_sums(values)
    if len(scores) == 1:
        raise NotEstimable(
            say(
                "The sum of the items is the same for all respondents, so item bias cannot be computed. Check in the "
                "codebook whether items are stored reversed."
            )
        )
    return Matched(scores, place)


def _on_the_factor(sample: CompleteResponses, answers: OrderedAnswers, groups: ComparedGroups) -> Matching:
    """Match on the posterior mean, given the other items and the group's own distribution of the factor.

    With one distribution for all, the means of a group that lies apart are drawn towards the others, and every item
    looks biased; a score has the same fault.
    """
    model = fit_items(replace(sample, replicates=None)).model
    known = KnownItems(model.parameters, model.place, normal_grid())

    def on_factor(anchors: Sequence[int]) -> list[Matched]:
        factors = factors_of_groups(answers.codes, sample.weights, groups.codes, items=anchors, known=known)
        matched = []
        for item in range(sample.n_items):
            means = means_without_item(answers.codes, groups.codes, factors, item=item, items=anchors, known=known)
            steps, place = np.unique(np.round(means / LATENT_STEP), return_inverse=True)
            matched.append(Matched(steps * LATENT_STEP, place.astype(np.int64)))
        return matched

    return on_factor
