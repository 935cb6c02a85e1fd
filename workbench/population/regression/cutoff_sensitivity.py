"""Whether the picture depends on where exactly the cut-off lies."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.errors import NotEstimable
from workbench.instruments import Instrument
from workbench.intake.sampling import SurveyDesign
from workbench.population.regression.blocks import ADJUSTED
from workbench.population.regression.cutoff_shares import neighbouring_outcomes
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.logistic import fitted_logistic
from workbench.results import Result


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class CutoffSensitivity(Result):
    """Adjusted odds ratios at neighbouring cut-offs.

    Attributes
    ----------
    table : pandas.DataFrame
        The adjusted model of `fit_logistic` at each cut-off; `model` names it: ``below 45``, ``at or below 50``.
    """


def cutoff_sensitivity(
    score: pd.Series,
    predictors: pd.DataFrame,
    *,
    instrument: Instrument,
    cutoff: str | None = None,
    distance: float | None = None,
    design: SurveyDesign,
    conf_level: float = 0.95,
) -> CutoffSensitivity:
    """Repeat the adjusted model at the cut-off, at or below it, and `distance` points to either side.

    Parameters
    ----------
    score : Series of float, shape (n_respondents,)
        Missing = outside.
    predictors, design, conf_level
        As in `fit_logistic`.
    instrument, cutoff, distance
        As in `cutoff_shares`, which gives the share of everyone at each of them.

    Raises
    ------
    ParameterError
        A given `distance` that is not positive or leaves the range of the score.
    DataError, NotEstimable
        As `fit_logistic` at the cut-off itself; a neighbouring one that has no model is noted instead.
    """
    options = FitOptions(conf_level=conf_level)
    outcomes, left_out = neighbouring_outcomes(score, instrument=instrument, cutoff=cutoff, distance=distance)
    tables, notes = [], list(left_out)
    for name, outcome in outcomes.items():
        try:
            model = fitted_logistic(outcome, predictors, design, options).result
        except NotEstimable as error:
            if name == f"below {instrument.cutoff(cutoff).below:g}":
                raise
            notes.append(f"No model for {name}: {error.in_report}")
            continue
        tables.append(model.table[model.table["model"] == ADJUSTED].assign(model=name))
        method, model_notes = model.method, model.notes
    return CutoffSensitivity(table=pd.concat(tables, ignore_index=True), method=method, notes=(*notes, *model_notes))
