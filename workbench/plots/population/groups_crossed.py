"""Heat maps of crossed background variables."""

from __future__ import annotations

from itertools import product
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from workbench.columns import CROSS
from workbench.disclosure.gate import ProtectedTable, shown_frame
from workbench.intake import Survey, label_inside_sentence
from workbench.plots.population.groups import written
from workbench.plots.report_figure import ReportFigure
from workbench.plots.style import (
    ACCENT,
    INK,
    MAIN,
    MUTED,
    WIDTH,
    empty_figure,
    level_words,
    mark_words,
    styled,
    with_remarks,
    wrapped,
)
from workbench.wording import MARK, at_start, numbers, say

_ROW_INCHES, _LINE_INCHES, _HEAD_INCHES = 0.16, 0.16, 0.55
_DARK = 0.18  # below this luminance white letters stand out more than black ones
_COLUMN_LETTERS, _ROW_LETTERS, _HEADING_LETTERS = 34, 24, 32


class _Panel(NamedTuple):
    """One map: a heading, levels down and across, the value of each cell (NaN = none), its words, and who is marked."""

    heading: str
    down: list[str]
    across: list[str]
    values: np.ndarray
    words: np.ndarray
    marked: np.ndarray


@styled
def crossed_means(cells: ProtectedTable, *, survey: Survey) -> ReportFigure:
    """Draw the mean score in each cell of the declared crossings; a cell of few has a dash and no colour."""
    decimals = survey.instrument.score.decimals
    return _maps(
        cells,
        survey,
        name="crossed_means",
        what=say("Mean score"),
        caption=say("Mean score, by crossed groups"),
        is_share=False,
        decimals=decimals,
        colour=MAIN,
    )


@styled
def crossed_shares(cells: ProtectedTable, *, survey: Survey, cutoff: str | None = None) -> ReportFigure:
    """Draw the share beyond the cut-off in each cell of the declared crossings, in per cent; a bound has no colour."""
    score = survey.instrument.cutoff(cutoff).score_words
    return _maps(
        cells,
        survey,
        name="crossed_shares",
        what=say("Share with a {score}", score=score),
        caption=say("Share with a {score}, %, by crossed groups", score=score),
        is_share=True,
        decimals=1,
        colour=ACCENT,
    )


def _maps(
    cells: ProtectedTable,
    survey: Survey,
    *,
    name: str,
    what: str,
    caption: str,
    is_share: bool,
    decimals: int,
    colour: str,
) -> ReportFigure:
    frame, scale = shown_frame(cells), 100.0 if is_share else 1.0
    frame = frame.assign(estimate=scale * frame["estimate"].astype(float), words=_words(frame, scale, decimals))
    if "bound" in frame:
        frame["estimate"] = frame["estimate"].mask(frame["bound"] != "")
    if frame["words"].eq(numbers.DASH).all():
        reason = (
            say("The codebook declares no crossing.")
            if frame.empty
            else say("No group has enough respondents for its outcome to be shown.")
        )
        return ReportFigure(name=name, caption=caption, alt=reason, figure=empty_figure(reason))
    remarks = [_few(cells.width)]
    panels = [panel for variable in frame["variable"].unique() for panel in _panels(frame, str(variable), survey)]
    colours = LinearSegmentedColormap.from_list(name, ["#f7f4f1", colour])
    least, most = (0.0, 1.0) if frame["estimate"].isna().all() else (frame["estimate"].min(), frame["estimate"].max())
    norm = Normalize(float(least), float(most))
    heights = [_height(panel) for panel in panels]
    figure = Figure(figsize=(WIDTH, sum(heights)), layout="constrained")
    rows = figure.subplots(len(panels), 1, squeeze=False, gridspec_kw={"height_ratios": heights})[:, 0]
    for axes, panel in zip(rows, panels, strict=True):
        _draw(axes, panel, colours, norm)
    if frame.get("bound", pd.Series(dtype=str)).isin(["under", "over"]).any():
        remarks.append(say("< and >: a bound"))
    if any(panel.marked.any() for panel in panels):
        remarks.append(mark_words())
    return ReportFigure(
        name=name,
        caption=with_remarks(caption, *remarks),
        alt=_alt(frame.assign(estimate=frame["estimate"] / scale), what, survey, decimals, is_share=is_share),
        figure=figure,
    )


def _words(frame: pd.DataFrame, scale: float, decimals: int) -> list[str]:
    """Write the value of each cell: a number, a bound such as `<13`, or a dash."""
    bounds = frame["bound"] if "bound" in frame else [""] * len(frame)
    signs = {"under": "<", "over": ">"}
    return [
        numbers.DASH
        if np.isnan(value)
        else f"{signs[side]}{numbers.shortest(scale * value)}"
        if side
        else numbers.number(scale * value, decimals)
        for value, side in zip(frame["estimate"].astype(float), bounds, strict=True)
    ]


