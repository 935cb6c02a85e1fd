"""Odds ratios along a number, such as age, as a curve with its interval."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, variable_label
from workbench.plots.population.regression import ratio_ticks
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import INK, MAIN, WIDTH, empty_figure, styled, wrapped
from workbench.wording import numbers, say

_PANEL = 2.6  # inches


@styled
def curves(odds: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw one panel per number; the axis of odds ratios is logarithmic."""
    frame = shown_frame(odds)
    frame = frame[frame["odds_ratio"].notna()]
    caption = say(
        "Odds ratio of a {score} along a number, with interval; the dot is the value compared with",
        score=survey.instrument.cutoff(cutoff).score_words,
    )
    if frame.empty:
        nothing = say("No number of the codebook (numeric) has a curve.")
        return ReportFigure(name="curves", caption=caption, alt=nothing, figure=empty_figure(nothing))
    parts = [(str(name), rows) for name, rows in frame.groupby("variable", sort=False)]
    figure = Figure(figsize=(WIDTH, _PANEL * len(parts)), layout="constrained")
    for axes, (name, rows) in zip(figure.subplots(len(parts), 1, squeeze=False).ravel(), parts, strict=True):
        _draw(axes, rows)
        label, unit = variable_label(name, survey.codebook), survey.codebook.numeric[name].unit
        axes.set_xlabel(wrapped(f"{label}, {unit}", 40))
    figure.supylabel(say("Odds ratio (logarithmic axis)"), fontsize=9.5)
    alt = " ".join(_alt(name, rows, survey) for name, rows in parts)
    return ReportFigure(name="curves", caption=caption, alt=alt, figure=figure)


def _draw(axes: Axes, rows: pd.DataFrame) -> None:
    axes.set_yscale("log")
    axes.axhline(1, color=INK, linewidth=0.8)
    itself = rows["value"] == rows["reference_value"]  # its interval has no width
    low, high = (rows[end].mask(itself, 1.0) for end in ("odds_ratio_low", "odds_ratio_high"))
    axes.fill_between(rows["value"], low, high, color=MAIN, alpha=0.18, lw=0)
    axes.plot(rows["value"], rows["odds_ratio"], color=MAIN, linewidth=1.8)
    axes.plot(rows["reference_value"].iloc[0], 1, "o", color=MAIN, markersize=5)
    ticks = ratio_ticks(rows)
    axes.set_yticks(ticks, [numbers.shortest(t) for t in ticks])
    axes.minorticks_off()
    axes.grid(visible=True)


def _alt(name: str, rows: pd.DataFrame, survey: Survey) -> str:
    records = rows.to_dict("records")
    ratio = rows["odds_ratio"].to_numpy(float)
    low, high = records[int(np.argmin(ratio))], records[int(np.argmax(ratio))]
    return say(
        "{variable}: against {reference} the odds ratio is lowest at {low_value} ({low}) and highest at {high_value} "
        "({high}).",
        variable=variable_label(name, survey.codebook),
        reference=numbers.shortest(low["reference_value"]),
        low_value=numbers.shortest(low["value"]),
        low=numbers.number(low["odds_ratio"]),
        high_value=numbers.shortest(high["value"]),
        high=numbers.number(high["odds_ratio"]),
    )
