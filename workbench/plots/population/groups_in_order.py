"""One picture of all groups: who has the outcome most, who least."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd
from matplotlib.ticker import MaxNLocator

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, variable_label
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, INK, MUTED, empty_figure, labelled_rows, level_words, styled, wrapped
from workbench.wording import numbers, say

_MOST = 30  # rows that one still takes in
_ROW = 0.21


@styled
def shares_in_order(
    shares: ProtectedTable, overall: ProtectedTable, *, survey: Survey, cutoff: str | None = None
) -> ReportFigure:
    """Draw the share beyond the cut-off of all groups in one order, from 0, and that of everyone as a line.

    Areas have pages of their own, and shares that are only a bound have no place in an order; of very many groups those
    with the largest and the smallest shares are drawn.
    """
    frame, limit = shown_frame(shares), survey.instrument.cutoff(cutoff)
    kept = frame["estimate"].notna() & frame["bound"].eq("") & ~frame["variable"].isin(survey.codebook.area)
    ordered = frame[kept].sort_values("estimate", ascending=False, kind="stable").reset_index(drop=True)
    shown = ordered if len(ordered) <= _MOST else pd.concat([ordered.head(_MOST // 2), ordered.tail(_MOST // 2)])
    caption = say("Share with a {score} in each group, with intervals; the line is everyone", score=limit.score_words)
    if len(shown) < len(ordered):
        caption = say(
            "Share with a {score} in the {n} groups where it is largest and the {n} where it is smallest, of {all}, "
            "with intervals; the line is everyone",
            score=limit.score_words, n=_MOST // 2, all=len(ordered),
        )  # fmt: skip
    if shown.empty:
        none = say("No group has enough respondents for its share to be shown.")
        return ReportFigure(name="shares_in_order", caption=caption, alt=none, figure=empty_figure(none))
    labels = [_label(row, survey) for row in shown.to_dict("records")]
    figure, axes, positions = labelled_rows(labels, around=0.7, gap=0.04, least=_ROW)
    axes.hlines(positions, 100 * shown["conf_low"], 100 * shown["conf_high"], color=ACCENT, linewidth=1.6)
    axes.plot(100 * shown["estimate"], positions, "o", color=ACCENT, markersize=4.5)
    axes.axvline(100 * float(shown_frame(overall)["estimate"].iloc[0]), color=INK, linewidth=0.9, linestyle="--")
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.set_xlabel(say("Share with a {score}, %", score=limit.score_words))
    axes.set_xlim(left=0)
    axes.spines["left"].set_color(MUTED)
    return ReportFigure(name="shares_in_order", caption=caption, alt=_alt(shown, labels), figure=figure)


def _label(row: Mapping[Hashable, object], survey: Survey) -> str:
    variable = variable_label(str(row["variable"]), survey.codebook)
    return wrapped(say("{variable}: {level}", variable=variable, level=level_words(row["level"])), 36, most_lines=2)


def _alt(shown: pd.DataFrame, labels: list[str]) -> str:
    rows = shown.to_dict("records")
    ends = [
        say(
            "{group}, {share} ({ends})",
            group=labels[place].replace("\n", " "),
            share=numbers.percent(row["estimate"]),
            ends=numbers.interval(row["conf_low"], row["conf_high"], 1, as_percent=True),
        )
        for place, row in ((0, rows[0]), (-1, rows[-1]))
    ]
    return say("Of {n} groups, largest: {first}; smallest: {last}.", n=len(shown), first=ends[0], last=ends[1])
