"""Scores and the group beyond a cut-off, exactly as the instrument's owner defines them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from workbench.errors import DataError, NotEstimable
from workbench.instruments import SCORE_ROUNDING, Instrument
from workbench.options import MISSING_RULES, check_option
from workbench.wording import numbers, say

_TO_BELOW, _TO = " to < ", " to "  # between the ends of a band


def score(responses: pd.DataFrame, *, instrument: Instrument, missing: str = "complete") -> pd.Series:
    """Score each respondent.

    Score = (sum of the k points + offset) · factor, from the instrument file. For the ESIS: (sum − 10) · 2.5.

    Parameters
    ----------
    responses : DataFrame, shape (n_respondents, n_items)
        Points, columns in the instrument's order, missing = NaN.
    instrument : Instrument
        Whose rule is applied.
    missing : {"complete", "one_missing"}
        ``complete``: a score only for respondents who answered every item. ``one_missing``: also for those who left out
        exactly one, which is replaced by the mean of their other k − 1 answers; allowed only where the instrument
        defines it, and only as a sensitivity run beside the main result.

    Returns
    -------
    Series of float, shape (n_respondents,)
        Score points, NaN without a score; the nearest float to the exact fraction (one rounding, from whole numbers).

    Raises
    ------
    DataError
        Other columns than the instrument's items, or a value that is not one of its points.
    NotEstimable
        The instrument defines no score with a missing answer.
    ParameterError
        An unknown rule.

    Notes
    -----
    R: ``(rowSums(responses) - 10) * 2.5`` for the ESIS.

    Examples
    --------
    >>> from workbench import intake
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> score = intake.score(survey.responses, instrument=survey.instrument)
    >>> round(float(score.mean()), 2), int(score.isna().sum())
    (4.64, 91)
    """
    check_option("missing", missing, MISSING_RULES)
    if missing == "one_missing" and not instrument.missing.has_sensitivity_run:
        raise NotEstimable(
            f"Instrument `{instrument.id}` defines no score with a missing answer, so there is no sensitivity run. "
            "Report the main result with missing='complete'."
        )
    _check_points(responses, instrument)
    points = responses.to_numpy(float)
    k = points.shape[1]
    answered = np.isfinite(points)
    n_answered, total = answered.sum(axis=1), np.where(answered, points, 0).sum(axis=1)
    rule = instrument.score
    # Whole numbers up to the division: (total · k / answered + offset) · factor over one common denominator.
    top = (total * k + rule.offset * n_answered) * rule.factor.numerator
    bottom = np.maximum(n_answered, 1) * rule.factor.denominator
    enough = n_answered >= (k if missing == "complete" else k - 1)
    return pd.Series(np.where(enough, top / bottom, np.nan), index=responses.index, name="score")


def sensitivity_score(responses: pd.DataFrame, *, instrument: Instrument) -> pd.Series:
    """Score each respondent by the other missing rule that the instrument defines, or by its own if it defines none.

    Parameters
    ----------
    responses, instrument
        As in `score`.

    Returns
    -------
    Series of float, shape (n_respondents,)
        As `score` with ``missing="one_missing"``; the same as `score` where the instrument has no such run.

    Raises
    ------
    DataError
        As `score`.
    """
    rule = "one_missing" if instrument.missing.has_sensitivity_run else "complete"
    return score(responses, instrument=instrument, missing=rule)


def beyond_cutoff(score: pd.Series, *, instrument: Instrument, cutoff: str | None = None) -> pd.Series:
    """Tell who belongs to the group of a cut-off: below it, or at or above it, as the cut-off says.

    Parameters
    ----------
    score : Series of float, shape (n_respondents,)
        From `score`; NaN without a score.
    instrument : Instrument
        Take ``survey.instrument``, which has the cut-offs of the codebook beside the instrument's own.
    cutoff : str, optional
        Name of the cut-off; None means the first, for the ESIS ``"very_weak"`` (below 50).

    Returns
    -------
    Series of boolean, shape (n_respondents,)
        True, False, or NA without a score. A score equal to the cut-off is True where the group lies at or above it and
        False where it lies below.

    Raises
    ------
    DataError
        No such cut-off.

    Notes
    -----
    R: ``score < 50``, ``score >= 14``. Scores closer to the cut-off than 1e-9 count as equal to it.

    Examples
    --------
    >>> from workbench import intake
    >>> survey = intake.read_survey("data/example/bfi.csv", codebook="data/codebooks/bfi-agreeableness.yaml")
    >>> score = intake.score(survey.responses, instrument=survey.instrument)
    >>> low = intake.beyond_cutoff(score, instrument=survey.instrument, cutoff="low")
    >>> low.value_counts(dropna=False)
    low
    False    2400
    True      309
    <NA>       91
    Name: count, dtype: Int64
    """
    beyond = instrument.cutoff(cutoff).is_beyond(score.to_numpy(float))
    name = cutoff or instrument.main_cutoff
    return pd.Series(beyond, index=score.index, dtype="boolean", name=name).mask(score.isna())


def below_cutoff(score: pd.Series, *, instrument: Instrument, cutoff: str | None = None) -> pd.Series:
    """Tell who scores strictly below a cut-off; a score equal to it is not below.

    Parameters
    ----------
    score, instrument, cutoff
        As in `beyond_cutoff`, which also serves cut-offs whose group lies at or above them.

    Returns
    -------
    Series of boolean, shape (n_respondents,)
        True, False, or NA without a score.

    Raises
    ------
    DataError
        No such cut-off, or one whose group lies at or above it.

    Notes
    -----
    R: ``score < 50``.
    """
    chosen = instrument.cutoff(cutoff)
    if chosen.below is None:
        raise DataError(
            f"Cut-off `{cutoff or instrument.main_cutoff}` of instrument `{instrument.id}` is a {chosen.score_words}. "
            "Take `intake.beyond_cutoff`, which serves both kinds."
        )
    return beyond_cutoff(score, instrument=instrument, cutoff=cutoff)


def score_bands(score: pd.Series, *, instrument: Instrument, cutoff: str | None = None) -> pd.Series:
    """Sort scores into some ten bands over the instrument's range, one of which begins at the cut-off.

    Parameters
    ----------
    score : Series of float, shape (n_respondents,)
        From `score`; NaN without a score.
    instrument : Instrument
        Whose range is divided.
    cutoff : str, optional
        Name of the cut-off at which a band begins; None means the first.

    Returns
    -------
    Series of category, shape (n_respondents,)
        Named `score`, levels such as ``50 to < 60``; the last band holds the maximum. Missing without a score. The
        first and the last band may be narrower than the others.

    Raises
    ------
    DataError
        No such cut-off.

    Notes
    -----
    R: ``cut(score, seq(0, 100, 10), right = FALSE, include.lowest = TRUE)`` for the ESIS.
    """
    edges = instrument.band_edges(cutoff)
    labels = [f"{low:g}{_TO_BELOW}{high:g}" for low, high in pairwise(edges)]
    labels[-1] = labels[-1].replace(_TO_BELOW, _TO)
    values = score.to_numpy(float)
    places = np.clip(np.searchsorted(edges, values + SCORE_ROUNDING, side="right") - 1, 0, len(labels) - 1)
    codes = np.where(np.isnan(values), -1, places)
    return pd.Series(
        pd.Categorical.from_codes(list(codes), categories=pd.Index(labels)), index=score.index, name="score"
    )


def band_words(level: str) -> str:
    """Name a band of `score_bands` in the language that is spoken."""
    if _TO_BELOW in level:
        low, high = map(_written, level.split(_TO_BELOW))
        return say("{low} to < {high}", low=low, high=high)
    low, high = map(_written, level.split(_TO))
    return say("{low} to {high}", low=low, high=high)


def _written(limit: str) -> str:
    return numbers.shortest(float(limit))


def _check_points(responses: pd.DataFrame, instrument: Instrument) -> None:
    if list(responses.columns) != instrument.item_ids:
        raise DataError(
            f"The columns are {', '.join(map(str, responses.columns))}, not the items "
            f"{', '.join(instrument.item_ids)} of instrument `{instrument.id}`. Give `survey.responses`."
        )
    values = responses.to_numpy(float)
    outside = ~np.isnan(values) & ~np.isin(values, instrument.points)
    for item, count in zip(instrument.item_ids, outside.sum(axis=0), strict=True):
        if count:
            raise DataError(
                f"Item `{item}` has a value outside {instrument.points[0]}–{instrument.points[-1]} in {count} rows. "
                "Give points as `read_survey` returns them."
            )
