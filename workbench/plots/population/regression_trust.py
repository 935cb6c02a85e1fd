"""A picture that says how far a regression may be trusted: odds ratios at other cut-offs."""

from __future__ import annotations

import numpy as np

from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey
from workbench.plots.population.regression import bold_heads, grouped_rows, ratio_axis
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import (
    ACCENT,
    INK,
    MAIN,
    MUTED,
    empty_figure,
    labelled_rows,
    level_words,
    styled,
)
from workbench.population.regression import cutoff_words
from workbench.wording import numbers, say

_MARKS = (("s", MUTED), ("o", MAIN), ("D", ACCENT), ("^", INK))


def _nothing(name: str, caption: str) -> ReportFigure:
    none = say("No group has enough respondents on both sides of the cut-off.")
    return ReportFigure(name=name, caption=caption, alt=none, figure=empty_figure(none))


@styled
def cutoff_sensitivity(ratios: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the adjusted odds ratios at each cut-off; levels without one have no mark."""
    frame = shown_frame(ratios)
    names = [str(name) for name in frame["model"].unique()]
    frame = frame[(frame["level"] != frame["reference"]) & frame["odds_ratio"].notna()]
    caption = say("Adjusted odds ratios with intervals at neighbouring cut-offs; right of the line: more often beyond")
    if frame.empty:
        return _nothing("cutoff_sensitivity", caption)
    every = frame.drop_duplicates(["variable", "level"]).reset_index(drop=True)
    keys, labels = grouped_rows(every, survey, reference=True)
    figure, axes, centres = labelled_rows(labels, around=1.1, gap=0.09, least=0.36)
    place = dict(zip(keys, centres, strict=True))
    shifts = np.linspace(-0.11, 0.11, len(names))
    for name, shift, (marker, colour) in zip(names, shifts, _MARKS, strict=False):
        rows = frame[frame["model"] == name]
        y = np.array([place[key] for key in zip(rows["variable"], rows["level"], strict=True)]) + shift
        axes.hlines(y, rows["odds_ratio_low"], rows["odds_ratio_high"], color=colour, linewidth=1.1)
        axes.plot(rows["odds_ratio"], y, marker, color=colour, markersize=3.5, label=cutoff_words(name))
    ratio_axis(axes, frame)
    bold_heads(axes, keys)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=2, fontsize=8.5)
    spread = frame.groupby(["variable", "level"], sort=False)["odds_ratio"].agg(["min", "max"]).reset_index()
    widest = spread.iloc[int((spread["max"] / spread["min"]).to_numpy().argmax())]
    label = survey.codebook.background[widest["variable"]].label
    return ReportFigure(
        name="cutoff_sensitivity",
        caption=caption,
        alt=say(
            "Across the cut-offs {cutoffs}, the odds ratio of {variable}: {level} moves most, from {least} to {most}.",
            cutoffs=", ".join(map(cutoff_words, names)),
            variable=label,
            level=level_words(widest["level"]),
            least=numbers.number(widest["min"]),
            most=numbers.number(widest["max"]),
        ),
        figure=figure,
    )
