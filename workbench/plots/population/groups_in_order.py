"""One picture of all groups: where the share or, without a cut-off, the mean is largest, and where smallest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import NamedTuple

import pandas as pd
from matplotlib.ticker import MaxNLocator

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, variable_label
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, INK, MUTED, empty_figure, labelled_rows, level_words, styled, wrapped
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

    Of a scale without a cut-off, the mean scores. Areas have pages of their own, and shares that are only a bound have
    no place in an order; of very many groups those with the largest and the smallest values are drawn.
    """
    if shares is None or overall is None:
        return _drawn(shown_frame(means), shown_frame(overall_mean), _mean_words(survey), survey)
    return _drawn(shown_frame(shares), shown_frame(overall), _share_words(survey, cutoff), survey)


class _Words(NamedTuple):
    """How the values of a picture are scaled and called."""

    scale: float
    all_groups: str
    some_groups: Callable[[int], str]
    axis: str
    value: Callable[[float], str]
    ends: Callable[[float, float], str]
    none: str


def _share_words(survey: Survey, cutoff: str | None) -> _Words:
    score = survey.instrument.cutoff(cutoff).score_words
    return _Words(
        scale=100.0,
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
    )  # fmt: skip


def _mean_words(survey: Survey) -> _Words:
    decimals = survey.instrument.score.decimals
    return _Words(
        scale=1.0,
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
    )  # fmt: skip


def _drawn(frame: pd.DataFrame, everyone: pd.DataFrame, words: _Words, survey: Survey) -> ReportFigure:
    kept = frame["estimate"].notna() & ~frame["variable"].isin(survey.codebook.area)
    kept &= frame["bound"].eq("") if "bound" in frame else True
    ordered = frame[kept].sort_values("estimate", ascending=False, kind="stable").reset_index(drop=True)
    shown = ordered if len(ordered) <= _MOST else pd.concat([ordered.head(_MOST // 2), ordered.tail(_MOST // 2)])
    caption = words.all_groups if len(shown) == len(ordered) else words.some_groups(len(ordered))
    if shown.empty:
        return ReportFigure(name=_NAME, caption=caption, alt=words.none, figure=empty_figure(words.none))
    labels = [_label(row, survey) for row in shown.to_dict("records")]
    figure, axes, positions = labelled_rows(labels, around=0.7, gap=0.04, least=_ROW)
    axes.hlines(
        positions, words.scale * shown["conf_low"], words.scale * shown["conf_high"], color=ACCENT, linewidth=1.6
    )
    axes.plot(words.scale * shown["estimate"], positions, "o", color=ACCENT, markersize=4.5)
    axes.axvline(words.scale * float(everyone["estimate"].iloc[0]), color=INK, linewidth=0.9, linestyle="--")
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_xlabel(words.axis)
    if words.scale > 1:
        axes.set_xlim(left=0)
    axes.spines["left"].set_color(MUTED)
    return ReportFigure(name=_NAME, caption=caption, alt=_alt(shown, labels, words), figure=figure)


def _label(row: Mapping[Hashable, object], survey: Survey) -> str:
    variable = variable_label(str(row["variable"]), survey.codebook)
    return wrapped(say("{variable}: {level}", variable=variable, level=level_words(row["level"])), 36, most_lines=2)


def _alt(shown: pd.DataFrame, labels: list[str], words: _Words) -> str:
    rows = shown.to_dict("records")
    ends = [
        say(
            "{group}, {share} ({ends})",
            group=labels[place].replace("\n", " "),
            share=words.value(row["estimate"]),
            ends=words.ends(row["conf_low"], row["conf_high"]),
        )
        for place, row in ((0, rows[0]), (-1, rows[-1]))
    ]
    if len(shown) == 1:
        return say("The only group shown: {group}.", group=ends[0])
    return say("Of {n} groups, largest: {first}; smallest: {last}.", n=len(shown), first=ends[0], last=ends[1])
