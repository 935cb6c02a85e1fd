"""Polychoric correlations: of the normal variables that ordered answers are taken to cut into categories."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.ordered_answers import asymptotic_covariance, matrix_of_pairs
from workbench.numerics.sampling import jackknife_covariance
from workbench.options import STANDARD_ERRORS, check_option
from workbench.psychometrics.answers import CompleteResponses, IncompleteResponses, complete_responses, design_weights
from workbench.psychometrics.ordered_answers.pairwise_fit import (
    PairwiseFit,
    fit_pairs,
    matrix_notes,
    replicated_estimates,
)
from workbench.results import Result
from workbench.wording import Unpublished, joined, numbers, say


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class PolychoricCorrelations(Result):
    """Polychoric correlations of one scale, with thresholds and their joint precision.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per pair of items, (1, 2), (1, 3), …, (2, 3), …: item, item_other, measure, estimate, std_error,
        n_respondents.
    thresholds : pandas.DataFrame
        One row per threshold, item by item, lowest first: item, threshold, measure, estimate, std_error.
    correlations, std_errors : pandas.DataFrame
        Items × items; 1 and 0 on the diagonals.
    asymptotic_covariance : pandas.DataFrame
        Covariance of √n times the estimates (divide by n for that of the estimates), rows of `thresholds` first, then
        rows of `table`; named like "q1|1" and "q1~~q2".
    """

    thresholds: pd.DataFrame
    correlations: pd.DataFrame = field(metadata={"matrix": True})
    std_errors: pd.DataFrame = field(metadata={"matrix": True})
    asymptotic_covariance: pd.DataFrame = field(metadata={"matrix": True, "private": True})


def polychoric_correlations(
    responses: pd.DataFrame,
    *,
    continuity: float = 0.0,
    standard_errors: str = "robust",
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> PolychoricCorrelations:
    r"""Estimate polychoric correlations in two steps (Olsson 1979), with their asymptotic covariance (Muthén 1984).

    Thresholds :math:`\tau = \Phi^{-1}(\text{cumulative share})` come from the margins; then each pair's correlation
    maximises :math:`\sum_{ab} n_{ab} \ln \pi_{ab}(\rho; \hat\tau)`, with :math:`\pi_{ab}` the bivariate normal
    probability of the cell. With two categories the correlations are tetrachoric.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, no missing values. A category that nobody chose has no threshold.
    continuity : float
        Respondents (or weights that sum to n) put into each cell that nobody chose while the pair's correlation and its
        standard error are estimated; 0 leaves the cells empty. Thresholds use the answers as they are.
    standard_errors : {"robust", "lavaan"}
        `robust` does not assume normal latent responses; `lavaan` does, as R. Estimates are the same.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    PolychoricCorrelations

    Raises
    ------
    DataError
        A missing answer, or weights of other respondents.
    NotEstimable
        Fewer than two items or respondents, an item that everybody answers alike, an item with more than 20 different
        answers, or two items of which one never falls (or never rises) where the other rises, so that their correlation
        would be exactly 1 (or −1), as with a duplicated item; also where that holds in one replicate.
    ParameterError
        An option that is not allowed, or `continuity` outside 0–0.5.

    Notes
    -----
    R gives the same: ``lavaan::lavCor(x, ordered = names(x), zero.add = c(0, 0))``, and with
    ``standard_errors="lavaan"`` the covariance as ``lavInspect(fit, "gamma")``. Robust errors have the derivatives of
    the scores in the bread of the sandwich, lavaan products of scores, which equal them only under normal latent
    responses; replicate weights take the place of either. lavaan's default puts 0.5 into empty cells of tables of two
    items with two categories each and keeps the margins; `continuity` puts it into empty cells of every table and
    leaves the thresholds, as ``psych::tetrachoric(x, correct = 0.5)`` does.

    Proof: tests/reference/ordered_answers, tests/recovery.

    References
    ----------
    Olsson (1979), Psychometrika 44(4), 443-460.
    Muthén (1984), Psychometrika 49(1), 115-132.
    Muthén & Satorra (1995), Psychometrika 60(4), 489-503.
    White (1982), Econometrica 50(1), 1-25.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> psychometrics.polychoric_correlations(complete.responses).correlations.round(2)
          A1    A2    A3    A4    A5
    A1  1.00  0.41  0.33  0.18  0.23
    A2  0.41  1.00  0.56  0.39  0.45
    A3  0.33  0.56  1.00  0.41  0.57
    A4  0.18  0.39  0.41  1.00  0.35
    A5  0.23  0.45  0.57  0.35  1.00
    """
    check_option("standard_errors", standard_errors, STANDARD_ERRORS)
    what = say("Polychoric correlations")
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    sample = complete_responses(responses, weights, what=what)
    fit = fit_pairs(sample, continuity=continuity)
    covariance = covariance_of_pairs(fit, sample.replicates, standard_errors=standard_errors)
    std_errors = np.sqrt(np.diag(covariance) / sample.n_respondents)
    n_pairs = len(fit.rho)
    cuts, pairs = _thresholds(sample, fit, std_errors[:-n_pairs]), _pairs(sample, fit, std_errors[-n_pairs:])
    labels = [f"{row.item}|{row.threshold}" for row in cuts.itertuples()]
    labels += [f"{row.item}~~{row.item_other}" for row in pairs.itertuples()]
    return PolychoricCorrelations(
        table=pairs,
        thresholds=cuts,
        correlations=sample.matrix(fit.correlations),
        std_errors=sample.matrix(matrix_of_pairs(std_errors[-n_pairs:], diagonal=0.0)),
        asymptotic_covariance=pd.DataFrame(covariance, index=labels, columns=labels),
        method=_method(sample, continuity, standard_errors),
        notes=(*weights.notes_on_errors(), *pair_notes(sample, fit)),
    )


def covariance_of_pairs(
    fit: PairwiseFit, replicates: Floats | None = None, *, standard_errors: str = "robust"
) -> Floats:
    """Covariance of √n times the estimates, from replicates where there are any."""
    if replicates is not None:
        return fit.answers.n_respondents * jackknife_covariance(replicated_estimates(replicates, fit))
    robust = standard_errors == "robust"
    return asymptotic_covariance(fit.answers, fit.fitted, cuts=fit.cuts, rho=fit.rho, robust=robust)


def _pairs(sample: CompleteResponses, fit: PairwiseFit, std_errors: Floats) -> pd.DataFrame:
    names, (first, second) = sample.items.to_numpy(), fit.answers.pairs
    return pd.DataFrame(
        {
            "item": names[first],
            "item_other": names[second],
            "measure": "coefficient",
            "estimate": fit.rho,
            "std_error": std_errors,
            "n_respondents": sample.n_respondents,
        }
    )


def _thresholds(sample: CompleteResponses, fit: PairwiseFit, std_errors: Floats) -> pd.DataFrame:
    item, number_of = np.nonzero(np.isfinite(fit.cuts))
    return pd.DataFrame(
        {
            "item": sample.items.to_numpy()[item],
            "threshold": number_of + 1,
            "measure": "difficulty",
            "estimate": fit.cuts[item, number_of],
            "std_error": std_errors,
        }
    )


def _method(sample: CompleteResponses, continuity: float, standard_errors: str) -> str:
    estimate = (
        say("Weighted polychoric correlations in two steps (Olsson 1979)")
        if sample.weighted
        else say("Polychoric correlations in two steps (Olsson 1979)")
    )
    if continuity:
        estimate = say("{correlations}, with {n} in empty cells", correlations=estimate, n=numbers.shortest(continuity))
    errors: list[str] = (
        [
            say("standard errors from the sandwich of casewise scores (Muthén 1984; Muthén & Satorra 1995)"),
            assumed_of_errors(standard_errors),
        ]
        if sample.replicates is None
        else [say("standard errors from {n} replicate weights (jackknife)", n=sample.replicates.shape[1])]
    )
    return joined([estimate, *errors], "; ", end=".")


def assumed_of_errors(standard_errors: str) -> str:
    """Say in a clause what standard errors of thresholds and correlations assume."""
    if standard_errors == "robust":
        return say("the sandwich holds where the latent responses are not normal (derivatives of scores; White 1982)")
    return say("the sandwich assumes normal latent responses, as in lavaan (products of scores)")


def pair_notes(sample: CompleteResponses | IncompleteResponses, fit: PairwiseFit) -> tuple[str, ...]:
    """Name answers without a threshold, empty cells, and a matrix that is not positive definite."""
    notes = list(fit.notes(sample))
    if n_empty := fit.answers.n_empty:
        cells = {"n": n_empty, "cells": fit.answers.n_cells}
        empty = (
            say(
                "{n} of the {cells} cells in the tables of item pairs are empty; each counts as {filled} respondents "
                "in the correlations.",
                **cells,
                filled=numbers.shortest(fit.continuity),
            )
            if fit.continuity
            else say("{n} of the {cells} cells in the tables of item pairs are empty.", **cells)
        )
        notes.append(Unpublished(empty))
    return (*notes, *_rank_notes(sample, fit), *matrix_notes(fit.correlations))


def _rank_notes(sample: CompleteResponses | IncompleteResponses, fit: PairwiseFit) -> list[str]:
    """Say that there are too few replicates for a covariance of full rank."""
    n_statistics = int(np.isfinite(fit.cuts).sum()) + len(fit.rho)
    if sample.replicates is None or sample.replicates.shape[1] > n_statistics:
        return []
    return [
        say(
            "The {n} replicates are too few for the {statistics} thresholds and correlations: their covariance has not "
            "full rank, so single standard errors can be used, but a chi-square corrected by it is rough.",
            n=sample.replicates.shape[1],
            statistics=n_statistics,
        )
    ]
