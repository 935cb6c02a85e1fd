"""What non-invariance does to a comparison of groups: differences in score under full, partial and no invariance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special, stats

from workbench.arrays import Floats
from workbench.errors import DataError, NotEstimable
from workbench.instruments import Cutoff, Instrument
from workbench.numerics import one_blas_thread
from workbench.numerics.response_theory import normal_grid, sum_distribution
from workbench.numerics.structural_models import FactorFit, Structure, moments
from workbench.options import check_fraction
from workbench.psychometrics.answers import carried
from workbench.psychometrics.invariance.ladder import MeasurementInvariance
from workbench.results import Result
from workbench.wording import joined, say

_DIFFERENCES = ("difference", "std_error", "conf_low", "conf_high")
_SHARE_DIFFERENCES = (
    "share_difference",
    "share_difference_std_error",
    "share_difference_low",
    "share_difference_high",
)

# Step of the central difference behind the standard errors, in units of a parameter.
STEP = 1e-5


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class InvarianceEffects(Result):
    """Group differences that the models of an invariance ladder imply.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per model (`invariance`: none, partial, full) and group: invariance, variable, level, reference,
        n_respondents; mean (score points), difference (from the reference group), std_error (of the difference),
        conf_low, conf_high; share (beyond the cut-off, 0–1), share_difference, share_difference_std_error,
        share_difference_low, share_difference_high; conf_level, and for the gate value_minimum, value_maximum (of the
        score), weight_cells. The reference group has no differences.
    """


@one_blas_thread
def invariance_effects(
    invariance: MeasurementInvariance,
    *,
    instrument: Instrument,
    cutoff: str | None = None,
    conf_level: float = 0.95,
) -> InvarianceEffects:
    r"""Compare what each model says about the groups' mean score and share beyond a cut-off.

    Under `none` every group has its own thresholds, loadings, intercepts and residual variances, so the differences are
    those of the answers; under `full` only the factor and the residual variances differ, so the differences are those
    of the factor. What separates the two is due to items that work differently. `partial` lies between, with the
    parameters freed that `free` named.

    .. math:: P(\mathrm{score} < c) = \int P(\mathrm{score} < c \mid \eta)\, \varphi(\eta; \alpha_g, \psi_g)\, d\eta

    with the distribution of the sum given the factor by Lord & Wingersky (1984); continuous answers: a normal sum.

    Parameters
    ----------
    invariance : MeasurementInvariance
        Of the items of the instrument in its order, one factor.
    instrument : Instrument
        Take ``survey.instrument``, which has the cut-offs of the codebook beside the instrument's own.
    cutoff : str, optional
        Name of the cut-off; None means the first. Of an instrument without one there are no shares.
    conf_level : float
        Coverage of the intervals, between 0 and 1.

    Returns
    -------
    InvarianceEffects

    Raises
    ------
    DataError
        Items that are not those of the instrument, no such cut-off.
    NotEstimable
        Several factors, or a ladder that did not reach equal intercepts.

    Notes
    -----
    R has no function for it; ``mirt::expected.test`` gives the expected score of a group. Standard errors are
    first-order (delta method) from the covariance of each model's estimates. Residual covariances that were freed are
    ignored in the distribution of the sum of ordered answers.

    Proof: tests/unit/psychometrics/invariance.

    References
    ----------
    Millsap & Kwok (2004), Psychological Methods 9(1), 93-115. Lord & Wingersky (1984), Applied Psychological
    Measurement 8(4), 453-461.
    """
    check_fraction("conf_level", conf_level)
    _check(invariance, instrument)
    has_none = cutoff is None and not instrument.cutoffs
    scale = _Scale(invariance.answers, instrument, None if has_none else instrument.cutoff(cutoff))
    reach = float(stats.t.ppf((1 + conf_level) / 2, invariance.df_residual))
    frames = [_differences(name, fit, scale, invariance.groups, reach) for name, fit in _models(invariance).items()]
    known = {
        "conf_level": conf_level,
        "value_minimum": instrument.score.minimum,
        "value_maximum": instrument.score.maximum,
    }
    return InvarianceEffects(
        table=pd.concat(frames, ignore_index=True).assign(**known),
        method=_method(scale),
        notes=(say("Full invariance leaves the residual variances of the groups free."), *carried(invariance.notes)),
    )


class _Scale(NamedTuple):
    """How answers become scores."""

    answers: dict[str, tuple[float, ...]] | None
    instrument: Instrument
    cutoff: Cutoff | None

    @property
    def ordinal(self) -> bool:
        """Whether the models are of ordered answers."""
        return self.answers is not None

    def implied(self, structure: Structure, x: Floats, group: int) -> Floats:
        """Mean score and share beyond the cut-off of a group, which is not a number where there is none."""
        return self._ordinal(structure, x, group) if self.ordinal else self._normal(structure, x, group)

    def _normal(self, structure: Structure, x: Floats, group: int) -> Floats:
        means, covariances = moments(structure.matrices(x, group))
        rule = self.instrument.score
        mean = (means.sum() + rule.offset) * float(rule.factor)
        if self.cutoff is None:
            return np.array([mean, np.nan])
        step = abs(float(rule.factor))
        # Scores come in steps: the normal curve is cut in the middle between the two scores on either side.
        scores = self.instrument.possible_scores()
        is_low = self.cutoff.is_beyond(scores) == (self.cutoff.below is not None)
        cut = (scores[is_low].max(initial=-np.inf) + step / 2 - mean) / (step * np.sqrt(covariances.sum()))
        share = stats.norm.sf(cut) if self.cutoff.below is None else stats.norm.cdf(cut)
        return np.array([mean, share])

    def _ordinal(self, structure: Structure, x: Floats, group: int) -> Floats:
        matrices = structure.matrices(x, group)
        nodes = normal_grid()
        factor = matrices.factor_means[0] + np.sqrt(matrices.factor_covariances[0, 0]) * nodes.theta
        owners = np.asarray(structure.threshold_items)
        lowest = self.instrument.points[0]
        rows: list[Floats] = []
        points: list[int] = []
        starts: list[int] = []
        for item, answers in enumerate((self.answers or {}).values()):
            spread = np.sqrt(matrices.residual_covariances[item, item])
            place = matrices.intercepts[item] + matrices.loadings[item, 0] * factor
            cuts = matrices.thresholds[owners == item]
            under = special.ndtr((cuts[:, None] - place) / spread)
            edges = np.concatenate([np.zeros((1, len(factor))), under, np.ones((1, len(factor)))])
            starts.append(len(points))
            points += [int(answer) - lowest for answer in answers]
            rows.append(np.diff(edges, axis=0))
        distribution = sum_distribution(np.concatenate(rows), np.array(points), np.array(starts)) @ nodes.weights
        scores = self.instrument.possible_scores(len(distribution))
        share = np.nan if self.cutoff is None else distribution[self.cutoff.is_beyond(scores)].sum()
        return np.array([scores @ distribution, share])


def _method(scale: _Scale) -> str:
    errors = say("standard errors of the differences by the delta method")
    if scale.cutoff is None:
        implied = (
            say("Mean score that the factor models with no, partial and full invariance imply (Lord & Wingersky 1984)")
            if scale.ordinal
            else say(
                "Mean score that the factor models with no, partial and full invariance imply, the sum taken as normal "
                "with a continuity correction (Lord & Wingersky 1984)"
            )
        )
        return joined([implied, errors], "; ", end=".")
    group = scale.cutoff.group_words
    implied = (
        say(
            "Mean score and share {group} that the factor models with no, partial and full invariance imply (Lord & "
            "Wingersky 1984)",
            group=group,
        )
        if scale.ordinal
        else say(
            "Mean score and share {group} that the factor models with no, partial and full invariance imply, the sum "
            "taken as normal with a continuity correction (Lord & Wingersky 1984)",
            group=group,
        )
    )
    return joined([implied, errors], "; ", end=".")


def _check(invariance: MeasurementInvariance, instrument: Instrument) -> None:
    if list(invariance.items) != instrument.item_ids:
        raise DataError(
            f"The invariance models are of the items {', '.join(invariance.items)}, not those of instrument "
            f"`{instrument.id}` in its order. Fit them to `survey.responses` of a survey with this instrument."
        )
    if invariance.fits["configural"].structure.n_factors > 1:
        raise NotEstimable(
            say("The effects on the score need one factor. Fit the invariance models without `factors`.")
        )
    if invariance.full is None:
        raise NotEstimable(
            say(
                "The ladder ended before the intercepts were equal, so there is no invariant comparison to show. "
                "Choose larger groups; the notes of the ladder say where it ended."
            )
        )


def _models(invariance: MeasurementInvariance) -> dict[str, FactorFit]:
    """No, partial and full invariance; partial only where parameters were freed."""
    comparable = next((fit for fit in invariance.fits.values() if fit.structure.has_factor_means), None)
    found = {"none": invariance.fits["configural"], "partial": comparable, "full": invariance.full}
    if comparable is invariance.full:
        del found["partial"]
    return {name: fit for name, fit in found.items() if fit is not None}


def _differences(name: str, fit: FactorFit, scale: _Scale, groups: pd.DataFrame, reach: float) -> pd.DataFrame:
    structure, x, levels = fit.structure, fit.parameters, groups["level"].tolist()
    values = np.array([scale.implied(structure, x, group) for group in range(len(levels))])
    rows = []
    for group, level in enumerate(levels):
        row = {
            "invariance": name,
            "variable": groups["variable"].iloc[group],
            "level": level,
            "reference": levels[0],
            "n_respondents": groups["n_respondents"].iloc[group],
            "weight_cells": groups["weight_cells"].iloc[group],
            "mean": values[group, 0],
            "share": values[group, 1],
        }
        if group:
            slopes = _slopes(scale, structure, x, group) - _slopes(scale, structure, x, 0)
            errors = np.sqrt(np.einsum("tp,pq,tq->t", slopes, fit.covariance, slopes))
            away = values[group] - values[0]
            low, high = away - reach * errors, away + reach * errors
            row |= dict(zip(_DIFFERENCES, (away[0], errors[0], low[0], high[0]), strict=True))
            row |= dict(zip(_SHARE_DIFFERENCES, (away[1], errors[1], low[1], high[1]), strict=True))
        rows.append(row)
    return pd.DataFrame(rows)


def _slopes(scale: _Scale, structure: Structure, x: Floats, group: int) -> Floats:
    """Differentiate mean and share by the parameters, shape (2, p)."""
    slopes = np.zeros((2, len(x)))
    for parameter in np.unique(structure.parameter[(structure.group == group) & (structure.parameter >= 0)]):
        moved = np.zeros(len(x))
        moved[parameter] = STEP
        ahead, behind = (scale.implied(structure, x + sign * moved, group) for sign in (1, -1))
        slopes[:, parameter] = (ahead - behind) / (2 * STEP)
    return slopes
