"""Whether the picture depends on where exactly the cut-off lies: shares and models at neighbouring cut-offs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.arrays import Bools, Floats
from workbench.errors import NotEstimable, ParameterError
from workbench.instruments import SCORE_ROUNDING, Cutoff, Instrument
from workbench.intake.codebook import DisclosureThresholds
from workbench.intake.sampling import SurveyDesign
from workbench.population.design import numbers
from workbench.population.estimates import Estimate, share
from workbench.population.regression.blocks import ADJUSTED
from workbench.population.regression.fit_options import FitOptions
from workbench.population.regression.logistic import fitted_logistic
from workbench.results import Result
from workbench.wording import numbers as written
from workbench.wording import say

_USUAL_DISTANCE = 1 / 20  # of the range of the score
_OF_GROUPS = ("people", "share_of", "weight", "unreliable", "relative_std_error", "design_effect", "effective_n")


@dataclass(frozen=True, eq=False, kw_only=True, repr=False)
class CutoffSensitivity(Result):
    """Adjusted odds ratios at neighbouring cut-offs.

    Attributes
    ----------
    table : pandas.DataFrame
        The adjusted model of `fit_logistic` at each cut-off; `model` names it: ``below 45``, ``at or below 50``;
        ``14 or more``, ``above 14``.
    """


def cutoff_shares(
    score: pd.Series,
    *,
    instrument: Instrument,
    cutoff: str | None = None,
    distance: float | None = None,
    design: SurveyDesign,
    conf_level: float = 0.95,
) -> Estimate:
    """Estimate the share of everyone beyond the cut-off, by the other rule at the same score, and beyond neighbours.

    Parameters
    ----------
    score : Series of float, shape (n_respondents,)
        Missing = outside.
    instrument, cutoff
        As in `intake.beyond_cutoff`.
    distance : float, optional
        Points of the score. By default a twentieth of its range, 5 of 0–100, and a neighbour beyond the scores is left
        out with a note.
    design, conf_level
        As in `share`.

    Returns
    -------
    Estimate
        `.table` has one row per cut-off, lowest first; term names it: ``below 45``, ``at or below 50``;
        ``14 or more``, ``above 14``.

    Raises
    ------
    ParameterError
        A given `distance` that is not positive or leaves the range of the score.
    DataError, NotEstimable
        As `share`.

    Notes
    -----
    Whole scores are frequent at a cut-off: `below` and `at or below` (`or more` and `above`)
    differ by everybody who stands exactly on it.
    R: ``svyciprop(~I(score <= 50), d, method = "logit", df = degf(d))``.

    Proof: tests/unit/population/regression.
    """
    flags, notes = _neighbouring_outcomes(score, instrument=instrument, cutoff=cutoff, distance=distance)
    found = {name: share(flag, design=design, conf_level=conf_level) for name, flag in flags.items()}
    main = next(iter(found.values()))
    return Estimate(
        table=pd.concat([_everyone(one.table, name) for name, one in found.items()], ignore_index=True),
        method=main.method,
        notes=(*main.notes, *notes),
    )


def cutoff_sensitivity(
    score: pd.Series,
    predictors: pd.DataFrame,
    *,
    instrument: Instrument,
    cutoff: str | None = None,
    distance: float | None = None,
    design: SurveyDesign,
    conf_level: float = 0.95,
    thresholds: DisclosureThresholds | None = None,
    levels: pd.DataFrame | None = None,
) -> CutoffSensitivity:
    """Repeat the adjusted model at the cut-off, by the other rule there, and `distance` points to either side.

    Parameters
    ----------
    score : Series of float, shape (n_respondents,)
        Missing = outside.
    predictors, design, conf_level
        As in `fit_logistic`.
    instrument, cutoff, distance
        As in `cutoff_shares`, which gives the share of everyone at each of them.
    thresholds : DisclosureThresholds, optional
        Those of the protection plan: at another cut-off each level needs twice the minimum of respondents on either
        side, by the lower ends of windows of all with a score. Whether a model exists would tell otherwise of the few
        of a level whom the model leaves out, or that nobody is on one side. Default: one.
    levels : DataFrame, optional
        The predictors before `merged_levels`: windows are those of their levels, and add up. Default: `predictors`.

    Raises
    ------
    ParameterError
        A given `distance` that is not positive or leaves the range of the score.
    DataError, NotEstimable
        As `fit_logistic` at the cut-off itself; a neighbouring one that has no model is noted instead.

    Notes
    -----
    Proof: tests/unit/population/regression.
    """
    options = FitOptions(conf_level=conf_level)
    outcomes, left_out = _neighbouring_outcomes(score, instrument=instrument, cutoff=cutoff, distance=distance)
    tables, notes = [], list(left_out)
    least = (
        1 if thresholds is None else 2 * thresholds.minimum_respondents
    )  # and the width of windows of other cut-offs
    own, told = instrument.cutoff(cutoff).words, predictors if levels is None else levels
    for name, outcome in outcomes.items():
        if name != own and _fewest(outcome, predictors, told, least) < least:
            notes.append(_too_few(cutoff_words(name), least))
            continue
        try:
            model = fitted_logistic(outcome, predictors, design, options).result
        except NotEstimable as error:
            if name == own:
                raise
            notes.append(say("No model for {cutoff}: {reason}", cutoff=cutoff_words(name), reason=error.in_report))
            continue
        tables.append(model.table[model.table["model"] == ADJUSTED].assign(model=name))
        if name == own:  # those of other cut-offs go by numbers that have windows of ten
            method, model_notes = model.method, model.notes
    return CutoffSensitivity(table=pd.concat(tables, ignore_index=True), method=method, notes=(*notes, *model_notes))


def _too_few(cutoff: str, least: int) -> str:
    if least == 1:
        return say(
            "No model for {cutoff}: a level of a predictor has nobody with or without the outcome.", cutoff=cutoff
        )
    return say(
        "No model for {cutoff}: a level of a predictor has by its window fewer than {least} respondents with or "
        "without the outcome.",
        cutoff=cutoff,
        least=least,
    )


def cutoff_words(name: str) -> str:
    """Say the cut-off that rows are named after, such as ``at or below 50``, in the language that is spoken."""
    if name.endswith(" or more"):
        return say("{limit} or more", limit=_limit(name.removesuffix(" or more")))
    if name.startswith("above "):
        return say("above {limit}", limit=_limit(name.removeprefix("above ")))
    if name.startswith("at or below "):
        return say("at or below {limit}", limit=_limit(name.removeprefix("at or below ")))
    return say("below {limit}", limit=_limit(name.removeprefix("below ")))


def _limit(text: str) -> str:
    return written.shortest(float(text.replace(written.MINUS, "-")))


def _fewest(outcome: pd.Series, predictors: pd.DataFrame, levels: pd.DataFrame, width: int) -> int:
    """Fewest that windows of the levels show on one side of the outcome in any level of a predictor, or of everyone.

    All with an outcome count, also whom the model leaves out: a run with other predictors says the same of a level.
    """
    known = outcome.notna()
    sides = outcome[known].astype(int)
    found = [int(side.sum()) // width * width for side in (sides, 1 - sides)]
    for name in predictors:
        own = predictors[name]
        if isinstance(own.dtype, pd.CategoricalDtype):
            keys = [own[known], levels[name][known].astype(str)]
            for side in (sides, 1 - sides):
                parts = side.groupby(keys, observed=True).sum() // width * width
                found.append(int(parts.groupby(level=0, observed=True).sum().min()))
    return min(found)


def _everyone(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the row of one cut-off under its name, without what only groups need."""
    kept = [c for c in table if c not in ("variable", "level") and not str(c).startswith(_OF_GROUPS)]
    frame = table[kept]
    frame.insert(0, "term", name)
    return frame


