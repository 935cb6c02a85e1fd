"""Estimates of a factor model as frames: parameters, loadings, thresholds, modification indices, and their doubts."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.columns import EVERYONE
from workbench.numerics.structural_models import (
    Candidates,
    FactorFit,
    Kind,
    moments,
    score_tests,
    standardised_solution,
)
from workbench.psychometrics.answers import Groups
from workbench.psychometrics.factors.structure import FactorSpecification
from workbench.wording import say

# Kind, group, row and column of an entry of the model matrices.
Entry = tuple[int, int, int, int]


class ParameterFrames(NamedTuple):
    """Frames of a fit, with the columns that `ConfirmatoryFactors` names."""

    table: pd.DataFrame
    loadings: pd.DataFrame
    thresholds: pd.DataFrame


def parameter_table(fit: FactorFit, model: FactorSpecification, groups: Groups, conf_level: float) -> ParameterFrames:
    """List the free parameters with errors, and their standardised counterparts.

    With replicate weights intervals and p values come from t with one degree of freedom less than replicates.
    """
    levels, df = [part.level for part in groups.parts], groups.df_residual
    structure = fit.structure
    values, errors = standardised_solution(fit)
    std_errors = np.sqrt(np.maximum(np.diag(fit.covariance), 0.0))
    shown = np.flatnonzero(structure.parameter >= 0)
    kinds, rows, columns = structure.kind[shown], structure.row[shown], structure.column[shown]
    z = stats.t.ppf((1 + conf_level) / 2, df)
    estimate = fit.parameters[structure.parameter[shown]]
    error = std_errors[structure.parameter[shown]]
    table = pd.DataFrame(
        {
            "term": [model.term(*entry) for entry in zip(kinds, rows, columns, strict=True)],
            "variable": groups.variable,
            "level": [levels[group] for group in structure.group[shown]],
            "measure": [_measure(kind, ordinal=model.ordinal) for kind in kinds],
            "estimate": estimate,
            "std_error": error,
            "statistic": estimate / error,
            "p_value": 2 * stats.t.sf(np.abs(estimate / error), df),
            "conf_low": estimate - z * error,
            "conf_high": estimate + z * error,
            "standardized": values[shown],
            "standardized_std_error": errors[shown],
        }
    )
    table["standardized_low"] = table["standardized"] - z * table["standardized_std_error"]
    table["standardized_high"] = table["standardized"] + z * table["standardized_std_error"]
    names, factors = np.array(model.items), np.array(list(model.factors))
    order = np.lexsort((rows, structure.group[shown]))
    loads = order[kinds[order] == Kind.LOADING]
    loadings = table.loc[loads].rename(columns={"estimate": "loading"})
    loadings.insert(0, "item", names[rows[loads]])
    loadings.insert(1, "factor", factors[columns[loads]])
    cuts = np.flatnonzero(kinds == Kind.THRESHOLD)
    thresholds = table.loc[cuts, ["variable", "level", "measure", "estimate", "std_error"]]
    owners = np.array(model.threshold_items(), dtype=int)
    thresholds.insert(0, "item", names[owners[rows[cuts]]])
    thresholds.insert(1, "threshold", [int(number - np.argmax(owners == owners[number]) + 1) for number in rows[cuts]])
    kept = ["item", "factor", "variable", "level", "loading", "std_error"]
    kept += ["standardized", "standardized_std_error", "standardized_low", "standardized_high"]
    return ParameterFrames(
        table.drop(columns=["standardized_low", "standardized_high"]),
        loadings[kept].reset_index(drop=True),
        thresholds.reset_index(drop=True),
    )


def _measure(kind: int, *, ordinal: bool) -> str:
    """Return what a parameter is to the publication gate: answers as numbers leave coefficients in their points."""
    if kind == Kind.THRESHOLD:
        return "difficulty"
    if kind == Kind.FACTOR_MEAN:
        return "latent mean"
    return "coefficient" if ordinal else "difference"


def modification_indices(
    fit: FactorFit, model: FactorSpecification, groups: Groups, *, standard_errors: str
) -> pd.DataFrame:
    """Residual covariances, loadings on other factors and deviations from equality that would improve the fit.

    Tested as robustly as `standard_errors` says, if the fit is robust at all.
    """
    entries = [*_additions(fit, model), *_equalities(fit, model)]
    return _tests(fit, model, entries, groups, robust=fit.robust and standard_errors == "robust")


def equality_tests(fit: FactorFit, model: FactorSpecification, groups: Groups, *, standard_errors: str) -> pd.DataFrame:
    """Deviations of a later group from what is equal in all groups, tested as `modification_indices` are."""
    return _tests(fit, model, _equalities(fit, model), groups, robust=fit.robust and standard_errors == "robust")


def _tests(
    fit: FactorFit, model: FactorSpecification, entries: list[Entry], groups: Groups, *, robust: bool
) -> pd.DataFrame:
    candidates = Candidates(*np.array(entries, dtype=np.int64).reshape(-1, 4).T)
    tests = score_tests(fit, candidates, robust=robust)
    levels, df = [part.level for part in groups.parts], groups.df_residual if robust else np.inf
    frame = pd.DataFrame(
        {
            "term": [
                model.term(*entry) for entry in zip(candidates.kind, candidates.row, candidates.column, strict=True)
            ],
            "variable": groups.variable,
            "level": [levels[group] for group in candidates.group],
            "modification_index": tests.gain,
            "score_statistic": tests.statistic,
            "p_value": 2 * stats.t.sf(np.sqrt(tests.statistic), df),
            "expected_change": tests.change,
            "standardized_change": tests.change * _units(fit, candidates),
        }
    )
    frame = frame[frame["score_statistic"].notna()]
    return frame.sort_values("modification_index", ascending=False, kind="stable").reset_index(drop=True)


def _additions(fit: FactorFit, model: FactorSpecification) -> list[Entry]:
    """List residual covariances and loadings that the model fixes at zero."""
    structure, k = fit.structure, len(model.items)
    present = set(zip(structure.kind, structure.group, structure.row, structure.column, strict=True))
    found: list[Entry] = []
    for group in range(structure.n_groups):
        pairs = [(int(Kind.RESIDUAL_COVARIANCE), i, j) for i in range(k) for j in range(i)]
        loads = [(int(Kind.LOADING), i, f) for f in range(structure.n_factors) for i in range(k)]
        found += [
            (kind, group, row, column)
            for kind, row, column in [*pairs, *loads]
            if (kind, group, row, column) not in present
        ]
    return found


def _equalities(fit: FactorFit, model: FactorSpecification) -> list[Entry]:
    """List parameters of later groups that are equal to the first group's, or fixed at its values."""
    structure = fit.structure
    shared = np.bincount(structure.parameter[structure.parameter >= 0], minlength=structure.n_parameters) > 1
    entries = zip(structure.kind, structure.group, structure.row, structure.column, structure.parameter, strict=True)
    found = [entry[:4] for *entry, parameter in entries if entry[1] and parameter >= 0 and shared[parameter]]
    return [*(tuple(entry) for entry in found), *_fixed_in_later_groups(fit, model)]


