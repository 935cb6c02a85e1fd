"""Weights that agree with what is known of the population: post-stratification, raking, linear calibration."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from numbers import Real
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from workbench.arrays import Floats
from workbench.errors import DataError, NotEstimable, ParameterError, did_you_mean
from workbench.intake.sampling.design import SurveyDesign
from workbench.intake.sampling.sample_structure import base_weights
from workbench.numerics.sampling import Calibration, linear_weights, raked_weights
from workbench.wording import Unpublished, n_rows, number, say

_SAME_POPULATION = 1e-6  # margins that differ by more cannot all be met
_Reweight = Callable[[Floats], tuple[Floats, bool]]


class _Margin(NamedTuple):
    name: str
    codes: np.ndarray
    totals: Floats


def calibrate(
    design: SurveyDesign,
    variables: pd.DataFrame,
    *,
    margins: Mapping[str, Mapping[str, float]],
    totals: Mapping[str, float] | None = None,
) -> SurveyDesign:
    """Return the design with weights that add up to the population in given groups.

    One margin is post-stratification, several are raking; with totals of numbers beside them the weights are calibrated
    linearly (generalised regression). Variances then rest on what the groups and numbers do not explain.

    Parameters
    ----------
    design : SurveyDesign
        Not calibrated yet. Replicate weights are calibrated one by one.
    variables : DataFrame, shape (n_respondents, n_variables)
        Categoricals (for margins) and numbers (for totals) without missing values.
    margins : dict of variable to dict of level to number of people
        For each variable the size of every group in the population.
    totals : dict of variable to number, optional
        Sums of numeric variables over the population.

    Raises
    ------
    DataError
        A design that is calibrated already, other respondents, missing values, a level without a size or without
        respondents, margins that sum to different populations, negative weights.
    NotEstimable
        Margins that no weights can meet.
    ParameterError
        No margin, an unknown variable, a size that is not a positive number.

    Notes
    -----
    R: ``postStratify``, ``rake(control = list(epsilon = 1e-10, maxit = 1000))``, ``calibrate`` of package survey, for
    linearised and for replicate designs. Variances after raking are those of ``calibrate(calfun = "raking")``: ``rake``
    leaves the weights out of the regression that makes the residuals, which is the same where weights were equal.

    References
    ----------
    Deville, J.-C. & Särndal, C.-E. (1992). Calibration estimators in survey sampling. JASA 87, 376-382.
    """
    _check_applicable(design, variables, margins)
    known = [_margin(name, sizes, variables) for name, sizes in margins.items()]
    sums = [margin.totals.sum() for margin in known]
    if max(sums) - min(sums) > _SAME_POPULATION * max(sums):
        raise DataError(
            f"Margins sum to different populations: {', '.join(f'`{m.name}` to {m.totals.sum():.0f}' for m in known)}. "
            "Take all margins from the same statistics, or scale them to one total."
        )
    numbers = {name: _numbers(name, total, variables) for name, total in (totals or {}).items()}
    auxiliary, targets = _auxiliary(known, numbers)

    def reweight(weights: Floats) -> tuple[Floats, bool]:
        if numbers:
            return linear_weights(weights, auxiliary, targets)
        return raked_weights(weights, [(margin.codes, margin.totals) for margin in known])

    before = base_weights(design, len(variables))
    after, met = reweight(before)
    _check_met(after, met)
    return replace(
        design,
        sampling_weights=pd.Series(after, index=variables.index, name=_name(design)),
        replicate_weights=_replicates(design.replicate_weights, reweight),
        calibration=None if design.replicate_weights is not None else Calibration(auxiliary, before, after),
        notes=(*design.notes, *_notes(known, list(numbers), after / before)),
    )


def _check_applicable(
    design: SurveyDesign, variables: pd.DataFrame, margins: Mapping[str, Mapping[str, float]]
) -> None:
    if design.calibration is not None:
        raise DataError("The design is calibrated already. Name all margins in one call, from the design as drawn.")
    if not margins:
        raise ParameterError("`margins` is empty. Give the size of each group of at least one variable.")
    if twice := [str(name) for name in variables.columns[variables.columns.duplicated()]]:
        raise DataError(f"Two variables are named `{twice[0]}`. Give each its own name.")
    for part in design.parts().values():
        if not part.index.equals(variables.index):
            raise DataError(
                f"Variables and design belong to different respondents ({len(variables)} and {len(part)} rows). Take "
                "both from the same survey."
            )


def _column(name: str, variables: pd.DataFrame) -> pd.Series:
    if name not in variables:
        known = [str(column) for column in variables]
        raise ParameterError(
            f"`{name}` is not one of the variables.{did_you_mean(name, known)} Known: {', '.join(known) or 'none'}."
        )
    if missing := int(variables[name].isna().sum()):
        raise DataError(
            f"`{name}` is missing in {n_rows(missing)}, who would belong to no group of the population. Complete it, "
            "or leave its margin out."
        )
    return variables[name]


def _positive(name: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not 0 < float(value) < float("inf"):
        raise ParameterError(f"The population of `{name}` is {value!r}. Give a positive number.")
    return float(value)


def _margin(name: str, sizes: Mapping[str, float], variables: pd.DataFrame) -> _Margin:
    column = _column(name, variables)
    if not isinstance(column.dtype, pd.CategoricalDtype):
        raise DataError(f"`{name}` is not categorical. Give the groups of a margin as a categorical.")
    occurring = column.cat.remove_unused_categories()
    levels = [str(level) for level in occurring.cat.categories]
    given = {str(level): _positive(f"{name}: {level}", size) for level, size in sizes.items()}
    absent, empty = [level for level in levels if level not in given], [level for level in given if level not in levels]
    if absent:
        raise DataError(
            f"The margin of `{name}` has no population for `{absent[0]}`.{did_you_mean(absent[0], empty)} Add it, or "
            "leave this margin out."
        )
    if empty:
        raise DataError(
            f"The margin of `{name}` has people in `{empty[0]}`, where there are no respondents."
            " Join it with another level by `merge` in the codebook."
        )
    return _Margin(name, occurring.cat.codes.to_numpy(np.int64), np.array([given[level] for level in levels]))


def _numbers(name: str, total: object, variables: pd.DataFrame) -> tuple[Floats, float]:
    column = _column(name, variables)
    if not pd.api.types.is_numeric_dtype(column):
        raise DataError(f"`{name}` does not hold numbers. Give a margin for it instead of a total.")
    return column.to_numpy(float), _positive(name, total)


def _auxiliary(known: list[_Margin], numbers: dict[str, tuple[Floats, float]]) -> tuple[sparse.csr_array, Floats]:
    """Put indicators of all margins and the numbers side by side, with their totals."""
    n = len(known[0].codes)
    blocks = [sparse.csr_array((np.ones(n), m.codes, np.arange(n + 1)), shape=(n, len(m.totals))) for m in known]
    blocks += [sparse.csr_array(values[:, None]) for values, _ in numbers.values()]
    targets = [margin.totals for margin in known] + [np.array([total]) for _, total in numbers.values()]
    return sparse.csr_array(sparse.hstack(blocks)), np.concatenate(targets)


def _check_met(after: Floats, met: bool) -> None:
    if not met:
        raise NotEstimable(
            "No weights meet all margins: some groups never occur together. Join levels by `merge` in the "
            "codebook, or leave a margin out."
        )
    if negative := int((after <= 0).sum()):
        raise DataError(
            f"Calibrated weights are zero or negative in {n_rows(negative)}: the totals lie too far from the sample. "
            "Leave out totals of numbers, or check them."
        )


def _replicates(replicates: pd.DataFrame | None, reweight: _Reweight) -> pd.DataFrame | None:
    if replicates is None:
        return None
    values = np.empty(replicates.shape)
    for place in range(replicates.shape[1]):
        values[:, place], met = reweight(replicates.iloc[:, place].to_numpy(float))
        if not met or (values[:, place] < 0).any():
            raise NotEstimable(
                f"Replicate weight column `{replicates.columns[place]}` cannot meet the margins: it leaves out a whole "
                "group. Join levels by `merge` in the codebook, or leave a margin out."
            )
    return pd.DataFrame(values, index=replicates.index, columns=replicates.columns)


def _name(design: SurveyDesign) -> str:
    return "calibrated weight" if design.sampling_weights is None else str(design.sampling_weights.name)


def _notes(known: list[_Margin], numbers: list[str], factors: Floats) -> tuple[str, str]:
    """Say what was done, and for the researcher alone by how much: margin ÷ factor is the number who answered."""
    names = ", ".join([*(margin.name for margin in known), *numbers])
    if numbers:
        done = say("Weights were calibrated linearly to the population by {names}.", names=names)
    elif len(known) > 1:
        done = say("Weights were raked to the population by {names}.", names=names)
    else:
        done = say("Weights were post-stratified to the population by {names}.", names=names)
    least, most = number(factors.min()), number(factors.max())
    return done, Unpublished(say("That changed the weights {least}- to {most}-fold.", least=least, most=most))
