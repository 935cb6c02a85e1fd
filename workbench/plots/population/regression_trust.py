"""Pictures that say how far a regression may be trusted: calibration, and odds ratios at other cut-offs."""

from __future__ import annotations

import numpy as np

from workbench.disclosure.gate import ProtectedTable, shown_frame, shown_result
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
    new_axes,
    styled,
)
from workbench.population.regression import LogisticModel, cutoff_words, risk_group_words
from workbench.wording import numbers, say

_MARKS = (("s", MUTED), ("o", MAIN), ("D", ACCENT), ("^", INK))


@styled
def calibration(model: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw observed against predicted shares by group of risk; a share known only by a bound has no mark."""
    frame = shown_result(model, LogisticModel).calibration
    shown = frame[frame["estimate"].notna() & frame["bound"].eq("")]
    beyond = survey.instrument.cutoff(cutoff).group_words
    caption = say(
        "Observed share {group} against the predicted one, by group of risk; on the line they are equal", group=beyond
    )
    if shown.empty:
        return _nothing("calibration", caption)
    figure, axes = new_axes(4.0, grid="both")
    predicted = 100 * shown["predicted"]
    end = 100 * float(np.nanmax([shown["conf_high"].max(), shown["predicted"].max(), shown["estimate"].max()]))
    axes.plot([0, end], [0, end], color=INK, linewidth=0.8)
    axes.vlines(predicted, 100 * shown["conf_low"], 100 * shown["conf_high"], color=MAIN, linewidth=1.6)
    axes.plot(predicted, 100 * shown["estimate"], "o", color=MAIN, markersize=4.5)
    axes.set(xlabel=say("Predicted share, %"), ylabel=say("Observed share, %"), xlim=(0, None), ylim=(0, None))
    worst = shown.iloc[int((shown["estimate"] - shown["predicted"]).abs().to_numpy().argmax())]
    return ReportFigure(
        name="calibration",
        caption=caption,
        alt=say(
            "Observed and predicted share lie farthest apart in group {group}: {observed} observed, {predicted} "
            "predicted.",
            group=risk_group_words(worst["level"]),
            observed=numbers.percent(worst["estimate"]),
            predicted=numbers.percent(worst["predicted"]),
        ),
        figure=figure,
    )


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
