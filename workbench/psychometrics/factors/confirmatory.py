"""Confirmatory factor analysis of ordered or continuous answers, in one group or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from workbench.errors import ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.numerics import one_blas_thread
from workbench.numerics.structural_models import FactorFit, residual_correlations
from workbench.options import (
    CONFIRMATORY_ESTIMATORS,
    MISSING_ANSWERS,
    STANDARD_ERRORS,
    check_fraction,
    check_option,
)
from workbench.psychometrics.answers import Groups, Part, design_weights, split
from workbench.psychometrics.factors.estimation import Samples, estimate
from workbench.psychometrics.factors.fit_table import fit_row
from workbench.psychometrics.factors.how_fitted import describe
from workbench.psychometrics.factors.parameters import admissibility_notes, modification_indices, parameter_table
from workbench.psychometrics.factors.samples import normal_samples, ordinal_samples, pattern_samples
from workbench.psychometrics.factors.specification import specify
from workbench.psychometrics.factors.structure import FactorSpecification
from workbench.results import Result
from workbench.wording import joined, say

WHAT = say("Confirmatory factor analysis")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class ConfirmatoryFactors(Result):
    """A fitted factor model.

    Attributes
    ----------
    table : pandas.DataFrame
        Free parameters: term (as lavaan writes it, ``factor=~q1``), variable, level, measure (what kind of number it
        is), estimate, std_error, statistic, p_value, conf_low, conf_high, standardized, standardized_std_error.
    loadings : pandas.DataFrame
        item, factor, variable, level, loading, std_error, standardized, standardized_std_error, standardized_low,
        standardized_high; items in the order of the responses, group by group.
    thresholds : pandas.DataFrame
        item, threshold, variable, level, measure, estimate, std_error; no rows for continuous answers.
    fit : pandas.DataFrame
        One row: chi_square, df, p_value, cfi, tli, rmsea, rmsea_low, rmsea_high, rmsea_close_p_value, each also with
        `_scaled` and `_robust` where the estimator has them, srmr, scaling_factor, shift, log_likelihood, aic, bic,
        baseline_chi_square, baseline_df, n_parameters, n_respondents, n_items.
    residual_correlations : pandas.DataFrame, shape (n_groups · n_items, n_items)
        Observed less implied correlations; with several groups the rows are indexed by level and item.
    modification_indices : pandas.DataFrame
        Largest first: term, variable, level, modification_index, score_statistic, p_value, expected_change,
        standardized_change.
    groups : pandas.DataFrame
        variable, level, n_respondents.
    estimator, standard_errors : str
    fitted : FactorFit
        The fitted model as arrays, for `dynamic_cutoffs`.
    specification : FactorSpecification
    """

    loadings: pd.DataFrame
    thresholds: pd.DataFrame
    fit: pd.DataFrame
    residual_correlations: pd.DataFrame = field(metadata={"matrix": True})
    modification_indices: pd.DataFrame
    groups: pd.DataFrame
    estimator: str
    standard_errors: str
    fitted: FactorFit = field(metadata={"private": True})
    specification: FactorSpecification

    def __repr__(self) -> str:
        """One line with estimator and test."""
        row = self.fit.iloc[0]
        df, n = int(row.df), int(row.n_respondents)
        return f"ConfirmatoryFactors({self.estimator}, χ²={row.chi_square:.2f}, df={df}, n={n})"


@one_blas_thread
def fit_confirmatory_factors(  # noqa: PLR0913  (what a model is, by its own names, and the weights in either grammar)
    responses: pd.DataFrame,
    *,
    factors: Mapping[str, Sequence[str]] | None = None,
    estimator: str = "WLSMV",
    group: pd.Series | None = None,
    equal: Sequence[str] = (),
    free: Sequence[str] = (),
    missing: str = "listwise",
    standard_errors: str = "robust",
    conf_level: float = 0.95,
    design: SurveyDesign | None = None,
    sampling_weights: pd.Series | None = None,
    replicate_weights: pd.DataFrame | None = None,
) -> ConfirmatoryFactors:
    r"""Fit a factor model in which each item loads on one factor.

    .. math:: \Sigma = \Lambda \Psi \Lambda^\top + \Theta

    for the items themselves (ML, MLR) or for the normal variables that ordered answers cut into categories (WLSMV).

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, all items keyed the same way; no missing values with ``missing="listwise"``.
    factors : mapping of str to sequence of str, optional
        Items of each factor; by default one factor of all items, named `factor`.
    estimator : {"WLSMV", "ML", "MLR"}
    group : Series, shape (n_respondents,), optional
        Group of each respondent, with the index of `responses`; its first category comes first.
    equal : sequence of {"thresholds", "loadings", "intercepts", "residuals"}
        What is equal in all groups.
    free : sequence of str
        Parameters that the model would fix or set equal: residual covariances (``q1~~q2``); with several groups also
        loadings (``factor=~q1``), intercepts (``q1~1``), residual variances (``q1~~q1``), thresholds (``q1|2``).
    missing : {"listwise", "pairwise", "fiml"}
        `listwise` expects complete respondents. `pairwise` (WLSMV) takes each threshold and correlation from the
        answers that it needs; whether one is missing may depend on no answers. `fiml` (ML, MLR) uses all answers.
    standard_errors : {"robust", "lavaan"}
        Of WLSMV, and with them its test: `robust` does not assume normal latent responses, `lavaan` does, as R.
        Estimates are the same; ML and MLR have errors of their own. Score tests of WLSMV and MLR are robust with
        `robust`; with `lavaan` the statistic is the modification index, as in R.
    conf_level : float
        Coverage of the intervals, between 0 and 1.
    design, sampling_weights, replicate_weights : optional
        How the respondents were drawn, or their weights alone: see `SurveyDesign`.

    Returns
    -------
    ConfirmatoryFactors

    Raises
    ------
    DataError
        A missing answer, or groups or weights of other respondents.
    NotEstimable
        A single factor of fewer than three items, an answer that a group never gives, no convergence, parameters that
        the data cannot tell apart, a singular covariance matrix (ML, MLR).
    ParameterError
        An option or a name that is not allowed; ML with weights; a treatment of missing answers that
        the estimator does not have.

    Notes
    -----
    R gives the same: ``lavaan::cfa(model, x, std.lv = TRUE, estimator = "WLSMV", ordered = names(x))`` (with
    ``zero.add = c(0, 0)`` for two-option items; errors, scaled test and indices with ``standard_errors="lavaan"``),
    ``estimator = "MLR"``, ``estimator = "ML"``, ``missing = "pairwise"``; groups of ordered answers
    ``semTools::measEq.syntax(parameterization = "theta", ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016")``. Factors
    have mean 0 and variance 1 in the first group. In one group the normal variables of WLSMV have variance 1 (delta),
    in several their residuals in the first group have (theta). Residual variances are not kept positive; a negative
    one (Heywood case) is named in `notes`.

    Proof: tests/reference/factors.

    References
    ----------
    Muthén, du Toit & Spisic (1997), unpublished technical report.
    Asparouhov & Muthén (2010), Simple second order chi-square correction, Mplus technical appendix.
    White (1982), Econometrica 50(1), 1-25.
    Satorra (1989), Psychometrika 54(1).
    Yuan & Bentler (2000), Sociological Methodology 30(1), 165-200.
    Savalei (2021), Multivariate Behavioral Research 56(3), 390-407.
    Wu & Estabrook (2016), Psychometrika 81(4), 1014-1045.

    Examples
    --------
    >>> from workbench import intake, psychometrics
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> complete = intake.complete(survey)
    >>> model = psychometrics.fit_confirmatory_factors(complete.responses)
    >>> model.loadings[["item", "loading", "standardized"]].round(2)
      item  loading  standardized
    0   A1     0.44          0.44
    1   A2     0.72          0.72
    2   A3     0.81          0.81
    3   A4     0.51          0.51
    4   A5     0.67          0.67
    >>> model.fit[["chi_square_scaled", "df", "cfi_scaled", "srmr"]].round(3)
       chi_square_scaled  df  cfi_scaled   srmr
    0             92.752   5       0.977  0.036
    """
    weights = design_weights(responses.index, design, sampling_weights, replicate_weights)
    check_estimator(
        estimator,
        missing,
        weighted=weights.sampling_weights is not None,
        replicated=weights.replicate_weights is not None,
    )
    check_option("standard_errors", standard_errors, STANDARD_ERRORS)
    check_fraction("conf_level", conf_level)
    groups = split(responses, group, weights)
    model, samples, notes = specify_and_sample(
        groups.parts,
        factors=factors,
        estimator=estimator,
        equal=equal,
        free=free,
        missing=missing,
        standard_errors=standard_errors,
    )
    fit = estimate(model, samples, robust=estimator != "ML")
    how = describe(estimator, missing, standard_errors, groups.parts)
    asked = (estimator, standard_errors)
    return _pack(fit, model, groups, asked=asked, how=how, conf_level=conf_level, notes=notes)


def check_estimator(estimator: str, missing: str, *, weighted: bool, replicated: bool) -> None:
    """Refuse estimators and their combinations that are not allowed."""
    check_option("estimator", estimator, CONFIRMATORY_ESTIMATORS)
    check_option("missing", missing, MISSING_ANSWERS)
    if estimator == "WLSMV" and missing == "fiml":
        raise ParameterError(
            "`missing` is 'fiml', which WLSMV does not have. Use missing='pairwise', or estimator='MLR'."
        )
    if estimator != "WLSMV" and missing == "pairwise":
        raise ParameterError(
            f"`missing` is 'pairwise', which {estimator} does not have. Use missing='fiml', or estimator='WLSMV'."
        )
    if missing == "pairwise" and replicated:
        raise ParameterError(
            "`missing` is 'pairwise', which replicate weights are not made for. Keep complete respondents "
            "(`intake.complete(survey)`), or leave the replicate weights out."
        )
    if estimator == "ML" and weighted:
        raise ParameterError(
            "`estimator` is 'ML', whose standard errors do not hold with sampling weights. Use estimator='MLR' or "
            "'WLSMV'."
        )


def specify_and_sample(
    parts: list[Part],
    *,
    factors: Mapping[str, Sequence[str]] | None,
    estimator: str,
    equal: Sequence[str],
    free: Sequence[str],
    missing: str,
    standard_errors: str,
) -> tuple[FactorSpecification, Samples, list[str]]:
    """Sample statistics of the groups and the model that is fitted to them."""
    items = parts[0].responses.columns
    if estimator == "WLSMV":
        ordinal = ordinal_samples(parts, WHAT, standard_errors=standard_errors, missing=missing)
        model = specify(
            items, factors=factors, n_groups=len(parts), n_thresholds=ordinal.n_thresholds, equal=equal, free=free
        )
        return model, ordinal.samples, ordinal.notes
    model = specify(items, factors=factors, n_groups=len(parts), n_thresholds=None, equal=equal, free=free)
    if missing == "fiml":
        patterns, notes = pattern_samples(parts, WHAT)
        return model, patterns, notes
    return model, normal_samples(parts, WHAT, robust=estimator == "MLR"), []


def _pack(
    fit: FactorFit,
    model: FactorSpecification,
    groups: Groups,
    *,
    asked: tuple[str, str],
    how: Sequence[str],
    conf_level: float,
    notes: Sequence[str],
) -> ConfirmatoryFactors:
    """Arrange a fit as frames."""
    levels, variable = [part.level for part in groups.parts], groups.variable
    parameters = parameter_table(fit, model, groups, conf_level)
    row, fit_notes = fit_row(fit)
    residuals = [residual_correlations(fit, group) for group in range(len(levels))]
    index = pd.Index(model.items) if len(levels) == 1 else pd.MultiIndex.from_product([levels, model.items])
    return ConfirmatoryFactors(
        table=parameters.table,
        loadings=parameters.loadings,
        thresholds=parameters.thresholds,
        fit=row,
        residual_correlations=pd.DataFrame(np.concatenate(residuals), index=index, columns=list(model.items)),
        modification_indices=modification_indices(fit, model, groups, standard_errors=asked[1]),
        groups=pd.DataFrame(
            {"variable": variable, "level": levels, "n_respondents": [len(part.responses) for part in groups.parts]}
        ),
        estimator=asked[0],
        standard_errors=asked[1],
        fitted=fit,
        specification=model,
        method=joined(how, "; ", end="."),
        notes=(*groups.notes, *notes, *admissibility_notes(fit, model, levels), *fit_notes),
    )
