"""Ordinal alpha: coefficient alpha of the polychoric correlations."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.reliability import alpha
from workbench.options import OMEGA_INTERVALS
from workbench.psychometrics.answers import complete_responses, design_weights
from workbench.psychometrics.ordered_answers import fit_pairs, matrix_notes
from workbench.psychometrics.reliability.intervals import Reliability, interval_options, interval_table, sum_std_dev
from workbench.psychometrics.reliability.ordinal_moments import OrdinalMoments, check_sum_varies, ordinal_interval


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class OrdinalAlpha(Reliability):
    """Ordinal alpha of one scale.

    Attributes
    ----------
    table : pandas.DataFrame
        One row: term, measure, estimate, conf_low, conf_high, n_respondents, n_items.
    correlations : pandas.DataFrame
        Items × items: the polychoric correlations behind it.
    """

    correlations: pd.DataFrame = field(metadata={"matrix": True})


def ordinal_alpha(
    responses: pd.DataFrame,
    *,
    interval: str = "bootstrap",
    conf_level: float = 0.95,
    n_bootstrap: int = 2000,
    seed: int = 1,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> OrdinalAlpha:
    r"""Estimate ordinal alpha (Zumbo, Gadermann & Zeisser 2007).

    .. math:: \alpha_o = \frac{k}{k-1}\left(1 - \frac{k}{\sum_{ij} \rho_{ij}}\right)

    with polychoric correlations. It is the alpha of a sum of the normal variables taken to lie behind the answers,
    which nobody observes; that of the sum of the answers is as a rule lower.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    interval : {"bootstrap", "linearised"}
        Percentiles of resampled respondents, or a standard error from their influence.
    conf_level : float
        Coverage of the interval, between 0 and 1.
    n_bootstrap, seed : int
        Bootstrap samples and the seed of the draws; not used with replicate weights.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    OrdinalAlpha

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Polychoric correlations that do not exist (see `polychoric_correlations`) or that sum to less than 0, or too
        many bootstrap samples without them.
    ParameterError
        An option that is not allowed.

    Notes
    -----
    R gives the same: with ``R <- lavaan::lavCor(x, ordered = names(x))``, ``psych::alpha(R)$total$raw_alpha``.

    Proof: tests/reference/reliability.

    References
    ----------
    Zumbo, Gadermann & Zeisser (2007), Journal of Modern Applied Statistical Methods 6(1), 21-29.
    """
    options = interval_options(
        interval, allowed=OMEGA_INTERVALS, conf_level=conf_level, n_bootstrap=n_bootstrap, seed=seed
    )
    what = "Ordinal alpha"
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=what)
    fit = fit_pairs(sample)
    matrix = fit.correlations
    check_sum_varies(matrix, what)
    estimates = {"ordinal alpha": float(alpha(matrix))}
    found = ordinal_interval(sample, fit, _statistic, estimates, options)
    return OrdinalAlpha(
        table=interval_table(estimates, found.ends, sample),
        correlations=sample.matrix(matrix),
        interval=found.kind,
        conf_level=conf_level,
        weighted=sample.weighted,
        sum_std_dev=sum_std_dev(sample),
        method=(
            f"Ordinal alpha (Zumbo, Gadermann & Zeisser 2007): coefficient alpha of the "
            f"{'weighted ' if sample.weighted else ''}polychoric correlations, so of a sum of unobserved normal "
            f"variables and not of the answers; {100 * conf_level:g} % interval {found.how}."
        ),
        notes=(*weights.notes_on_errors(), *fit.notes(sample), *matrix_notes(matrix), *found.notes),
    )


def _statistic(moments: OrdinalMoments) -> Floats:
    matrices = moments.correlations
    positive = matrices.sum(axis=(1, 2)) > 0
    return np.where(positive, alpha(np.where(positive[:, None, None], matrices, 1.0)), np.nan)
