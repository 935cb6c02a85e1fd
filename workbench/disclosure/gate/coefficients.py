"""Coefficients of models, quantiles and slopes: half a standard error, and never what a few respondents change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats

from workbench.arrays import Bools, Floats
from workbench.columns import EVERYONE
from workbench.disclosure.gate.estimates import Published, Rows, published_shares, reference_rows
from workbench.disclosure.gate.middles import at_reference, error_of_counts, to_middles
from workbench.disclosure.gate.steps import band_of, significant, step_of, to_decade, to_step, window_middle
from workbench.disclosure.plan import MINIMUM_EVENTS
from workbench.intake.codebook import COMPARED_RESPONDENTS
from workbench.numerics.sampling import logit_interval

STANDARDISED = "standardised share"
_EQUAL = 1e-9
QUANTILE_RESPONDENTS = 20
_MOSTLY_LEFT = 0.5  # of the respondents behind a coefficient, given the other predictors
_SMALL_PART = 0.5  # of a standard error, that rounding may take without a word: steps begin at half of one
_NO_DIGIT = 1.1  # times by which an interval is wider than the digits of its ends explain
_ON_SCALE = {"log odds": "log odds", "adjusted share": "share", STANDARDISED: "share"}


def published_coefficients(rows: Rows, measure: str) -> Published:
    """Publish the estimates of rows that hold one measure, neither means nor shares."""
    if measure == "coefficient":
        return _two_decimals(rows)
    if measure == "influence":
        return _one_digit(rows)
    if measure == "prediction":
        return _predictions(rows)
    estimate, error = _moved(rows, measure)
    error = to_decade(error)
    # compared with itself: 0, without an error
    reference = np.isnan(error) & (estimate == 0) & (measure not in ("quantile", "slope"))
    if measure in ("adjusted share", STANDARDISED):
        return _shares(rows, estimate, error)
    step = step_of(error * 0.5)
    shown = np.ones(len(estimate), dtype=bool)
    if measure == "log odds":
        of_answers = "n_fewest" in rows.frame
        fewest = rows.of_answers("n_fewest") if of_answers else _fewest(rows, _sides(rows))
        # without an error, as where everybody was asked, the counts say how exactly the odds are known
        known = np.where(np.isnan(error), to_decade(error_of_counts(rows)), error)
        shown = fewest >= max(MINIMUM_EVENTS, (2 if of_answers else 1) * rows.minimum)
        step = np.where(_of_windows(rows), step_of(known / 2), _step_of_few(rows, known, fewest * _left_part(rows)))
    elif measure == "difficulty":
        fewest = rows.of_answers("n_fewest")
        shown = np.fmin(fewest, rows.of_answers("n_response")) >= 2 * rows.minimum
        step = _step_of_few(rows, error, fewest)
        estimate = estimate + _to_middle(rows, fewest)
    elif measure == "quantile":
        sides = np.fmin(rows.number("quantile"), 1 - rows.number("quantile")) * rows.n
        shown = (rows.n >= QUANTILE_RESPONDENTS) & (sides >= rows.minimum)
        step = step_of(np.fmax(error / 2, rows.span * rows.largest_part))
    elif measure in ("difference", "slope"):
        people = np.where(np.isnan(rows.number("n_events")), 1, rows.minimum)
        step = step_of(np.fmax(error / 2, people * rows.span * _largest(rows) / _own_part(rows)))
    published = np.where(reference, 0.0, to_step(estimate, step))
    return _with_ends(rows, np.where(shown, published, np.nan), error)


def banded_or_derived(rows: Rows, published: Published, measure: str) -> Floats:
    """P of a slope from what is published of it; of a model's coefficient only its band."""
    if measure in ("slope", "quantile", "mean", "share"):
        with np.errstate(invalid="ignore", divide="ignore"):
            p_value = 2 * stats.t.sf(np.abs(published.estimate / published.std_error), rows.df)
        # of a line over levels no table shows the respondents, and six digits would tell their window
        return significant(p_value, 2) if measure == "slope" else np.asarray(p_value)
    p_value = rows.number("p_value")
    if measure == "log odds":
        estimate, error = _moved(rows, measure)
        with np.errstate(invalid="ignore", divide="ignore"):
            p_value = 2 * stats.norm.sf(np.abs(estimate / error))
    band = band_of(p_value)
    return band if measure == "coefficient" else np.where(np.isnan(published.std_error), np.nan, band)