def _neighbouring_outcomes(
    score: pd.Series, *, instrument: Instrument, cutoff: str | None, distance: float | None
) -> tuple[dict[str, pd.Series], tuple[str, ...]]:
    """Return the outcome at each cut-off by its name, lowest first, and notes on those left out."""
    main = instrument.cutoff(cutoff)
    if distance is not None:
        check_distance("distance", distance, cutoff=main, instrument=instrument)
    values = np.asarray(numbers(score), dtype=float)
    neighbours, notes = _neighbours(main, distance, instrument)
    flags = {}
    for place in sorted([main, *neighbours], key=lambda cutoff: cutoff.limit):
        flags[place.words] = _flags(score, place.is_beyond(values))
        if place is main:
            name = f"above {main.limit:g}" if main.below is None else f"at or below {main.limit:g}"
            flags[name] = _flags(score, _other_rule(main, values))
    return flags, notes


def _other_rule(cutoff: Cutoff, scores: Floats) -> Bools:
    """Who would belong to the group if those exactly on the cut-off changed sides."""
    is_low = scores <= cutoff.limit + SCORE_ROUNDING
    return np.asarray(~is_low if cutoff.below is None else is_low)


def _flags(score: pd.Series, found: Bools) -> pd.Series:
    flags: pd.Series = pd.Series(found, index=score.index, dtype="boolean", name="beyond").mask(score.isna())
    return flags


def _neighbours(main: Cutoff, distance: float | None, instrument: Instrument) -> tuple[list[Cutoff], tuple[str, ...]]:
    """Cut-offs to either side, and notes on those that the usual distance leads out of the scores."""
    low, high = instrument.score.minimum, instrument.score.maximum
    step = _usual_distance(instrument) if distance is None else distance
    places = [main.moved(place) for place in (main.limit - step, main.limit + step)]
    inside = [place for place in places if low < place.limit <= high]
    outside = [place for place in places if place not in inside]
    scores = instrument.possible_scores()
    other = _other_rule(main, scores)  # of whole scores, `above 10` is `11 or more`
    inside = [place for place in inside if not np.array_equal(place.is_beyond(scores), other)]
    scores_from, scores_to = written.shortest(low), written.shortest(high)
    return inside, tuple(
        say(
            "Left out: {cutoff}, which is beyond the scores {low}–{high}.",
            cutoff=place.words,
            low=scores_from,
            high=scores_to,
        )
        for place in outside
    )


def _usual_distance(instrument: Instrument) -> float:
    """Return a part of the range, in whole steps of the score where its steps are whole numbers: 2 on sums of 0–30."""
    rule = instrument.score
    distance, step = (rule.maximum - rule.minimum) * _USUAL_DISTANCE, float(abs(rule.factor))
    return distance if rule.step_decimals else max(round(distance / step), 1) * step


def check_distance(name: str, distance: float, *, cutoff: Cutoff, instrument: Instrument) -> None:
    """Raise ParameterError unless the cut-offs at `distance` to either side are scores; `name` is the option."""
    low, high = instrument.score.minimum, instrument.score.maximum
    if isinstance(distance, bool) or not isinstance(distance, int | float) or not distance > 0:
        raise ParameterError(f"`{name}` is {distance!r}. Give points of the score, more than 0.")
    if cutoff.limit - distance <= low or cutoff.limit + distance > high:
        raise ParameterError(
            f"`{name}` is {distance:g}, which leads from the cut-off {cutoff.limit:g} out of the scores "
            f"{low:g}–{high:g}. Give a smaller one."
        )
