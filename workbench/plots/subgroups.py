"""Pictures that set groups beside each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from workbench.intake.survey import Survey, label_inside_sentence
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import (
    ACCENT,
    HALO,
    INK,
    MAIN,
    MUTED,
    empty_figure,
    labelled_rows,
    styled,
    wrapped,
)
from workbench.population.disclosure import ProtectedTable, published_frame
from workbench.wording import numbers

_ALL_WITHHELD = "All groups are withheld: too few respondents to publish."


@styled
def group_means(means: ProtectedTable, overall: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the mean score of each group with its interval, and the mean of everyone as a line."""
    frame = published_frame(means)
    return _dots(
        frame,
        everyone=float(published_frame(overall)["estimate"].iloc[0]),
        name="group_means",
        caption=f"Mean score by {_variable(frame, survey)}, with intervals; the line is everyone",
        axis="Mean score",
        scale=1.0,
        decimals=survey.instrument.score.decimals,
        colour=MAIN,
    )


@styled
def group_shares(
    shares: ProtectedTable,
    overall: ProtectedTable,
    *,
    survey: Survey,
    cutoff: str | None = None,
) -> ReportFigure:
    """Draw the share below the cut-off of each group with its interval, and the share of everyone as a line."""
    frame = published_frame(shares)
    below = f"{survey.instrument.cutoff(cutoff).below:g}"
    return _dots(
        frame,
        everyone=float(published_frame(overall)["estimate"].iloc[0]),
        name="group_shares",
        caption=f"Share below {below} by {_variable(frame, survey)}, with intervals; the line is everyone",
        axis=f"Share with a score below {below}, %",
        scale=100.0,
        decimals=1,
        colour=ACCENT,
    )


def _variable(frame: pd.DataFrame, survey: Survey) -> str:
    return label_inside_sentence(str(frame["variable"].iloc[0]), survey.codebook)


def _dots(
    frame: pd.DataFrame,
    *,
    everyone: float,
    name: str,
    caption: str,
    axis: str,
    scale: float,
    decimals: int,
    colour: str,
) -> ReportFigure:
    shown = frame.dropna(subset=["estimate"]).reset_index(drop=True)
    if shown.empty:
        return ReportFigure(name=name, caption=caption, alt=_ALL_WITHHELD, figure=empty_figure(_ALL_WITHHELD))
    sizes = zip(shown["level"], shown["n_respondents"], strict=True)
    labels = [wrapped(f"{level} (n\xa0=\xa0{numbers.count(n)})", 28) for level, n in sizes]
    figure, axes, positions = labelled_rows(labels, around=0.8, gap=0.18)
    axes.hlines(positions, scale * shown["conf_low"], scale * shown["conf_high"], color=colour, linewidth=2)
    axes.plot(scale * shown["estimate"], positions, "o", color=colour)
    axes.xaxis.set_major_locator(MaxNLocator(6))
    axes.axvline(scale * everyone, color=INK, linewidth=0.9, linestyle="--")
    _annotate(axes, scale * shown["estimate"], positions, decimals)
    axes.set_xlabel(axis)
    axes.set_ylim(top=-0.05)  # room for the number above the first mark
    axes.spines["left"].set_color(MUTED)
    return ReportFigure(name=name, caption=caption, alt=_alt(shown, axis, scale, decimals), figure=figure)


def _annotate(axes: Axes, values: pd.Series, positions: np.ndarray, decimals: int) -> None:
    for value, y in zip(values, positions, strict=True):
        text = numbers.number(value, decimals)
        axes.annotate(text, (value, y), xytext=(0, 5), textcoords="offset points", ha="center", fontsize=8,
                      path_effects=HALO)  # fmt: skip


def _alt(shown: pd.DataFrame, axis: str, scale: float, decimals: int) -> str:
    ordered = shown.sort_values("estimate").to_dict("records")
    low, high = ordered[0], ordered[-1]
    return (
        f"{axis}: highest for {high['level']} ({numbers.number(scale * high['estimate'], decimals)}), lowest for "
        f"{low['level']} ({numbers.number(scale * low['estimate'], decimals)}), among {len(shown)} groups shown."
    )
