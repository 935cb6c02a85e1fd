"""Measurement invariance: do the items measure the same in all groups, step by step in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Floats
from workbench.intake.sampling import SurveyDesign
from workbench.numerics import one_blas_thread
from workbench.numerics.disclosure import weight_cells
from workbench.numerics.structural_models import FactorFit, satorra_2000, satorra_bentler
from workbench.options import INVARIANCE_ESTIMATORS, STANDARD_ERRORS, check_option
from workbench.psychometrics.answers import Groups, Part, design_weights, split
from workbench.psychometrics.factors import (
    NO_ROBUST_INDICES,
    FactorSpecification,
    admissibility_notes,
    describe,
    equality_tests,
    fit_row,
    modification_indices,
    specify_and_sample,
)
from workbench.psychometrics.invariance.freed_parameters import names_of_freed
from workbench.psychometrics.invariance.latent_means import latent_means
from workbench.psychometrics.invariance.steps import Climb, criteria, step_name
from workbench.results import Result
from workbench.wording import joined, say


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
        score_statistic, p_value, expected_change, standardized_change.
    latent_means : pandas.DataFrame
        factor, variable, level, reference, n_respondents, measure, estimate (difference from the reference group in
        that group's standard deviations), std_error, statistic, p_value, conf_low, conf_high (95 %), std_dev (of the
        factor, 1 in the reference group); from the first step with equal intercepts.
    groups : pandas.DataFrame
        variable, level, n_respondents, weight_cells.
    estimator : str
    fits : dict of str to FactorFit
        The fitted models of the steps as arrays.
    full : FactorFit or None
        Equal thresholds, loadings and intercepts, nothing freed; None where the ladder ended before.
    df_residual : float
        Degrees of freedom behind intervals: replicates less one, else infinite.
    items : tuple of str
    answers : dict of str to tuple of float, or None
        Answers that each item's thresholds divide, lowest first; None for continuous answers.
    specification : FactorSpecification
        The model of every step, with what `free` named and nothing equal yet.
    """

    score_tests: pd.DataFrame
    latent_means: pd.DataFrame
    groups: pd.DataFrame
    estimator: str
    fits: dict[str, FactorFit]
    full: FactorFit | None
    df_residual: float
    items: tuple[str, ...]
    answers: dict[str, tuple[float, ...]] | None
    specification: FactorSpecification

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
    standard_errors: str = "robust",
    design: SurveyDesign | None = None,
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
    standard_errors : {"robust", "lavaan"}
        Of WLSMV, and with them its tests; of MLR the score tests: see `fit_confirmatory_factors`.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

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
    (Satorra 2000 for WLSMV, with ``standard_errors="lavaan"``; Satorra & Bentler 2001 for MLR). Where the factor of
    2001 is not positive, that of 2010 is used with expected information. With three options thresholds alone cannot be
    tested, with two neither thresholds nor loadings; these steps are then taken together (Wu & Estabrook 2016). The
    residual variance of a two-option item among longer ones is free from the loadings step on, so that steps stay
    nested; semTools frees it one step later.

    Proof: tests/reference/invariance.

    References
    ----------
    Wu & Estabrook (2016), Psychometrika 81(4), 1014-1045.
    Satorra (2000), in Heijmans et al. (eds.), Innovations in Multivariate Statistical Analysis.
    Satorra & Bentler (2001), Psychometrika 66(4), 507-514; (2010), Psychometrika 75(2), 243-248.
    Chen (2007), Structural Equation Modeling 14(3), 464-504.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> steps = psychometrics.measurement_invariance(complete.responses, group=complete.groups["gender"])
    >>> steps.table[["step", "df", "chi_square_difference", "df_difference"]].round(3)
             step  df  chi_square_difference  df_difference
    0  configural  10                    NaN            NaN
    1  thresholds  25                 10.194           15.0
    2    loadings  29                 14.801            4.0
    3  intercepts  33                 45.412            4.0
    4   residuals  38                 21.342            5.0
    """
    check_option("estimator", estimator, INVARIANCE_ESTIMATORS)
    check_option("standard_errors", standard_errors, STANDARD_ERRORS)
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    compared = split(responses, group, weights)
    parts, variable = compared.parts, compared.variable
    base, samples, notes = specify_and_sample(
        parts,
        factors=factors,
        estimator=estimator,
        equal=(),
        free=names_of_freed(free),
        missing="listwise",
        standard_errors=standard_errors,
    )
    levels = [part.level for part in parts]
    climb = Climb(base, samples)
    table, doubts = _table(climb)
    for name, fit in climb.fits.items():
        doubts += [_of_step(name, note) for note in admissibility_notes(fit, base, levels)]
    groups = pd.DataFrame(
        {
            "variable": variable,
            "level": levels,
            "n_respondents": [len(part.responses) for part in parts],
            "weight_cells": _weight_cells(parts),
        }
    )
    return MeasurementInvariance(
        table=table,
        score_tests=_released(climb, compared, standard_errors),
        latent_means=latent_means(climb, compared, groups),
        groups=groups,
        estimator=estimator,
        fits=climb.fits,
        full=climb.full(),
        df_residual=compared.df_residual,
        items=base.items,
        answers=_answers(pd.concat([part.responses for part in parts])) if base.ordinal else None,
        specification=base,
        method=_method(estimator, describe(estimator, "listwise", standard_errors, parts)),
        notes=(*compared.notes, *notes, *doubts, *climb.refusals),
    )


def _weight_cells(parts: Sequence[Part]) -> list[Floats]:
    """Who weighs the same in each group, for the publication gate."""
    given = [(part.weights.sampling_weights, len(part.responses)) for part in parts]
    weights = np.concatenate([np.ones(n) if own is None else own.to_numpy(float) for own, n in given])
    group = np.repeat(np.arange(len(parts)), [n for _, n in given])
    return weight_cells(weights, group, len(parts))


def _answers(responses: pd.DataFrame) -> dict[str, tuple[float, ...]]:
    return {str(item): tuple(np.unique(responses[item]).tolist()) for item in responses}


_SHOWN = ["chi_square", "df", "chi_square_scaled", "p_value_scaled", "cfi_scaled", "rmsea_scaled", "rmsea_low_scaled"]
_SHOWN += ["rmsea_high_scaled", "srmr", "n_parameters", "n_respondents", "n_items"]


def _table(climb: Climb) -> tuple[pd.DataFrame, list[str]]:
    """Fit of each step and its change from the step before, and notes."""
    rows, notes = [], []
    for name, fit in climb.fits.items():
        frame, doubts = fit_row(fit)
        rows.append(frame[_SHOWN])
        # robust indices are not compared here
        notes += [_of_step(name, doubt) for doubt in doubts if doubt != NO_ROBUST_INDICES]
    table = pd.concat(rows, ignore_index=True)
    table.insert(0, "step", list(climb.fits))
    differences = []
    for before, name in pairwise(climb.fits):
        wide, narrow = climb.fits[before], climb.fits[name]
        test = satorra_2000(wide, narrow) if narrow.structure.ordinal else satorra_bentler(wide, narrow)
        if test.df == 0:
            notes.append(
                _of_step(
                    name, say("It is not tested, because all that it would set equal beyond the step before is free.")
                )
            )
        elif np.isnan(test.statistic):
            notes.append(
                _of_step(
                    name,
                    say(
                        "The difference test has no positive scaling factor, so it cannot be computed; the sample is "
                        "small."
                    ),
                )
            )
        limits = criteria(climb.equal[name] - climb.equal[before], narrow.n)
        p_value = stats.chi2.sf(test.statistic, test.df)
        differences.append([test.method, test.statistic, test.df, p_value, *limits])
    columns = ["difference_test", "chi_square_difference", "df_difference", "p_value_difference"]
    columns += ["cfi_criterion", "rmsea_criterion", "srmr_criterion"]
    later = pd.DataFrame(differences, columns=columns, index=table.index[1:]).reindex(table.index)
    for index, source in (("cfi", "cfi_scaled"), ("rmsea", "rmsea_scaled"), ("srmr", "srmr")):
        later.insert(len(later.columns) - 3, f"{index}_change", table[source].diff())
    return table.join(later), notes


def _released(climb: Climb, groups: Groups, standard_errors: str) -> pd.DataFrame:
    """Score tests of all equalities of each step but the first."""
    models, frames = climb.models(), []
    for name in list(climb.fits)[1:]:
        frame = equality_tests(climb.fits[name], models[name], groups, standard_errors=standard_errors)
        frame.insert(0, "step", name)
        frames.append(frame)
    if frames:
        return pd.concat(frames, ignore_index=True)
    empty = modification_indices(climb.fits["configural"], climb.base, groups, standard_errors=standard_errors).iloc[:0]
    empty.insert(0, "step", "")
    return empty


def _of_step(step: str, note: str) -> str:
    return say("Step `{step}`: {note}", step=step_name(step), note=note)


def _method(estimator: str, how: list[str]) -> str:
    tests = (
        say("identified after Wu & Estabrook (2016), theta parameterisation; differences tested after Satorra (2000)")
        if estimator == "WLSMV"
        else say("differences tested after Satorra & Bentler (2001; where needed, Satorra & Bentler 2010)")
    )
    changes = say("changes of CFI and RMSEA from the scaled indices. Criteria: Chen 2007, derived for ML")
    return joined([*how, tests, changes], "; ", end=".")
