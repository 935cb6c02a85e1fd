"""Shares on either side of a cut-off by observed and by expected score, under the graded response model."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import optimize, stats

from workbench.arrays import Bools, Floats, Ints
from workbench.errors import DataError
from workbench.instruments import Cutoff, Instrument
from workbench.numerics.response_theory import (
    REACH,
    curves,
    normal_segments,
    probability_of_sums,
    score_matrix,
    sum_distribution,
)
from workbench.psychometrics.answers import named_items
from workbench.psychometrics.response_theory.graded_items import GradedItems

# The expected score is searched for the cut-off between points this far apart, in standard deviations of the factor.
SEARCH_STEP = 0.02


class ScoreRule(NamedTuple):
    """How sums become scores. `points` are what a category adds to the smallest possible sum."""

    points: Ints
    scores: Floats
    beyond: Bools
    factor: float
    cutoff: Cutoff

    def truly_beyond(self, expected: Floats) -> Bools:
        """Whether each expected score, which no rounding has moved, lies on the side of the group."""
        return np.asarray((expected < self.cutoff.limit) == (self.cutoff.below is not None))


class ClassShares(NamedTuple):
    """Four integrals that all rows of the table follow from; the last with derivatives, shape (4, 1 + c)."""

    observed: float
    true: float
    both: float
    twice: float
    derivatives: Floats


def score_rule(model: GradedItems, instrument: Instrument, cutoff: str | None) -> ScoreRule:
    """Say what each sum of points is worth and which belong to the group of the cut-off.

    Raises
    ------
    DataError
        Items that are not those of the instrument, answers that are not among its points, no such cut-off.
    """
    if [str(item) for item in model.items] != instrument.item_ids:
        raise DataError(
            f"The model has the items {named_items([str(item) for item in model.items])}, not those of instrument "
            f"`{instrument.id}` in its order. Fit it to `survey.responses` of a survey with this instrument."
        )
    for item, levels in zip(model.items, model.levels, strict=True):
        if not np.isin(levels, instrument.points).all():
            raise DataError(
                f"Item `{item}` has an answer outside {instrument.points[0]}–{instrument.points[-1]}. Fit the model to "
                "points as `read_survey` returns them."
            )
    chosen, points = instrument.cutoff(cutoff), model.points.astype(np.int64) - instrument.points[0]
    largest_sum = int(np.maximum.reduceat(points, model.place.starts).sum())
    scores = instrument.possible_scores(largest_sum + 1)
    return ScoreRule(points, scores, chosen.is_beyond(scores), float(instrument.score.factor), chosen)


def expected_score(model: GradedItems, rule: ScoreRule, theta: Floats) -> Floats:
    """Give the expected score at each place of the factor."""
    probability = curves(model.parameters, model.place, theta).probability
    return np.asarray(rule.scores[0] + rule.factor * (rule.points @ probability))


def cutoff_crossings(model: GradedItems, rule: ScoreRule) -> Floats:
    """Places of the factor where the expected score is at the cut-off; one if no item goes against the scale."""

    def distance(theta: float) -> float:
        return float(expected_score(model, rule, np.array([theta]))[0] - rule.cutoff.limit)

    grid = np.arange(-REACH, REACH + SEARCH_STEP / 2, SEARCH_STEP)
    beyond = rule.truly_beyond(expected_score(model, rule, grid))
    places = np.flatnonzero(beyond[1:] != beyond[:-1])
    return np.array([optimize.brentq(distance, grid[at], grid[at + 1], xtol=1e-12) for at in places])


def class_shares(model: GradedItems, rule: ScoreRule, crossings: Floats) -> tuple[ClassShares, Floats, Floats]:
    """Shares with derivatives, the distribution of scores, and for each score the probability of a true one beyond."""
    nodes, place = normal_segments(crossings), model.place
    curve = curves(model.parameters, place, nodes.theta)
    probability = curve.probability
    found = probability_of_sums(rule.beyond, probability, rule.points, place.starts)
    by_parameter = np.einsum(
        "cq,qcp->qp", found.by_category * probability, score_matrix(curve, place, nodes.theta), optimize=True
    )
    p, true = found.probability, rule.truly_beyond(expected_score(model, rule, nodes.theta))
    values = np.stack([p, true, p * true, p**2]) @ nodes.weights
    weights = np.stack([np.ones_like(p), np.zeros_like(p), true, 2 * p]) * nodes.weights
    derivatives = weights @ by_parameter
    for at, moved in zip(crossings, _moves(model, rule, crossings), strict=True):
        here = probability_of_sums(
            rule.beyond, curves(model.parameters, place, np.array([at])).probability, rule.points, place.starts
        ).probability[0]
        left = rule.truly_beyond(expected_score(model, rule, np.array([at - SEARCH_STEP / 4])))[0]
        gained = (1 if left else -1) * stats.norm.pdf(at) * moved
        derivatives[1] += gained
        derivatives[2] += here * gained
    each = sum_distribution(probability, rule.points, place.starts)
    share = each @ nodes.weights
    with np.errstate(invalid="ignore", divide="ignore"):  # a sum that no combination of answers gives
        true_beyond = (each * true) @ nodes.weights / share
    observed, under, both, twice = (float(value) for value in values)
    return ClassShares(observed, under, both, twice, derivatives), share, true_beyond


def _moves(model: GradedItems, rule: ScoreRule, crossings: Floats) -> Floats:
    """Differentiate each crossing by the parameters: −(dτ/dparameter) / (dτ/dθ), shape (crossings, c)."""
    place = model.place
    curve = curves(model.parameters, place, crossings)
    weight = rule.points[:, None] * curve.probability
    by_parameter = np.einsum("cq,qcp->qp", weight, score_matrix(curve, place, crossings))
    slope = model.parameters[place.starts[place.item], None]
    by_theta = (weight * slope * (curve.lower - curve.upper)).sum(axis=0)
    return np.asarray(-by_parameter / by_theta[:, None])
