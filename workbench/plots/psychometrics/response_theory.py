"""Pictures of the graded response model: answers and information along the factor, precision at the cut-off."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from workbench.arrays import Floats
from workbench.disclosure.gate import ProtectedTable, shown_result
from workbench.intake import Survey
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import ACCENT, INK, MAIN, WIDTH, styled, with_remarks, without_zero, wrapped
from workbench.psychometrics import CutoffPrecision, GradedResponse
from workbench.wording import listed, numbers, say

_COLUMNS = 2
_PANEL = 1.32  # inches of height, with a title of two lines
# Lines need darker middle colours than bars do, to be seen on white; the order stays from disagreement to agreement.
_LINES = LinearSegmentedColormap.from_list("lines", [ACCENT, "#c8814f", "#80868e", "#5a8fc0", MAIN])
_APART = (0.5, 0.13)  # numbers nearer to each other than this, on the factor and in probability, would overlap
_HALO = [withStroke(linewidth=2.2, foreground="white")]


@styled
def category_curves(protected: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw for each item how probable each answer is along the factor, one small panel per item.

    Answers stand as people gave them: those of an item whose points are turned run the other way.
    """
    graded = shown_result(protected, GradedResponse)
    figure, panels = _panels(survey, height=_PANEL, extra=0.95)
    options = survey.instrument.options
    colours = [_LINES(place / (len(options) - 1)) for place in range(len(options))]
    shared, turned = False, False
    items = zip(panels, survey.instrument.items, graded.curves.groupby("item", sort=False), strict=True)
    for axes, item, (_, rows) in items:
        named = _answers_of_curves(rows["response"].unique(), survey, turned=item.reversed)
        shared, turned = shared or len(named) < len(options), turned or item.reversed
        if item.reversed:
            title = say("{item} {statement} (turned)", item=item.id, statement=item.statement)
            axes.set_title(wrapped(title, 31), fontsize=8, loc="left", linespacing=1.05)
        for option, colour in zip(options, reversed(colours) if item.reversed else colours, strict=True):
            curve = rows[rows["response"] == option.points]
            axes.plot(curve["theta"], curve["probability"], color=colour, linewidth=1.5)
            _numbered(axes, curve, named.get(option.points, ""), colour)
        axes.set(ylim=(0, 1.12), yticks=[0, 0.5, 1], yticklabels=["0", without_zero(numbers.number(0.5, 1)), "1"])
    handles = [
        Line2D([], [], color=colour, linewidth=1.5, label=option.numbered)
        for option, colour in zip(options, colours, strict=True)
    ]
    figure.legend(handles=handles, loc="outside upper left", ncols=2, fontsize=8, handlelength=1.2)
    figure.supylabel(say("Probability of the answer"), fontsize=9)
    remarks = []
    if shared:
        remarks.append(
            say("answers of fewer than {n} respondents share one with the next", n=protected.width),
        )
    if turned:
        remarks.append(
            say("(turned): the item is worded against the scale, and the answers are those that people gave")
        )
    caption = say("Probability of each answer along the factor, by item; the number stands at the peak of its curve")
    return ReportFigure(
        name="category_curves",
        caption=with_remarks(caption, *remarks),
        alt=_alt_curves(graded),
        figure=figure,
    )


def _answers_of_curves(responses: NDArray[np.generic], survey: Survey, *, turned: bool) -> dict[int, str]:
    """Answers as given that each curve stands for, by its points: `3`, or `1–2` where they share it."""
    points, above = survey.instrument.points, sorted(int(response) for response in responses)
    starts, ends = [points[0], *above[1:]], [*(start - 1 for start in above[1:]), points[-1]]
    if turned:
        both = points[0] + points[-1]
        starts, ends = [both - end for end in ends], [both - start for start in starts]
    return {
        own: f"{start}" if start == end else f"{start}–{end}"
        for own, start, end in zip(above, starts, ends, strict=True)
    }


def _factor() -> str:
    return say("Factor (0: mean of the respondents; standard deviations)")


def _panels(survey: Survey, *, height: float, extra: float) -> tuple[Figure, list[Axes]]:
    """One panel per item, two beside each other, under the statements; `extra` inches for legend and axis title."""
    items = survey.instrument.items
    rows = math.ceil(len(items) / _COLUMNS)
    figure = Figure(figsize=(WIDTH, rows * height + extra), layout="constrained")
    grid = figure.subplots(rows, _COLUMNS, sharex=True, sharey=True, squeeze=False).ravel()
    for axes, item in zip(grid, items, strict=False):
        axes.set_title(wrapped(f"{item.id} {item.statement}", 31), fontsize=8, loc="left", linespacing=1.05)
        axes.grid(visible=True)
        axes.tick_params(labelsize=8)
        axes.set(xlim=(-4, 4), xticks=[-3, 0, 3])
        axes.xaxis.set_major_formatter(lambda value, _: numbers.number(value, 0))
    for axes in grid[len(items) :]:
        axes.set_visible(False)
        grid[len(items) - _COLUMNS].tick_params(labelbottom=True)
    figure.supxlabel(_factor(), fontsize=9)
    return figure, list(grid[: len(items)])


