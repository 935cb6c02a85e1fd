"""Precision at a cut-off: how surely the score tells on which side of it a respondent's expected score lies."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd
from scipy import special, stats

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.instruments import Cutoff, Instrument
from workbench.numerics.response_theory import curves, probability_of_sums
from workbench.psychometrics.answers import carried, unused_answers
from workbench.psychometrics.response_theory.classification_shares import (
    ClassShares,
    ScoreRule,
    class_shares,
    cutoff_crossings,
    expected_score,
    score_rule,
)
from workbench.psychometrics.response_theory.graded_items import GradedItems
from workbench.psychometrics.response_theory.graded_response import CONF_LEVEL, GradedResponse
from workbench.psychometrics.response_theory.item_curves import THETA, published_items
from workbench.results import Result
from workbench.wording import Unpublished, joined, numbers, say

_TERMS = (
    "classification accuracy",
    "classification consistency",
    "kappa",
    "false positive",
    "false negative",
    "sensitivity",
    "specificity",
    "share {side} by observed score",
    "share {side} by true score",
    "difference of the shares",
)
_NOT_SHARES = ("kappa", "difference of the shares")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class CutoffPrecision(Result):
    """Precision of a cut-off under the graded response model.

    Attributes
    ----------
    table : pandas.DataFrame
        term, measure, estimate, std_error, conf_low, conf_high. Terms: classification accuracy (observed and true side
        agree), classification consistency (two independent administrations agree) and its kappa, false positive
        (observed beyond, truth not; share of all), false negative (the reverse), sensitivity and specificity of the
        observed side, the share below (or at or above) by observed and by true score as the model implies them, and
        their difference.
    along_score : pandas.DataFrame
        theta, score (expected there), std_error (conditional standard error of measurement), share_beyond.
    by_score : pandas.DataFrame
        One row per possible score: score, share (of the model's population), beyond, misclassified.
    items, difficulties : pandas.DataFrame
        Those of the `GradedResponse`, from which `along_score` and `by_score` follow.
    model : GradedItems
    instrument : Instrument
    cutoff : str or None
    """

    along_score: pd.DataFrame = field(metadata={"follows": True})
    by_score: pd.DataFrame = field(metadata={"follows": True})
    items: pd.DataFrame
    difficulties: pd.DataFrame
    model: GradedItems
    instrument: Instrument
    cutoff: str | None

    def following(self) -> CutoffPrecision:
        """Return this copy with what the published items say of the scores."""
        model = published_items(self.model, self.items, self.difficulties)
        rule = score_rule(model, self.instrument, self.cutoff)
        _, share, true_beyond = class_shares(model, rule, cutoff_crossings(model, rule))
        known = self.difficulties.dropna(subset=["difficulty"], ignore_index=True)
        return replace(
            self,
            along_score=_along_score(model, rule),
            by_score=_by_score(rule, share, true_beyond),
            difficulties=known.assign(threshold=known.groupby("item", sort=False).cumcount() + 1),
            model=model,
        )


def cutoff_precision(
    graded_response: GradedResponse, *, instrument: Instrument, cutoff: str | None = None
) -> CutoffPrecision:
    r"""Judge a cut-off by Lee's (2010) method: the true side is that of the expected score.

    With :math:`\tau(\theta)` the expected score, :math:`p(\theta)` the probability of an observed score beyond the
    cut-off c (Lord–Wingersky; here below it) and :math:`\varphi` the standard normal density, accuracy is
    :math:`\int_{\tau < c} p\varphi + \int_{\tau \ge c} (1 - p)\varphi` and consistency
    :math:`\int \{p^2 + (1 - p)^2\}\varphi`.

    Parameters
    ----------
    graded_response : GradedResponse
        Of the items of the instrument, in its order.
    instrument : Instrument
        Take ``survey.instrument``, which has the cut-offs of the codebook beside the instrument's own.
    cutoff : str, optional
        Name of the cut-off; None means the first.

    Returns
    -------
    CutoffPrecision
        A statement of precision. The share by true score never corrects a published share: it rests on the model
        and on a normal factor.

    Raises
    ------
    DataError
        Items that are not those of the instrument, answers that are not among its points, no such cut-off.
    NotEstimable
        An expected score that lies on one side of the cut-off everywhere.

    Notes
    -----
    R, package cacIRT: ``Lee.poly.D(cutscore, Pij, quadrature)`` gives accuracy and consistency for a cut on the sum
    score, up to the points of the grid next to the crossing.
    Standard errors are first-order (delta method) from the covariance of the items' parameters, intervals 95 %, on the
    logit scale for shares.

    Proof: tests/unit/psychometrics/response_theory.

    References
    ----------
    Lee (2010), Journal of Educational Measurement 47(1), 1-17. Lord & Wingersky (1984), Applied Psychological
    Measurement 8(4), 453-461.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> model = psychometrics.fit_graded_response(complete.responses)
    >>> precision = psychometrics.cutoff_precision(model, instrument=survey.instrument, cutoff="low")
    >>> precision.table[["term", "estimate"]].round(2)
                                term  estimate
    0        classification accuracy      0.93
    1     classification consistency      0.89
    2                          kappa      0.49
    3                 false positive      0.05
    4                 false negative      0.02
    5                    sensitivity      0.75
    6                    specificity      0.94
    7  share below by observed score      0.12
    8      share below by true score      0.09
    9       difference of the shares      0.03
    """
    model = graded_response.model
    rule = score_rule(model, instrument, cutoff)
    crossings = cutoff_crossings(model, rule)
    if not len(crossings):
        limit = numbers.shortest(rule.cutoff.limit)
        if expected_score(model, rule, np.zeros(1))[0] < rule.cutoff.limit:
            why = say(
                "The expected score always lies below the cut-off {limit}, so there is no precision to speak of. "
                "Choose a cut-off inside the range of scores that respondents reach.",
                limit=limit,
            )
        else:
            why = say(
                "The expected score never lies below the cut-off {limit}, so there is no precision to speak of. Choose "
                "a cut-off inside the range of scores that respondents reach.",
                limit=limit,
            )
        raise NotEstimable(why)
    shares, score_share, true_beyond = class_shares(model, rule, crossings)
    return CutoffPrecision(
        table=_table(shares, model, rule.cutoff.side),
        along_score=_along_score(model, rule),
        by_score=_by_score(rule, score_share, true_beyond),
        items=graded_response.items,
        difficulties=graded_response.difficulties,
        model=model,
        instrument=instrument,
        cutoff=cutoff,
        method=_method(rule.cutoff),
        notes=(*_notes(model, instrument, crossings, score_share), *carried(graded_response.notes)),
    )


def _table(shares: ClassShares, model: GradedItems, side: str) -> pd.DataFrame:
    """All rows with standard errors; derivatives of the rows by the four integrals are exact."""
    f, t, j, c = shares.observed, shares.true, shares.both, shares.twice
    consistency = 1 - 2 * f + 2 * c
    chance = f**2 + (1 - f) ** 2
    kappa = (consistency - chance) / (1 - chance)
    by_chance = (consistency - 1) / (1 - chance) ** 2
    none = 1 - f - t + j
    rows = [
        (1 - f - t + 2 * j, (-1, -1, 2, 0)),
        (consistency, (-2, 0, 0, 2)),
        (kappa, (-2 / (1 - chance) + by_chance * (4 * f - 2), 0, 0, 2 / (1 - chance))),
        (f - j, (1, 0, -1, 0)),
        (t - j, (0, 1, -1, 0)),
        (j / t, (0, -j / t**2, 1 / t, 0)),
        (none / (1 - t), (-1 / (1 - t), (none - (1 - t)) / (1 - t) ** 2, 1 / (1 - t), 0)),
        (f, (1, 0, 0, 0)),
        (t, (0, 1, 0, 0)),
        (f - t, (1, -1, 0, 0)),
    ]
    estimates = np.array([value for value, _ in rows])
    jacobian = np.array([by for _, by in rows], dtype=float) @ shares.derivatives
    std_errors = np.sqrt(np.einsum("ij,jk,ik->i", jacobian, model.covariance, jacobian, optimize=True))
    reach = float(stats.t.ppf((1 + CONF_LEVEL) / 2, model.df_residual)) * std_errors
    low, high = estimates - reach, estimates + reach
    share = ~np.isin(_TERMS, _NOT_SHARES) & (estimates > 0) & (estimates < 1)
    logit, width = special.logit(estimates[share]), (reach / (estimates * (1 - estimates)))[share]
    low[share], high[share] = special.expit(logit - width), special.expit(logit + width)
    return pd.DataFrame(
        {
            "term": [term.format(side=side) for term in _TERMS],
            "measure": "coefficient",
            "estimate": estimates,
            "std_error": std_errors,
            "conf_low": low,
            "conf_high": high,
        }
    )


def _by_score(rule: ScoreRule, share: Floats, true_beyond: Floats) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "score": rule.scores,
            "share": share,
            "beyond": rule.beyond,
            "misclassified": np.where(rule.beyond, 1 - true_beyond, true_beyond),
        }
    ).sort_values("score", ignore_index=True)


def _along_score(model: GradedItems, rule: ScoreRule) -> pd.DataFrame:
    place = model.place
    probability = curves(model.parameters, place, THETA).probability
    mean = np.add.reduceat(probability * rule.points[:, None], place.starts, axis=0)
    square = np.add.reduceat(probability * rule.points[:, None] ** 2, place.starts, axis=0)
    return pd.DataFrame(
        {
            "theta": THETA,
            "score": rule.scores[0] + rule.factor * mean.sum(axis=0),
            "std_error": abs(rule.factor) * np.sqrt((square - mean**2).sum(axis=0)),
            "share_beyond": probability_of_sums(rule.beyond, probability, rule.points, place.starts).probability,
        }
    )


def _method(cutoff: Cutoff) -> str:
    if cutoff.below is None:
        return say(
            "Classification at a {score} by the method of Lee (2010): Lord–Wingersky distributions of the sum score "
            "from the graded response model, truth = expected score at or above the cut-off, normal factor; standard "
            "errors by the delta method.",
            score=cutoff.score_words,
        )
    return say(
        "Classification at a {score} by the method of Lee (2010): Lord–Wingersky distributions of the sum score from "
        "the graded response model, truth = expected score below the cut-off, normal factor; standard errors by the "
        "delta method.",
        score=cutoff.score_words,
    )


def _notes(model: GradedItems, instrument: Instrument, crossings: Floats, score_share: Floats) -> tuple[str, ...]:
    notes: list[str] = [
        say(
            "The share by true score rests on the model and on a normal factor; it is no correction of the share that "
            "respondents' scores give."
        )
    ]
    facts = [
        say("Nobody answered {answers} to `{item}`.", **fact) for fact in unused_answers(model.items, model.levels)
    ]
    if never := [point for point in instrument.points if point not in model.points]:
        facts.append(say("Nobody answered {answers} to any item.", answers=", ".join(map(str, never))))
    if facts:
        facts.insert(0, say("The model gives probability 0 to an answer that nobody chose."))
    if impossible := int((score_share == 0).sum()):
        facts.append(
            say("{n} scores cannot come from the answers that were given; they have no `misclassified`.", n=impossible)
        )
    notes += [Unpublished(fact) for fact in facts]
    if len(crossings) > 1:
        places = joined([numbers.number(float(at)) for at in crossings], ", ")
        notes.append(
            say("The expected score crosses the cut-off more than once, at {places} on the factor.", places=places)
        )
    return tuple(notes)
