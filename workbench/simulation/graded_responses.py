"""Graded responses by the normal ogive: ordered answers from factor scores, loadings and thresholds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

from workbench.arrays import Floats
from workbench.errors import ParameterError


def thresholds_from_shares(shares: npt.ArrayLike) -> Floats:
    r"""Place thresholds so that a standard normal answer propensity gives these shares of answers.

    .. math:: \tau_{ik} = \Phi^{-1}\left(\sum_{m \le k} \pi_{im}\right)

    Parameters
    ----------
    shares : array, shape (n_items, n_options)
        Share of each answer option, lowest option first; every row is rescaled to sum to 1, so percentages will do.

    Returns
    -------
    array, shape (n_items, n_options − 1)
        Thresholds in standard deviations of the propensity.

    Raises
    ------
    ParameterError
        A share that is zero or negative, or fewer than two options.

    Notes
    -----
    R gives the same: ``qnorm(cumsum(shares) / sum(shares))`` without its last entry.
    """
    table = np.atleast_2d(np.asarray(shares, dtype=float))
    if table.shape[1] < 2 or not (table > 0).all():
        raise ParameterError(
            "`shares` needs two or more options, each with a share above 0. Leave out options nobody chooses."
        )
    cumulative = np.cumsum(table, axis=1) / table.sum(axis=1, keepdims=True)
    return np.asarray(stats.norm.ppf(cumulative[:, :-1]))


def draw_graded_responses(
    factor_scores: npt.ArrayLike, *, loadings: npt.ArrayLike, thresholds: npt.ArrayLike, rng: np.random.Generator
) -> npt.NDArray[np.int8]:
    r"""Draw answers to the items of one factor.

    .. math:: x_{pi} = 1 + \#\{k : \lambda_i \eta_p + \sqrt{1 - \lambda_i^2}\, \varepsilon_{pi} > \tau_{ik}\}

    with standard normal, independent :math:`\varepsilon`. If the factor scores have variance 1, loadings are
    standardised and the polychoric correlation of items i and j is :math:`\lambda_i \lambda_j` (exactly so for normal
    factor scores).

    Parameters
    ----------
    factor_scores : array, shape (n_respondents,)
        Factor scores, in standard deviations.
    loadings : array, shape (n_items,)
        Standardised loadings, between −1 and 1.
    thresholds : array, shape (n_items, n_options − 1)
        Rising thresholds of each item.
    rng : numpy.random.Generator
        Source of the random numbers; item by item, one draw per respondent.

    Returns
    -------
    array of int8, shape (n_respondents, n_items)
        Points 1 … n_options.

    Raises
    ------
    ParameterError
        A loading outside (−1, 1), thresholds that do not rise, or not one row of thresholds per loading.

    Notes
    -----
    This is Samejima's graded response model with discrimination :math:`\lambda / \sqrt{1 - \lambda^2}` on the normal
    (not logistic) scale. R: ``findInterval(l * eta + sqrt(1 - l^2) * rnorm(n), tau) + 1`` for each item.

    References
    ----------
    Samejima (1969), Estimation of latent ability using a response pattern of graded scores, Psychometrika Monograph 17.
    """
    eta = np.asarray(factor_scores, dtype=float)
    loading, cuts = np.asarray(loadings, dtype=float), np.atleast_2d(np.asarray(thresholds, dtype=float))
    _check(loading, cuts)
    responses = np.empty((len(eta), len(loading)), dtype=np.int8)
    for item, (weight, item_cuts) in enumerate(zip(loading, cuts, strict=True)):
        propensity = weight * eta + np.sqrt(1 - weight**2) * rng.standard_normal(len(eta))
        responses[:, item] = 1 + np.searchsorted(item_cuts, propensity)
    return responses


def _check(loadings: Floats, thresholds: Floats) -> None:
    if len(thresholds) != len(loadings):
        raise ParameterError(
            f"`thresholds` has {len(thresholds)} rows for {len(loadings)} loadings. Give each item its row."
        )
    if not (np.abs(loadings) < 1).all():
        raise ParameterError(f"`loadings` has {np.abs(loadings).max():g}, outside −1–1. Give standardised loadings.")
    if not (np.diff(thresholds, axis=1) > 0).all():
        raise ParameterError("`thresholds` do not rise from left to right in each row. Sort each item's thresholds.")
