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
    new_axes,
    styled,
)
from workbench.population.regression import LogisticModel
from workbench.wording import numbers

_NONE = "No group has enough respondents on both sides of the cut-off."
_MARKS = (("s", MUTED), ("o", MAIN), ("D", ACCENT), ("^", INK))


@styled
def calibration(model: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw observed against predicted shares by group of risk; a share known only by a bound has no mark."""
    frame = shown_result(model, LogisticModel).calibration
    shown = frame[frame["estimate"].notna() & frame["bound"].eq("")]
    beyond = survey.instrument.cutoff(cutoff).group_words
    caption = f"Observed share {beyond} against the predicted one, by group of risk; on the line they are equal"
    if shown.empty:
        return ReportFigure(name="calibration", caption=caption, alt=_NONE, figure=empty_figure(_NONE))
    figure, axes = new_axes(4.0, grid="both")
    predicted = 100 * shown["predicted"]
    end = 100 * float(np.nanmax([shown["conf_high"].max(), shown["predicted"].max(), shown["estimate"].max()]))
    axes.plot([0, end], [0, end], color=INK, linewidth=0.8)
    axes.vlines(predicted, 100 * shown["conf_low"], 100 * shown["conf_high"], color=MAIN, linewidth=1.6)
    axes.plot(predicted, 100 * shown["estimate"], "o", color=MAIN, markersize=4.5)
    axes.set(xlabel="Predicted share, %", ylabel="Observed share, %", xlim=(0, None), ylim=(0, None))
    worst = shown.iloc[int((shown["estimate"] - shown["predicted"]).abs().to_numpy().argmax())]
    return ReportFigure(
        name="calibration",
        caption=caption,
        alt=(
            f"Observed and predicted share lie farthest apart in group {worst['level']}: "
            f"{numbers.percent(worst['estimate'])} observed, {numbers.percent(worst['predicted'])} predicted."
        ),
        figure=figure,
    )


@styled
def cutoff_sensitivity(ratios: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the adjusted odds ratios at each cut-off; levels without one have no mark."""
    frame = shown_frame(ratios)
    names = [str(name) for name in frame["model"].unique()]
    frame = frame[(frame["level"] != frame["reference"]) & frame["odds_ratio"].notna()]
    caption = "Adjusted odds ratios with intervals at neighbouring cut-offs; right of the line: more often beyond"
    if frame.empty:
        return ReportFigure(name="cutoff_sensitivity", caption=caption, alt=_NONE, figure=empty_figure(_NONE))
    every = frame.drop_duplicates(["variable", "level"]).reset_index(drop=True)
    keys, labels = grouped_rows(every, survey, reference=True)
    figure, axes, centres = labelled_rows(labels, around=1.1, gap=0.09, least=0.36)
    place = dict(zip(keys, centres, strict=True))
    shifts = np.linspace(-0.11, 0.11, len(names))
    for name, shift, (marker, colour) in zip(names, shifts, _MARKS, strict=False):
        rows = frame[frame["model"] == name]
        y = np.array([place[key] for key in zip(rows["variable"], rows["level"], strict=True)]) + shift
        axes.hlines(y, rows["odds_ratio_low"], rows["odds_ratio_high"], color=colour, linewidth=1.1)
        axes.plot(rows["odds_ratio"], y, marker, color=colour, markersize=3.5, label=name)
    ratio_axis(axes, frame)
    bold_heads(axes, keys)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=2, fontsize=8.5)
    spread = frame.groupby(["variable", "level"], sort=False)["odds_ratio"].agg(["min", "max"]).reset_index()
    widest = spread.iloc[int((spread["max"] / spread["min"]).to_numpy().argmax())]
    label = survey.codebook.background[widest["variable"]].label
    return ReportFigure(
        name="cutoff_sensitivity",
        caption=caption,
        alt=(
            f"Across the cut-offs {', '.join(names)}, the odds ratio of {label}: {widest['level']} moves most, "
            f"from {numbers.number(widest['min'])} to {numbers.number(widest['max'])}."
        ),
        figure=figure,
    )
