"""Pictures of the score and of the cut-off."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.arrays import Floats
from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, band_words
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, INK, MAIN, empty_figure, new_axes, styled, with_remarks
from workbench.wording import numbers, say

_ROUNDING = 1e-9


@styled
def score_bands(bands: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw the distribution of the score in bands, the cut-off marked; a share that is only a bound is an empty bar."""
    frame = shown_frame(bands)
    shown = frame.dropna(subset=["estimate"])
    edges, limit = survey.instrument.band_edges(cutoff), survey.instrument.cutoff(cutoff)
    caption: str = (
        say("Distribution of the score; left of the line: {group}", group=limit.name)
        if limit.side == "below"
        else say("Distribution of the score; right of the line: {group}", group=limit.name)
    )
    if shown.empty:
        none = say("No band of the score has enough respondents to be shown.")
        return ReportFigure(name="score_bands", caption=caption, alt=none, figure=empty_figure(none))
    figure, axes = new_axes(3.0, grid="y")
    beyond = limit.is_beyond(edges[:-1])
    widths, heights = np.diff(edges), 100 * shown["estimate"]
    if uneven := bool(np.ptp(widths) > _ROUNDING):  # then the share stands for as many scores as most bands hold
        held = np.histogram(survey.instrument.possible_scores(), edges)[0]
        heights *= held[widths.argmax()] / held[shown.index]
    for rows in (shown[shown["bound"] == ""], shown[shown["bound"] != ""]):
        colours = np.where(beyond, ACCENT, MAIN)[rows.index]
        exact = rows["bound"].eq("").all()
        axes.bar(edges[:-1][rows.index], heights[rows.index], widths[rows.index], align="edge",
                 color=colours if exact else "white", edgecolor="white" if exact else colours, linewidth=1,
                 linestyle="-" if exact else ":")  # fmt: skip
    axes.axvline(limit.limit, color=INK, linewidth=1, linestyle="--")
    at = say("cut-off {limit}", limit=numbers.shortest(limit.limit))
    axes.annotate(at, (limit.limit, 1), xycoords=axes.get_xaxis_transform(), xytext=(0, 3),
                  textcoords="offset points", ha="center", va="bottom", fontsize=8.5)  # above the bars  # fmt: skip
    share = (
        say("Share of respondents, % per {width} points", width=numbers.shortest(widths.max()))
        if uneven
        else say("Share of respondents, %")
    )
    axes.set(xlabel=say("Score"), ylabel=share, xlim=(edges[0], edges[-1]))
    axes.set_xticks(ticks := _apart(edges), [numbers.shortest(tick) for tick in ticks])
    bounds = shown[shown["bound"] != ""]
    if len(bounds):
        few = say("dotted: fewer than {n} respondents, at most so many", n=bands.width)
        caption = with_remarks(caption, few)
    return ReportFigure(name="score_bands", caption=caption, alt=_alt(shown), figure=figure)


def _apart(edges: Floats) -> list[float]:
    """Edges that are written: not the ends of the range where a narrow band leaves no room for them."""
    room = 0.6 * np.diff(edges).max()
    return [float(edge) for edge in edges if not any(0 < abs(edge - inner) < room for inner in edges[1:-1])]


def _alt(shown: pd.DataFrame) -> str:
    exact, bounds = shown[shown["bound"] == ""], shown[shown["bound"] != ""]
    sentences = []
    if len(exact):
        largest = exact.sort_values("estimate").to_dict("records")[-1]
        share = numbers.percent(largest["estimate"], 0)
        sentences.append(
            say(
                "The largest band is {band} with {share} of respondents.",
                band=band_words(largest["level"]),
                share=share,
            )
        )
    if len(bounds):
        bands = (
            say("{group} ({value})", group=band_words(row["level"]), value=numbers.bound(row["estimate"], row["bound"]))
            for row in bounds.to_dict("records")
        )
        sentences.append(say("Only a bound is known of {groups}.", groups=", ".join(bands)))
    return " ".join(sentences)