def _moved(rows: Rows, measure: str) -> tuple[Floats, Floats]:
    """Estimates and standard errors, those that hang on numbers with the outcome moved to the middles of these."""
    estimate, error = rows.number("estimate"), rows.number("std_error")
    if measure not in _ON_SCALE:
        return estimate, error
    moved = to_middles(rows, _ON_SCALE[measure])
    return estimate + moved.estimate, error * moved.error


def of_a_group(rows: Rows) -> Bools:
    """Rows that are not of everyone."""
    if "level" not in rows.frame:
        return np.zeros(len(rows.frame), dtype=bool)
    return rows.frame["level"].astype(str).ne(EVERYONE).to_numpy()


def _two_decimals(rows: Rows) -> Published:
    shown = ~of_a_group(rows) | (rows.n >= COMPARED_RESPONDENTS)
    low, high, estimate, error = (
        np.where(shown, np.round(rows.number(name), 2), np.nan)
        for name in ("conf_low", "conf_high", "estimate", "std_error")
    )
    return Published(estimate=estimate, std_error=error, low=low, high=high, bound=[""] * len(estimate))


def _predictions(rows: Rows) -> Published:
    """Publish the area under a curve, or the part that a model explains, to two decimals at most.

    One respondent on the rarer side moves an area by half of his part of these at most, but for the few who lie at an
    end. The minimum of respondents cannot be told apart.
    """
    fewest = np.fmax(rows.of_answers("n_fewest") - rows.minimum + 0.5, 1)
    step = np.ceil(100 * step_of(rows.minimum / 2 / fewest) - _EQUAL) / 100  # whole hundredths, as they are shown
    estimate, error = to_step(rows.number("estimate"), step), to_decade(rows.number("std_error"))
    low, high = _ends_of_shares(estimate, error, rows.tail(), _coarse(step / 2, error))
    return Published(
        estimate=estimate,
        std_error=error,
        low=significant(low, 3),
        high=significant(high, 3),
        bound=[""] * len(estimate),
    )


def _one_digit(rows: Rows) -> Published:
    """Publish what hangs on one respondent: roughly, and nothing beside it."""
    none = np.full(len(rows.n), np.nan)
    return Published(
        estimate=significant(rows.number("estimate"), 1), std_error=none, low=none, high=none, bound=[""] * len(none)
    )


def _shares(rows: Rows, raw: Floats, error: Floats) -> Published:
    """Publish adjusted and standardised shares: what the minimum of respondents of the level can change is not told."""
    step = _step_of_shares(rows, raw)
    share = np.clip(to_step(raw, step), 0, 1)
    known = _sides(rows) >= rows.width
    if "cells" in rows.frame:
        known &= ~rows.few_in_a_cell
    under, over = known & (share <= 0), known & (share >= 1)
    shown = known & ~under & ~over
    share = np.select([under, over, shown], [np.minimum(step, 1), 1 - np.minimum(step, 1), share], np.nan)
    if "cells" in rows.frame:
        error = to_decade(np.sqrt(share * (1 - share) * rows.design_effect * _variance_over_cells(rows)))
    low, high = _ends_of_shares(share, error, rows.tail(), _coarse(step / 2, error))
    low, high = np.where(shown, low, np.nan), np.where(shown, high, np.nan)
    return Published(
        estimate=share,
        std_error=np.where(shown, error, np.nan),
        low=significant(low, 3),
        high=significant(high, 3),
        bound=np.select([under, over], ["under", "over"], "").tolist(),
    )


