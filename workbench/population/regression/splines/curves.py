"""Curves along numbers, such as age in years, that may be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from workbench.columns import EVERYONE
from workbench.disclosure.plan import ProtectionPlan, Respondents, is_told_apart
from workbench.errors import DataError, NotEstimable
from workbench.intake.codebook import MINIMUM_RESPONDENTS
from workbench.intake.sampling import SurveyDesign, base_weights
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.frames import joined
from workbench.population.regression.splines.round_knots import at_least, round_knots
from workbench.population.regression.splines.spline import TEST_COLUMNS, fitted_spline, values_used
from workbench.results import Result
from workbench.wording import joined as sentences
from workbench.wording import say

_CURVE_COLUMNS = [
    *("variable", "value", "reference_value", "n_respondents", "n_events", "estimate", "std_error", "df", "conf_low"),
    *("conf_high", "odds_ratio", "odds_ratio_low", "odds_ratio_high", "measure", "conf_level"),
]


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class Curves(Result):
    """Odds ratios along each of several numbers.

    Attributes
    ----------
    table : pandas.DataFrame
        One row per round value of each number: variable, value, reference_value (whose odds ratio is 1), n_respondents
        and n_events (of the whole model), estimate (log-odds against it), std_error, df, conf_low, conf_high,
        odds_ratio, odds_ratio_low, odds_ratio_high.
    tests : pandas.DataFrame
        As in `SplineModel`, for each number.
    """

    tests: pd.DataFrame


def fit_curves(
    outcome: pd.Series,
    predictors: pd.DataFrame,
    numeric: pd.DataFrame,
    *,
    in_place_of: Mapping[str, str | None],
    design: SurveyDesign,
    conf_level: float = 0.95,
    plan: ProtectionPlan | None = None,
) -> Curves:
    """Fit the spline of each number, one at a time beside all the other predictors.

    Parameters
    ----------
    outcome, predictors, design, conf_level
        As in `fit_logistic`.
    plan : ProtectionPlan, optional
        Of the whole survey, where it raises the minimum of respondents or publishes wider windows; without it both are
        `MINIMUM_RESPONDENTS`.
    numeric : DataFrame of floats, shape (n_respondents, n_numbers)
        Respondents without the number are outside its model; a frame without columns gives tables without rows.
    in_place_of : mapping of str to str or None
        For each number the predictor that groups it, which its model leaves out.

    Returns
    -------
    Curves
        At round values between the outermost knots, as far as four times the minimum of respondents, 20 of five, lie at
        or beyond the last one on either side. Knots are four, or three where fewer than the minimum
        would lie beyond an outer one or events are few. They are quantiles rounded to the step of the
        values: those of single respondents are no part of a curve. A number without a model is noted: fewer than ten
        distinct values, fewer than ten respondents with or without the outcome for each column of the curve, or too
        few whose number does not follow from the other predictors, as the size of a town follows from the town. The
        former goes by the lower ends of published windows, and where the model leaves out one to four of the
        respondents that another table shows, by those of that table: whether there is a curve must not tell of the few.

    Raises
    ------
    DataError
        `numeric` belongs to other respondents than the outcome; as `fit_logistic`.

    Notes
    -----
    As `fit_spline`, which gives the R call.

    Proof: tests/reference/regression.
    """
    if not numeric.index.equals(outcome.index):
        raise DataError("Outcome and numbers belong to different respondents. Take both from the same survey.")
    options, found, notes = FitOptions(conf_level=conf_level), [], []
    minimum = MINIMUM_RESPONDENTS if plan is None else plan.thresholds.minimum_respondents
    width = minimum if plan is None else plan.width(EVERYONE, EVERYONE)
    for variable in map(str, numeric):
        grouped = in_place_of.get(variable)
        # a page leaves out predictors that too few tell apart, the grouped number among them
        frame = predictors.drop(columns=grouped or [], errors="ignore").assign(**{variable: numeric[variable]})
        try:
            carried = at_least(outcome, frame, variable, width)
            knots, values = round_knots(values_used(outcome, frame, variable), carried, variable, minimum=minimum)
            _check_told_apart(variable, frame, outcome, design, minimum)
            found.append(fitted_spline(outcome, frame, variable, knots, values, design, options))
        except NotEstimable as error:
            notes.append(say("No curve for `{variable}`: {reason}", variable=variable, reason=error.in_report))
    return Curves(
        table=joined([one.table for one in found], _CURVE_COLUMNS).assign(measure="log odds", conf_level=conf_level),
        tests=joined([one.tests for one in found], TEST_COLUMNS),
        method=sentences(list(dict.fromkeys(one.method for one in found))) if found else say("No number is declared."),
        notes=tuple(dict.fromkeys([*notes, *(note for one in found for note in one.notes)])),
    )


def _check_told_apart(
    variable: str, predictors: pd.DataFrame, outcome: pd.Series, design: SurveyDesign, minimum: int
) -> None:
    """Refuse a number that all but follows from the other predictors."""
    known = outcome.notna().to_numpy()
    who = Respondents(known, base_weights(design, len(known)), minimum, lambda *_: 1.0)
    if not is_told_apart(variable, predictors, who):
        raise NotEstimable(
            say(
                "Too few respondents tell `{variable}` apart from the other predictors. Leave one of them out of "
                "`predictors` in the codebook, or the number.",
                variable=variable,
            )
        )
