"""Pictures of the score and of who falls below the cut-off."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.intake.survey import Survey
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
    wrapped,
)
from workbench.population.disclosure import ProtectedTable, published_frame
from workbench.wording import numbers

_RATIOS = "Odds ratios with intervals; right of the line: more often below the cut-off than the reference level"
_NO_RATIO = "All levels are withheld or are reference levels."
_NO_BAND = "All bands are withheld: too few respondents to publish."


@styled
def score_bands(bands: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw the distribution of the score in bands, the cut-off marked; withheld bands have no bar."""
    frame = published_frame(bands)
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


@styled
def odds_ratios(model: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw crude and adjusted odds ratios on a logarithmic axis; withheld levels have no mark."""
    frame = published_frame(model)
    frame = frame[(frame["level"] != frame["reference"]) & frame["odds_ratio"].notna()]
    adjusted = frame[frame["model"] == "adjusted"].reset_index(drop=True)
    if adjusted.empty:
        return ReportFigure(name="odds_ratios", caption=_RATIOS, alt=_NO_RATIO, figure=empty_figure(_NO_RATIO))
    keys, labels = _rows(adjusted, survey)
    figure, axes, centres = labelled_rows(labels, around=0.9, gap=0.09)
    place = dict(zip(keys, centres, strict=True))
    for name, colour, marker, shift in (("crude", MUTED, "D", 0.04), ("adjusted", MAIN, "o", -0.04)):
        rows = frame[frame["model"] == name].merge(adjusted[["variable", "level"]])
        y = np.array([place[key] for key in zip(rows["variable"], rows["level"], strict=True)]) - shift
        axes.hlines(y, rows["odds_ratio_low"], rows["odds_ratio_high"], color=colour, linewidth=1.6)
        axes.plot(rows["odds_ratio"], y, marker, color=colour, markersize=4.5, label=name)
    axes.axvline(1, color=INK, linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xlabel("Odds ratio (logarithmic axis)")
    ticks = _log_ticks(frame)
    axes.set_xticks(ticks, [f"{t:g}" for t in ticks])
    axes.minorticks_off()
    for text, (_, level) in zip(axes.get_yticklabels(), keys, strict=True):
        text.set_fontweight("normal" if level else "bold")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=2, fontsize=8.5)
    return ReportFigure(
        name="odds_ratios",
        caption=_RATIOS,
        alt=_alt(adjusted, survey),
        figure=figure,
    )


def _rows(frame: pd.DataFrame, survey: Survey) -> tuple[list[tuple[str, str]], list[str]]:
    """(variable, level) and label of each row; a row without level heads its variable and names the reference."""
    keys, labels = [], []
    for variable, rows in frame.groupby("variable", sort=False):
        head = f"{survey.codebook.background[str(variable)].label} (reference: {rows['reference'].iloc[0]})"
        keys += [(str(variable), ""), *((str(variable), str(level)) for level in rows["level"])]
        labels += [wrapped(text, 28) for text in (head, *map(str, rows["level"]))]
    return keys, labels


def _log_ticks(frame: pd.DataFrame) -> list[float]:
    low, high = frame["odds_ratio_low"].min(), frame["odds_ratio_high"].max()
    return [t for t in (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if low * 0.7 <= t <= high * 1.4] or [1]


def _alt(adjusted: pd.DataFrame, survey: Survey) -> str:
    top = adjusted.sort_values("odds_ratio").to_dict("records")[-1]
    label = survey.codebook.background[top["variable"]].label
    interval = numbers.interval(top["odds_ratio_low"], top["odds_ratio_high"])
    return (
        f"The largest adjusted odds ratio is {numbers.number(top['odds_ratio'])} ({label}: {top['level']}, against "
        f"{top['reference']}; interval {interval})."
    )