def _few(width: int) -> str:
    if width == 1:
        return say("{dash} nobody", dash=numbers.DASH)
    return say(
        "{dash} not published: fewer than {n} respondents, or together with other tables it would tell of so few",
        dash=numbers.DASH, n=width,
    )  # fmt: skip


def _panels(frame: pd.DataFrame, variable: str, survey: Survey) -> list[_Panel]:
    """Split a crossing into maps of two variables, one for each level of the third; fewer levels go across."""
    names = variable.split(CROSS)
    own = frame[frame["variable"] == variable].set_index("level")
    levels = {name: [str(level) for level in survey.background[name].cat.categories] for name in names}
    across, down = sorted(names[-2:], key=lambda name: len(levels[name]))
    heads = {name: label_inside_sentence(name, survey.codebook) for name in names}
    panels = []
    for first in levels[names[0]] if len(names) == 3 else [""]:
        places = product(levels[down], levels[across])
        keys = [_key(names, {names[0]: first, down: row, across: column}) for row, column in places]
        shape = (len(levels[down]), len(levels[across]))
        values = own["estimate"].reindex(keys).to_numpy(float).reshape(shape)
        words = own["words"].reindex(keys).fillna(numbers.DASH).to_numpy(dtype=object).reshape(shape)
        marked = own["unreliable"].eq(True).reindex(keys).fillna(False).to_numpy(bool).reshape(shape)
        title = say("{variable} by {other}", variable=heads[down], other=heads[across])
        heading = say("{level}: {title}", level=level_words(first), title=title) if first else at_start(title)
        panels.append(_Panel(heading, levels[down], levels[across], values, words, marked & ~np.isnan(values)))
    return panels


def _key(names: list[str], levels: dict[str, str]) -> str:
    return CROSS.join(levels[name] for name in names)


def _height(panel: _Panel) -> float:
    lines = sum(wrapped(level_words(label), _ROW_LETTERS).count("\n") + 1 for label in panel.down)
    head = max(_column_label(panel, level_words(label)).count("\n") + 1 for label in panel.across)
    head += wrapped(panel.heading, _HEADING_LETTERS).count("\n")
    return _HEAD_INCHES + _LINE_INCHES * (lines + head) + _ROW_INCHES * len(panel.down)


def _column_label(panel: _Panel, label: str) -> str:
    return wrapped(label, max(_COLUMN_LETTERS // len(panel.across), 5))


def _draw(axes: Axes, panel: _Panel, colours: LinearSegmentedColormap, norm: Normalize) -> None:
    axes.pcolormesh(np.ma.masked_invalid(panel.values), cmap=colours, norm=norm, edgecolors="white", linewidth=1.5)
    for (row, column), value in np.ndenumerate(panel.values):
        blank = np.isnan(value)
        text = str(panel.words[row, column]) + MARK * bool(panel.marked[row, column])
        dark = not blank and _luminance(colours(norm(value))) < _DARK
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=8.5,
                  color="white" if dark else MUTED if blank else INK)  # fmt: skip
    axes.set_xticks(
        np.arange(len(panel.across)) + 0.5, [_column_label(panel, level_words(label)) for label in panel.across]
    )
    axes.set_yticks(
        np.arange(len(panel.down)) + 0.5, [wrapped(level_words(label), _ROW_LETTERS) for label in panel.down]
    )
    axes.tick_params(length=0, labelsize=8.5, top=False, labeltop=True, labelbottom=False)
    axes.set_title(wrapped(panel.heading, _HEADING_LETTERS), loc="left", fontsize=9.5, fontweight="bold")
    axes.set_ylim(len(panel.down), 0)
    axes.spines[:].set_visible(False)


def _luminance(colour: tuple[float, ...]) -> float:
    """Relative luminance of a colour as the guidelines for accessible web content (WCAG 2) define it."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour[:3]]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _alt(frame: pd.DataFrame, what: str, survey: Survey, decimals: int, *, is_share: bool) -> str:
    """Say the highest and the lowest cell of each crossing."""
    sentences = []
    for variable, rows in frame.dropna(subset=["estimate"]).groupby("variable", sort=False):
        ordered = rows.sort_values("estimate").to_dict("records")
        low, high = ordered[0], ordered[-1]
        sentences.append(
            say(
                "{what} by {variables}: highest for {high_group} ({high}), lowest for {low_group} ({low}), among {n} "
                "cells shown.",
                what=what,
                variables=label_inside_sentence(str(variable), survey.codebook),
                high_group=_cell_words(high["level"]),
                high=written(high["estimate"], decimals, is_share=is_share),
                low_group=_cell_words(low["level"]),
                low=written(low["estimate"], decimals, is_share=is_share),
                n=len(ordered),
            )
        )
    return " ".join(sentences)


def _cell_words(levels: str) -> str:
    return CROSS.join(map(level_words, levels.split(CROSS)))
