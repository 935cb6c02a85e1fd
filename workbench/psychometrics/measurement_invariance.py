"""Measurement invariance: do the items measure the same in all groups, step by step in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from workbench.numerics.blas_threads import one_blas_thread
from workbench.numerics.difference_tests import satorra_2000, satorra_bentler
from workbench.numerics.factor_fit import FactorFit
from workbench.numerics.structural_model import Kind
from workbench.options import INVARIANCE_ESTIMATORS, check_option
from workbench.psychometrics.confirmatory_factors import describe, specify_and_sample
from workbench.psychometrics.factor_fit_table import fit_row
from workbench.psychometrics.factor_parameters import admissibility_notes, modification_indices
from workbench.psychometrics.group_samples import split
from workbench.psychometrics.invariance_steps import CRITERIA_SOURCE, Climb, criteria
from workbench.results import Result

_KINDS = {
    "thresholds": Kind.THRESHOLD,
    "loadings": Kind.LOADING,
    "intercepts": Kind.INTERCEPT,
    "residuals": Kind.RESIDUAL_COVARIANCE,
}


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class MeasurementInvariance(Result):
    """Nested models of several groups, each with more equalities than the one before.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per step: step, chi_square, df, chi_square_scaled, p_value_scaled, cfi_scaled, rmsea_scaled,
        rmsea_low_scaled, rmsea_high_scaled, srmr, n_parameters, n_respondents, n_items; against the step before:
        difference_test, chi_square_difference, df_difference, p_value_difference, cfi_change, rmsea_change,
        srmr_change, and the criteria cfi_criterion, rmsea_criterion, srmr_criterion. They are missing for
        the first step, which has none before it.
    score_tests : pandas.DataFrame
        What each step holds equal, largest gain from freeing it first: step, term, variable, level, modification_index,
        p_value, expected_change, standardized_change.
    latent_means : pandas.DataFrame
        factor, variable, level, reference, n_respondents, estimate (difference from the reference group in that
        group's standard deviations), std_error, statistic, p_value, conf_low, conf_high (95 %), std_dev (of the factor,
        1 in the reference group); from the first step with equal intercepts.
    groups : pandas.DataFrame
        variable, level, n_respondents.
    estimator : str
    fits : dict of str to FactorFit
        The fitted models of the steps as arrays, and `full`: equal thresholds, loadings and intercepts, nothing freed.
    items : tuple of str
    answers : dict of str to tuple of float, or None
        Answers that each item's thresholds divide, lowest first; None for continuous answers.
    """

    score_tests: pd.DataFrame
    latent_means: pd.DataFrame
    groups: pd.DataFrame
    estimator: str
    fits: dict[str, FactorFit]
    items: tuple[str, ...]
    answers: dict[str, tuple[float, ...]] | None

    def __repr__(self) -> str:
        """One line with estimator and steps."""
        return f"MeasurementInvariance({self.estimator}: {' → '.join(self.table['step'])})"


@one_blas_thread
def measurement_invariance(
    responses: pd.DataFrame,
    *,
    group: pd.Series,
    factors: Mapping[str, Sequence[str]] | None = None,
    estimator: str = "WLSMV",
    free: Sequence[str] | str = (),
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> MeasurementInvariance:
    """Fit the ladder of invariance models and test each step against the one before.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way, no missing values.
    group : Series, shape (n_respondents,)
        Group of each respondent, with the index of `responses`; its first category is the reference.
    factors : mapping of str to sequence of str, optional
        Items of each factor; by default one factor of all items, named `factor`.
    estimator : {"WLSMV", "MLR"}
        Ordered answers (thresholds → loadings → intercepts → residuals) or continuous ones (metric → scalar → strict).
    free : sequence of str, or str
        Partial invariance: parameters that stay free in every step, as ``factor=~q1``, ``q1~1``, ``q1|2``, ``q1~~q1``;
        a residual covariance as ``q1~~q2``. One text holds several names separated by semicolons.
    sampling_weights : Series, shape (n_respondents,), optional
        With the index of `responses`.
    replicate_weights : DataFrame, shape (n_respondents, n_replicates), optional
        Jackknife weights (JK1).

    Returns
    -------
    MeasurementInvariance

    Raises
    ------
    DataError
        A missing answer, or groups or weights of other respondents.
    NotEstimable
        An answer that a group never gives, a group too small, a configural model that cannot be estimated.
    ParameterError
        An option or a name that is not allowed.

    Notes
    -----
    R gives the same: ``semTools::measEq.syntax(model, x, ordered = names(x), parameterization = "theta", ID.fac =
    "std.lv", ID.cat = "Wu.Estabrook.2016", group = g, group.equal = …)`` and ``lavaan::lavTestLRT(wider, narrower)``
    (Satorra 2000 for WLSMV, Satorra & Bentler 2001 for MLR). Where the factor of 2001 is not positive, that of 2010 is
    used with expected information. With three options thresholds alone cannot be tested, with two neither thresholds
    nor loadings; these steps are then taken together (Wu & Estabrook 2016). The residual variance of a two-option item
    among longer ones is free from the loadings step on, so that steps stay nested; semTools frees it one step later.

    References
    ----------
    Wu & Estabrook (2016), Psychometrika 81(4), 1014-1045.
    Satorra (2000), in Heijmans et al. (eds.), Innovations in Multivariate Statistical Analysis.
    Satorra & Bentler (2001), Psychometrika 66(4), 507-514; (2010), Psychometrika 75(2), 243-248.
    Chen (2007), Structural Equation Modeling 14(3), 464-504.
    """
    check_option("estimator", estimator, INVARIANCE_ESTIMATORS)
    compared = split(responses, group, sampling_weights, replicate_weights)
    parts, variable = compared.parts, compared.variable
    base, samples, notes = specify_and_sample(
        parts, factors=factors, estimator=estimator, equal=(), free=_names(free), missing="listwise"
    )
    levels = [part.level for part in parts]
    climb = Climb(base, samples)
    models = climb.models()
    rows, tests = [], []
    for name, before in zip(models, [None, *models], strict=False):
        if name not in climb.fits:
            break
        row, more = _row(name, climb, before)
        rows.append(row)
        notes += [f"Step `{name}`: {note}" for note in (*admissibility_notes(climb.fits[name], base, levels), *more)]
        if before is not None:
            tests.append(_released(name, climb, variable, levels))
    groups = pd.DataFrame(
        {"variable": variable, "level": levels, "n_respondents": [len(part.responses) for part in parts]}
    )
    return MeasurementInvariance(
        table=pd.DataFrame(rows),
        score_tests=pd.concat(tests, ignore_index=True) if tests else _without_tests(),
        latent_means=_latent_means(climb, groups),
        groups=groups,
        estimator=estimator,
        fits=climb.with_full(),
        items=base.items,
        answers=_answers(pd.concat([part.responses for part in parts])) if base.ordinal else None,
        method=_method(estimator, describe(estimator, "listwise", parts)),
        notes=(*compared.notes, *notes, *climb.refusals),
    )


def _names(free: Sequence[str] | str) -> Sequence[str]:
    return [name.strip() for name in free.split(";") if name.strip()] if isinstance(free, str) else free


def _answers(responses: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    return {str(item): tuple(np.unique(responses[item]).tolist()) for item in responses}


def _row(name: str, climb: Climb, before: str | None) -> tuple[dict[str, object], list[str]]:
    """Fit of a step and its change from the step before."""
    fit = climb.fits[name]
    frame, notes = fit_row(fit)
    notes = [note for note in notes if not note.startswith("Robust CFI")]  # robust indices are not compared here
    kept = ["chi_square", "df", "chi_square_scaled", "p_value_scaled", "cfi_scaled", "rmsea_scaled"]
    kept += ["rmsea_low_scaled", "rmsea_high_scaled", "srmr"]
    shown = frame[[*kept, "n_parameters", "n_respondents", "n_items"]].to_dict("records")[0]
    row: dict[str, Any] = {"step": name} | {str(key): value for key, value in shown.items()}
    for count in ("df", "n_parameters", "n_respondents", "n_items"):
        row[count] = round(row[count])
    if before is None:
        return row, notes
    wide = climb.fits[before]
    test = satorra_2000(wide, fit) if fit.structure.ordinal else satorra_bentler(wide, fit)
    earlier = fit_row(wide)[0].iloc[0]
    limits = criteria(climb.newly_equal(name, before), fit.n)
    row |= {
        "difference_test": test.method,
        "chi_square_difference": test.statistic,
        "df_difference": test.df,
        "p_value_difference": float(stats.chi2.sf(test.statistic, test.df)),
        "cfi_change": row["cfi_scaled"] - earlier["cfi_scaled"],
        "rmsea_change": row["rmsea_scaled"] - earlier["rmsea_scaled"],
        "srmr_change": row["srmr"] - earlier["srmr"],
        "cfi_criterion": limits.cfi,
        "rmsea_criterion": limits.rmsea,
        "srmr_criterion": limits.srmr,
    }
    if np.isnan(test.statistic):
        notes.append(
            "The difference test has no positive scaling factor, so it cannot be computed; the sample is small."
        )
    return row, notes


def _released(name: str, climb: Climb, variable: str, levels: list[str]) -> pd.DataFrame:
    """Score tests of all equalities of the step."""
    model = replace(climb.base, equal=climb.equal[name])
    frame = modification_indices(climb.fits[name], model, variable, levels)
    terms = set()
    for word in climb.equal[name]:
        kind = _KINDS[word]
        for entry in zip(
            *(getattr(climb.fits[name].structure, part) for part in ("kind", "row", "column")), strict=True
        ):
            if entry[0] == kind and (kind != Kind.RESIDUAL_COVARIANCE or entry[1] == entry[2]):
                terms.add(model.term(*entry))
        if kind == Kind.INTERCEPT:  # fixed at zero for ordered answers, so not among the entries
            terms |= {f"{item}~1" for item in model.items}
    frame = frame[frame["term"].isin(terms)].reset_index(drop=True)
    frame.insert(0, "step", name)
    return frame


def _without_tests() -> pd.DataFrame:
    names = ["step", "term", "variable", "level", "modification_index", "p_value", "expected_change"]
    return pd.DataFrame(columns=[*names, "standardized_change"])


def _latent_means(climb: Climb, groups: pd.DataFrame) -> pd.DataFrame:
    """Factor means of the later groups, in standard deviations of the first."""
    rows = []
    fit = climb.fits[climb.comparable] if climb.comparable else None
    if fit is not None:
        structure = fit.structure
        errors = np.sqrt(np.diag(fit.covariance))
        z = stats.norm.ppf(0.975)
        for entry in np.flatnonzero((structure.kind == Kind.FACTOR_MEAN) & (structure.parameter >= 0)):
            group, factor, parameter = structure.group[entry], structure.row[entry], structure.parameter[entry]
            estimate_, error = fit.parameters[parameter], errors[parameter]
            spread = structure.matrices(fit.parameters, int(group)).factor_covariances[factor, factor]
            rows.append(
                {
                    "factor": list(climb.base.factors)[factor],
                    "variable": groups["variable"].iloc[0],
                    "level": groups["level"].iloc[group],
                    "reference": groups["level"].iloc[0],
                    "n_respondents": groups["n_respondents"].iloc[group],
                    "estimate": estimate_,
                    "std_error": error,
                    "statistic": estimate_ / error,
                    "p_value": 2 * stats.norm.sf(abs(estimate_ / error)),
                    "conf_low": estimate_ - z * error,
                    "conf_high": estimate_ + z * error,
                    "std_dev": np.sqrt(spread),
                }
            )
    names = ["factor", "variable", "level", "reference", "n_respondents", "estimate", "std_error", "statistic"]
    return pd.DataFrame(rows, columns=[*names, "p_value", "conf_low", "conf_high", "std_dev"])


def _method(estimator: str, how: str) -> str:
    if estimator == "WLSMV":
        tests = (
            "identified after Wu & Estabrook (2016), theta parameterisation; differences tested after Satorra (2000)"
        )
    else:
        tests = "differences tested after Satorra & Bentler (2001, where needed 2010)"
    changes = f"changes of CFI and RMSEA from the scaled indices. Criteria: {CRITERIA_SOURCE}."
    return f"{how.removesuffix('.')}; {tests}; {changes}"
