"""How large a lack of invariance is: RMSEA of each step's difference test, and d_MACS of each item."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import special

from workbench.arrays import Floats
from workbench.errors import NotEstimable
from workbench.numerics import one_blas_thread
from workbench.numerics.factors import rmsea
from workbench.numerics.response_theory import normal_grid
from workbench.numerics.structural_models import FactorFit, Kind, NormalSample
from workbench.psychometrics.factors import FactorSpecification, estimate
from workbench.psychometrics.invariance.ladder import MeasurementInvariance
from workbench.psychometrics.invariance.steps import ladder
from workbench.results import Result
from workbench.wording import listed, say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class InvarianceEffectSizes(Result):
    """Sizes of what the steps of an invariance ladder lose, and of what each item does.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per step but the first, which is tested against none: step, chi_square_difference, df_difference,
        rmsea_d, rmsea_d_low, rmsea_d_high (90 %), n_respondents.
    items : pandas.DataFrame
        One row per item and group but the reference: item, group and level (its name, twice: the second is what the
        publication gate knows), variable, reference, n_respondents, d_macs (not negative), d_macs_signed (above 0: the
        group answers higher than the reference at the same place on the factor).
    """

    items: pd.DataFrame


@one_blas_thread
def invariance_effect_sizes(invariance: MeasurementInvariance) -> InvarianceEffectSizes:
    r"""Size of the misfit that each step adds, and of the difference in answers that each item makes by itself.

    The RMSEA of a difference test T with d degrees of freedom, N respondents and G groups is

    .. math:: \mathrm{RMSEA}_D = \sqrt{G}\,\sqrt{\max(T - d, 0) / (d N)}

    with an interval of 90 % by noncentral chi-squares. The difference of an item in a focal group F is

    .. math:: d_{\mathrm{MACS}} = \frac{1}{SD} \sqrt{\int \bigl(E_F(\eta) - E_R(\eta)\bigr)^2
        \varphi(\eta; \alpha_F, \psi_F)\, d\eta}

    where E is the expected answer at a place on the factor, by the parameters of the group or of the reference R.
    For ordered answers it is the sum of the points times their probabilities (thresholds, loading, residual variance),
    for continuous ones intercept and loading. `d_macs_signed` has the difference itself in place of its square.

    Parameters
    ----------
    invariance : MeasurementInvariance

    Returns
    -------
    InvarianceEffectSizes

    Notes
    -----
    Parameters of two groups can be compared only where other items put both on one scale. So the model with equal
    thresholds, loadings and intercepts is fitted once for each item, with all parameters of that item free in every
    group, and with whatever `free` named for the others: all other items are anchors. Another item that works
    differently pulls the anchors, and with them each d_MACS.

    N is that of the RMSEA of the steps: respondents, and for WLSMV less the number of groups, as the chi-square of
    least squares has it. SD is the one of Nye & Drasgow (2011, equation 3): the standard deviations of the item in both
    groups, averaged with n − 1. That of the reference alone would change with the choice of the reference. d_MACS is
    never negative, so it is above 0 by chance alone where an item works alike.

    R: ``lavaan:::lav_fit_rmsea(X2 = T, df = d, N = N, G = G)``; ``dmacs::lavaan_dmacs(fit)`` for an item that `fit`
    leaves free.

    Proof: tests/reference/invariance, tests/recovery.

    References
    ----------
    Savalei, Brace & Fouladi (2024), Psychological Methods 29(3), 480-493. Nye & Drasgow (2011), Journal of Applied
    Psychology 96(5), 966-980. Nye, Bradburn, Olenick, Bialko & Drasgow (2019), Organizational Research Methods 22(3),
    678-709.
    """
    items, missing = _items(invariance)
    return InvarianceEffectSizes(
        table=_differences(invariance),
        items=items,
        method=say(
            "RMSEA of the difference tests (Savalei, Brace & Fouladi 2024) with the factor √G for G groups, 90 % "
            "interval by noncentral χ²; d_MACS (Nye & Drasgow 2011) with all other items as anchors, divided by the "
            "pooled standard deviation of the item."
        ),
        notes=(*missing, *invariance.notes),
    )


def _differences(invariance: MeasurementInvariance) -> pd.DataFrame:
    """RMSEA of each step; where a step has no test, the notes of the ladder say why."""
    rows = []
    tests = invariance.table.iloc[1:]
    for name, statistic, df in zip(tests["step"], tests["chi_square_difference"], tests["df_difference"], strict=True):
        fit = invariance.fits[name]
        groups = fit.structure.n_groups
        found = (np.nan, np.nan, np.nan)
        if np.isfinite(statistic) and df > 0:
            n = fit.n - groups if fit.structure.ordinal else fit.n
            found = rmsea(statistic, statistic, df=df, n=n, n_groups=groups)[:3]
        rows.append((name, statistic, df, *found, fit.n))
    columns = ["step", "chi_square_difference", "df_difference", "rmsea_d", "rmsea_d_low", "rmsea_d_high"]
    return pd.DataFrame(rows, columns=[*columns, "n_respondents"])


def _items(invariance: MeasurementInvariance) -> tuple[pd.DataFrame, list[str]]:
    groups = invariance.groups
    levels = groups["level"].tolist()
    rows: list[dict[str, object]] = []
    without: dict[str, list[str]] = {}
    for place, item in enumerate(invariance.items):
        sizes = np.full((len(levels), 2), np.nan)
        try:
            sizes = _sizes(invariance, place)
        except NotEstimable as error:
            without.setdefault(error.in_report, []).append(item)
        for group, level in list(enumerate(levels))[1:]:
            rows.append(
                {
                    "item": item,
                    "group": level,
                    "variable": groups["variable"].iloc[group],
                    "level": level,
                    "reference": levels[0],
                    "n_respondents": groups["n_respondents"].iloc[group],
                    "d_macs": sizes[group, 0],
                    "d_macs_signed": sizes[group, 1],
                }
            )
    notes: list[str] = [
        say("No d_MACS of {items}. {reason}", items=listed([f"`{item}`" for item in items]), reason=reason)
        for reason, items in without.items()
    ]
    return pd.DataFrame(rows), notes


def _sizes(invariance: MeasurementInvariance, item: int) -> Floats:
    """Compute d_MACS of an item in each group, and the signed one; shape (G, 2)."""
    fit = _with_item_free(invariance, item)
    points = None if invariance.answers is None else np.array(list(invariance.answers.values())[item])
    factor = next(n for n, members in enumerate(invariance.specification.factors.values()) if item in members)
    nodes = normal_grid()
    groups = range(fit.structure.n_groups)
    spreads = np.array([_spread(fit, group, item, points) for group in groups])
    sizes = np.zeros((len(groups), 2))
    for group in groups:
        own = fit.structure.matrices(fit.parameters, group)
        eta = own.factor_means[factor] + np.sqrt(own.factor_covariances[factor, factor]) * nodes.theta
        focal, reference = (_expected(fit, each, item, factor, points, eta) for each in (group, 0))
        away = focal - reference
        freedom = np.array([fit.samples[0].n - 1, fit.samples[group].n - 1])
        pooled = freedom @ spreads[[0, group]] / freedom.sum()
        sizes[group] = np.sqrt(nodes.weights @ away**2) / pooled, nodes.weights @ away / pooled
    return sizes


def _with_item_free(invariance: MeasurementInvariance, item: int) -> FactorFit:
    """Fit equal thresholds, loadings and intercepts of all items but this one.

    Raises
    ------
    NotEstimable
        The model cannot be estimated, or nothing that is equal is left to compare the groups by.
    """
    base = invariance.specification
    step, equal = next((step, equal) for step, equal in ladder(base).items() if "intercepts" in equal)
    model = replace(base, equal=equal, free=base.free | _entries(base, item))
    factor = next(members for members in base.factors.values() if item in members)
    column = list(base.factors.values()).index(factor)
    loading = any(model.is_equal(Kind.LOADING, other, column) for other in factor)
    place = any(model.is_equal(Kind.INTERCEPT, other, 0) and model.is_located(other) for other in factor)
    if not (loading and place):
        raise NotEstimable(
            say(
                "No other item of the factor has an equal loading and an equal intercept, by which the groups could be "
                "compared. Name fewer parameters in `free`."
            )
        )
    return estimate(model, invariance.fits["configural"].samples, nearby=invariance.fits.get(step))


def _entries(base: FactorSpecification, item: int) -> frozenset[tuple[int, int, int]]:
    """All that a group may have of its own of an item."""
    column = next(number for number, members in enumerate(base.factors.values()) if item in members)
    thresholds = [(int(Kind.THRESHOLD), n, 0) for n, owner in enumerate(base.threshold_items()) if owner == item]
    others = ((Kind.LOADING, item, column), (Kind.INTERCEPT, item, 0), (Kind.RESIDUAL_COVARIANCE, item, item))
    return frozenset([*thresholds, *((int(kind), row, place) for kind, row, place in others)])


def _expected(fit: FactorFit, group: int, item: int, factor: int, points: Floats | None, eta: Floats) -> Floats:
    """Return the expected answer at places of the factor, by the parameters of a group."""
    matrices = fit.structure.matrices(fit.parameters, group)
    place = matrices.intercepts[item] + matrices.loadings[item, factor] * eta
    if points is None:
        return np.asarray(place)
    cuts = matrices.thresholds[np.asarray(fit.structure.threshold_items) == item]
    above = special.ndtr((place - cuts[:, None]) / np.sqrt(matrices.residual_covariances[item, item]))
    return np.asarray(points[0] + np.diff(points) @ above)


def _spread(fit: FactorFit, group: int, item: int, points: Floats | None) -> float:
    """Observed standard deviation of an item in a group, divisor n − 1."""
    sample = fit.samples[group]
    if isinstance(sample, NormalSample):
        variance = float(sample.covariances[item, item])
    else:
        cuts = sample.observed[: sample.n_thresholds][np.asarray(fit.structure.threshold_items) == item]
        shares = np.diff(np.concatenate([[0.0], special.ndtr(cuts), [1.0]]))
        values = np.asarray(points)
        variance = float(shares @ (values - shares @ values) ** 2)
    return float(np.sqrt(variance * sample.n / (sample.n - 1)))