def _numbered(axes: Axes, curve: pd.DataFrame, number: str, colour: tuple[float, ...]) -> None:
    """Write the points of an answer at the peak of its curve, so that no reader needs the colours."""
    if curve.empty:
        return
    theta, probability = curve["theta"].to_numpy(float), curve["probability"].to_numpy(float)
    taken = [text.get_position() for text in axes.texts]
    x = float(np.clip(theta[probability.argmax()], -3.6, 3.6))
    y = float(np.interp(x, theta, probability))
    while x < 3 and any(abs(x - left) < _APART[0] and abs(y - low) < _APART[1] for left, low in taken):
        x += _APART[0]
        y = float(np.interp(x, theta, probability))
    axes.text(x, y, number, ha="center", va="center", fontsize=8, fontweight="bold", color=colour, path_effects=_HALO)


def _alt_curves(graded: GradedResponse) -> str:
    at = graded.difficulties.groupby("item", sort=False)["difficulty"]
    lowest, highest = graded.difficulties["difficulty"].agg(["min", "max"])
    top = at.max()
    return say(
        "Small panels of {n} items. The answers change places between {lowest} and {highest} on the factor; the last "
        "step lies lowest for {easiest} ({easy}) and highest for {hardest} ({hard}).",
        n=len(graded.items),
        lowest=numbers.number(lowest, 1),
        highest=numbers.number(highest, 1),
        easiest=str(top.idxmin()),
        easy=numbers.number(top.min(), 1),
        hardest=str(top.idxmax()),
        hard=numbers.number(top.max(), 1),
    )


