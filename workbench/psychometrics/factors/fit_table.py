"""The row of fit indices of a factor model: naive, scaled and robust, told apart by column."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from workbench.numerics.factors import (
    Rmsea,
    approximation_error,
    comparative_fit,
    rmsea,
    root_mean_square,
    tucker_lewis,
)
from workbench.numerics.structural_models import (
    FactorFit,
    Kind,
    ScaledTest,
    implied_correlations,
    information_of_entries,
    standardised_residuals,
)
from workbench.wording import number, say

NO_ROBUST_INDICES = say(
    "Robust CFI, TLI and RMSEA cannot be computed: they hold only where the thresholds of each group are free and the "
    "correlation matrices are positive definite."
)


# What `compared_indices` gives, in its order.
COMPARED_INDICES = ("cfi_scaled", "rmsea_scaled", "cfi_robust", "rmsea_robust", "srmr")


class _Noncentral(NamedTuple):
    """A chi-square pair whose excess over its expected value tells the misfit.

    Attributes
    ----------
    model, baseline : float
        χ² less what is expected of it without misfit.
    rmsea : Rmsea
    """

    model: float
    baseline: float
    rmsea: Rmsea


def fit_row(fit: FactorFit) -> tuple[pd.DataFrame, list[str]]:
    """Compute the indices of one model, and note those that cannot be had.

    Returns
    -------
    tuple of DataFrame and list of str
        Columns without suffix are naive, `_scaled` come from the corrected statistic, `_robust` estimate the
        population value of the index (Brosseau-Liard & Savalei 2014; for ordered answers Savalei 2021).
    """
    test, baseline = fit.test, fit.baseline
    n = fit.n - fit.structure.n_groups if fit.structure.ordinal else fit.n
    groups = fit.structure.n_groups
    row: dict[str, object] = {
        "chi_square": test.naive,
        "df": test.df,
        "p_value": _p_value(test.naive, test.df),
        "baseline_chi_square": baseline.naive,
        "baseline_df": baseline.df,
    }
    naive = _Noncentral(
        test.naive - test.df,
        baseline.naive - baseline.df,
        rmsea(test.naive, test.naive, df=test.df, n=n, n_groups=groups),
    )
    row |= _indices("", naive, test.df, baseline.df)
    notes: list[str] = []
    if fit.robust:
        row |= _corrected(fit, n)
    if fit.robust or fit.population_tests is not None:
        robust = _robust_ordinal(fit, n) if fit.structure.ordinal else _robust_normal(fit, n)
        row |= _indices("_robust", robust, test.df, baseline.df)
        notes += _robust_notes(fit, robust)
    residuals = [standardised_residuals(fit, group) for group in range(groups)]
    row["srmr"] = root_mean_square(residuals, [sample.share for sample in fit.samples])
    row |= _likelihood(fit)
    row |= {"n_parameters": fit.structure.n_parameters, "n_respondents": fit.n, "n_items": fit.structure.n_items}
    if test.df == 0:
        notes.append(
            say("The model has as many parameters as statistics (df = 0): it fits perfectly and cannot be tested.")
        )
    return pd.DataFrame([row]), notes


def compared_indices(fit: FactorFit) -> list[float]:
    """Values of `COMPARED_INDICES` for ordered answers in one group, without intervals: for many samples."""
    test, baseline, n = fit.test, fit.baseline, fit.n - 1
    values = [np.nan] * 4
    if _positive(test, baseline):
        values[0] = comparative_fit(test.scaled - test.df, baseline.scaled - baseline.df)
        values[1] = approximation_error(test.scaled, df=test.df, n=n, n_groups=1)
    if (found := _discrepancies(fit)) is not None:
        values[2] = comparative_fit(found.model - found.expected, found.baseline)
        values[3] = approximation_error(found.model, df=test.df, n=n, n_groups=1, factor=found.expected / test.df)
    return [*values, root_mean_square([standardised_residuals(fit, 0)], [1.0])]


def _p_value(statistic: float, df: int) -> float:
    return float(stats.chi2.sf(statistic, df)) if df else np.nan


def _indices(suffix: str, found: _Noncentral | None, df: int, baseline_df: int) -> dict[str, object]:
    if found is None:
        names = ("cfi", "tli", "rmsea", "rmsea_low", "rmsea_high", "rmsea_close_p_value")
        return {name + suffix: np.nan for name in names}
    return {
        f"cfi{suffix}": comparative_fit(found.model, found.baseline),
        f"tli{suffix}": tucker_lewis(found.model, found.baseline, df=df, baseline_df=baseline_df),
        f"rmsea{suffix}": found.rmsea.estimate,
        f"rmsea_low{suffix}": found.rmsea.low,
        f"rmsea_high{suffix}": found.rmsea.high,
        f"rmsea_close_p_value{suffix}": found.rmsea.close_p_value,
    }


def _corrected(fit: FactorFit, n: int) -> dict[str, object]:
    test = fit.test
    row: dict[str, object] = {
        "chi_square_scaled": test.scaled,
        "p_value_scaled": _p_value(test.scaled, test.df),
        "scaling_factor": test.factor,
    }
    if fit.structure.ordinal:
        row["shift"] = test.shift
    scaled = _scaled(fit, n) if _positive(test, fit.baseline) else None
    return row | _indices("_scaled", scaled, test.df, fit.baseline.df)


def _positive(test: ScaledTest, baseline: ScaledTest) -> bool:
    """Whether both statistics can be divided by their scaling factors; df = 0 needs none."""
    return (test.df == 0 or test.factor > 0) and baseline.factor > 0


def _scaled(fit: FactorFit, n: int) -> _Noncentral:
    test, baseline, groups = fit.test, fit.baseline, fit.structure.n_groups
    if fit.structure.ordinal:
        error = rmsea(test.scaled, test.scaled, df=test.df, n=n, n_groups=groups)
    else:  # lavaan compares the naive statistic with chi-squares of c · df degrees of freedom
        error = rmsea(test.naive, test.naive, df=test.factor * test.df, n=n, n_groups=groups)
    return _Noncentral(test.scaled - test.df, baseline.scaled - baseline.df, error)


def _robust_normal(fit: FactorFit, n: int) -> _Noncentral | None:
    test, baseline = fit.population_tests or (fit.test, fit.baseline)
    if not _positive(test, baseline):
        return None
    expected = test.factor * test.df if test.df else 0.0
    return _Noncentral(
        test.naive - expected,
        baseline.naive - baseline.factor * baseline.df,
        rmsea(test.naive, test.scaled, df=test.df, n=n, n_groups=fit.structure.n_groups, factor=test.factor),
    )


def _robust_ordinal(fit: FactorFit, n: int) -> _Noncentral | None:
    found, test, groups = _discrepancies(fit), fit.test, fit.structure.n_groups
    if found is None:
        return None
    factor = found.expected / test.df if test.df else 1.0
    error = rmsea(found.model, found.model / factor, df=test.df, n=n, n_groups=groups, factor=factor)
    return _Noncentral(found.model - found.expected, found.baseline, error)


class _Discrepancies(NamedTuple):
    """Normal-theory discrepancy of the model, what is expected of it without misfit, and the baseline's excess."""

    model: float
    expected: float
    baseline: float


