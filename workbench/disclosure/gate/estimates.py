"""Means and shares of groups, as exactly as their respondents let them be known."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from workbench.arrays import Bools, Floats, Ints
from workbench.disclosure.gate.steps import (
    SHARE_DIGITS,
    in_first_window,
    significant,
    step_of,
    step_of_unevenness,
    to_step,
    window_middle,
)
from workbench.numerics.disclosure import apart, heaviest, window_start
from workbench.numerics.sampling import logit_interval, t_quantile

RELIABLE_RESPONDENTS, RELIABLE_ERROR = 30, 0.3
EQUAL = 1e-9


@dataclass(frozen=True, eq=False, kw_only=True)
class Rows:
    """Rows of a table: as they were computed, and what is published of their counts.

    Attributes
    ----------
    frame : pandas.DataFrame
        Full precision.
    counts : pandas.DataFrame
        The `people` columns as published.
    width : array, shape (n_rows,)
        Of the windows of the respondents of each row.
    widths : pandas.DataFrame
        Of the windows of `counts`, where they are counts of answers wider than those.
    minimum : int
        Respondents whose answers or weights no number of an outcome may tell apart: the survey's
        `minimum_respondents`, also where windows are wider.
    design_effect : float
        The survey's, as published.
    clustered : bool
        Whether degrees of freedom count clusters or replicates, and not respondents.
    """

    frame: pd.DataFrame
    counts: pd.DataFrame
    width: Floats
    widths: pd.DataFrame
    minimum: int
    design_effect: float
    clustered: bool

    def of(self, rows: Bools) -> Rows:
        """Take some of the rows."""
        frame, counts, widths = self.frame[rows], self.counts[rows], self.widths[rows]
        return replace(self, frame=frame, counts=counts, width=self.width[rows], widths=widths)

    @cached_property
    def reference(self) -> Ints:
        """Place of the row of each row's reference, −1 where the table has none."""
        if not {"level", "reference"} <= set(self.frame):
            return np.full(len(self.frame), -1)
        return reference_rows(self.frame)

    def number(self, name: str) -> Floats:
        """Full precision, NaN where the column is missing."""
        if name not in self.frame:
            return np.full(len(self.frame), np.nan)
        return self.frame[name].to_numpy(float, na_value=np.nan)

    def count(self, name: str) -> Floats:
        """Middle of the published window, NaN where the column is missing."""
        return self.counts[name].to_numpy(float) if name in self.counts else np.full(len(self.frame), np.nan)

    def width_of(self, name: str) -> Floats:
        """Width of the windows of a count."""
        return self.widths[name].to_numpy(float) if name in self.widths else self.width

    def of_answers(self, name: str) -> Floats:
        """Middle of the window of a count of answers that is not published itself: as wide as those that are."""
        return window_middle(self.number(name), 2 * self.minimum)

    @property
    def n(self) -> Floats:
        """Published number of respondents."""
        return self.count("n_respondents")

    @property
    def n_least(self) -> Floats:
        """Smallest number of respondents that the window holds."""
        return self.n - (self.width - 1) / 2

    @property
    def span(self) -> Floats:
        """Range of the analysed variable."""
        return self.number("value_maximum") - self.number("value_minimum")

    @property
    def weighted(self) -> Bools:
        """Whether anybody in the survey weighs more than another one, in the row or not."""
        return np.array([np.ptp(own[:, 2]) > EQUAL for own in self.weights], dtype=bool)

    @property
    def largest_part(self) -> Floats:
        """What one respondent may carry of an estimate, as windows tell it."""
        return self.part_of(1)

    def part_of(self, held: npt.ArrayLike) -> Floats:
        """Return what so many respondents of each row together may carry of an estimate, as windows tell it."""
        held = np.broadcast_to(np.asarray(held, dtype=float), len(self.frame))
        if "cells" in self.frame:
            each = zip(self.frame["cells"], held, strict=True)
            parts = ([part * _part_of(own, few, self.minimum) for part, own in row] for row, few in each)
            return np.array([max(own, default=0.0) for own in parts], dtype=float)
        rows = zip(self.weights, self.width, held, strict=True)
        times = [heaviest(own[:, 0], own[:, 2], width, held=few) for own, width, few in rows]
        of_lines = self.number("largest_part") * self.number("n_respondents")
        return held * np.where(np.isnan(of_lines), times, of_lines) / np.fmax(self.n_least, 1)

    @property
    def unevenness(self) -> Floats:
        """Most by which the part that one respondent carries may differ from the equal one, as windows tell it."""
        times = [apart(own[:, 0], own[:, 2], width) for own, width in zip(self.weights, self.width, strict=True)]
        return np.array(times, dtype=float) / np.fmax(self.n_least, 1)

    @property
    def few_in_a_cell(self) -> Bools:
        """Rows that are put together of cells, such as the ages of a group, of which one is in the first window."""
        return np.array([any(own[:, 0].sum() < self.minimum for _, own in row) for row in self.frame["cells"]])

    @property
    def weights(self) -> list[Floats]:
        """Who weighs the same in each row; all do where the table does not say."""
        if "weight_cells" not in self.frame:
            return [np.array([[n, n, 1.0]]) for n in np.nan_to_num(self.number("n_respondents"))]
        return list(self.frame["weight_cells"])

    @property
    def df(self) -> Floats:
        """Degrees of freedom: of the design where it is clustered, else the published respondents less one.

        Nobody is in two clusters: nine of them in a group of 5 to 9 would say that it has nine respondents. So no
        group counts more of them than it is sure to have respondents.
        """
        own, sure = self.design_df, np.maximum(self.n_least, 2)
        return np.where(np.isnan(own), self.n - 1, np.fmin(own, sure - 1))

    @property
    def design_df(self) -> Floats:
        """Degrees of freedom of a clustered design, to one digit; NaN where they would count respondents."""
        return np.where(self.clustered, significant(self.number("df"), 1), np.nan)

    def tail(self) -> Floats:
        """Probability of each tail of the intervals."""
        level = self.number("conf_level")
        return (1 - np.where(np.isnan(level), 0.95, level)) / 2


