"""How unequal the sampling weights are, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.intake.codebook import DisclosureThresholds
from workbench.intake.sampling import SurveyDesign, sampling_variance
from workbench.results import Result
from workbench.wording import say

_QUANTILES = (0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99)
_SAME = 1e-9
_LARGEST = 0.01  # part of the respondents with the largest weights


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class WeightDiagnostics(Result):
    """Spread of the sampling weights.

    Attributes
    ----------
    table : pandas.DataFrame
        One row: n_respondents, sum_of_weights, variation, design_effect (Kish), effective_n, largest_weight (in mean
        weights), share_of_largest (of the sum of weights, carried by the 1 % with the largest, at least
        minimum of respondents). design_effect_at_most, by windows of the minimum of respondents,
        is for the publication gate.
    quantiles : pandas.DataFrame
        quantile, relative_weight, n_respondents: quantiles of the weights, in mean weights.
    """

    quantiles: pd.DataFrame


def weight_diagnostics(
    values: pd.Series, *, design: SurveyDesign, thresholds: DisclosureThresholds | None = None
) -> WeightDiagnostics:
    r"""Describe the weights of an estimate: Kish's design effect and effective n, variation, largest weights.

    .. math:: n_{\text{eff}} = \frac{(\sum w)^2}{\sum w^2}, \qquad \text{deff} = \frac{n}{n_{\text{eff}}} = 1 + CV^2

    with the coefficient of variation CV of the weights (divisor n). This is the cost of unequal weights for a mean that
    has nothing to do with them; strata, clusters and the outcome itself are not in it.

    Parameters
    ----------
    values : Series, shape (n_respondents,)
        What is to be estimated; respondents without a value are left out.
    design : SurveyDesign
        Without weights every respondent counts the same.
    thresholds : DisclosureThresholds, optional
        How many the largest are at least: those of the protection plan; default: the workbench's own.

    Raises
    ------
    DataError
        Parts with different indexes; anything that `sampling_variance` refuses.
    NotEstimable
        No value at all.

    Notes
    -----
    R: ``w <- weights(d); sum(w)^2 / sum(w^2)``; ``quantile(w, type = 7) / mean(w)``.

    Proof: tests/reference/design.

    References
    ----------
    Kish, L. (1992). Weighting for unequal P_i. Journal of Official Statistics 8(2), 183-200.
    """
    sampling = sampling_variance(design, values.index)
    weights = sampling.weights[values.notna().to_numpy()]
    if not len(weights):
        repair = "Check the item columns and missing codes in the codebook."
        raise NotEstimable(
            f"None of the {len(values)} respondents has a value whose weights could be described. {repair}",
            in_report=say(
                "No respondent has a value whose weights could be described. Check the item columns and missing codes "
                "in the codebook."
            ),
        )
    n, relative = len(weights), np.sort(weights / weights.mean())
    square = float((relative**2).mean())
    minimum = (thresholds or DisclosureThresholds()).minimum_respondents
    most = min(n, max(minimum, round(_LARGEST * n)))
    table = pd.DataFrame(
        {
            "n_respondents": [n],
            "sum_of_weights": [float(weights.sum())],
            "variation": [float(np.sqrt(max(square - 1, 0.0)))],
            "design_effect": [square],
            "design_effect_at_most": [_at_most(relative, minimum)],
            "effective_n": [n / square],
            "largest_weight": [float(relative[-1])],
            "share_of_largest": [float(relative[-most:].sum() / n)],
        }
    )
    return WeightDiagnostics(
        table=table,
        quantiles=pd.DataFrame(
            {"quantile": _QUANTILES, "relative_weight": np.quantile(relative, _QUANTILES), "n_respondents": n}
        ),
        method=say(
            "Design effect of unequal weights n Σw² / (Σw)² and effective number of respondents (Σw)² / Σw² (Kish "
            "1992); weights in units of their mean."
        ),
        notes=(*_origin(design), *sampling.notes),
    )


def _at_most(relative: Floats, minimum: int) -> float:
    """Design effect if respondents of one weight were as few as their window allows, with all their weight.

    Who knows the population knows what all of them weigh together, and could tell from the design effect how many they
    are; this one follows from their window.
    """
    if np.ptp(relative) <= _SAME:
        return 1.0
    weight, n = np.unique(np.round(relative, 9), return_counts=True)
    part, fewest = weight * n / n.sum(), np.fmax(n // minimum * minimum, 1)
    return float((n.sum() // minimum * minimum + minimum - 1) * (part**2 / fewest).sum())


def _origin(design: SurveyDesign) -> tuple[str, ...]:
    if design.is_weighted:
        return ()
    if design.population_size is not None:
        return (say("The survey has no sampling weights; these follow from its population sizes."),)
    return (say("The survey has no sampling weights: every respondent counts the same."),)
