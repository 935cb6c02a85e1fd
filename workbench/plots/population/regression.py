"""Pictures of the regressions: odds ratios, adjusted shares."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from workbench.disclosure.gate import ProtectedTable, holds_rounding, shown_frame, shown_result
from workbench.disclosure.plan import merged_parts
from workbench.intake import Survey
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
    with_remarks,
    wrapped,
)
from workbench.population.regression import LogisticModel
from workbench.wording import numbers, say

_MOST_LINES = 3  # of a label; the tables have it whole
_MOST_TICKS = 7  # that fit beside one another


@styled
def odds_ratios(model: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw crude odds ratios and those of the last model on a logarithmic axis; levels without one have no mark."""
    frame = shown_frame(model)
    last = frame["model"].iloc[-1] if len(frame) else ""
    frame = frame[(frame["level"] != frame["reference"]) & frame["odds_ratio"].notna()]
    adjusted = frame[frame["model"] == last].reset_index(drop=True)
    caption = say(
        "Odds ratios with intervals; right of the line: more often beyond the cut-off than the reference level"
    )
    if adjusted.empty:
        none = say("No level has enough respondents on both sides of the cut-off for an odds ratio.")
        return ReportFigure(name="odds_ratios", caption=caption, alt=none, figure=empty_figure(none))
    keys, labels = grouped_rows(adjusted, survey, reference=True)
    figure, axes, centres = labelled_rows(labels, around=0.9, gap=0.09)
    place = dict(zip(keys, centres, strict=True))
    for name, words, colour, marker, shift in (
        ("crude", say("crude"), MUTED, "D", 0.04),
        (last, say("adjusted"), MAIN, "o", -0.04),
    ):
        rows = frame[frame["model"] == name].merge(adjusted[["variable", "level"]])
        y = np.array([place[key] for key in zip(rows["variable"], rows["level"], strict=True)]) - shift
        axes.hlines(y, rows["odds_ratio_low"], rows["odds_ratio_high"], color=colour, linewidth=1.6)
        axes.plot(rows["odds_ratio"], y, marker, color=colour, markersize=4.5, label=words)
    ratio_axis(axes, frame)
    bold_heads(axes, keys)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper right", ncols=2, fontsize=8.5)
    return ReportFigure(name="odds_ratios", caption=caption, alt=_ratio_alt(adjusted, survey), figure=figure)