def _part_of(cells: Floats, held: float, width: int) -> float:
    """Largest part of a cell that so many respondents may carry."""
    least = max(float(window_start(cells[:, 0].sum().astype(np.int64), width)), 1.0)
    return held * heaviest(cells[:, 0], cells[:, 2], width, held=held) / least


def reference_rows(frame: pd.DataFrame) -> Ints:
    """Place of the row of each row's reference, −1 where the table has none."""
    keys = [c for c in ("model", "invariance", "variable") if c in frame]
    words = frame[[*keys, "level", "reference"]].astype(str).fillna("\0")  # what is missing is a word of its own
    own, wanted = (words[[*keys, end]].itertuples(index=False, name=None) for end in ("level", "reference"))
    first: dict[tuple[str, ...], int] = {}
    for place, key in enumerate(own):
        first.setdefault(key, place)
    return np.array([first.get(key, -1) for key in wanted], dtype=np.int64)


@dataclass(frozen=True, eq=False, kw_only=True)
class Published:
    """Published estimates of some rows.

    `bound`: `under` or `over` where the estimate is a bound and has no standard error. `std_dev`: of the values; of yes
    and no it follows from the share.
    """

    estimate: Floats
    std_error: Floats
    low: Floats
    high: Floats
    bound: list[str]
    std_dev: Floats | None = None

    def without(self, rows: Bools) -> Published:
        """Return the same with nothing known of some rows, so that nothing is derived of them either."""
        numbers = {
            name: np.where(rows, np.nan, values)
            for name in ("estimate", "std_error", "low", "high", "std_dev")
            if (values := getattr(self, name)) is not None
        }
        bound = ["" if gone else word for word, gone in zip(self.bound, rows, strict=True)]
        return replace(self, **numbers, bound=bound)

    def columns(self) -> dict[str, Floats | list[str]]:
        """Return the same under the glossary's names."""
        with np.errstate(invalid="ignore", divide="ignore"):
            relative = significant(self.std_error / self.estimate, 2)
        return {
            "estimate": self.estimate,
            "std_error": self.std_error,
            "conf_low": self.low,
            "conf_high": self.high,
            "bound": self.bound,
            "relative_std_error": relative,
            **({} if self.std_dev is None else {"std_dev": self.std_dev}),
        }


def published_spread(rows: Rows, name: str = "std_dev") -> Floats:
    """Publish standard deviations to one digit, none below that of equal values with one half the range away.

    A smaller one would tell of a group that is all alike what each of its members said.
    """
    own = rows.number(name)
    with np.errstate(invalid="ignore", divide="ignore"):
        return significant(np.where(np.isnan(own), np.nan, np.fmax(own, rows.span / (2 * np.sqrt(rows.n)))), 1)