def _fixed_in_later_groups(fit: FactorFit, model: FactorSpecification) -> list[Entry]:
    """List intercepts and residual variances of ordered answers that equality fixes at the first group's 0 and 1."""
    if not model.ordinal or model.n_groups == 1:
        return []
    structure = fit.structure
    free = structure.parameter >= 0
    present = set(zip(structure.kind[free], structure.group[free], structure.row[free], strict=True))
    found = []
    for word, kind in (("intercepts", Kind.INTERCEPT), ("residuals", Kind.RESIDUAL_COVARIANCE)):
        for group in range(1, model.n_groups) if word in model.equal else ():
            for item in range(len(model.items)):
                if (int(kind), group, item) not in present:
                    column = item if kind == Kind.RESIDUAL_COVARIANCE else 0
                    found.append((int(kind), group, item, column))
    return found


def _units(fit: FactorFit, candidates: Candidates) -> Floats:
    """Multipliers that put a change into units of standard deviations."""
    units = np.ones(len(candidates.kind))
    for group in range(fit.structure.n_groups):
        matrices = fit.structure.matrices(fit.parameters, group)
        item = np.sqrt(np.diag(moments(matrices)[1]))
        residual = np.sqrt(np.abs(np.diag(matrices.residual_covariances)))
        factor = np.sqrt(np.diag(matrices.factor_covariances))
        here = candidates.group == group
        kind, row, column = candidates.kind[here], candidates.row[here], candidates.column[here]
        scale = np.ones(here.sum())
        loading, pair = kind == Kind.LOADING, (kind == Kind.RESIDUAL_COVARIANCE) & (row != column)
        scale[loading] = factor[column[loading]] / item[row[loading]]
        scale[pair] = 1 / (residual[row[pair]] * residual[column[pair]])
        own = (kind == Kind.RESIDUAL_COVARIANCE) & (row == column)
        scale[own] = 1 / item[row[own]] ** 2
        intercept = kind == Kind.INTERCEPT
        scale[intercept] = 1 / item[row[intercept]]
        cut = kind == Kind.THRESHOLD
        if fit.structure.threshold_items is not None:
            scale[cut] = 1 / item[fit.structure.threshold_items[row[cut]]]
        units[here] = scale
    return units


def admissibility_notes(fit: FactorFit, model: FactorSpecification, levels: list[str]) -> list[str]:
    """Name negative residual variances and factors that cannot be told apart."""
    notes: list[str] = []
    for group, level in enumerate(levels):
        found: list[str] = []
        matrices = fit.structure.matrices(fit.parameters, group)
        for item in np.flatnonzero(np.diag(matrices.residual_covariances) <= 0):
            found.append(
                say(
                    "The residual variance of `{item}` is not positive (Heywood case): the solution is improper, and "
                    "its tests and errors cannot be relied on.",
                    item=model.items[item],
                )
            )
        values = np.linalg.eigvalsh(matrices.factor_covariances)
        if values[0] <= 0:
            found.append(
                say(
                    "The covariance matrix of the factors is not positive definite: some factors cannot be told apart, "
                    "and the solution is improper."
                )
            )
        negative = [model.items[i] for i in range(len(model.items)) if matrices.loadings[i].sum() < 0]
        if negative:
            found.append(
                say(
                    "Negative loadings: {items}. Check whether the file stores these items reversed.",
                    items=", ".join(f"`{item}`" for item in negative),
                )
            )
        notes += found if level == EVERYONE else [say("Group `{group}`: {note}", group=level, note=n) for n in found]
    return notes