def _variance_over_cells(rows: Rows) -> Floats:
    """Sum of w² / n over the cells of each row, of its part of the standard and the middle of its window."""
    found = []
    for cells in rows.frame["cells"]:
        n = np.fmax([window_middle(own[:, 0].sum(), rows.minimum) for _, own in cells], 1)
        found.append(float((np.array([part for part, _ in cells]) ** 2 / n).sum()))
    return np.array(found, dtype=float)


def _ends_of_shares(share: Floats, error: Floats, tail: Floats, rounding: Floats) -> tuple[Floats, Floats]:
    """Return the ends of intervals of shares that lie up to `rounding` from the exact ones."""
    low, high = (np.full(len(share), np.nan) for _ in range(2))
    for each in np.unique(tail):
        at = tail == each
        df = np.full(int(at.sum()), np.inf)
        low[at] = logit_interval(share[at] - rounding[at], error[at], df, float(each))[0]
        high[at] = logit_interval(share[at] + rounding[at], error[at], df, float(each))[1]
    return low, high


def holds_rounding(shares: pd.DataFrame) -> bool:
    """Whether the interval of some published adjusted or standardised share is wider than its standard error makes it.

    Parameters
    ----------
    shares : DataFrame
        As published of a survey that is not open.
    """
    share, error = shares["estimate"].to_numpy(float), shares["std_error"].to_numpy(float)
    tail = (1 - shares["conf_level"].to_numpy(float)) / 2
    low, high = _ends_of_shares(share, error, tail, np.zeros(len(share)))
    wider = (shares["conf_high"] - shares["conf_low"]).to_numpy(float) / (high - low)
    return bool((wider > _NO_DIGIT).any())


def _half_steps(rows: Rows) -> Floats:
    """Return how far published adjusted shares may lie from the exact ones."""
    return _step_of_shares(rows, rows.number("estimate") + to_middles(rows, "share").estimate) / 2


def _coarse(rounding: Floats, error: Floats) -> Floats:
    """Return what an interval has to hold of the rounding: none where it is small beside the standard error."""
    return np.where(rounding > _SMALL_PART * error, rounding, 0.0)


def _step_of_shares(rows: Rows, raw: Floats) -> Floats:
    floor = np.where(_of_windows(rows), 0.0, step_of(rows.minimum * rows.largest_part / _left_part(rows)))
    around = np.clip(np.where(floor > 0, to_step(raw, np.where(floor > 0, floor, 1.0)), raw), 0, 1)
    return step_of(np.fmax(np.sqrt(around * (1 - around) * rows.design_effect / rows.n) / 2, floor))


def _of_windows(rows: Rows) -> Bools:
    """Rows whose estimate is a function of windows, so that no step has to hide what a respondent changes."""
    if "of_windows" not in rows.frame:
        return np.zeros(len(rows.n), dtype=bool)
    return rows.frame["of_windows"].to_numpy(bool) & ~rows.weighted


