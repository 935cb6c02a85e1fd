"""Pictures for the question how exactly the scale measures."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import MaxNLocator

from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import MAIN, MUTED, new_axes, row_centres, row_heights, styled, wrapped
from workbench.psychometrics import Alpha, Omega
from workbench.wording import numbers
from workbench.wording.method_names import INTERVAL_NAMES


@styled
def reliability(*coefficients: Alpha | Omega) -> ReportFigure:
    """Draw each coefficient with its interval."""
    frame = pd.concat([c.table.assign(interval=INTERVAL_NAMES[c.interval]) for c in coefficients], ignore_index=True)
    rows = frame.to_dict("records")
    names = [wrapped(f"{row['term']}, {row['interval']} interval", 24) for row in rows]
    heights = row_heights(names, gap=0.2)
    figure, axes = new_axes(0.7 + heights.sum())
    positions = row_centres(heights)
    axes.hlines(positions, frame["conf_low"], frame["conf_high"], color=MAIN, linewidth=2)
    axes.plot(frame["estimate"], positions, "o", color=MAIN)
    for row, y in zip(rows, positions, strict=True):
        text = numbers.number(row["estimate"], 3)
        axes.annotate(text, (row["estimate"], y), xytext=(0, 6), textcoords="offset points", ha="center", fontsize=8)
    axes.set(yticks=positions, yticklabels=names, xlabel="Reliability", ylim=(heights.sum(), 0))
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.tick_params(axis="y", length=0, labelsize=8.5)
    axes.spines["left"].set_color(MUTED)
    return ReportFigure(
        name="reliability",
        caption="Reliability coefficients with their intervals",
        alt="; ".join(
            f"{row['term']} {numbers.number(row['estimate'], 3)} "
            f"({row['interval']} interval {numbers.interval(row['conf_low'], row['conf_high'], 3)})"
            for row in rows
        )
        + ".",
        figure=figure,
    )
