"""Pictures for the question how exactly the scale measures."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.ticker import MaxNLocator

from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, MAIN, MUTED, labelled_rows, styled, wrapped
from workbench.psychometrics import Reliability
from workbench.wording import OF_UNOBSERVED, RELIABILITY_OF, coefficient_name, interval_name, numbers, say


@styled
def reliability(*protected: ProtectedTable) -> ReportFigure:
    """Draw each coefficient with its interval; hollow marks are coefficients of variables that nobody observes."""
    coefficients = [shown_result(each, Reliability) for each in protected]
    frame = pd.concat(
        [c.table.iloc[:1].assign(interval=interval_name(c.interval)) for c in coefficients], ignore_index=True
    )
    rows = frame.to_dict("records")
    names = [wrapped(_row_label(row), 24) for row in rows]
    figure, axes, positions = labelled_rows(names, around=1.1, gap=0.2)
    unobserved = frame["term"].map(RELIABILITY_OF) == OF_UNOBSERVED
    for label, shown, colour, inside in (
        (say("of the sum of the answers"), ~unobserved, MAIN, MAIN),
        (say("of the sum of unobserved variables"), unobserved, ACCENT, "white"),
    ):
        if shown.any():
            part, y = frame[shown], positions[shown.to_numpy()]
            axes.hlines(y, part["conf_low"], part["conf_high"], color=colour, linewidth=2)
            axes.plot(part["estimate"], y, "o", color=colour, markerfacecolor=inside, label=label)
    for row, y in zip(rows, positions, strict=True):
        text = numbers.number(row["estimate"])
        axes.annotate(text, (row["estimate"], y), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8)
    axes.set_xlabel(say("Reliability"))
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    axes.spines["left"].set_color(MUTED)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper left", fontsize=8.5)
    return ReportFigure(
        name="reliability",
        caption=say("Reliability coefficients with their intervals"),
        alt="; ".join(map(_in_words, rows)) + ".",
        figure=figure,
    )


def _row_label(row: Mapping[Hashable, Any]) -> str:
    name = coefficient_name(row["term"])
    return say("{coefficient}, {kind} interval", coefficient=name, kind=row["interval"])


def _in_words(row: Mapping[Hashable, Any]) -> str:
    return say(
        "{coefficient} {estimate} ({kind} interval {ends})",
        coefficient=coefficient_name(row["term"]),
        estimate=numbers.number(row["estimate"]),
        kind=row["interval"],
        ends=numbers.interval(row["conf_low"], row["conf_high"]),
    )
