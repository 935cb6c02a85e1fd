"""Pictures of the score and of the cut-off."""

from __future__ import annotations

import numpy as np

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, INK, MAIN, MUTED, empty_figure, new_axes, styled
from workbench.wording import numbers

_NO_BAND = "All bands are withheld: too few respondents to publish."


@styled
def score_bands(bands: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw the distribution of the score in bands, the cut-off marked; withheld bands have no bar."""
    frame = shown_frame(bands)
    shown = frame.dropna(subset=["estimate"])
    edges = np.linspace(survey.instrument.score.minimum, survey.instrument.score.maximum, len(frame) + 1)
    limit = survey.instrument.cutoff(cutoff)
    below = edges[1:] <= limit.below
    caption = f"Distribution of the score; left of the line: {limit.label}"
    if shown.empty:
        return ReportFigure(name="score_bands", caption=caption, alt=_NO_BAND, figure=empty_figure(_NO_BAND))
    figure, axes = new_axes(3.0, grid="y")
    colours = np.where(below, ACCENT, MAIN)[shown.index]
    axes.bar(edges[:-1][shown.index], 100 * shown["estimate"], np.diff(edges)[shown.index], align="edge", color=colours,
             edgecolor="white", linewidth=1)  # fmt: skip
    axes.axvline(limit.below, color=INK, linewidth=1, linestyle="--")
    axes.annotate(f"cut-off {limit.below:g}", (limit.below, axes.get_ylim()[1]), xytext=(-4, -3),
                  textcoords="offset points", ha="right", va="top", fontsize=8.5)  # fmt: skip
    axes.set(xlabel="Score", ylabel="Share of respondents, %", xticks=edges, xlim=(edges[0], edges[-1]))
    for band in frame.index.difference(shown.index):
        axes.text((edges[band] + edges[band + 1]) / 2, 0, numbers.DASH, ha="center", va="bottom", color=MUTED)
    if len(shown) < len(frame):
        caption += f"; {numbers.DASH} withheld"
    largest = shown.sort_values("estimate").to_dict("records")[-1]
    return ReportFigure(
        name="score_bands",
        caption=caption,
        alt=f"The largest band is {largest['level']} with {numbers.percent(largest['estimate'], 0)} of respondents.",
        figure=figure,
    )