def _discrepancies(fit: FactorFit) -> _Discrepancies | None:
    """Normal-theory discrepancy of the polychoric correlations at the least-squares estimates (Savalei 2021).

    It holds for correlation structures: where thresholds are equal in several groups they tell about variances too, and
    there is none.
    """
    structure = fit.structure
    cuts = structure.parameter[structure.kind == Kind.THRESHOLD]
    if len(np.unique(cuts)) < len(cuts):
        return None
    p = structure.n_items * (structure.n_items - 1) // 2
    discrepancy = saturated = expected_baseline = 0.0
    for group, sample in enumerate(fit.ordinal_samples):
        observed, implied = sample.correlations, implied_correlations(fit, group)
        if np.linalg.eigvalsh(observed)[0] <= 0 or np.linalg.eigvalsh(implied)[0] <= 0:
            return None
        log_observed = np.linalg.slogdet(observed)[1]
        inverse = np.linalg.inv(implied)
        discrepancy += sample.n * float(
            np.linalg.slogdet(implied)[1] + np.sum(inverse * observed) - log_observed - len(observed)
        )
        saturated -= sample.n * float(log_observed)
        # Without misfit the expectation is the sum of the traces. lavaan divides each by the group's share, which
        # lowers the index a little with several groups; so that both give the same numbers, so does this one.
        expected_baseline += float(np.trace(sample.covariance[-p:, -p:])) / sample.share
    return _Discrepancies(discrepancy, _expected_discrepancy(fit, p), saturated - expected_baseline)


def _expected_discrepancy(fit: FactorFit, p: int) -> float:
    """Trace of (I − ΔE⁻¹Δ'W)'V(I − ΔE⁻¹Δ'W)Γ over the correlations of all groups."""
    deltas = [delta[-p:] for delta in fit.jacobians]
    weights = [sample.share * sample.weights[-p:] for sample in fit.ordinal_samples]
    stacked, weight = np.concatenate(deltas), np.concatenate(weights)
    away = np.eye(len(stacked)) - stacked @ fit.bread @ (stacked.T * weight)
    total = 0.0
    pairs = fit.structure.pairs
    for group, sample in enumerate(fit.ordinal_samples):
        normal = sample.share * information_of_entries(implied_correlations(fit, group), *pairs)
        for other, source in enumerate(fit.ordinal_samples):
            block = away[group * p : (group + 1) * p, other * p : (other + 1) * p]
            total += float(np.sum((block.T @ normal @ block) * source.covariance[-p:, -p:] / source.share))
    return total


def _robust_notes(fit: FactorFit, robust: _Noncentral | None) -> list[str]:
    notes: list[str] = []
    if robust is None and fit.structure.ordinal:
        notes.append(NO_ROBUST_INDICES)
    own, baseline = fit.population_tests or (fit.test, fit.baseline)
    if own.df and not own.factor > 0:
        notes.append(
            say(
                "The scaling factor is {factor}, which is not positive, so the indices that need it are missing. The "
                "sample is small for this model.",
                factor=number(own.factor, 3),
            )
        )
    if baseline.df and not baseline.factor > 0:
        notes.append(
            say(
                "The scaling factor of the baseline model is {factor}, which is not positive, so the indices that need "
                "it are missing. The sample is small for this model.",
                factor=number(baseline.factor, 3),
            )
        )
    return notes


def _likelihood(fit: FactorFit) -> dict[str, object]:
    if fit.structure.ordinal:
        return {}
    total = fit.log_likelihood
    p = fit.structure.n_parameters
    return {"log_likelihood": total, "aic": 2 * p - 2 * total, "bic": p * np.log(fit.n) - 2 * total}
