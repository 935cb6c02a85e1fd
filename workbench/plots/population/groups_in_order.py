"""One picture of all groups: where the share or, without a cut-off, the mean is largest, and where smallest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, variable_label
from workbench.plots.population.groups import written
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import (
    ACCENT,
    INK,
    MUTED,
    empty_figure,
    labelled_rows,
    level_words,
    styled,
    with_remarks,
    wrapped,
)
from workbench.wording import numbers, say

_MOST = 30  # rows that one still takes in
_ROW = 0.21
_NAME = "groups_in_order"


@styled
def groups_in_order(
    means: ProtectedTable,
    overall_mean: ProtectedTable,
    shares: ProtectedTable | None,
    overall: ProtectedTable | None,
    *,
    survey: Survey,
    cutoff: str | None = None,
) -> ReportFigure:
    """Draw the share beyond the cut-off of all groups in one order, from 0, and that of everyone as a line.

    Of a scale without a cut-off, the mean scores. Areas have pages of their own. What is only a bound is an open
    triangle and stands by the middle of all that is possible; of very many groups those with the largest and the
    smallest values are drawn.
    """
    if shares is None or overall is None:
        return _drawn(shown_frame(means), shown_frame(overall_mean), _mean_words(survey), survey)
    return _drawn(shown_frame(shares), shown_frame(overall), _share_words(survey, cutoff), survey)


class _Words(NamedTuple):
    """How the values of a picture are scaled and called."""

    scale: float
    least: float
    most: float
    all_groups: str
    some_groups: Callable[[int], str]
    axis: str
    value: Callable[[float], str]
    ends: Callable[[float, float], str]
    none: str
    decimals: int


def _share_words(survey: Survey, cutoff: str | None) -> _Words:
    score = survey.instrument.cutoff(cutoff).score_words
    return _Words(
        scale=100.0,
        least=0.0,
        most=100.0,
        all_groups=say("Share with a {score} in each group, with intervals; the line is everyone", score=score),
        some_groups=lambda n: say(
            "Share with a {score} in the {n} groups where it is largest and the {n} where it is smallest, of {all}, "
            "with intervals; the line is everyone",
            score=score, n=_MOST // 2, all=n,
        ),
        axis=say("Share with a {score}, %", score=score),
        value=numbers.percent,
        ends=lambda low, high: numbers.interval(low, high, 1, as_percent=True),
        none=say("No group has enough respondents for its share to be shown."),
        decimals=1,
    )  # fmt: skip


def _mean_words(survey: Survey) -> _Words:
    score = survey.instrument.score
    decimals = score.decimals
    return _Words(
        scale=1.0,
        least=score.minimum,
        most=score.maximum,
        all_groups=say("Mean score of each group, with intervals; the line is everyone"),
        some_groups=lambda n: say(
            "Mean score of the {n} groups where it is largest and the {n} where it is smallest, of {all}, "
            "with intervals; the line is everyone",
            n=_MOST // 2, all=n,
        ),
        axis=say("Mean score"),
        value=lambda mean: numbers.number(mean, decimals),
        ends=lambda low, high: numbers.interval(low, high, decimals),
        none=say("No group has enough respondents for its outcome to be shown."),
        decimals=decimals,
    )  # fmt: skip


def _drawn(frame: pd.DataFrame, everyone: pd.DataFrame, words: _Words, survey: Survey) -> ReportFigure:
    kept = frame["estimate"].notna() & ~frame["variable"].isin(survey.codebook.area)
    drawn = frame.assign(bound=frame.get("bound", ""))[kept]
    ordered = drawn.iloc[np.argsort(-_middle(drawn, words), kind="stable")].reset_index(drop=True)
    shown = ordered if len(ordered) <= _MOST else pd.concat([ordered.head(_MOST // 2), ordered.tail(_MOST // 2)])
    caption = words.all_groups if len(shown) == len(ordered) else words.some_groups(len(ordered))
    if shown["bound"].ne("").any():
        caption = with_remarks(caption, say("an open triangle is a bound, and the value lies on its dotted line"))
    if shown.empty:
        return ReportFigure(name=_NAME, caption=caption, alt=words.none, figure=empty_figure(words.none))
    labels = [_label(row, survey) for row in shown.to_dict("records")]
    figure, axes, positions = labelled_rows(labels, around=0.7, gap=0.04, least=_ROW)
    _draw_rows(axes, shown, positions, words)
    axes.axvline(words.scale * float(everyone["estimate"].iloc[0]), color=INK, linewidth=0.9, linestyle="--")
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_xlabel(words.axis)
    if words.scale > 1:
        axes.set_xlim(left=0)
    axes.spines["left"].set_color(MUTED)
    return ReportFigure(name=_NAME, caption=caption, alt=_alt(shown, labels, words), figure=figure)


def _middle(shown: pd.DataFrame, words: _Words) -> np.ndarray:
    """Return where groups stand in the order: of a bound the middle of all values that are possible."""
    values = shown["estimate"].to_numpy(dtype=float)
    ends = np.select([shown["bound"].eq("under"), shown["bound"].eq("over")], [words.least, words.most], np.nan)
    return np.where(np.isnan(ends), values, (values + ends / words.scale) / 2)


def _draw_rows(axes: Axes, shown: pd.DataFrame, positions: np.ndarray, words: _Words) -> None:
    """Draw estimates with their intervals, and bounds as open triangles with a line over all that is possible."""
    side, values = shown["bound"].to_numpy(), words.scale * shown["estimate"].to_numpy(dtype=float)
    low, high = (words.scale * shown[end].to_numpy(dtype=float) for end in ("conf_low", "conf_high"))
    known = side == ""
    axes.hlines(positions[known], low[known], high[known], color=ACCENT, linewidth=1.6)
    axes.plot(values[known], positions[known], "o", color=ACCENT, markersize=4.5)
    for bound, mark, end in (("under", "<", words.least), ("over", ">", words.most)):
        at = side == bound
        axes.hlines(positions[at], end, values[at], color=ACCENT, linewidth=1.2, linestyle=":")
        axes.plot(values[at], positions[at], mark, color=ACCENT, markerfacecolor="white", markersize=4.5)


def _label(row: Mapping[Hashable, object], survey: Survey) -> str:
    variable = variable_label(str(row["variable"]), survey.codebook)
    return wrapped(say("{variable}: {level}", variable=variable, level=level_words(row["level"])), 36, most_lines=2)


def _alt(shown: pd.DataFrame, labels: list[str], words: _Words) -> str:
    rows = [
        row | {"label": label.replace("\n", " ")} for row, label in zip(shown.to_dict("records"), labels, strict=True)
    ]
    bounds = [row for row in rows if row["bound"]]
    known = [row for row in rows if not row["bound"]]
    told = [_known(known, words)] if known else []
    if bounds:
        told.append(
            say("Only a bound is known of {groups}.", groups=", ".join(_bound_of(row, words) for row in bounds))
        )
    return " ".join(told)


def _bound_of(row: Mapping[Hashable, Any], words: _Words) -> str:
    value = written(row["estimate"], words.decimals, is_share=words.scale > 1, side=row["bound"])
    return say("{group} ({value})", group=row["label"], value=value)


def _known(rows: Sequence[Mapping[Hashable, Any]], words: _Words) -> str:
    """Say the first and the last of the groups of which more than a bound is known."""
    ends = [
        say(
            "{group}, {share} ({ends})",
            group=row["label"],
            share=words.value(row["estimate"]),
            ends=words.ends(row["conf_low"], row["conf_high"]),
        )
        for row in (rows[0], rows[-1])
    ]
    if len(rows) == 1:
        return say("The only group shown: {group}.", group=ends[0])
    return say("Of {n} groups, largest: {first}; smallest: {last}.", n=len(rows), first=ends[0], last=ends[1])