@styled
def adjusted_shares(model: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw the adjusted share of each level with its interval; levels without one, or with a bound, have no mark."""
    frame = shown_result(model, LogisticModel).adjusted_shares
    shown = frame[frame["estimate"].notna() & frame["bound"].eq("")].reset_index(drop=True)
    words = survey.instrument.cutoff(cutoff).score_words
    caption: str = say(
        "Adjusted share with a {score}: everybody in this group, all else as it is; with intervals", score=words
    )
    if shown.empty:
        none = say("No level has enough respondents on both sides of the cut-off for an adjusted share.")
        return ReportFigure(name="adjusted_shares", caption=caption, alt=none, figure=empty_figure(none))
    if model.width > 1 and holds_rounding(shown):
        held = say("where a share is published in steps larger than its standard error, they hold half a step too")
        caption = with_remarks(caption, held)
    keys, labels = grouped_rows(shown, survey, reference=False)
    figure, axes, centres = labelled_rows(labels, around=0.7, gap=0.09)
    place = dict(zip(keys, centres, strict=True))
    y = np.array([place[key] for key in zip(shown["variable"], shown["level"], strict=True)])
    axes.hlines(y, 100 * shown["conf_low"], 100 * shown["conf_high"], color=ACCENT, linewidth=1.6)
    axes.plot(100 * shown["estimate"], y, "o", color=ACCENT, markersize=4.5)
    axes.set_xlim(left=0)
    axes.set_xlabel(wrapped(say("Adjusted share with a {score}, %", score=words), 30))
    bold_heads(axes, keys)
    return ReportFigure(name="adjusted_shares", caption=caption, alt=_share_alt(shown, survey), figure=figure)


def grouped_rows(frame: pd.DataFrame, survey: Survey, *, reference: bool) -> tuple[list[tuple[str, str]], list[str]]:
    """Return (variable, level) and label of each row, levels in the codebook's order; a row without level is a head."""
    keys, labels = [], []
    for variable, rows in frame.groupby("variable", sort=False):
        order = survey.codebook.background[str(variable)].levels
        places = {level: merged_parts(level, order) for level in map(str, rows["level"])}
        levels = sorted(places, key=lambda level: order.index(places[level][0]) if places[level] else len(order))
        head = survey.codebook.background[str(variable)].label
        compared = [say("(reference: {level})", level=level_words(rows["reference"].iloc[0]))] if reference else []
        keys += [(str(variable), ""), *((str(variable), level) for level in levels)]
        parts = [wrapped(text, 28, most_lines=_MOST_LINES) for text in (head, *compared)]
        together = wrapped(" ".join((head, *compared)), 28)
        labels.append(together if together.count("\n") < _MOST_LINES else "\n".join(parts))
        labels += [wrapped(level_words(level), 28, most_lines=_MOST_LINES) for level in levels]
    return keys, labels


def bold_heads(axes: Axes, keys: list[tuple[str, str]]) -> None:
    """Print the rows that head a variable in bold."""
    for text, (_, level) in zip(axes.get_yticklabels(), keys, strict=True):
        text.set_fontweight("normal" if level else "bold")


def ratio_axis(axes: Axes, frame: pd.DataFrame) -> None:
    """Make the axis one of odds ratios: logarithmic, a line at 1, round numbers within the range of the intervals."""
    ticks = ratio_ticks(frame)
    axes.axvline(1, color=INK, linewidth=0.8)
    axes.set_xscale("log")
    axes.set_xlabel(say("Odds ratio (logarithmic axis)"))
    axes.set_xticks(ticks, [numbers.shortest(t) for t in ticks])
    axes.minorticks_off()


def ratio_ticks(frame: pd.DataFrame) -> list[float]:
    """Return round odds ratios within the range of the intervals, or of the ratios where there are none."""
    drawn = frame[["odds_ratio", "odds_ratio_low", "odds_ratio_high"]].to_numpy(float)
    low, high = float(np.nanmin(drawn)), float(np.nanmax(drawn))
    ticks = [t for t in (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0) if low * 0.7 <= t <= high * 1.4]
    return (ticks if len(ticks) <= _MOST_TICKS else [t for t in ticks if t in (0.1, 1, 10)]) or [1.0]


def _ratio_alt(adjusted: pd.DataFrame, survey: Survey) -> str:
    top = adjusted.sort_values("odds_ratio").to_dict("records")[-1]
    label = survey.codebook.background[top["variable"]].label
    ends = top["odds_ratio_low"], top["odds_ratio_high"]
    told = {
        "ratio": numbers.number(top["odds_ratio"]),
        "variable": label,
        "level": level_words(top["level"]),
        "reference": level_words(top["reference"]),
    }
    if np.isnan(ends).any():
        return say(
            "The largest adjusted odds ratio is {ratio} ({variable}: {level}, against {reference}; without interval).",
            **told,
        )
    return say(
        "The largest adjusted odds ratio is {ratio} ({variable}: {level}, against {reference}; interval {ends}).",
        **told,
        ends=numbers.interval(*ends),
    )


def _share_alt(shown: pd.DataFrame, survey: Survey) -> str:
    ordered = shown.sort_values("estimate").to_dict("records")
    ends = [
        say(
            "{share} ({variable}: {level})",
            share=numbers.percent(row["estimate"]),
            variable=survey.codebook.background[row["variable"]].label,
            level=level_words(row["level"]),
        )
        for row in (ordered[0], ordered[-1])
    ]
    return say("The adjusted shares lie between {low} and {high}.", low=ends[0], high=ends[1])
