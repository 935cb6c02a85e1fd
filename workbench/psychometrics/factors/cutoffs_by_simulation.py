"""Cut-offs of fit indices for one model, its thresholds and its number of respondents, by simulation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.errors import NotEstimable, ParameterError
from workbench.numerics import one_blas_thread
from workbench.numerics.ordered_answers import (
    NormalAnswers,
    correlation_influences,
    correlation_variances,
    covariance_of_correlations,
    margins,
    pairs_of_matrix,
)
from workbench.numerics.structural_models import Kind, OrdinalSample, moments
from workbench.options import LEAST, check_count
from workbench.psychometrics.factors.confirmatory import ConfirmatoryFactors
from workbench.psychometrics.factors.estimation import estimate
from workbench.psychometrics.factors.fit_table import COMPARED_INDICES, compared_indices
from workbench.psychometrics.factors.structure import FactorSpecification
from workbench.psychometrics.ordered_answers import perfect_samples, refit_pairs
from workbench.results import Result
from workbench.wording import Unpublished, count, say

# A level adds residual correlations of this size (McNeish & Wolf 2023).
ADDED_CORRELATION = 0.3
# Part of the samples of the fitted model that a cut-off keeps, and of those of a level that it rejects.
KEPT = REJECTED = 0.95
# Tables per block of samples: bounds memory.
BLOCK_TABLES = 4_096
HIGHER_IS_BETTER = ("cfi_scaled", "cfi_robust")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class DynamicCutoffs(Result):
    """Cut-offs of the fit indices of one model.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per level and index: index (a column of `ConfirmatoryFactors.fit`), level (0: samples of the fitted
        model; 1, 2, 3: more and more pairs of items share something besides the factor), n_pairs (of items with a
        residual correlation of .3), cutoff (level 0: what 95 % of the samples keep; above: what 95 % of the level's
        samples miss; NaN where no cut-off separates both), rejected (part of the level's samples beyond the cut-off of
        level 0), n_respondents.
    """


class _Population(NamedTuple):
    """What is simulated, and which model is fitted to it.

    Attributes
    ----------
    model : FactorSpecification
        Without thresholds, which one group tells exactly whatever the loadings.
    cuts : array, shape (k, size − 1)
    correlations : array, shape (k, k)
    n : int
    robust : bool
    """

    model: FactorSpecification
    cuts: Floats
    correlations: Floats
    n: int
    robust: bool


@one_blas_thread
def dynamic_cutoffs(fit: ConfirmatoryFactors, *, n_replicates: int = 500, seed: int = 1) -> DynamicCutoffs:
    r"""Simulate how fit indices of this model behave where it is right, and where residuals correlate.

    Samples are drawn with the thresholds, the loadings and the number of respondents of `fit`: of the fitted model
    (level 0), and of models in which pairs of items have a residual correlation of .3. With m items in the order of
    their loadings, smallest first, the pairs are (1, 2), (3, 4), …; level 3 has all m / 2 of them, level 1 a third and
    level 2 two thirds (rounded down). One factor is fitted to each sample as `fit` was. The cut-off of a level is the
    value that 95 % of its samples miss, provided that 95 % of the samples of level 0 keep it.

    Parameters
    ----------
    fit : ConfirmatoryFactors
        One factor in one group by WLSMV, as `fit_confirmatory_factors` returns it.
    n_replicates : int
        Samples of each level.
    seed : int

    Returns
    -------
    DynamicCutoffs

    Raises
    ------
    NotEstimable
        A model without degrees of freedom, a residual variance that is not positive, residual correlations free of
        nearly all items, or more than half of the samples of a level without an estimate.
    ParameterError
        A result of another function, another estimator, several factors or groups, or a number of samples below 20.

    Notes
    -----
    With weights or replicates the samples have fewer respondents, as many as a simple random sample would need to know
    the correlations as exactly. Four items have one level, five have two.

    R: ``dynamic::catOne(fit)`` does the same for the scaled indices and SRMR, with up to 2,000 respondents, and gives
    cut-offs of level 0 instead where fewer than 95 % of a level's samples are rejected.

    Proof: tests/reference/factors, tests/unit/psychometrics/factors.

    References
    ----------
    McNeish & Wolf (2023), Dynamic fit index cutoffs for one-factor models, Behavior Research Methods 55.
    McNeish (2023), American Psychologist 78(9), 1061-1075.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> model = psychometrics.fit_confirmatory_factors(intake.complete(survey).responses)
    >>> found = psychometrics.dynamic_cutoffs(model, n_replicates=20).table
    >>> found.loc[found["index"] == "srmr", ["level", "n_pairs"]]
        level  n_pairs
    4       0        0
    9       1        1
    14      2        2
    """
    check_count("n_replicates", n_replicates, minimum=LEAST["n_replicates"])
    check_count("seed", seed, minimum=LEAST["seed"])
    _check(fit)
    population, pairs = _population(fit)
    streams = np.random.SeedSequence(seed).spawn(len(pairs))
    rows, right, lost = [], np.empty(0), 0
    for level, (added, stream) in enumerate(zip(pairs, streams, strict=True)):
        own = population._replace(correlations=_with_residual_correlations(population.correlations, fit, added))
        values = _simulated(own, n_replicates, np.random.default_rng(stream))
        lost += n_replicates - len(values)
        right = values if level == 0 else right
        rows += _rows(values, right, level, len(added))
    table = pd.DataFrame(rows, columns=["index", "level", "n_pairs", "cutoff", "rejected"])
    return DynamicCutoffs(
        table=table.assign(n_respondents=fit.fitted.n),
        method=_method(n_replicates, seed),
        notes=(*_notes(fit, table, population.n), *_lost(lost, n_replicates * len(pairs))),
    )


def _check(fit: ConfirmatoryFactors) -> None:
    if not isinstance(fit, ConfirmatoryFactors):
        raise ParameterError(
            f"`fit` is a {type(fit).__name__}. Give the result of `fit_confirmatory_factors` itself, as it is before "
            "`population.protect`."
        )
    if fit.estimator != "WLSMV":
        raise ParameterError(
            f"`fit` was estimated by {fit.estimator}, but answers are simulated as ordered ones. Fit the model with "
            "estimator='WLSMV'."
        )
    if len(fit.specification.factors) > 1 or fit.specification.n_groups > 1:
        raise ParameterError(
            "`fit` has several factors or groups, but the levels of misfit are defined for one factor in one group. "
            "Fit the model without `factors` and `group`."
        )
    if fit.fitted.df == 0:
        raise NotEstimable(
            say(
                "A model without degrees of freedom fits whatever the answers, so there is no cut-off. Use four items "
                "or more."
            )
        )


def _population(fit: ConfirmatoryFactors) -> tuple[_Population, list[list[tuple[int, int]]]]:
    """Take the fitted model as the truth, and list the pairs of items of each level, none for level 0."""
    fitted, model = fit.fitted, fit.specification
    matrices = fitted.structure.matrices(fitted.parameters, 0)
    residual = np.diag(matrices.residual_covariances)
    if (residual <= 0).any():
        raise NotEstimable(
            say(
                "The residual variance of `{item}` is not positive (Heywood case), so no answers can be drawn from the "
                "model. Leave out the item, or choose a larger group.",
                item=model.items[int(np.argmin(residual))],
            )
        )
    owners = np.array(model.threshold_items())
    cuts = np.full((len(model.items), int(np.bincount(owners).max())), np.inf)
    for item in range(len(model.items)):
        own = matrices.thresholds[owners == item]
        cuts[item, : len(own)] = own
    sample = fitted.ordinal_samples[0]
    bare = replace(model, n_thresholds=(0,) * len(model.items))
    population = _Population(
        bare, cuts, moments(matrices)[1], max(round(sample.effective_n), 2), fit.standard_errors == "robust"
    )
    return population, _pairs_by_level(np.abs(matrices.loadings[:, 0]), _taken(model))


def _taken(model: FactorSpecification) -> set[int]:
    """Return the items whose residuals correlate already."""
    return {item for kind, row, column in model.free if kind == Kind.RESIDUAL_COVARIANCE for item in (row, column)}


def _pairs_by_level(loadings: Floats, taken: set[int]) -> list[list[tuple[int, int]]]:
    order = [int(item) for item in np.argsort(loadings, kind="stable") if int(item) not in taken]
    every = list(zip(order[::2], order[1::2], strict=False))
    if not every:
        raise NotEstimable(
            say(
                "Residual correlations are free of all items but one, so no further ones can be added. Name fewer of "
                "them in `free`."
            )
        )
    most = len(every) if len(order) != 4 else 1
    numbers = [most // 3, 2 * most // 3, most] if most > 2 else list(range(1, most + 1))
    return [every[:number] for number in (0, *numbers)]


def _with_residual_correlations(correlations: Floats, fit: ConfirmatoryFactors, pairs: list[tuple[int, int]]) -> Floats:
    residual = np.diag(fit.fitted.structure.matrices(fit.fitted.parameters, 0).residual_covariances)
    found = correlations.copy()
    for first, second in pairs:
        added = ADDED_CORRELATION * np.sqrt(residual[first] * residual[second])
        found[first, second] += added
        found[second, first] += added
    return found


def _simulated(population: _Population, n_replicates: int, rng: np.random.Generator) -> Floats:
    """Return the indices of the samples that have an estimate, one row each.

    Raises
    ------
    NotEstimable
        More than half of them have none.
    """
    values = np.array([row for row in _drawn(population, n_replicates, rng) if row is not None])
    if len(values) < n_replicates / 2:
        raise NotEstimable(
            say(
                "More than half of the samples that are drawn from the model have no estimate, so there is no cut-off. "
                "Join rare answers, or choose a larger group."
            )
        )
    return values


def _drawn(population: _Population, n_replicates: int, rng: np.random.Generator) -> Iterator[list[float] | None]:
    answers = NormalAnswers(population.correlations, population.cuts)
    start = pairs_of_matrix(population.correlations)
    most = max(1, BLOCK_TABLES // len(start))
    for begin in range(0, n_replicates, most):
        drawn = [answers.draw(population.n, rng) for _ in range(min(most, n_replicates - begin))]
        tables = np.array([each.tables for each in drawn])
        usable = ~perfect_samples(tables)
        yield from [None] * int((~usable).sum())
        tables, drawn = tables[usable], [each for each, kept in zip(drawn, usable, strict=True) if kept]
        cuts, rho, converged = refit_pairs(tables, margins(tables), start)
        weights = 1 / correlation_variances(tables, tables, cuts=cuts, rho=rho)
        influences = correlation_influences(tables, cuts=cuts, rho=rho, robust=population.robust)
        for place, each in enumerate(drawn):
            if not converged[place]:
                yield None
                continue
            covariance = covariance_of_correlations(each, influences[place])
            sample = OrdinalSample(population.n, 1.0, rho[place], covariance, weights[place], 0)
            try:
                yield compared_indices(estimate(population.model, [sample]))
            except NotEstimable:
                yield None


def _rows(values: Floats, right: Floats, level: int, n_pairs: int) -> list[tuple[str, int, int, float, float]]:
    """Cut-off of each index at a level, from its samples and those of the fitted model."""
    rows = []
    for place, index in enumerate(COMPARED_INDICES):
        sign = -1.0 if index in HIGHER_IS_BETTER else 1.0  # then larger is worse
        own, kept = sign * values[:, place], sign * right[:, place]
        limit = float(np.nanquantile(kept, KEPT))
        missed = float(np.nanquantile(own, 1 - REJECTED))
        cutoff = limit if level == 0 else missed if missed >= limit else np.nan
        rows.append((index, level, n_pairs, sign * cutoff, float(np.mean(own[np.isfinite(own)] > limit))))
    return rows


def _method(n_replicates: int, seed: int) -> str:
    return say(
        "Cut-offs by {n} samples of each level with the thresholds, loadings and respondents of the fitted model "
        "(McNeish & Wolf 2023; McNeish 2023; seed {seed}): residual correlations of .3 between a third, two thirds and "
        "all pairs of items; a cut-off rejects 95 % of the level's samples and keeps 95 % of the fitted model's.",
        n=count(n_replicates),
        seed=str(seed),
    )


def _notes(fit: ConfirmatoryFactors, table: pd.DataFrame, n: int) -> list[str]:
    notes: list[str] = []
    without = table[table["cutoff"].isna()]
    if len(without):
        notes.append(
            say(
                "No cut-off separates the fitted model from some of the levels: their samples overlap by more than 5 %."
            )
        )
    if n < fit.fitted.n:
        notes.append(
            say(
                "The samples are smaller than the survey: as many respondents as a simple random sample would need to "
                "know the correlations as exactly."
            )
        )
        notes.append(Unpublished(say("The samples have {n} respondents.", n=count(n))))
    return notes


def _lost(lost: int, drawn: int) -> list[str]:
    if not lost:
        return []
    return [say("{n} of the {of} samples have no estimate and are left out.", n=count(lost), of=count(drawn))]