@styled
def item_information(protected: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw how much each item tells along the factor, all panels with the same axis."""
    graded = shown_result(protected, GradedResponse)
    figure, panels = _panels(survey, height=1.12, extra=0.35)
    peaks = {}
    for axes, (item, rows) in zip(panels, graded.item_information.groupby("item", sort=False), strict=True):
        axes.fill_between(rows["theta"], rows["information"], color=MAIN, alpha=0.18, linewidth=0)
        axes.plot(rows["theta"], rows["information"], color=MAIN, linewidth=1.6)
        peaks[str(item)] = float(rows["information"].max())
    panels[0].set_ylim(0, 1.08 * max(peaks.values()))  # shared by all
    figure.supylabel(say("Information"), fontsize=9)
    order = sorted(peaks, key=lambda name: peaks[name])
    return ReportFigure(
        name="item_information",
        caption=say("Information of each item along the factor"),
        alt=say(
            "Peaks of item information run from {low} ({low_item}) to {high} ({high_item}).",
            low=numbers.number(peaks[order[0]]),
            low_item=order[0],
            high=numbers.number(peaks[order[-1]]),
            high_item=order[-1],
        ),
        figure=figure,
    )


@styled
def scale_information(
    graded: ProtectedTable, precision: ProtectedTable | None, *, survey: Survey, cutoff: str | None = None
) -> ReportFigure:
    """Draw the information of all items along the factor, and the standard error of the score along the score."""
    if precision is None:  # the scale has no cut-off
        return _information_alone(graded)
    limit = survey.instrument.cutoff(cutoff).limit
    information = shown_result(graded, GradedResponse).information
    along = shown_result(precision, CutoffPrecision).along_score
    figure = Figure(figsize=(WIDTH, 4.9), layout="constrained")
    upper, lower = figure.subplots(2, 1)
    _draw_information(upper, information)
    lower.plot(along["score"], along["std_error"], color=MAIN)
    lower.set(
        xlim=(survey.instrument.score.minimum, survey.instrument.score.maximum),
        xlabel=say("Expected score"),
        ylabel=say("Standard error, score points"),
    )
    at, (places, error) = numbers.shortest(limit), _at_cutoff(along, limit)
    for axes, marked in ((upper, places), (lower, np.array([limit]))):
        axes.set_ylim(0, axes.get_ylim()[1] * 1.12)
        axes.grid(visible=True)
        for place in marked:
            said = say("expected score {limit}", limit=at) if axes is upper else say("cut-off {limit}", limit=at)
            _mark(axes, float(place), said)
    return ReportFigure(
        name="scale_information",
        caption=say(
            "Above: information of all items along the factor. Below: standard error of the score along the score"
        ),
        alt=_alt_information(information, at, places, error),
        figure=figure,
    )


def _information_alone(graded: ProtectedTable) -> ReportFigure:
    information = shown_result(graded, GradedResponse).information
    figure = Figure(figsize=(WIDTH, 2.7), layout="constrained")
    axes = figure.subplots()
    _draw_information(axes, information)
    axes.set_ylim(0, axes.get_ylim()[1] * 1.12)
    axes.grid(visible=True)
    return ReportFigure(
        name="scale_information",
        caption=say("Information of all items along the factor"),
        alt=_alt_peak(information),
        figure=figure,
    )


def _draw_information(axes: Axes, information: pd.DataFrame) -> None:
    axes.plot(information["theta"], information["information"], color=MAIN)
    axes.set(xlim=(-4, 4), xlabel=_factor(), ylabel=say("Information of all items"))
    axes.xaxis.set_major_formatter(lambda value, _: numbers.number(value, 0))


def _peak_of(information: pd.DataFrame) -> dict[str, str]:
    peak = information.sort_values("information").to_dict("records")[-1]
    return {"place": numbers.number(peak["theta"], 1), "information": numbers.number(peak["information"], 1)}


def _alt_peak(information: pd.DataFrame) -> str:
    return say("Information is largest at {place} on the factor, where it is {information}.", **_peak_of(information))


def _alt_information(information: pd.DataFrame, limit: str, places: Floats, error: float) -> str:
    if not len(places):
        return _alt_peak(information)
    return say(
        "Information is largest at {place} on the factor, where it is {information} (expected score {limit} lies at "
        "{places}). At {limit} the standard error of the score is {error} points.",
        **_peak_of(information),
        limit=limit,
        places=", ".join(numbers.number(float(place)) for place in places),
        error=numbers.number(error, 1),
    )


def _at_cutoff(along: pd.DataFrame, limit: float) -> tuple[Floats, float]:
    """Places of the factor where the expected score is at the cut-off, and the standard error at the first."""
    theta, score = along["theta"].to_numpy(float), along["score"].to_numpy(float)
    below = score < limit
    before = np.flatnonzero(below[1:] != below[:-1])
    part = (limit - score[before]) / (score[before + 1] - score[before])
    places = theta[before] + part * (theta[before + 1] - theta[before])
    return places, float(np.interp(places[0], theta, along["std_error"])) if len(places) else math.nan


def _mark(axes: Axes, place: float, words: str) -> None:
    axes.axvline(place, color=ACCENT, linewidth=1.2, linestyle="--")
    on_left = place > sum(axes.get_xlim()) / 2
    side: Literal["left", "right"] = "right" if on_left else "left"
    axes.annotate(words, (place, axes.get_ylim()[1]), xytext=(-4 if on_left else 4, -3), textcoords="offset points",
                  ha=side, va="top", fontsize=8.5, color=ACCENT, path_effects=_HALO)  # fmt: skip


@styled
def misclassification(precision: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw for each score how probably the expected score lies on the other side of the cut-off."""
    chosen, score = survey.instrument.cutoff(cutoff), survey.instrument.score
    at = numbers.shortest(chosen.limit)
    frame = shown_result(precision, CutoffPrecision).by_score.dropna(subset=["misclassified"])
    low = frame["beyond"] == (chosen.below is not None)
    figure = Figure(figsize=(WIDTH, 3.1), layout="constrained")
    axes = figure.subplots()
    axes.grid(visible=True, axis="y")
    colours = np.where(frame["beyond"], ACCENT, MAIN)
    axes.bar(frame["score"], 100 * frame["misclassified"], width=0.8 * abs(float(score.factor)), color=colours)
    axes.set(
        xlim=(score.minimum, score.maximum),
        ylim=(0, 118 * max(0.5, float(frame["misclassified"].max()))),
        xlabel=say("Score"),
        ylabel=say("Expected score on the other side, %"),
    )
    if low.any() and not low.all():
        edge = (frame.loc[low, "score"].max() + frame.loc[~low, "score"].min()) / 2
        axes.axvline(edge, color=INK, linewidth=1, linestyle="--")
        for words, side, shift in (
            (say("below {limit}", limit=at), "right", -5),
            (say("{limit} or more", limit=at), "left", 5),
        ):
            axes.annotate(words, (edge, axes.get_ylim()[1]), xytext=(shift, -3), textcoords="offset points", ha=side,
                          va="top", fontsize=8.5)  # fmt: skip
    return ReportFigure(
        name="misclassification",
        caption=say(
            "Probability that the expected score lies on the other side of {limit}, by score (under the model)",
            limit=at,
        ),
        alt=_alt_misclassification(frame, low, at, decimals=score.step_decimals),
        figure=figure,
    )


def _alt_misclassification(frame: pd.DataFrame, low: pd.Series, limit: str, *, decimals: int) -> str:
    parts = []
    for rows, pick in ((frame[low], -1), (frame[~low], 0)):
        if len(rows):
            row = rows.to_dict("records")[pick]
            share, score = numbers.percent(row["misclassified"], 0), numbers.number(row["score"], decimals)
            parts.append(say("{share} at the score {score}", share=share, score=score))
    unsure, shares = frame[frame["misclassified"] >= 0.1]["score"], listed(parts)
    if len(unsure):
        return say(
            "The probability is {shares}, the scores next to the cut-off {limit}; it is 10 % or more for scores in "
            "{ends} and less elsewhere.",
            shares=shares, limit=limit, ends=numbers.interval(float(unsure.min()), float(unsure.max()), decimals),
        )  # fmt: skip
    return say(
        "The probability is {shares}, the scores next to the cut-off {limit}; it is less than 10 % for every score.",
        shares=shares, limit=limit,
    )  # fmt: skip