def published_means(rows: Rows, *, value: str = "estimate", std_dev: str = "std_dev") -> Published:
    """Means: to half a standard error, and to what one respondent can change."""
    spread = published_spread(rows, std_dev)
    error = np.where(np.isnan(spread), rows.span / 4, spread) * np.sqrt(rows.design_effect / rows.n)
    moved = rows.part_of(np.nan_to_num(rows.number("n_moved"), nan=1.0))
    step = step_of(np.fmax(error / 2, rows.span * moved))
    estimate = to_step(rows.number(value), step)
    known = np.where(np.isnan(spread) | np.isnan(estimate), np.nan, significant(error, 2))
    margin = np.array([t_quantile(t, d) for t, d in zip(rows.tail(), rows.df, strict=True)]) * known
    return Published(
        estimate=estimate,
        std_error=known,
        low=significant(estimate - margin, 4),
        high=significant(estimate + margin, 4),
        bound=[""] * len(rows.frame),
        std_dev=spread,
    )


def published_shares(rows: Rows) -> Published:
    """Shares: from the published counts, and where weights differ moved by the shift that they make."""
    n, e = rows.n, rows.count("n_events")
    lowest, span = rows.number("value_minimum"), rows.span
    shift, step = _shift(rows)
    share = significant(e / n, SHARE_DIGITS) + shift
    width = rows.width_of("n_events")
    few, others = in_first_window(e, width), in_first_window(n - e, width)
    under = few | (~others & (share <= 0))
    over = ~under & (others | (share >= 1))
    half = (width - 1) / 2
    highest, lowest_plain = (e + half) / np.fmax(rows.n_least, 1), (e - half) / (n + half)
    most = np.select(
        [few | others, under], [_most_of_few(rows), highest + shift + step / 2], 1 - lowest_plain - shift + step / 2
    )
    most = _up(np.minimum(most, 1.0))
    share = np.select([under, over], [most, 1 - most], significant(share, 12))
    error = np.where(under | over, np.nan, np.sqrt(share * (1 - share) * rows.design_effect / n))
    low, high = (np.full(len(n), np.nan) for _ in range(2))
    inner = ~np.isnan(error)
    for tail in np.unique(rows.tail()[inner]):
        at = inner & (rows.tail() == tail)
        low[at], high[at] = logit_interval(share[at], error[at], rows.df[at], float(tail))
    return Published(
        estimate=lowest + span * share,
        std_error=span * significant(error, 2),
        low=lowest + span * significant(low, 3),
        high=lowest + span * significant(high, 3),
        bound=np.select([under, over], ["under", "over"], "").tolist(),
        std_dev=span * significant(np.where(under | over, np.nan, np.sqrt(share * (1 - share))), 2),
    )


def _shift(rows: Rows) -> tuple[Floats, Floats]:
    """Return what weights add to the shares of the rows, rounded, and the step of that; 0 where weights are equal.

    The step is thrice what one respondent fewer than the minimum can move the shift, so that of so few it tells neither
    that somebody has the outcome nor that nobody has, unless all others are at an edge; and half a standard error.
    """
    # in numbers of the values, which may be all alike: then weights move nothing
    with np.errstate(invalid="ignore", divide="ignore"):
        counted = rows.number("value_minimum") + rows.span * rows.number("n_events") / rows.number("n_respondents")
        exact = np.where(rows.span > 0, (rows.number("estimate") - counted) / rows.span, 0.0)
    step = step_of_shift(rows, rows.count("n_events") / rows.n)
    return np.where(rows.weighted, to_step(exact, step), 0.0), np.where(rows.weighted, step, 0.0)


def step_of_shift(rows: Rows, share: Floats) -> Floats:
    """Return the step to which the shift of a share by weights is rounded."""
    half_error = np.sqrt(share * (1 - share) * rows.design_effect / rows.n) / 2
    return np.fmax(step_of(half_error), step_of_unevenness(rows.minimum, rows.unevenness))


def _most_of_few(rows: Rows) -> Floats:
    """Largest share of those who are in the first window."""
    most = rows.part_of(rows.width_of("n_events") - 1)
    return np.where(rows.weighted, step_of(most), most)


def _up(share: Floats) -> Floats:
    """Round a bound up to whole per cents below ten per cent's tenths: a bound is never tighter than the windows."""
    return np.asarray(np.where(share < 0.1, np.ceil(share * 1000 - EQUAL) / 1000, np.ceil(share * 100 - EQUAL) / 100))
