"""Discriminant validity of several scales: heterotrait–monotrait ratios, latent correlations, variance extracted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.arrays import Floats, Ints
from workbench.errors import NotEstimable, ParameterError
from workbench.numerics.moments import correlation_matrix
from workbench.numerics.validity import HeterotraitRatios, heterotrait_ratios, within
from workbench.psychometrics.answers import CompleteResponses, DesignWeights, complete_responses, named_items
from workbench.psychometrics.factors import fit_confirmatory_factors, items_by_factor
from workbench.psychometrics.ordered_answers import correlations, fit_pairs, named_correlations
from workbench.psychometrics.reliability import (
    MINIMUM_USABLE,
    SHARED_BOOTSTRAP,
    IntervalOptions,
    bootstrap_covariances,
    interval_options,
)
from workbench.results import Result
from workbench.wording import listed, number, numbers, say

LEAST_ITEMS = 2
ROUNDING = 1e-9
WHAT = say("The heterotrait–monotrait ratio")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class HeterotraitMonotrait(Result):
    """How well the items of several factors tell these apart.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per pair of factors: factor, factor_other, htmt (of the sizes of the correlations), htmt_low, htmt_high,
        htmt_signed (of the correlations themselves), htmt2, htmt2_low, htmt2_high (empty where a correlation within a
        scale is not positive), latent_correlation, latent_correlation_low, latent_correlation_high, n_respondents.
    factors : pandas.DataFrame
        factor, n_items, average_variance_extracted, composite_reliability, largest_shared_variance. Fornell and
        Larcker ask that the first of these three be above the last.
    correlation : str
        `pearson` or `polychoric`.
    """

    factors: pd.DataFrame
    correlation: str


def heterotrait_monotrait(
    responses: pd.DataFrame,
    *,
    factors: Mapping[str, Sequence[str]],
    correlation: str = "pearson",
    conf_level: float = 0.95,
    n_bootstrap: int = 2000,
    seed: int = 1,
) -> HeterotraitMonotrait:
    r"""Compare the correlations between the items of two factors with those within each.

    .. math:: HTMT = \frac{\overline{|r_{AB}|}}{\sqrt{\overline{|r_A|}\;\overline{|r_B|}}}

    with means over pairs of items; HTMT2 has geometric means, `htmt_signed` the correlations in place of their sizes.
    From a confirmatory model of all factors come latent correlations and, with standardised loadings λ of a factor,

    .. math:: AVE = \overline{\lambda^2}, \quad CR = \frac{(\sum \lambda)^2}{(\sum \lambda)^2 + \sum (1 - \lambda^2)}

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, the items of each factor keyed the same way, no missing values. Items of no factor are left out.
    factors : mapping of str to sequence of str
        Two factors or more with two items or more, no item on two of them.
    correlation : {"pearson", "polychoric"}
        The confirmatory model is fitted by MLR to points, or by WLSMV to ordered answers.
    conf_level : float
        Coverage of the intervals, between 0 and 1.
    n_bootstrap, seed : int
        Bootstrap samples of respondents for the ratios, and the seed of the draws.

    Returns
    -------
    HeterotraitMonotrait

    Raises
    ------
    DataError
        A missing answer.
    NotEstimable
        A factor with one item, no more respondents than items, an item that everybody answers alike or that follows
        from the others, polychoric correlations that do not exist or are not positive definite; too few bootstrap
        samples with them.
    ParameterError
        An option that is not allowed, one factor only, an unknown item or one on two factors.

    Notes
    -----
    Correlations between items whose sign changes are near 0 on average, their sizes are not: then `htmt` is above
    `htmt_signed`, also by chance alone. HTMT2 is not defined where a correlation within a scale is 0 or negative, and
    R's ``abs`` of it is no such correlation.

    R gives the same: ``semTools::htmt(model, x, htmt2 = FALSE)``, with ``absolute = FALSE`` the signed one; its default
    is HTMT2. For `polychoric` give it lavaan's correlations as ``sample.cov``; with ``f <- lavaan::cfa(model, scale(x),
    std.lv = TRUE)`` (or ``ordered = TRUE``) ``lavInspect(f, "cor.lv")``, the mean of squared standardised loadings and
    ``semTools::compRelSEM(f)`` (for ordered answers ``ord.scale = FALSE``), which R takes of unstandardised items
    where these are not scaled.

    Proof: tests/reference/validity.

    References
    ----------
    Henseler, Ringle & Sarstedt (2015), Journal of the Academy of Marketing Science 43(1), 115-135. Roemer, Schuberth &
    Henseler (2021), Industrial Management & Data Systems 121(12), 2637-2650. Fornell & Larcker (1981), Journal of
    Marketing Research 18(1), 39-50.
    """
    options = interval_options(
        "bootstrap", allowed=("bootstrap",), conf_level=conf_level, n_bootstrap=n_bootstrap, seed=seed
    )
    placed = _placed(factors, [str(item) for item in responses])
    asked = [item for items in placed.values() for item in items]
    chosen = responses.set_axis([str(item) for item in responses], axis=1)[asked]
    sample = complete_responses(chosen, DesignWeights(), what=WHAT, minimum_items=2 * LEAST_ITEMS)
    matrix = correlations(sample, correlation=correlation, what=WHAT)
    members = [np.array([asked.index(item) for item in items]) for items in placed.values()]
    found = heterotrait_ratios(matrix[None], members)
    drawn = _drawn(sample, members, correlation, options)
    model = _model(chosen, placed, correlation, conf_level)
    names = list(placed)
    table = pd.DataFrame(
        {
            "factor": [a for a, _ in combinations(names, 2)],
            "factor_other": [b for _, b in combinations(names, 2)],
            "htmt": found.absolute[0],
            **_ends("htmt", drawn.absolute, options),
            "htmt_signed": found.signed[0],
            "htmt2": found.geometric[0],
            **_ends("htmt2", np.where(np.isnan(found.geometric), np.nan, drawn.geometric), options),
            **model.between,
            "n_respondents": sample.n_respondents,
        }
    )
    return HeterotraitMonotrait(
        table=table,
        factors=model.factors,
        correlation=correlation,
        method=say(
            "Heterotrait–monotrait ratios of {correlations} (Henseler, Ringle & Sarstedt 2015; HTMT2: Roemer, "
            "Schuberth & Henseler 2021), {level} % intervals from percentiles of {n} bootstrap samples of respondents "
            "(seed {seed}); latent correlations and loadings by {estimator}.",
            correlations=named_correlations(sample, correlation),
            level=numbers.shortest(100 * conf_level),
            n=n_bootstrap,
            seed=seed,
            estimator=_estimator(correlation),
        ),
        notes=(*_within_notes(matrix, members, asked), *_sign_notes(table), *model.notes),
    )


def _placed(factors: Mapping[str, Sequence[str]], items: list[str]) -> dict[str, list[str]]:
    """Check which items stand on which factor."""
    if len(factors) < 2:
        raise ParameterError(
            f"`factors` names {len(factors)} factor, and there is nothing to tell it from. Give two or more, each with "
            "its items."
        )
    placed = items_by_factor(items, factors)
    if few := [factor for factor, own in placed.items() if len(own) < LEAST_ITEMS]:
        raise NotEstimable(
            say(
                "Factor `{factor}` has fewer than two items, and no correlation within it. Give it more items, or use "
                "`convergent_correlations` for a single item.",
                factor=few[0],
            )
        )
    return placed


def _estimator(correlation: str) -> str:
    return "WLSMV" if correlation == "polychoric" else "MLR"


def _drawn(
    sample: CompleteResponses, members: list[Ints], correlation: str, options: IntervalOptions
) -> HeterotraitRatios:
    """Ratios of the bootstrap samples that have correlations."""
    if correlation == "pearson":
        matrices = correlation_matrix(bootstrap_covariances(sample, options))
    else:
        matrices = SHARED_BOOTSTRAP.moments(sample, fit_pairs(sample), options).correlations
    if len(matrices) < MINIMUM_USABLE * options.n_bootstrap:
        raise NotEstimable(
            say(
                "Too few bootstrap samples give an estimate. Choose a larger group, or leave out items: those that "
                "nearly everybody answers alike first, or many where respondents are few."
            )
        )
    return heterotrait_ratios(matrices, members)


def _ends(name: str, drawn: Floats, options: IntervalOptions) -> dict[str, Floats]:
    """Percentiles of each pair, empty where more than one sample in ten has no ratio."""
    tail = (1 - options.conf_level) / 2
    low, high = np.full(drawn.shape[1], np.nan), np.full(drawn.shape[1], np.nan)
    for pair, values in enumerate(drawn.T):
        usable = values[np.isfinite(values)]
        if len(usable) >= MINIMUM_USABLE * options.n_bootstrap:
            low[pair], high[pair] = np.quantile(usable, [tail, 1 - tail])
    return {f"{name}_low": low, f"{name}_high": high}


class _Model(NamedTuple):
    """What the confirmatory model tells of pairs of factors and of each factor."""

    between: dict[str, Floats]
    factors: pd.DataFrame
    notes: tuple[str, ...]


def _model(responses: pd.DataFrame, placed: dict[str, list[str]], correlation: str, conf_level: float) -> _Model:
    names = list(placed)
    pairs = list(combinations(range(len(names)), 2))
    latent, loadings = np.full((len(pairs), 3), np.nan), dict.fromkeys(names, np.array([np.nan]))
    notes: tuple[str, ...]
    try:
        fit = fit_confirmatory_factors(
            responses, factors=placed, estimator=_estimator(correlation), conf_level=conf_level
        )
    except NotEstimable as error:
        notes = (say("No latent correlations. {reason}", reason=error.in_report),)
    else:
        # factors of variance 1: their covariances are correlations
        rows = fit.table.set_index("term")[["estimate", "conf_low", "conf_high"]]
        for place, (a, b) in enumerate(pairs):
            either = rows.index.isin([f"{names[a]}~~{names[b]}", f"{names[b]}~~{names[a]}"])
            latent[place] = rows[either].to_numpy()[0]
        loadings = {name: fit.loadings.loc[fit.loadings["factor"] == name, "standardized"].to_numpy() for name in names}
        notes = (*_beyond(names, pairs, latent[:, 0]), *fit.notes)
    shared = [max(latent[p, 0] ** 2 for p, pair in enumerate(pairs) if f in pair) for f in range(len(names))]
    columns = ("latent_correlation", "latent_correlation_low", "latent_correlation_high")
    table = pd.DataFrame(
        {
            "factor": names,
            "n_items": [len(placed[name]) for name in names],
            "average_variance_extracted": [(loadings[name] ** 2).mean() for name in names],
            "composite_reliability": [_composite(loadings[name]) for name in names],
            "largest_shared_variance": shared,
        }
    )
    return _Model(dict(zip(columns, latent.T, strict=True)), table, notes)


def _composite(loadings: Floats) -> float:
    common = loadings.sum() ** 2
    return float(common / (common + (1 - loadings**2).sum()))


def _beyond(names: list[str], pairs: list[tuple[int, int]], latent: Floats) -> list[str]:
    return [
        say(
            "The latent correlation of `{factor}` and `{other}` is {value}, beyond 1: the model does not tell them "
            "apart.",
            factor=names[a],
            other=names[b],
            value=number(float(value)),
        )
        for (a, b), value in zip(pairs, latent, strict=True)
        if abs(value) > 1
    ]


def _within_notes(matrix: Floats, members: list[Ints], asked: list[str]) -> list[str]:
    """Say where HTMT2 is not defined, and by which items."""
    involved: list[str] = []
    for items in members:
        first, second = np.triu_indices(len(items), 1)
        wrong = within(matrix[None], items)[0] <= 0
        involved += [asked[place] for place in np.unique(items[np.concatenate([first[wrong], second[wrong]])])]
    if not involved:
        return []
    return [
        say(
            "Within a scale {items} have correlations of 0 or below, so HTMT2 of that scale is not defined; check "
            "whether the file stores items reversed.",
            items=named_items(involved),
        )
    ]


def _sign_notes(table: pd.DataFrame) -> list[str]:
    """Say where sizes and signed correlations give other ratios."""
    alike = (table["htmt"] - table["htmt_signed"].abs()).abs() <= ROUNDING
    apart = table[~alike]
    if apart.empty:
        return []
    return [
        say(
            "Some correlations between items have other signs than the rest in {pairs}: `htmt` takes their sizes, "
            "`htmt_signed` their signs too.",
            pairs=listed([f"`{a}`–`{b}`" for a, b in zip(apart["factor"], apart["factor_other"], strict=True)]),
        )
    ]
