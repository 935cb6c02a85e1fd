"""Omegas of ordered answers: categorical (the sum of the answers) and latent (the normal variables behind them)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.errors import NotEstimable
from workbench.numerics.factors import Extraction, one_factor
from workbench.numerics.ordered_answers import pairs_of_matrix
from workbench.numerics.reliability import categorical_omega
from workbench.psychometrics.answers import CompleteResponses, named_items
from workbench.psychometrics.factors import loadings_frame
from workbench.psychometrics.ordered_answers import fit_pairs, matrix_notes
from workbench.psychometrics.reliability.intervals import Interval, IntervalOptions
from workbench.psychometrics.reliability.ordinal_moments import (
    OrdinalMoments,
    check_sum_varies,
    observed_moments,
    ordinal_interval,
)
from workbench.wording import say

TERMS = {"categorical": "categorical omega", "latent": "latent-response omega"}


class OmegaEstimate(NamedTuple):
    """What a kind of omega found.

    Attributes
    ----------
    estimates : dict of float
        One estimate by its name.
    interval : Interval
    loadings : pandas.DataFrame
        As `Omega.loadings`.
    source : str
        Estimator and source, for `.method`.
    notes : list of str
    """

    estimates: dict[str, float]
    interval: Interval
    loadings: pd.DataFrame
    source: str
    notes: list[str]


def fit_ordinal_omega(sample: CompleteResponses, kind: str, options: IntervalOptions) -> OmegaEstimate:
    """Estimate one of the two from the DWLS solution of the polychoric correlations.

    Raises
    ------
    NotEstimable
        Polychoric correlations that do not exist, no convergence; for `categorical` a loading above 1.
    """
    fit = fit_pairs(sample)
    moments = observed_moments(fit)
    matrix = moments.correlations[0]
    check_sum_varies(matrix, say("Coefficient omega"))
    weights = moments.dwls_weights
    solution = one_factor(moments.correlations, weights)
    if not solution.converged[0]:
        raise NotEstimable(
            say(
                "The one-factor model of the polychoric correlations behind omega did not converge. Choose a larger "
                "group, or leave out items that hardly go with the others."
            )
        )
    loadings = solution.loadings[0]
    heywood = np.abs(loadings) >= 1
    if kind == "categorical" and heywood.any():
        raise NotEstimable(
            say(
                "Heywood case: the loading of {items} on the polychoric correlations reaches 1 or more, so categorical "
                "omega does not exist. Leave out an item that nearly repeats another, choose a larger group, or use "
                "`kind='total'`.",
                items=_named(sample, heywood),
            )
        )

    def statistic(resampled: OrdinalMoments) -> Floats:
        refit = one_factor(resampled.correlations, resampled.dwls_weights, start=loadings)
        return np.where(refit.converged, omega_of(resampled, refit.loadings, kind), np.nan)

    estimates = {TERMS[kind]: float(omega_of(moments, solution.loadings, kind)[0])}
    interval = ordinal_interval(sample, fit, statistic, estimates, options)
    extracted = Extraction(solution.loadings[:, :, None], 1 - solution.loadings**2, solution.converged)
    frame, notes = loadings_frame(extracted, sample.items), interval.notes
    if sample.n_items > 3:
        frame["omega_if_deleted"] = _if_deleted(moments, weights, kind)
        notes = [*notes, *deletion_notes(frame)]
    improper = say(
        "Heywood case: the loading of {items} on the polychoric correlations reaches 1 or more: its unique variance is "
        "negative, and omega is not to be trusted.",
        items=_named(sample, heywood),
    )
    return OmegaEstimate(
        estimates=estimates,
        interval=interval,
        loadings=frame,
        source=_source(kind, sample.weighted),
        notes=[
            *sign_notes(frame),
            *([improper] if heywood.any() else []),
            *fit.notes(sample),
            *matrix_notes(matrix),
            *notes,
        ],
    )


def omega_of(moments: OrdinalMoments, loadings: Floats, kind: str) -> Floats:
    """Omega of each sample (B,) from its loadings (B, k); NaN where a loading above 1 leaves none."""
    if kind == "latent":
        total = moments.correlations.sum(axis=(1, 2))
        return np.where(total > 0, loadings.sum(axis=1) ** 2 / np.where(total > 0, total, 1.0), np.nan)
    proper = (np.abs(loadings) < 1).all(axis=1)
    found = np.full(len(loadings), np.nan)
    if proper.any():
        found[proper] = categorical_omega(moments.cuts[proper], moments.steps, moments.rho[proper], loadings[proper])
    return found


def _if_deleted(moments: OrdinalMoments, weights: Floats, kind: str) -> Floats:
    """Omega of the other items, each time refitted; NaN without a solution."""
    k = weights.shape[1]
    found = np.full(k, np.nan)
    for item in range(k):
        others = np.delete(np.arange(k), item)
        matrix = moments.correlations[:, others][:, :, others]
        refit = one_factor(matrix, weights[:, others][:, :, others])
        part = moments._replace(
            cuts=moments.cuts[:, others],
            rho=pairs_of_matrix(matrix),
            steps=moments.steps[others],
        )
        if refit.converged[0]:
            found[item] = omega_of(part, refit.loadings, kind)[0]
    return found


def _source(kind: str, weighted: bool) -> str:
    matrix = say("weighted polychoric correlations") if weighted else say("polychoric correlations")
    if kind == "categorical":
        return say(
            "Categorical omega (Green & Yang 2009), the reliability of the sum of the answers if one factor lies "
            "behind normal variables that thresholds cut, from one factor by diagonally weighted least squares on the "
            "{matrix}",
            matrix=matrix,
        )
    return say(
        "Latent-response omega, of a sum of the unobserved normal variables behind the answers and not of the answers, "
        "over the sum of the polychoric correlations, from one factor by diagonally weighted least squares on the "
        "{matrix}",
        matrix=matrix,
    )


def _named(sample: CompleteResponses, which: Bools) -> str:
    return named_items([str(item) for item in sample.items[which]])


def sign_notes(loadings: pd.DataFrame) -> list[str]:
    """Name items that go against the factor."""
    return [
        say("Item `{item}` loads negatively, so it lowers omega; check whether the file stores it reversed.", item=item)
        for item in loadings.loc[loadings["loading"] < 0, "item"]
    ]


def deletion_notes(loadings: pd.DataFrame) -> list[str]:
    """Name items without which there is no omega."""
    missing = loadings.loc[loadings["omega_if_deleted"].isna(), "item"]
    if missing.empty:
        return []
    items = named_items([str(item) for item in missing])
    return [say("Without {items} the other items have no proper factor solution.", items=items)]