def against_reference(rows: Rows, frame: pd.DataFrame) -> dict[str, object]:
    """Differences and ratios of published shares to that of the reference level, with intervals of their own errors.

    The shares of one model are not independent, so the errors do not follow from those of the shares. Both shares are
    rounded, which the intervals hold where it is much beside the error.
    """
    at, share = reference_rows(frame), frame["estimate"].to_numpy(float)
    share = np.where(frame["bound"].eq(""), share, np.nan)
    other = np.where(at >= 0, share[at], np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = share / other
        half = np.log(rows.number("risk_ratio_high") / rows.number("risk_ratio_low")) / 2
    half = to_decade(half * to_middles(rows, "log ratio").error)
    own, others = (rounding := _half_steps(rows)), np.where(at >= 0, rounding[at], np.nan)
    normal = stats.norm.isf(rows.tail())
    with np.errstate(invalid="ignore", divide="ignore"):
        wide = half + _coarse((own / share + others / other) / np.sqrt(2), half / normal) * np.sqrt(2)
    found: dict[str, object] = {
        "risk_ratio": significant(ratio, 3),
        "risk_ratio_low": significant(ratio * np.exp(-wide), 3),
        "risk_ratio_high": significant(ratio * np.exp(wide), 3),
    }
    if "difference" not in frame:
        return found
    difference = share - other
    error = to_decade(rows.number("std_error") * to_middles(rows, "difference").error)
    error = np.where(np.isnan(difference), np.nan, error)
    margin = stats.t.isf(rows.tail(), np.where(np.isnan(rows.design_df), np.inf, rows.design_df)) * error
    margin += _coarse((own + others) / np.sqrt(2), error) * np.sqrt(2)  # two shares' roundings, and their errors
    return found | {
        "difference": significant(difference, 12),
        "std_error": error,
        "conf_low": significant(difference - margin, 3),
        "conf_high": significant(difference + margin, 3),
    }


def crude_shares(rows: Rows) -> Floats:
    """Publish the shares without standardisation as shares of their own are; empty where those would be bounds."""
    names = {"estimate": "crude", "n_respondents": "n_answered", "n_events": "n_events_answered"}
    raw = {name: rows.frame[own] for name, own in names.items()}
    found = published_shares(replace(rows, frame=rows.frame.assign(**raw).drop(columns="cells", errors="ignore")))
    return np.where(np.array(found.bound) == "", found.estimate, np.nan)


def _with_ends(rows: Rows, estimate: Floats, error: Floats) -> Published:
    error = np.where(np.isnan(estimate), np.nan, error)
    df = np.where(np.isnan(rows.design_df), np.inf, rows.design_df)
    margin = stats.t.isf(rows.tail(), df) * error
    return Published(
        estimate=estimate,
        std_error=error,
        low=significant(estimate - margin, 3),
        high=significant(estimate + margin, 3),
        bound=[""] * len(estimate),
    )


def _step_of_few(rows: Rows, error: Floats, fewest: Floats) -> Floats:
    """Step of a coefficient on the scale of log odds: what the minimum of respondents on the rarer side can change."""
    return step_of(error * np.fmax(0.5, rows.minimum / np.sqrt(np.fmax(fewest, 1))))


def _to_middle(rows: Rows, fewest: Floats) -> Floats:
    """Return what a difficulty would change if its respondents were the middle of their window.

    A difficulty is all but a function of the share that answers as high, so rounding alone would cut the window of
    that share's respondents; moved to the middle it says of them what the window says. Of few it goes with the
    logarithm of their number.
    """
    n = rows.number("n_fewest")
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.nan_to_num(rows.number("per_respondent") * n * np.log(fewest / n), posinf=0, neginf=0)


def _own_part(rows: Rows) -> Floats:
    """Part of the respondents behind a coefficient that the other predictors leave; all where there are none."""
    return rows.number("own_part") if "own_part" in rows.frame else np.ones(len(rows.n))


def _left_part(rows: Rows) -> Floats:
    """Return the same where less than half is left: then only those respondents are counted."""
    own = _own_part(rows)
    return np.where(own < _MOSTLY_LEFT, own, 1.0)


def _largest(rows: Rows) -> Floats:
    """Part that one respondent may carry of the level or its reference, whichever is larger, as windows tell it."""
    return np.asarray(np.fmax(rows.largest_part, at_reference(rows, rows.largest_part)))


def _sides(rows: Rows) -> Floats:
    """Respondents on the rarer side of the outcome, as published."""
    n, e = rows.n, rows.count("n_events")
    return np.where(np.isnan(e), n, np.fmin(e, n - e))


def _fewest(rows: Rows, sides: Floats) -> Floats:
    """Respondents of the level or of its reference, whichever has fewer."""
    return np.fmin(sides, at_reference(rows, sides))
