"""What becomes of unanswered predictors: a level of their own, or gaps filled several times, given all else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.columns import NOT_ANSWERED
from workbench.errors import NotEstimable, ParameterError
from workbench.intake.sampling import SurveyDesign
from workbench.numerics.regression import impute_categories
from workbench.population.design import SamplingVariance, grouping
from workbench.population.regression.fit_options import FitOptions
from workbench.wording import say

_SMALLEST_STRATUM = 30  # smaller strata stand together in the imputation model


def filled(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    design: SurveyDesign,
    sampling: SamplingVariance,
    options: FitOptions,
) -> tuple[list[pd.DataFrame], tuple[str, ...]]:
    """Return the predictors as the missing rule has them, once or once per imputation, and what a note says of it."""
    if options.imputed:
        drawn = _imputed(outcome, predictors, design, sampling, options)
        note = say(
            "{n} imputations, seed {seed}; counts by level are those of the answers given.",
            n=options.n_imputations,
            seed=options.seed,
        )
        return list(drawn), (note,)
    return [not_answered_as_level(predictors) if options.missing == "category" else predictors], ()


def not_answered_as_level(predictors: pd.DataFrame) -> pd.DataFrame:
    """Give respondents without a value a level of their own, put last, so that `merged_levels` can merge it.

    A regression of these is one with `missing="category"`.

    Parameters
    ----------
    predictors : DataFrame of categoricals or numbers, shape (n_respondents, n_predictors)

    Notes
    -----
    Proof: tests/unit/population/regression.
    """
    frame = predictors.copy()
    for name in frame:
        column = frame[name]
        if isinstance(column.dtype, pd.CategoricalDtype) and column.isna().any():
            frame[name] = column.cat.add_categories([NOT_ANSWERED]).fillna(NOT_ANSWERED)
    return frame


def _imputed(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    design: SurveyDesign,
    sampling: SamplingVariance,
    options: FitOptions,
) -> Iterator[pd.DataFrame]:
    """Fill the gaps of the predictors among respondents with an outcome.

    The imputation model holds the outcome, the other predictors, the logarithm of the weight and the strata, so that
    the analysis assumes nothing that the imputation leaves out. Respondents without an outcome are never filled: an
    imputed outcome would add nothing but noise (von Hippel 2007).

    References
    ----------
    von Hippel, P. T. (2007). Regression with missing Ys: an improved strategy for analyzing multiply imputed data.
    Sociological Methodology 37(1), 83-117.
    """
    if numeric := [str(v) for v in predictors if not isinstance(predictors[v].dtype, pd.CategoricalDtype)]:
        raise ParameterError(
            f"`missing` is 'imputation', but `{numeric[0]}` is a number. Give it as categories, or use "
            '`missing="complete"`.'
        )
    frame = grouping(predictors, outcome.index)
    y = outcome.to_numpy(float, na_value=np.nan)
    inside = ~np.isnan(y)
    codes = np.column_stack([frame[v].cat.codes.to_numpy()[inside].astype(np.int64) for v in frame])
    if unknown := [str(v) for v, column in zip(frame, codes.T, strict=True) if (column < 0).all()]:
        raise NotEstimable(
            say(
                "No respondent with the outcome has a value of `{variable}` to impute from. Leave it out of "
                "`predictors` in the codebook.",
                variable=unknown[0],
            )
        )
    sizes = [len(frame[v].cat.categories) for v in frame]
    known = np.column_stack([_standard(y[inside]), *_design_columns(design, sampling, inside)])
    known = np.hstack([np.ones((len(known), 1)), known])
    rng = np.random.default_rng(options.seed)
    for filled in impute_categories(codes, sizes, known, n_imputations=options.n_imputations, rng=rng):
        drawn = frame.copy()
        for j, v in enumerate(frame):
            whole = frame[v].cat.codes.to_numpy().astype(np.int64)
            whole[inside] = filled[:, j]
            drawn[v] = pd.Categorical.from_codes(whole, categories=frame[v].cat.categories)
        yield drawn


def _design_columns(design: SurveyDesign, sampling: SamplingVariance, inside: np.ndarray) -> list[Floats]:
    """Logarithm of the weight where weights differ, and an indicator per stratum that is large enough."""
    weight, columns = sampling.weights[inside], []
    if np.ptp(weight) > 0:
        columns.append(_standard(np.log(weight)))
    if design.strata is not None:
        codes, names = pd.factorize(design.strata.to_numpy()[inside], sort=True)
        sizes = np.bincount(codes, minlength=len(names))
        large = np.flatnonzero(sizes >= _SMALLEST_STRATUM)
        columns += [(codes == place).astype(float) for place in large[1:]]
    return columns


def _standard(values: Floats) -> Floats:
    spread = values.std()
    return np.asarray((values - values.mean()) / (spread if spread > 0 else 1.0))
